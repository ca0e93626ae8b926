"""Clauses against all passages: level, score and places to mark.

The score is BM25 over the places of a clause, a place in the title counting as several in the text.
It orders the passages of one level only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.keyword.concepts import Concepts
from bot.keyword.layout import Mask, Positions
from bot.keyword.matching import Finder, Matches
from bot.keyword.query import All, Clause, Level, Lookup, Units
from bot.resources import read_toml

Levels = NDArray[np.int8]
Scores = NDArray[np.float32]


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


@dataclass(frozen=True, slots=True)
class _Found:
    """The same for the ``passages`` that meet an alternative only, in ascending order."""

    passages: NDArray[np.int64]
    levels: Levels
    scores: Scores
    marks: tuple[Mark, ...]


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
        levels = np.zeros(self.size, dtype=np.int8)
        scores = np.zeros(self.size, dtype=np.float32)
        marks: list[Mark] = []
        for alternative in clause.alternatives:
            if isinstance(alternative, Lookup):
                found = self._look_up(alternative)
            else:
                found = self._all(alternative)
            new = levels[found.passages] == 0
            here = found.passages[new]
            levels[here], scores[here] = found.levels[new], found.scores[new]
            doubtful = alternative.level in (Level.WORDS, Level.FUZZY)
            marks += self._limited(found.marks, here) if doubtful else found.marks
        return Evidence(levels, scores, tuple(marks))

    def holding(self, sequences: Iterable[Units]) -> Mask:
        """Passages in which one of the sequences stands."""
        held = np.zeros(self.size, dtype=bool)
        held[self._passages(self.finder.find_any(sequences).starts)] = True
        return held

    def _look_up(self, lookup: Lookup) -> _Found:
        if lookup.concept:
            matches = self.concepts.find(lookup.concept)
        else:
            matches = self.finder.find_any(lookup.sequences)
        segments = self.finder.layout.segments(matches.starts)
        passages = segments // 2
        weights = np.where(segments % 2, 1.0, self._title)
        here, places = _sums(passages, weights, self.size)
        rarity = np.log(1 + (self.size - len(here) + 0.5) / (len(here) + 0.5))
        scores = (rarity * places / (places + self._norms[here])).astype(np.float32)
        levels = np.full(len(here), lookup.level, dtype=np.int8)
        return _Found(here, levels, scores, (Mark(matches, passages),))

    def _all(self, every: All) -> _Found:
        met = conjunction([self.evaluate(clause) for clause in every.clauses], self.size)
        here = np.flatnonzero(met.levels)
        levels = np.minimum(met.levels[here], np.int8(every.level))
        return _Found(here, levels, met.scores[here], met.marks)

    def _passages(self, positions: Positions) -> NDArray[np.int32]:
        return self.finder.layout.segments(positions) // 2

    def _limited(self, marks: Iterable[Mark], passages: NDArray[np.int64]) -> list[Mark]:
        """The marks, shown in these passages only."""
        shown = np.zeros(self.size, dtype=bool)
        shown[passages] = True
        return [
            Mark(m.matches, m.passages, shown if m.shown is None else shown & m.shown)
            for m in marks
        ]


def _sums(
    keys: NDArray[np.int32], weights: NDArray[np.float64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The distinct keys, ascending, and the sum of the weights of each."""
    sums: NDArray[np.float64]
    if len(keys) < size // 8:
        distinct, places = np.unique(keys, return_inverse=True)
        sums = np.bincount(places, weights, minlength=len(distinct)).astype(np.float64)
        return distinct.astype(np.int64), sums
    sums = np.bincount(keys, weights, minlength=size).astype(np.float64)
    here = np.flatnonzero(sums)
    return here, sums[here]


def conjunction(parts: Sequence[Evidence], size: int) -> Evidence:
    """Passages that meet every part: the worst level, the sum of the scores."""
    if len(parts) == 1:
        return parts[0]
    levels = np.full(size, Level.EXACT, dtype=np.int8)
    scores = np.zeros(size, dtype=np.float32)
    marks: list[Mark] = []
    for part in parts:
        np.minimum(levels, part.levels, out=levels)
        scores += part.scores
        marks += part.marks
    scores *= levels > 0
    return Evidence(levels, scores, tuple(marks))
