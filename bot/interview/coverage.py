"""How much of a reference an answer says: every unit of one looked up in the other.

A unit is met by the same concept, the same word, a synonym or translation, a neighbouring concept
of the glossary or a near spelling, each with its own credit in [0, 1]. Credits are kept per clause
of the answer, so that a key point can be asked of the one or two clauses that say it best instead
of words scattered over the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein

from bot.analysis.glossary import Glossary
from bot.interview.synonyms import Thesaurus
from bot.interview.wording import Unit
from bot.resources import read_toml

Credits = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compares units; ``glossary`` and ``thesaurus`` are only read."""

    glossary: Glossary
    thesaurus: Thesaurus

    def credit(self, asked: Unit, said: Unit) -> float:
        """How well ``said`` expresses ``asked``, in [0, 1]."""
        if asked.concepts & said.concepts:
            return 1.0
        best = self._words(asked, said)
        if asked.concepts and said.concepts:
            best = max(best, self._neighbours(asked, said))
        return best

    def _neighbours(self, asked: Unit, said: Unit) -> float:
        weights = read_toml("interview.toml")["matching"]
        near = {
            target
            for concept in asked.concepts
            if concept in self.glossary
            for kind in ("is-a", "part-of")
            for target in self.glossary[concept].related(kind)
        }
        back = any(
            asked.concepts & set(self.glossary[concept].related("is-a"))
            for concept in said.concepts
            if concept in self.glossary
        )
        return float(weights["neighbour"]) if back or near & said.concepts else 0.0

    def _words(self, asked: Unit, said: Unit) -> float:
        if not asked.words or not said.words:
            return 0.0
        shared = set(asked.words) & set(said.words)
        if shared:
            longest = max(map(len, shared))
            whole = min(len(asked.words[0]), len(said.words[0]))
            return min(1.0, longest / whole)
        return self._synonym(asked.words[0], said.words[0])

    def _synonym(self, asked: str, said: str) -> float:
        weights = read_toml("interview.toml")["matching"]
        near = self.thesaurus.similarity(asked, said)
        if near < weights["synonym_floor"]:
            near = _spelling(asked, said)
        return float(weights["synonym"] * near)


def _spelling(one: str, other: str) -> float:
    """Nearness of spelling: a slip in a long Latin word, a shared half of a Chinese word."""
    if one.isascii() and other.isascii():
        if min(len(one), len(other)) < 5 or not (one.isalpha() and other.isalpha()):
            return 0.0
        return 0.9 if DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1 else 0.0
    if one.isascii() or other.isascii() or min(len(one), len(other)) < 2:
        return 0.0
    shared = len(set(one) & set(other))
    return 0.5 * shared / max(len(one), len(other))


def credit_matrix(asked: Sequence[Unit], said: Sequence[Unit], matcher: Matcher) -> Credits:
    """Credits of every asked unit (rows) by every said unit (columns)."""
    matrix = np.zeros((len(asked), len(said)))
    known: dict[tuple[object, object], float] = {}
    for i, a in enumerate(asked):
        for j, s in enumerate(said):
            pair = (a.concepts or a.words, s.concepts or s.words)
            if pair not in known:
                known[pair] = matcher.credit(a, s)
            matrix[i, j] = known[pair]
    return matrix


def by_clause(matrix: Credits, clause_of: Sequence[int], count: int) -> Credits:
    """Best credit of every asked unit in each of ``count`` clauses of the answer."""
    best = np.zeros((matrix.shape[0], max(count, 1)))
    for j, clause in enumerate(clause_of):
        best[:, clause] = np.maximum(best[:, clause], matrix[:, j])
    return best


def best_window(credits: Credits, weights: Credits) -> tuple[float, int]:
    """Coverage in [0, 1] by the best one or two neighbouring clauses, and the first of them."""
    total = float(weights.sum())
    if not total:
        return 0.0, 0
    pairs = np.maximum(credits, np.roll(credits, -1, axis=1)) if credits.shape[1] > 1 else credits
    if credits.shape[1] > 1:
        pairs[:, -1] = credits[:, -1]
    scores = weights @ pairs / total
    where = int(np.argmax(scores))
    return float(scores[where]), where
