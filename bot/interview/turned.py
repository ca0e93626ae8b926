"""Words of direction that an answer uses the other way round than a reference.

Every opposite that the answer names ("later", 更大) is looked up in the reference by what stands
around it: the units of its statement, and those right before and after it. When the reference uses
the other side of that pair in such surroundings, and its own side only in others, the answer has
turned the word round. A cause and an effect that are both turned round leave the sentence true.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bot.analysis.folding import fold
from bot.interview.contrary import Named, opposites_in
from bot.interview.coverage import Credits
from bot.interview.opposites import condition, effects, topics
from bot.interview.statements import sentence_breaks, statements
from bot.interview.wording import Side, Span, units_in

_BESIDE, _BESIDE_COUNTS = 3, 0.25
"""Units on either side of a word that are its nearest surroundings, and what one of them is worth
beside a unit that the statements share."""
_FAR = 50
"""Units on either side of a word that are its surroundings at most: a sentence has fewer, and of a
text of nothing but opposites the time would grow with its square."""
_TURNED = 1.2
"""By how many units the surroundings of the other side must be more alike than those of the own;
from 1.2 to 1.6 the grades are the same by cross-validation."""


@dataclass(frozen=True, slots=True)
class Word:
    """One side of a pair of opposites in a text, with the numbers of the units around it.

    statement: number of its statement; around: the units of that, without its own; before, after:
    the nearest of them on either side; alone: whether the statement names no other side of the
    pair, since one that names both weighs them and turns neither; topics: (pair, side) of what the
    statement speaks of in turn with others
    """

    name: Named
    statement: int
    around: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    topics: frozenset[tuple[int, int]]
    alone: bool = True


class Turn(NamedTuple):
    """How much more alike the surroundings of the ``other`` side are to those of a ``word``."""

    surplus: float
    word: Word
    other: Word


def turned(reference: Side, answer: Side, credits: Credits) -> list[tuple[Span, Span]]:
    """(part of the answer, part of the reference) that use opposites in like surroundings.

    ``credits`` has shape (units of the reference, units of the answer), and is 0 where two units do
    not say the same.
    """
    held: dict[int, list[Word]] = {}
    for word in words_of(reference):
        held.setdefault(word.name.pair, []).append(word)
    likeness = _Likeness(reference, answer, credits)
    found = [
        turn
        for word in words_of(answer)
        if word.alone and (turn := likeness.turn(word, held.get(word.name.pair, ())))
    ]
    said, theirs = statements(answer), statements(reference)
    return [
        (said[turn.word.statement], theirs[turn.other.statement])
        for turn in _not_cancelled(answer, found)
        if turn.surplus >= _TURNED
    ]


def words_of(side: Side) -> list[Word]:
    """The opposites that a text names, in order, where units stand around them."""
    spans = statements(side)
    starts = [start for start, _ in spans]
    words = []
    for name in opposites_in(fold(side.text)):
        number = bisect_left(starts, name.start + 1) - 1
        if number >= 0 and name.start < spans[number][1]:
            words.append(_word(side, name, number, spans[number]))
    sides: dict[tuple[int, int], set[int]] = {}
    for word in words:
        sides.setdefault((word.statement, word.name.pair), set()).add(word.name.side)
    return [
        replace(word, alone=len(sides[word.statement, word.name.pair]) == 1)
        for word in words
        if word.around
    ]


def _word(side: Side, name: Named, number: int, span: Span) -> Word:
    """A word with the units of its statement that do not overlap it."""
    units = units_in(side, span)
    first = bisect_right(units, name.start, key=lambda n: side.units[n].end)
    last = bisect_left(units, name.end, key=lambda n: side.units[n].start)
    before, after = tuple(units[:first][-_FAR:]), tuple(units[last:][:_FAR])
    told = topics_in(side.text[slice(*span)])
    return Word(name, number, before + after, before[-_BESIDE:], after[:_BESIDE], told)


@lru_cache(maxsize=1024)
def topics_in(text: str) -> frozenset[tuple[int, int]]:
    """(pair, side) of what a text speaks of in turn with others, such as under- and overfitting."""
    folded = fold(text)
    return frozenset(
        (pair, side)
        for pair, patterns in enumerate(topics())
        for side, pattern in enumerate(patterns)
        if re.search(pattern, folded)
    )


class _Likeness:
    """How alike the surroundings of words of two texts are; holds what they are compared by."""

    def __init__(self, reference: Side, answer: Side, credits: Credits) -> None:
        self._same = credits > 0
        self._weights = np.array([unit.weight for unit in answer.units])
        rows = [units_in(reference, span) for span in statements(reference)]
        self._met = np.array([self._same[row].any(axis=0) for row in rows])
        self._sizes = np.array([max(1, len(row)) for row in rows])
        self._starts = np.array([row.start for row in rows], dtype=np.intp)
        self._back: dict[int, Credits] = {}
        self._columns = [units_in(answer, span) for span in statements(answer)]

    def turn(self, word: Word, held: Sequence[Word]) -> Turn | None:
        """How a word of the answer turns one of the reference round, if it does."""
        if all(other.name.side == word.name.side for other in held):
            return None
        shared = self._of_statements(word)
        own = [0.0]
        turns: list[tuple[float, int, Word]] = []
        for other in held:
            alike = float(shared[other.statement]) + _BESIDE_COUNTS * self._beside(word, other)
            if other.name.side == word.name.side:
                own.append(alike)
            elif other.alone and not _of_other_topics(word, other):
                turns.append((alike, -len(turns), other))
        most, _, other = max(turns, default=(0.0, 0, word))
        return Turn(most - max(own), word, other) if most > max(own) else None

    def _of_statements(self, word: Word) -> Credits:
        """What the statement of a word shares with every one of the reference, in units."""
        around = list(word.around)
        weights = self._weights[around]
        shared: Credits = self._met[:, around] @ weights
        alike: Credits = shared * (shared / weights.sum() + self._shares(word.statement)) / 2
        return alike

    def _shares(self, number: int) -> Credits:
        """The share of each statement of the reference that one of the answer says."""
        if number not in self._back:
            said = self._same[:, self._columns[number]].any(axis=1)
            summed = np.add.reduceat(np.append(said, False).astype(np.float64), self._starts)
            self._back[number] = summed / self._sizes
        return self._back[number]

    def _beside(self, word: Word, other: Word) -> float:
        """The weight of the units right beside a word that stand beside another one, too."""
        return sum(
            float(self._weights[mine])
            for ours, theirs in ((word.before, other.before), (word.after, other.after))
            for mine in ours
            if any(self._same[row, mine] for row in theirs)
        )


def _of_other_topics(one: Word, other: Word) -> bool:
    """Whether the statements of two words speak of things that are told apart."""
    return any((pair, 1 - side) in other.topics for pair, side in one.topics - other.topics)


def _not_cancelled(answer: Side, found: Sequence[Turn]) -> list[Turn]:
    """Without the words of a statement that turns both a cause and an effect, and of a sentence
    with a condition that turns two words."""
    groups: dict[tuple[bool, int], list[int]] = {}
    for place, turn in enumerate(found):
        groups.setdefault(_group(answer, turn.word), []).append(place)
    kept = []
    for (conditional, _), places in groups.items():
        pairs = {found[place].word.name.pair for place in places}
        both = 0 < sum(pair < effects() for pair in pairs) < len(pairs)
        if not (both or (conditional and len(places) > 1)):
            kept += places
    return [found[place] for place in sorted(kept)]


def _group(answer: Side, word: Word) -> tuple[bool, int]:
    """Whether the sentence of a word has a condition, with the number of the sentence, else of the
    word's statement."""
    breaks = sentence_breaks(answer.text)
    number = bisect_left(breaks, word.name.start)
    start = breaks[number - 1] if number else 0
    end = breaks[number] if number < len(breaks) else len(answer.text)
    conditional = condition().search(fold(answer.text), start, end)
    return (True, number) if conditional else (False, word.statement)
