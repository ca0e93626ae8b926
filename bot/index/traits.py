"""What the ranking asks of every passage beside its terms, and the order it puts them in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.passage import Passage

KINDS = ("answer", "outline", "heading")
MOST_ORDERED = 1_000
"""How many passages are put in order: sorting all takes longer than scoring them."""

_STRETCH = 64
"""Passages of which the best one is taken to find how high the best ones score."""


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of passages, in their order.

    languages:  ``"zh"`` or ``"en"``
    kinds:      places in ``KINDS``
    """

    languages: NDArray[np.str_]
    kinds: NDArray[np.uint8]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> "Traits":
        """The traits of these passages."""
        languages = np.array([passage.language for passage in passages], "U2")
        return cls(languages, np.array([KINDS.index(p.kind) for p in passages], np.uint8))

    def extended(self, new: "Traits") -> "Traits":
        """These traits and ``new`` ones after them."""
        languages = np.concatenate((self.languages, new.languages))
        return Traits(languages, np.concatenate((self.kinds, new.kinds)))


def _reached_by_many(scores: NDArray[np.float64]) -> float:
    """A score that ``MOST_ORDERED`` passages reach, and not many more."""
    whole = len(scores) // _STRETCH * _STRETCH
    best = scores[:whole].reshape(-1, _STRETCH).max(axis=1)
    best = best if len(best) >= MOST_ORDERED else scores
    return float(np.partition(best, -MOST_ORDERED)[-MOST_ORDERED])


def in_order(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Passage numbers by falling score, ties in their order, at most ``MOST_ORDERED``."""
    if len(scores) <= MOST_ORDERED:
        return np.argsort(-scores, kind="stable")
    numbers = np.flatnonzero(scores >= _reached_by_many(scores))
    return numbers[np.argsort(-scores[numbers], kind="stable")[:MOST_ORDERED]]
