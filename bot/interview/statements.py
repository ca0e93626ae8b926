"""Statements of a text and the subject that each of them is about.

A statement is a clause, or a part of one that "while", "and" or 而 begins. It is about the subject
that it names; one that names none, or begins with a pronoun, goes on about the subject before. What
is only compared with ("than a queue", 比队列) is not what a statement is about.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.analysis.folding import fold
from bot.interview.opposites import aside, breaks, inferior, pronoun
from bot.interview.wording import Side, Span, units_in

_SENTENCE = re.compile(r"[。!?;\uff01\uff1f\uff1b\n]|\.(?=\s|$)")
Mark = tuple[int, int, int]
"""start and end of a name in the text, number of the subject that it names"""


def sentence_breaks(text: str) -> list[int]:
    """Where the marks that end a sentence begin, in order."""
    return [match.start() for match in _SENTENCE.finditer(text)]


def statements(side: Side) -> list[Span]:
    """Spans of the statements of a text, in order."""
    folded = fold(side.text)
    spans = []
    for start, end in side.clauses:
        cuts = [match.start() for match in breaks().finditer(folded, start, end)]
        borders = [start, *cuts, end]
        spans += [(a, b) for a, b in pairwise(borders) if a < b]
    return spans


_LASTS = 2
"""Sentences without a name that go on about the subject before; the next may be about anything."""


def owners(side: Side, names: Sequence[str], *, goes_on: bool, unnamed: int = -1) -> list[int]:
    """For every unit the number of the name its statement is about; -1 for none and for names.

    A subject that begins a statement ``goes_on`` into the next sentences; a condition, and what is
    named inside a statement, end with their sentence. Before the first name it is ``unnamed``.
    """
    folded, marks = fold(side.text), marks_of(side, names)
    found = [-1] * len(side.units)
    current, lasting, last, ended = unnamed, unnamed >= 0, 0, 0
    for start, end in statements(side):
        if _SENTENCE.search(side.text, last, start):
            ended += 1
            if not lasting or ended > _LASTS:
                current = -1
        inside = marks[bisect_left(marks, (start,)) : bisect_left(marks, (end,))]
        if current >= 0 and pronoun().match(folded, start):
            inside = []
        if len(inside) > 1 and inferior().search(folded, inside[0][1], inside[1][0]):
            inside = [(start, start, inside[1][2])]
        units = units_in(side, (start, end))
        for number in units:
            found[number] = _owner(side.units[number].start, inside, current)
        if inside:
            current, ended = inside[0][2], 0
            lasting = goes_on and side.units[units[0]].start >= inside[0][0] if units else goes_on
        last = end
    return found


class Mention(NamedTuple):
    """Where a name stands, its number, and whether the thing is only compared with there."""

    start: int
    end: int
    number: int
    aside: bool


def named_in(folded: str, names: Sequence[str]) -> list[Mention]:
    """Where the names stand in a folded text, without those inside a longer one, in order."""
    found = [
        Mention(
            *match.span(),
            number,
            bool(aside().search(folded[max(0, match.start() - _LEAD) : match.start()])),
        )
        for number, name in enumerate(names)
        for match in re.finditer(name, folded)
    ]
    return sorted(m for m in found if not any(_within(m, other) for other in found))


def marks_of(side: Side, names: Sequence[str]) -> list[Mark]:
    """Where the names stand, without those inside a longer one and those only compared with."""
    return [(m.start, m.end, m.number) for m in named_in(fold(side.text), names) if not m.aside]


_LEAD = 24
"""Characters before a name that may say that it is only compared with."""


def _within(mark: Mention, other: Mention) -> bool:
    inside = other.start <= mark.start and mark.end <= other.end
    return inside and other.end - other.start > mark.end - mark.start


def _owner(start: int, inside: Sequence[Mark], current: int) -> int:
    if any(a <= start < b for a, b, _ in inside):
        return -1
    before = [number for a, _, number in inside if a < start]
    if before:
        return before[-1]
    return inside[0][2] if inside else current
