"""Which lines of a page are headings, and how they nest.

Pages mark their headings in many ways, and most numbered lines are no headings but items of a
list. No line decides alone: lines numbered in one style are taken together, and the best chain of
rising numbers among them is sought, each line adding or taking away by the signs it shows. A chain
that ends above zero is a family of headings.

1. Markdown headings count as they are.
2. Chains of numbers (:func:`_chain`) that add up.
3. Without either: questions, and short lines before much longer ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.split.rows import BOLD, LABEL_ENDS, SENTENCE_ENDS, Row
from bot.split.signs import asks, is_generic, signs
from bot.split.unnumbered import find_unnumbered

_CHAPTER = 12
_RESTART = -1.0
_SKIP = -0.7


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the position of its row, its depth (0 is outermost) and its family's name."""

    at: int
    depth: int
    family: str


def find_headings(rows: Sequence[Row]) -> list[Heading]:
    """The headings among ``rows``, in order, with their depths."""
    families = _markdown(rows)
    for style, members in _numbered(rows).items():
        chain, total = _chain(rows, members)
        if (len(chain) > 1 and total > 0.4 * len(chain)) or total >= 3:
            chain = _fill_gaps(rows, _extend(rows, chain, members), members)
            families.update(dict.fromkeys(chain, style))
    if not _covers(families, rows):
        families.update(find_unnumbered(rows, families))
    families.update(_chapters(rows, families))
    return _nest(families, rows)


def is_one_answer(rows: Sequence[Row]) -> bool:
    """Whether every heading marked on the page only names a section of one answer."""
    marked = _markdown(rows)
    return bool(marked) and all(is_generic(rows[at]) for at in marked)


def _markdown(rows: Sequence[Row]) -> dict[int, str]:
    return {
        at: f"{row.level}#"
        for at, row in enumerate(rows)
        if 0 < row.level < BOLD and not row.verbatim
    }


def _numbered(rows: Sequence[Row]) -> dict[str, list[int]]:
    styles: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        if row.numbered and not row.verbatim and (row.level in (0, BOLD)):
            styles.setdefault(row.numbered.style, []).append(at)
    return _with_tens(styles, rows)


def _with_tens(styles: dict[str, list[int]], rows: Sequence[Row]) -> dict[str, list[int]]:
    """The styles, where ``10`` after ``01`` to ``09`` is counted in the style of those."""
    if "0n" in styles:
        for name in ("n ", "n.", "n、", "n|", "n:"):
            tens = [at for at in styles.get(name, ()) if _value(rows[at]) >= 10]
            styles["0n"] = sorted([*styles["0n"], *tens])
            styles[name] = [at for at in styles.get(name, ()) if at not in tens]
    return styles


def _chain(rows: Sequence[Row], members: Sequence[int]) -> tuple[list[int], float]:
    """The chain of rising numbers with the largest sum of signs, and that sum.

    A number may be skipped, and the count may start again at 1 (a new chapter), at a price each.
    The best chain that ends in each number is kept, so the cost is linear in the members.
    """
    best: dict[int, tuple[float, list[int]]] = {}
    top: tuple[float, list[int]] = (0.0, [])
    for at in members:
        number = rows[at].numbered
        assert number is not None
        value, weight = number.value, weigh(rows, at)
        before = [(total, chain) for total, chain in (best.get(value - 1, (0.0, [])),) if chain]
        if value - 2 in best:
            before.append((best[value - 2][0] + _SKIP, best[value - 2][1]))
        if value <= 1 and top[1]:
            before.append((top[0] + _RESTART, top[1]))
        if value <= 1 or not before:
            before.append((0.0 if value <= 1 else _RESTART, []))
        total, chain = max(before, key=lambda item: item[0])
        found = (total + weight, [*chain, at])
        if value not in best or found[0] >= best[value][0]:
            best[value] = found
        if found[0] >= top[0]:
            top = found
    return top[1], top[0]


