"""The best passages of an outcome, with their marks and snippets.

The key of a passage is its level plus a share below one that grows with its score, so that the
order is by level first. Ties keep the order of the passages.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.keyword.evaluation import Mark
from bot.keyword.layout import Layout
from bot.keyword.query import Level
from bot.keyword.relaxing import Outcome
from bot.keyword.result import KeywordHit, Span
from bot.keyword.snippets import snippet
from bot.passage import Passage
from bot.resources import read_toml

Keys = NDArray[np.float64]


class Ranker:
    """Ranks and presents the passages of one collection."""

    def __init__(
        self, passages: Sequence[Passage], layout: Layout, demos: Mapping[str, Sequence[str]]
    ) -> None:
        self._passages = passages
        self._layout = layout
        self._demos = demos
        weights = read_toml("keyword.toml")["weights"]
        self._factors = np.array([weights.get(p.kind, 1.0) for p in passages], dtype=np.float64)

    def hits(self, outcome: Outcome, k: int, offset: int) -> tuple[KeywordHit, ...]:
        """Hits number ``offset`` to ``offset + k`` of the outcome."""
        scores = outcome.evidence.scores * self._factors
        keys = outcome.evidence.levels + scores / (1 + scores)
        numbers = best(keys, outcome.found, offset + k)[offset:]
        spans = self._spans(numbers, outcome.evidence.marks)
        return tuple(self._hit(n, float(keys[n]), outcome, spans) for n in numbers.tolist())

    def _hit(
        self, number: int, key: float, outcome: Outcome, spans: Mapping[int, list[Span]]
    ) -> KeywordHit:
        passage = self._passages[number]
        marked = joined(spans.get(2 * number + 1, ()))
        titled = joined(spans.get(2 * number, ()))
        width = len(passage.heading)
        return KeywordHit(
            passage=passage,
            score=key,
            level=Level(int(outcome.evidence.levels[number])),
            highlights=marked,
            heading_highlights=tuple((a, b) for a, b in titled if b <= width),
            snippet=snippet(passage.text, marked),
            demos=tuple(self._demos.get(passage.id, ())),
        )

    def _spans(self, numbers: NDArray[np.int64], marks: Iterable[Mark]) -> dict[int, list[Span]]:
        """Segment -> spans marked in it, for the segments of these passages."""
        wanted = np.zeros(len(self._passages), dtype=bool)
        wanted[numbers] = True
        spans: dict[int, list[Span]] = defaultdict(list)
        for mark in marks:
            shown = wanted if mark.shown is None else wanted & mark.shown
            here = np.flatnonzero(shown[mark.passages])
            starts = mark.matches.starts[here]
            segments = self._layout.segments(starts)
            base = self._layout.starts[segments]
            rows = (segments, starts - base, mark.matches.ends[here] - base)
            for segment, start, end in zip(*(row.tolist() for row in rows), strict=True):
                spans[segment].append((start, end))
        return spans


def best(keys: Keys, found: NDArray[np.bool_], most: int) -> NDArray[np.int64]:
    """The numbers of the found passages with the ``most`` greatest keys, greatest first."""
    numbers = np.flatnonzero(found)
    if 0 < most < len(numbers):
        least = np.partition(keys[numbers], len(numbers) - most)[len(numbers) - most]
        numbers = numbers[keys[numbers] >= least]
    order = np.argsort(-keys[numbers], kind="stable")[:most]
    ranked: NDArray[np.int64] = numbers[order]
    return ranked


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, overlapping ones joined; touching ones stay two.

    >>> joined([(4, 6), (0, 2), (1, 3), (3, 4)])
    ((0, 3), (3, 4), (4, 6))
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
