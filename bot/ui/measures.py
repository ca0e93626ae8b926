"""Numbers as small pictures in our own HTML: a meter, shares by name, counts by day, a calendar.

They need no script and no drawing surface, follow the theme by themselves, break like text on a
narrow screen, and say their numbers to who cannot see them: each number stands there as text. How
long a bar or how deep a colour is, the style sheet reads from ``--share``, a number in [0, 1].
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.ui.markup import tag

WIDE = 12
"""Characters of a value beyond which a tile is twice as wide."""
Week = tuple[date, tuple[int | None, ...]]
"""A Monday, and the counts of its days; None for days to come."""


def meter(share: float) -> str:
    """A bar filled to ``share`` in [0, 1]; the number itself stands beside it.

    >>> meter(0.5)
    '<span class="meter" style="--share: 0.500" aria-hidden="true"></span>'
    """
    return tag("span", "", "meter", style=_style(share), aria_hidden="true")


def shares(named: Mapping[str, float]) -> str:
    """Shares in [0, 1], each under its name, one below the other.

    >>> shares({"<a>": 0.25}).startswith('<dl class="shares"><div><dt>&lt;a&gt;</dt><dd>')
    True
    """
    rows = (
        tag("div", tag("dt", name) + tag("dd", meter(share) + _percent(share), raw=True), raw=True)
        for name, share in named.items()
    )
    return tag("dl", "".join(rows), "shares", raw=True)


def tiles(named: Iterable[tuple[str, str]]) -> str:
    """Named numbers side by side; what is long takes the place of two.

    >>> tiles([("seen", "5")])
    '<dl class="tiles"><div><dt>seen</dt><dd>5</dd></div></dl>'
    """
    cells = (
        tag("div", tag("dt", name) + tag("dd", value), "wide" * (len(value) > WIDE), raw=True)
        for name, value in named
    )
    return tag("dl", "".join(cells), "tiles", raw=True)


def days(counts: Sequence[tuple[date, int]]) -> str:
    """Counts of days in their order as columns; a day without any keeps only its date.

    >>> days([(date(2026, 1, 31), 4), (date(2026, 2, 1), 0)]).count("<li")
    2
    """
    most = max((count for _, count in counts), default=0) or 1
    rows = (_day(day, count, count / most) for day, count in counts)
    return tag("ol", "".join(rows), "days", raw=True)


def calendar(weeks: Sequence[Week], weekdays: Sequence[str], name: str) -> str:
    """Counts by weekday and week as a table whose cells are the deeper, the greater they are.

    >>> table = calendar([(date(2026, 1, 5), (0, 3, None))], ["Mon", "Tue", "Wed"], "Answers")
    >>> table.count("<td"), table.count("--share: 1.000"), '>3</td>' in table
    (3, 1, True)
    """
    most = max((count or 0 for _, counts in weeks for count in counts), default=0) or 1
    first = tag("th", "", aria_hidden="true")
    head = first + "".join(tag("th", f"{day:%m-%d}", scope="col") for day, _ in weeks)
    rows = "".join(
        tag("tr", tag("th", weekday, scope="row")
            + "".join(_cell(counts[place], most) for _, counts in weeks), raw=True)
        for place, weekday in enumerate(weekdays)
    )  # fmt: skip
    table = tag("tr", head, raw=True) + rows
    return tag("table", table, "calendar", raw=True, aria_label=name)


def _day(day: date, count: int, share: float) -> str:
    number = tag("b", str(count) if count else "")
    bar = tag("span", "", "bar", style=_style(share), aria_hidden="true")
    return tag("li", number + bar + tag("time", str(day.day), datetime=day.isoformat()), raw=True)


def _cell(count: int | None, most: int) -> str:
    if count is None:
        return tag("td", "", "to-come")
    return tag("td", str(count) if count else "", style=_style(count / most))


def _percent(share: float) -> str:
    return tag("span", f"{share:.0%}")


def _style(share: float) -> str:
    return f"--share: {share:.3f}"
