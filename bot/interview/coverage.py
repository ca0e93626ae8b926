"""How much of a reference an answer says: every unit of one looked up in the other.

A unit is met by the same concept, the same word, a synonym or translation, a neighbouring concept
of the glossary or a near spelling, each with its own credit in [0, 1]. Credits are kept per clause
of the answer, so that a key point can be asked of the one or two clauses that say it best instead
of words scattered over the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, Prefix

from bot.analysis.glossary import Glossary
from bot.interview.synonyms import Thesaurus
from bot.interview.wording import Unit
from bot.resources import read_toml

Credits = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Credit:
    """What the ways of meeting a unit are worth, each in [0, 1]; see ``interview.toml``."""

    neighbour: float
    synonym: float
    synonym_floor: float


class Matcher:
    """Compares units; ``glossary`` and ``thesaurus`` are only read."""

    def __init__(self, glossary: Glossary, thesaurus: Thesaurus) -> None:
        self._glossary = glossary
        self._thesaurus = thesaurus
        rules = read_toml("interview.toml")["matching"]
        self._worth = Credit(rules["neighbour"], rules["synonym"], rules["synonym_floor"])

    def credit(self, asked: Unit, said: Unit) -> float:
        """How well ``said`` expresses ``asked``, in [0, 1]."""
        if asked.concepts & said.concepts:
            return 1.0
        best = self._words(asked, said)
        near = self._around(asked) & said.concepts or self._around(said) & asked.concepts
        return max(best, self._worth.neighbour) if near else best

    def keys(self, unit: Unit) -> set[str]:
        """What two units must share at least one of to give each other any credit."""
        keys = {f"c {concept}" for concept in unit.concepts | self._around(unit)}
        keys.update(f"w {word}" for word in unit.words)
        if unit.words:
            word = unit.words[0]
            keys.update(f"t {key}" for key in self._thesaurus.keys(word))
            keys.update(f"s {end}" for end in ((word[:2], word[-2:]) if word.isascii() else word))
        return keys

    def _around(self, unit: Unit) -> set[str]:
        """Concepts that those of the unit are kinds or parts of."""
        return {
            target
            for concept in unit.concepts
            if concept in self._glossary
            for kind in ("is-a", "part-of")
            for target in self._glossary[concept].related(kind)
        }

    def _words(self, asked: Unit, said: Unit) -> float:
        if not asked.words or not said.words:
            return 0.0
        shared = set(asked.words) & set(said.words)
        if shared:
            longest = max(map(len, shared))
            whole = min(len(asked.words[0]), len(said.words[0]))
            return min(1.0, longest / whole)
        near = self._thesaurus.similarity(asked.words[0], said.words[0])
        if near < self._worth.synonym_floor:
            near = _spelling(asked.words[0], said.words[0])
        return self._worth.synonym * near


def _spelling(one: str, other: str) -> float:
    """Nearness of spelling: a slip in a long Latin word, a shared half of a Chinese word."""
    if one.isascii() and other.isascii():
        if min(len(one), len(other)) < 5 or not (one.isalpha() and other.isalpha()):
            return 0.0
        near = DamerauLevenshtein.distance(one, other) <= 1
        return 0.9 if near or _akin(one, other) else 0.0
    if one.isascii() or other.isascii() or min(len(one), len(other)) < 2:
        return 0.0
    shared = len(set(one) & set(other))
    return 0.5 * shared / max(len(one), len(other))


def _akin(one: str, other: str) -> bool:
    """Whether two English stems differ by the endings of words of one family.

    >>> _akin("reus", "reusabl"), _akin("general", "generat"), _akin("transfer", "transform")
    (True, False, False)
    """
    shared = Prefix.similarity(one, other)
    return shared >= _LEAST_ROOT and all(word[shared:] in _endings() for word in (one, other))


_LEAST_ROOT = 4
"""Letters that words of one family have in common."""


@cache
def _endings() -> frozenset[str]:
    endings: str = read_toml("interview.toml")["synonyms"]["endings"]
    return frozenset(endings.split("|"))


def credit_matrix(asked: Sequence[Unit], said: Sequence[Unit], matcher: Matcher) -> Credits:
    """Credits of every asked unit (rows) by every said unit (columns).

    Only units that share a key are compared: a long answer has a thousand units.
    """
    matrix = np.zeros((len(asked), len(said)))
    columns = _by_content(said)
    holders: dict[str, list[Content]] = {}
    for content, places in columns.items():
        for key in matcher.keys(said[places[0]]):
            holders.setdefault(key, []).append(content)
    for rows in _by_content(asked).values():
        unit = asked[rows[0]]
        for content in {c for key in matcher.keys(unit) for c in holders.get(key, ())}:
            credit = matcher.credit(unit, said[columns[content][0]])
            if credit:
                matrix[np.ix_(rows, columns[content])] = credit
    return matrix


Content = tuple[frozenset[str], tuple[str, ...]]
"""Concepts and words of a unit: what it says, wherever it stands."""


def content_of(unit: Unit) -> Content:
    """What a unit says."""
    return unit.concepts, unit.words


def _by_content(units: Sequence[Unit]) -> dict[Content, list[int]]:
    places: dict[Content, list[int]] = {}
    for number, unit in enumerate(units):
        places.setdefault(content_of(unit), []).append(number)
    return places


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
    following = np.column_stack((credits[:, 1:], np.zeros(len(credits))))
    scores = weights @ np.maximum(credits, following) / total
    where = int(np.argmax(scores))
    return float(scores[where]), where
