"""Where the concepts of the glossary are named, and which passages each is a topic of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.mentions import MentionFinder
from bot.keyword.layout import Layout, Positions
from bot.keyword.matching import NO_MATCHES, Matches

Numbers = NDArray[np.int32]
_APART = re.compile(r"[。！？；，、,;!?$]")
"""What no name goes across: 反。卷积 is the end of one sentence and the beginning of another."""
_FREQUENT = 1 / 64
"""Share of the passages from which on a topic is counted by bits: then bits are shorter."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The passages of each concept, without those that name it only inside longer names.

    offsets:    (concepts + 1,) into ``passages``
    passages:   passage numbers, sorted by concept, then passage
    frequent:   numbers of the concepts that many passages have
    bits:       (frequent, passages / 64) one bit a passage
    rare_concepts, rare_passages:  the pairs of all other concepts
    """

    offsets: NDArray[np.int64]
    passages: Numbers
    frequent: NDArray[np.int64]
    bits: NDArray[np.uint64]
    rare_concepts: Numbers
    rare_passages: Numbers

    def count(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the chosen passages have each concept."""
        rare = self.rare_concepts[chosen[self.rare_passages]]
        counts = np.bincount(rare, minlength=len(self.offsets) - 1)
        common = np.bitwise_count(self.bits & _bits(chosen))
        counts[self.frequent] = common.sum(axis=1, dtype=np.int64)
        return counts


@dataclass(frozen=True, slots=True)
class Concepts:
    """ids:       concept id -> number, of the concepts that the notes name
    offsets:   (concepts + 1,) into the mentions
    starts, lengths:  (mentions,) spans, sorted by concept, then position
    """

    ids: dict[str, int]
    offsets: NDArray[np.int64]
    starts: Positions
    lengths: Numbers
    topics: Topics

    def find(self, concept: str) -> Matches:
        """Every place where the concept is named, by whatever name."""
        number = self.ids.get(concept)
        if number is None:
            return NO_MATCHES
        here = slice(self.offsets[number], self.offsets[number + 1])
        return Matches(self.starts[here], self.starts[here] + self.lengths[here])

    def about(self, concept: str) -> Numbers:
        """Numbers of the passages that name the concept outside longer names, ascending."""
        number = self.ids.get(concept)
        if number is None:
            return np.zeros(0, np.int32)
        return self.topics.passages[slice(*self.topics.offsets[number : number + 2])]

    def counts(self, chosen: NDArray[np.bool_]) -> dict[str, int]:
        """How many of the chosen passages name each concept; those that none names are left out."""
        counts = self.topics.count(chosen).tolist()
        return {concept: n for concept, n in zip(self.ids, counts, strict=True) if n}


def find_concepts(texts: Sequence[str], layout: Layout, finder: MentionFinder) -> Concepts:
    """Mentions in all segments of the layout, whose ``texts`` are given as they are read."""
    ids: dict[str, int] = {}
    found: list[tuple[int, int, int, bool]] = []
    for start, text in zip(layout.starts.tolist(), texts, strict=True):
        for mention in finder.find(text):
            if _APART.search(text, mention.start, mention.end):
                continue
            number = ids.setdefault(mention.concept, len(ids))
            span = start + mention.start, mention.end - mention.start
            found.append((number, *span, mention.weight == 1.0))
    table = np.array(found, dtype=np.int64).reshape(-1, 4)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    outer = table[table[:, 3] == 1]
    pairs = np.stack((outer[:, 0], layout.segments(outer[:, 1]) // 2), axis=1)
    return Concepts(
        ids,
        _offsets(table[:, 0], len(ids)),
        table[:, 1].copy(),
        table[:, 2].astype(np.int32),
        _topics(np.unique(pairs, axis=0).astype(np.int32), len(ids), len(texts) // 2),
    )


def _topics(pairs: Numbers, concepts: int, passages: int) -> Topics:
    """The topics from (concept, passage) pairs, sorted and without repetition."""
    counts = np.bincount(pairs[:, 0], minlength=concepts)
    frequent = np.flatnonzero(counts >= max(passages * _FREQUENT, 1))
    offsets = _offsets(pairs[:, 0], concepts)
    rows = []
    for concept in frequent.tolist():
        mask = np.zeros(passages, dtype=bool)
        mask[pairs[offsets[concept] : offsets[concept + 1], 1]] = True
        rows.append(_bits(mask))
    bits = np.array(rows, dtype=np.uint64).reshape(len(rows), -(-passages // 64))
    rare = pairs[~np.isin(pairs[:, 0], frequent)]
    return Topics(offsets, pairs[:, 1].copy(), frequent, bits, rare[:, 0].copy(), rare[:, 1].copy())


def _offsets(keys: NDArray[np.int64] | Numbers, size: int) -> NDArray[np.int64]:
    """Where each of ``size`` keys begins in sorted ``keys``, with the end added."""
    counts = np.bincount(keys, minlength=size)
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _bits(mask: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """A mask as 64-bit words, the last one filled up with zeros."""
    padded = np.zeros(-(-len(mask) // 64) * 64, dtype=bool)
    padded[: len(mask)] = mask
    words: NDArray[np.uint64] = np.packbits(padded).view(np.uint64)
    return words
