"""Which of two things a text says to be more of something than the other.

"A is faster than B", "B is slower than A", "B is not as fast as A" and 乙不如甲快 say the same, and
"B is faster than A" says the contrary. A claim holds what a statement is about, what it compares
that with, the sides of the opposites of degree that it names (faster, slower), and the units beside
them, which tell what is fast: converging or predicting. Two claims are held against each other when
one of them names both things and they speak of the same quality.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from bot.analysis.folding import fold
from bot.interview.contrary import Named, opposites_in
from bot.interview.contrast import Subjects
from bot.interview.coverage import Credits
from bot.interview.opposites import alike_degrees, aside, degrees, inferior, lessening, superior
from bot.interview.statements import Mention, named_in, sentence_breaks, statements
from bot.interview.wording import Side, Span, units_in

_Placed = TypeVar("_Placed", Mention, Named)
_ANY, _OWN = -1, -2
"""Stand for the pair of opposites: where only 优于 or 不如 tells which thing has more of what the
other units name, and where a word of no pair does ("smoother than")."""
_NONE = -1
"""Stands for the thing that is compared with where a statement names none."""
_HALF = 0.5
"""Share of its units that a claim without a word of degree must share with another: 比它省资源
is the contrary of 资源多, and nothing tells so."""
_MOST_CLAIMS = 60
"""Claims of one text that are looked at: no spoken answer has more, and every two are compared."""
_LEAD = 12
"""Characters before a word that may say that there is less of it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement ``span`` says of the thing ``about`` beside the thing ``other``.

    sides: the side of each pair of opposites that it names; beside: the numbers of its other units
    """

    span: Span
    about: int
    other: int
    sides: Mapping[int, int]
    beside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Statements of an answer that compare as the reference does, and those that turn one of the
    reference round, each beside that one."""

    kept: tuple[Span, ...] = ()
    turned: tuple[tuple[Span, Span], ...] = ()


def compared(groups: Iterable[Subjects], reference: Side, answer: Side, same: Credits) -> Verdict:
    """How an answer compares the things of each group, held against the reference.

    ``same`` has shape (units of the reference, units of the answer), and is 0 where two units do
    not say the same.
    """
    kept: dict[Span, None] = {}
    turned: dict[Span, Span] = {}
    told, held = _of_degree(answer), _of_degree(reference)
    for group in groups:
        theirs = claims(reference, group, held)
        for mine in claims(answer, group, told) if theirs else ():
            signs = {claim.span: sign_of(mine, claim, same) for claim in theirs}
            if 1 in signs.values():
                kept[mine.span] = None
            elif -1 in signs.values():
                turned[mine.span] = next(span for span, sign in signs.items() if sign < 0)
    return Verdict(tuple(kept), tuple(pair for pair in turned.items() if pair[0] not in kept))


def _of_degree(side: Side) -> list[Named]:
    """The words of a text that say how much of a quality there is."""
    return [name for name in opposites_in(fold(side.text)) if name.pair in degrees()]


def claims(side: Side, group: Subjects, words: Sequence[Named]) -> list[Claim]:
    """What a text claims of the things of a group, in order; ``words`` are its words of degree."""
    breaks, side = sentence_breaks(side.text), replace(side, text=fold(side.text))
    marks = named_in(side.text, group.called_in(side.text))
    found: list[Claim] = []
    current, sentence = _NONE, 0
    for span in statements(side) if marks else ():
        if (number := bisect_left(breaks, span[0])) != sentence:
            current, sentence = _NONE, number
        inside = _within(span, marks)
        if claim := _claim(side, span, inside, _within(span, words), current):
            found.append(claim)
        named = [mark.number for mark in inside if not mark.aside]
        current = claim.about if claim else (named or [current])[0]
    return found[:_MOST_CLAIMS]


def _within(span: Span, found: Sequence[_Placed]) -> Sequence[_Placed]:
    first, last = (bisect_left(found, place, key=lambda placed: placed.start) for place in span)
    return found[first:last]


def _claim(
    side: Side, span: Span, marks: Sequence[Mention], words: Sequence[Named], current: int
) -> Claim | None:
    """The claim of a statement of a folded text, with the names and words of degree in it, if any.

    It is about the thing it names before it compares, or else goes on about the ``current`` one.
    """
    less = inferior().search(side.text, *span)
    more = superior().search(side.text, *span)
    told = less or more
    from_ = told.start() if told else span[1]
    about = next((m.number for m in marks if not m.aside and m.start < from_), current)
    others = [m for m in marks if m.number != about]
    if about == _NONE or (others and not (others[0].aside or told)):
        return None
    sides = _sides(side.text, words, turned=bool(less and others))
    if not sides and (told or others):
        sides = {_ANY if told else _OWN: int(bool(less))}
    taken = [(word.start, word.end) for word in words] + [(m.start, m.end) for m in marks]
    taken += [match.span() for match in (less, more) if match]
    beside = [n for n in units_in(side, span) if _tells(side, n, taken)]
    other = others[0].number if others else _NONE
    return Claim(span, about, other, sides, tuple(beside)) if sides else None


def _tells(side: Side, number: int, taken: Sequence[Span]) -> bool:
    """Whether a unit stands outside of what compares."""
    unit = side.units[number]
    outside = not any(start <= unit.start < end for start, end in taken)
    return outside and not aside().fullmatch(side.text, unit.start, unit.end)


def _sides(folded: str, words: Sequence[Named], *, turned: bool) -> dict[int, int]:
    """The side of each pair that a statement names; "less fast" is the other side of "fast"."""
    sides: dict[int, set[int]] = {}
    for word in words:
        before = folded[max(0, word.start - _LEAD) : word.start]
        less = turned or bool(lessening().search(before))
        sides.setdefault(word.pair, set()).add(word.side ^ less)
    return {pair: min(both) for pair, both in sides.items() if len(both) == 1}


def sign_of(mine: Claim, theirs: Claim, same: Credits) -> int:
    """1 when two claims agree, -1 when they contradict each other, 0 when they do not meet."""
    order = _order(mine, theirs)
    rows = same[np.ix_(theirs.beside, mine.beside)] > 0
    met = [bool(column.any()) for column in rows.T]
    bare = not (mine.beside and theirs.beside)
    signs = {
        1 if side == other else -1
        for pair, side in mine.sides.items()
        for their, other in theirs.sides.items()
        if _comparable(pair, their, met, bare=bare)
    }
    return order * signs.pop() if len(signs) == 1 else 0


def _comparable(pair: int, their: int, met: Sequence[bool], *, bare: bool) -> bool:
    """Whether two sides speak of the same quality; ``met`` holds which units beside them the other
    claim has, ``bare`` whether one has none at all."""
    if _ANY in (pair, their) or _OWN in (pair, their):
        named = _ANY in (pair, their) or pair == their
        return named and any(met) and sum(met) >= _HALF * len(met)
    if any(met):
        return pair == their or {pair, their} <= alike_degrees()
    return bare and pair == their and pair not in alike_degrees()


def _order(mine: Claim, theirs: Claim) -> int:
    """Whether two claims are about the same thing (1) or each about the other's (-1), 0 for neither
    and where both name one thing only."""
    ours, other = ({c.about, c.other} - {_NONE} for c in (mine, theirs))
    if len(ours | other) != 2 or 2 not in (len(ours), len(other)):
        return 0
    return 1 if mine.about == theirs.about else -1
