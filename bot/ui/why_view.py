"""Why this passage: its strongest evidence in a small table, and what another passage lacks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import streamlit as st

from bot.explanation import Comparison, Contribution, Difference, Explanation, compare
from bot.judging.explanation import JUDGED, feature_name
from bot.judging.features import LEAD
from bot.reasons import TERMS, in_a_sentence, part_name
from bot.ui.markup import tag
from bot.ui.places import source_line
from bot.ui.state import language, say

ROWS = 6
"""How many parts stand in a table by themselves; the others are added up in one row."""
Why = Callable[[], Sequence[Explanation]]


def why_view(found: Sequence[Explanation], key: str) -> None:
    """Explain the first passage, and with a widget of that ``key`` why it is not another one."""
    first, *others = found
    st.html(evidence_table(first))
    if others:
        _why_not(first, others, key)


def _why_not(first: Explanation, others: Sequence[Explanation], key: str) -> None:
    chosen = st.selectbox(
        say("ask.why_not"),
        range(len(others)),
        index=None,
        format_func=lambda number: _titled(others[number]),
        placeholder=say("ask.why_not_choose"),
        key=key,
    )
    if chosen is not None:
        comparison = compare(first, others[chosen])
        st.html(tag("p", in_a_sentence(_in_short(comparison), language()), "soft"))
        st.html(comparison_table(comparison))


def evidence_table(explanation: Explanation) -> str:
    """The strongest contributions, the rest in one row, and the score they add up to."""
    strongest = sorted(explanation.contributions, key=lambda one: -abs(one.points))
    told, left = strongest[:ROWS], strongest[ROWS:]
    rows = [(_name(one.part), _words(one), _points(one.points)) for one in told]
    if left:
        rest = sum(one.points for one in left)
        rows.append((say("ask.why_rest", n=len(left)), "", _points(rest)))
    rows.append((say("ask.why_total"), "", _points(explanation.score)))
    return _table(("ask.why_part", "ask.why_terms", "ask.why_points"), rows, say("ask.why"))


def comparison_table(comparison: Comparison) -> str:
    """The greatest differences, the rest in one row, and the scores they add up to."""
    told, left = comparison.differences[:ROWS], comparison.differences[ROWS:]
    rows = [
        (_name(one.part), *map(_points, (one.first, one.other, one.points)), _words(one))
        for one in told
    ]
    if left:
        first, other = sum(one.first for one in left), sum(one.other for one in left)
        points = map(_points, (first, other, first - other))
        rows.append((say("ask.why_rest", n=len(left)), *points, ""))
    first, other = comparison.first.score, comparison.other.score
    rows.append((say("ask.why_total"), *map(_points, (first, other, first - other)), ""))
    heads = ("ask.why_part", "ask.why_this", "ask.why_that", "ask.why_more", "ask.why_terms")
    return _table(heads, rows, say("ask.why_not"))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> str:
    head = "".join(tag("th", say(key), scope="col") for key in heads)
    body = "".join(tag("tr", "".join(tag("td", cell) for cell in row), raw=True) for row in rows)
    table = tag("table", tag("tr", head, raw=True) + body, raw=True)
    framed = tag("div", table, "table", raw=True, tabindex=0, role="group", aria_label=name)
    return tag("div", framed, "why", raw=True)


def _titled(explanation: Explanation) -> str:
    """A passage in a list in which several parts of one answer may stand: its section first."""
    passage = explanation.passage
    if not passage.is_companion or not passage.trail:
        return f"{passage.heading} · {source_line(passage, heading=False)}"
    return f"{passage.trail[-1]} · {source_line(replace(passage, trail=()))}"


def _in_short(comparison: Comparison) -> Comparison:
    """The same without what the table below tells: the sides by the names of its columns."""
    first, other = (
        replace(side, passage=replace(side.passage, heading=say(f"ask.why_{name}")))
        for side, name in ((comparison.first, "this"), (comparison.other, "that"))
    )
    differences = tuple(replace(one, terms=()) for one in comparison.differences)
    return replace(comparison, first=first, other=other, differences=differences)


def _name(part: str) -> str:
    return part_name(part, language())


def _words(one: Contribution | Difference) -> str:
    """The strongest terms that have a share in the points, by name.

    A feature of the vote and how far it leads are told as one.
    """
    shares: defaultdict[str, float] = defaultdict(float)
    for term in one.terms:
        judged = one.part.startswith(JUDGED)
        name = feature_name(term.name.removesuffix(LEAD)) if judged else term.label
        shares[name.to(language())] += term.points * one.points
    told = sorted((name for name in shares if shares[name] > 0), key=lambda name: -shares[name])
    return say("ask.why_between").join(told[:TERMS])


def _points(points: float) -> str:
    return f"{points:.2f}".replace("-", "−")
