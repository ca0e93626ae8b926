"""The best passages of an outcome, with their marks and snippets.

The key of a passage is its level plus a share below one that grows with its score, so that the
order is by level first; what lost its text stands after all that has one. Ties keep the order of
the passages.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.keyword.evaluation import Mark
from bot.keyword.layout import Layout
from bot.keyword.query import Level
from bot.keyword.relaxing import Outcome
from bot.keyword.result import KeywordHit
from bot.keyword.snippets import showable, snippet
from bot.passage import Passage, Span
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
        self._odd = frozenset(layout.odd.tolist())
        weights = read_toml("keyword.toml")["weights"]
        self._factors = np.array([weights.get(p.kind, 1.0) for p in passages], dtype=np.float64)
        self._empty = np.array([p.kind == "heading" for p in passages], dtype=bool)

    def hits(self, outcome: Outcome, k: int, offset: int) -> tuple[KeywordHit, ...]:
        """Hits number ``offset`` to ``offset + k`` of the outcome."""
        found = np.flatnonzero(outcome.found)
        scores = outcome.evidence.scores[found] * self._factors[found]
        keys = outcome.evidence.levels[found] + scores / (1 + scores)
        keys = np.where(self._empty[found], keys / (2 * max(Level)), keys)
        places = best(keys, offset + k)[offset:]
        numbers = found[places]
        spans = self._spans(numbers, outcome.evidence.marks)
        pairs = zip(numbers.tolist(), keys[places].tolist(), strict=True)
        return tuple(self._hit(number, key, outcome, spans) for number, key in pairs)

    def _hit(
        self, number: int, key: float, outcome: Outcome, spans: Mapping[int, list[Span]]
    ) -> KeywordHit:
        passage = self._passages[number]
        marked = showable(passage.text, joined(spans.get(2 * number + 1, ())))
        titled = [(a, b) for a, b in joined(spans.get(2 * number, ())) if b <= len(passage.heading)]
        return KeywordHit(
            passage=passage,
            score=key,
            level=Level(int(outcome.evidence.levels[number])),
            highlights=marked,
            heading_highlights=showable(passage.heading, titled),
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
        for segment in spans.keys() & self._odd:
            spans[segment] = [self._layout.shown(segment, *span) for span in spans[segment]]
        return spans


def best(keys: Keys, most: int) -> NDArray[np.int64]:
    """The places of the ``most`` greatest keys, greatest first; equal ones keep their order.

    >>> best(np.array([1.0, 3.0, 2.0, 3.0]), 3).tolist()
    [1, 3, 2]
    """
    places = np.arange(len(keys))
    if 0 < most < len(keys):
        least = np.partition(keys, len(keys) - most)[len(keys) - most]
        places = np.flatnonzero(keys >= least)
    order = np.argsort(-keys[places], kind="stable")[:most]
    ranked: NDArray[np.int64] = places[order]
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