def _extend(rows: Sequence[Row], chain: list[int], members: Sequence[int]) -> list[int]:
    """The chain and the numbers that go on from it, up to the last that looks like a heading.

    A row of headings without answers weighs less than nothing, and would end the chain.
    """
    longer, sure = list(chain), len(chain)
    for at in members:
        if at > longer[-1] and _value(rows[at]) == _value(rows[longer[-1]]) + 1:
            longer.append(at)
            sure = len(longer) if weigh(rows, at) > 0 else sure
    return longer[:sure]


def _fill_gaps(rows: Sequence[Row], chain: Sequence[int], members: Sequence[int]) -> list[int]:
    """The chain with the numbers it skips, where a short line has them in the right place.

    Headings whose answers were lost stand one below the other and look like a list.
    """
    filled: list[int] = []
    for at in members:
        if at in chain:
            filled.append(at)
            continue
        value, row = _value(rows[at]), rows[at]
        after = next((later for later in chain if later > at), None)
        fits = filled and _value(rows[filled[-1]]) + 1 == value
        if fits and after is not None and value < _value(rows[after]) and row.units <= 30:
            filled.append(at)
    return filled


def _value(row: Row) -> int:
    return row.numbered.value if row.numbered else 0


def weigh(rows: Sequence[Row], at: int) -> float:
    """How much the row at ``at`` looks like the heading of an answer; above zero is for it."""
    row, lexicon = rows[at], signs()
    following = rows[at + 1] if at + 1 < len(rows) else None
    style = row.numbered.style if row.numbered else ""
    rival = bool(following and following.numbered and following.numbered.style == style)
    shown_signs = {
        "listed": row.listed,
        "question": row.question,
        "asks": asks(row) and not row.question,
        "strong_style": style in lexicon["strong"],
        "ends_sentence": row.title.endswith(SENTENCE_ENDS),
        "ends_colon": row.title.endswith(LABEL_ENDS),
        "long": row.units > 30,
        "very_long": row.units > 45 and not row.question,
        "explains": _explains(row.title),
        "has_body": bool(following) and not rival,
        "no_body": rival or not following,
        "longer_body": bool(following and not rival and following.units > row.units),
        "indented": row.text[:1] in (" ", "\t"),
        "clause": not row.question and any(mark in row.title for mark in ",，"),
    }
    return float(sum(lexicon["signs"][name] for name, shown in shown_signs.items() if shown))


def _explains(title: str) -> bool:
    for mark in LABEL_ENDS:
        head, _, tail = title.partition(mark)
        if tail and len(tail) > len(head) and len(head) <= 30:
            return True
    return False


def _covers(families: dict[int, str], rows: Sequence[Row]) -> bool:
    """Whether the headings found so far carry the page: at least two, the first not late."""
    if len(families) < 2:
        return False
    body = sum(row.units for row in rows)
    above = sum(row.units for row in rows[: min(families)])
    return above <= 0.4 * body


def _chapters(rows: Sequence[Row], families: dict[int, str]) -> dict[int, str]:
    """Short lines right above a heading, below the end of a text: the titles of chapters."""
    found = {}
    for at in sorted(families):
        above = at - 1
        if above < 1 or above in families or families[at][-1] == "#":
            continue
        row = rows[above]
        if row.numbered or row.verbatim or row.units > _CHAPTER or row.text[:1] in "-*•>|$:":
            continue
        if not row.text.rstrip().endswith((*SENTENCE_ENDS, *LABEL_ENDS)) and (
            row.gap or rows[above - 1].text.rstrip().endswith(SENTENCE_ENDS)
        ):
            found[above] = "chapter"
    return found if len(found) > 1 else {}


def _nest(families: dict[int, str], rows: Sequence[Row]) -> list[Heading]:
    """Depths by the order in which families open inside one another."""
    stack: list[str] = []
    headings = []
    for at in sorted(families):
        family = families[at]
        if family == "chapter":
            stack = []
        elif family[-1] == "#":
            stack = [name for name in stack if name[-1] == "#" and name < family]
        elif family in stack:
            stack = stack[: stack.index(family)]
        stack.append(family)
        headings.append(Heading(at, len(stack) - 1, family))
    return headings
