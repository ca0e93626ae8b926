"""Where the concepts of the glossary are named, and which passages each is a topic of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.mentions import MentionFinder
from bot.keyword.layout import Layout, Positions, title_of
from bot.keyword.matching import NO_MATCHES, Matches
from bot.passage import Passage


@dataclass(frozen=True, slots=True)
class Concepts:
    """ids:       concept id -> number, of the concepts that the notes name
    offsets:   (concepts + 1,) into the mentions
    starts, lengths:  (mentions,) spans, sorted by concept, then position
    topic_concepts, topic_passages:  (topics,) pairs without repetition, sorted by passage; a
               mention inside a longer name makes no topic
    """

    ids: dict[str, int]
    offsets: NDArray[np.int64]
    starts: Positions
    lengths: NDArray[np.int32]
    topic_concepts: NDArray[np.int32]
    topic_passages: NDArray[np.int32]

    def find(self, concept: str) -> Matches:
        """Every place where the concept is named, by whatever name."""
        number = self.ids.get(concept)
        if number is None:
            return NO_MATCHES
        here = slice(self.offsets[number], self.offsets[number + 1])
        return Matches(self.starts[here], self.starts[here] + self.lengths[here])

    def about(self, concept: str) -> NDArray[np.int32]:
        """Numbers of the passages that name the concept outside longer names."""
        number = self.ids.get(concept, -1)
        passages: NDArray[np.int32] = self.topic_passages[self.topic_concepts == number]
        return passages

    def counts(self, chosen: NDArray[np.bool_]) -> dict[str, int]:
        """How many of the chosen passages name each concept; those that none names are left out."""
        topics = self.topic_concepts[chosen[self.topic_passages]]
        counts = np.bincount(topics, minlength=len(self.ids)).tolist()
        return {concept: n for concept, n in zip(self.ids, counts, strict=True) if n}


def find_concepts(passages: Sequence[Passage], layout: Layout, finder: MentionFinder) -> Concepts:
    """Mentions in all titles and texts."""
    ids: dict[str, int] = {}
    found: list[tuple[int, int, int, bool]] = []
    segment_texts = (text for p in passages for text in (title_of(p), p.text))
    for start, text in zip(layout.starts.tolist(), segment_texts, strict=True):
        for mention in finder.find(text):
            number = ids.setdefault(mention.concept, len(ids))
            span = start + mention.start, mention.end - mention.start
            found.append((number, *span, mention.weight == 1.0))
    table = np.array(found, dtype=np.int64).reshape(-1, 4)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(table[:, 0], minlength=len(ids)))))
    outer = table[table[:, 3] == 1]
    topics = np.stack((layout.segments(outer[:, 1]) // 2, outer[:, 0]), axis=1)
    topics = np.unique(topics, axis=0).astype(np.int32)
    return Concepts(
        ids,
        offsets.astype(np.int64),
        table[:, 1].copy(),
        table[:, 2].astype(np.int32),
        topics[:, 1].copy(),
        topics[:, 0].copy(),
    )
