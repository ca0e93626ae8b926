"""Clauses against all passages: level, score and places to mark.

The score is BM25 over the places of a clause, a place in the title counting as several in the text.
It orders the passages of one level only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.keyword.concepts import Concepts
from bot.keyword.layout import Positions
from bot.keyword.matching import Finder, Matches
from bot.keyword.query import All, Clause, Level, Lookup
from bot.keyword.query import Sequence as Units
from bot.resources import read_toml

Levels = NDArray[np.int8]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Mark:
    """Places found, to be shown in the passages of ``shown``, or in all if it is None."""

    matches: Matches
    passages: NDArray[np.int32]
    shown: Mask | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Level and score of every passage, 0 where the clause is not met, and what to mark."""

    levels: Levels
    scores: Scores
    marks: tuple[Mark, ...] = ()


class Evaluator:
    """Evaluates clauses over one collection."""

    def __init__(self, finder: Finder, concepts: Concepts) -> None:
        self.finder = finder
        self.concepts = concepts
        lengths = finder.layout.lengths
        self.size = len(lengths) // 2
        total = (lengths[0::2] + lengths[1::2]).astype(np.float32)
        weights = read_toml("keyword.toml")["weights"]
        share = total / max(float(total.mean()) if self.size else 1.0, 1.0)
        self._k1, self._title = weights["k1"], weights["title"]
        self._norms = (self._k1 * (1 - weights["b"] + weights["b"] * share)).astype(np.float32)

    def evaluate(self, clause: Clause) -> Evidence:
        """The best alternative of the clause in every passage."""
        levels, scores = self._nothing()
        marks: list[Mark] = []
        for alternative in clause.alternatives:
            if isinstance(alternative, Lookup):
                found = self._look_up(alternative)
            else:
                found = self._all(alternative)
            fresh = (levels == 0) & (found.levels > 0)
            levels[fresh], scores[fresh] = found.levels[fresh], found.scores[fresh]
            doubtful = alternative.level in (Level.WORDS, Level.FUZZY)
            marks += _limit(found.marks, fresh) if doubtful else found.marks
        return Evidence(levels, scores, tuple(marks))

    def holding(self, sequences: Iterable[Units]) -> Mask:
        """Passages in which one of the sequences stands."""
        held = np.zeros(self.size, dtype=bool)
        held[self._passages(self.finder.find_any(sequences).starts)] = True
        return held

    def _look_up(self, lookup: Lookup) -> Evidence:
        levels, scores = self._nothing()
        if lookup.concept:
            matches = self.concepts.find(lookup.concept)
        else:
            matches = self.finder.find_any(lookup.sequences)
        if not len(matches):
            return Evidence(levels, scores)
        segments = self.finder.layout.segments(matches.starts)
        counts = np.bincount(segments, minlength=2 * self.size).astype(np.float32)
        places = counts[0::2] * np.float32(self._title) + counts[1::2]
        here = np.flatnonzero(places)
        rarity = np.log(1 + (self.size - len(here) + 0.5) / (len(here) + 0.5))
        levels[here] = lookup.level
        scores[here] = rarity * places[here] / (places[here] + self._norms[here])
        return Evidence(levels, scores, (Mark(matches, segments // 2),))

    def _all(self, every: All) -> Evidence:
        parts = [self.evaluate(clause) for clause in every.clauses]
        met = conjunction(parts, self.size)
        levels = np.minimum(met.levels, np.int8(every.level))
        return Evidence(levels, met.scores, met.marks)

    def _passages(self, positions: Positions) -> NDArray[np.int32]:
        return self.finder.layout.segments(positions) // 2

    def _nothing(self) -> tuple[Levels, Scores]:
        return np.zeros(self.size, dtype=np.int8), np.zeros(self.size, dtype=np.float32)


def conjunction(parts: Iterable[Evidence], size: int) -> Evidence:
    """Passages that meet every part: the worst level, the sum of the scores."""
    levels = np.full(size, Level.EXACT, dtype=np.int8)
    scores = np.zeros(size, dtype=np.float32)
    marks: list[Mark] = []
    for part in parts:
        levels = np.minimum(levels, part.levels)
        scores = scores + part.scores
        marks += part.marks
    return Evidence(levels, np.where(levels > 0, scores, np.float32(0)), tuple(marks))


def _limit(marks: Iterable[Mark], shown: Mask) -> list[Mark]:
    return [
        Mark(m.matches, m.passages, shown if m.shown is None else shown & m.shown) for m in marks
    ]
