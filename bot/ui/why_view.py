"""Why this passage: its strongest evidence in a small table, and what another passage lacks."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from bot.explanation import Comparison, Contribution, Difference, Explanation, compare
from bot.reasons import TERMS, in_a_sentence, part_name
from bot.ui.markup import tag
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
        st.html(tag("p", in_a_sentence(comparison, language()), "soft"))
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
    return tag("div", table, "table", raw=True, tabindex=0, role="group", aria_label=name)


def _titled(explanation: Explanation) -> str:
    return f"{explanation.passage.heading} · {explanation.passage.source}"


def _name(part: str) -> str:
    return part_name(part, language())


def _words(one: Contribution | Difference) -> str:
    """The strongest terms that have a share in the points, by name."""
    told = [term.label.to(language()) for term in one.terms if term.points * one.points > 0]
    return say("ask.why_between").join(dict.fromkeys(told[:TERMS]))


def _points(points: float) -> str:
    return f"{points:.2f}".replace("-", "−")
