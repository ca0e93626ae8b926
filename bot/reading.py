"""One question put to several collections of passages: the user's notes and the companion notes.

Each collection is ranked and judged by itself, so that neither can make the other's answers worse.
What is decided here is only which answer is shown first, and that an answer of the other collection
stands beside it, never merged with it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.analysis.query import Query
from bot.answer import Verdict, verdict_of
from bot.judging.confidence import Collection, judged
from bot.passage import Passage
from bot.resources import read_toml
from bot.search import Hit, PassageIndex, Ranking

Answering = Mapping[str, Sequence[str]]
"""Heading of a user's note -> sources of the companion notes that answer it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one collection has to say to a question.

    confidence:  calibrated probability in [0, 1] that its first passage answers
    """

    index: PassageIndex
    ranking: Ranking
    confidence: float
    verdict: Verdict

    @property
    def answered(self) -> bool:
        """Whether its first passage is offered as the answer."""
        return self.first is not None and self.verdict is not Verdict.NOT_FOUND

    @property
    def first(self) -> Passage | None:
        """The passage that fits best, None when none fits at all."""
        order = self.ranking.order
        found = len(order) and self.ranking.scores[order[0]] > 0
        return self.index.passages[order[0]] if found else None


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with where it comes from: its reading and its number in that reading's index."""

    hit: Hit
    reading: Reading
    number: int


def read(index: PassageIndex, query: Query, collection: Collection = "notes") -> Reading:
    """The reading of ``query`` in one collection."""
    ranking, confidence = judged(index.rank(query), index, collection)
    verdict = verdict_of(ranking, confidence, index, collection)
    return Reading(index, ranking, confidence, verdict)


def read_companion(index: PassageIndex, query: Query) -> Reading:
    """The reading of ``query`` in companion notes."""
    return read(index, query, "companion")


def led_by(own: Reading, companion: Reading, answering: Answering) -> Reading:
    """The companion reading, begun with the note that answers the heading which ``own`` found.

    A companion note names the headings of the user's notes that it answers. Where the user's notes
    are the surer ones of what is meant, that link tells more than the words, and nearly as much as
    their own confidence. It tells nothing against a note on the very concept that is named.
    """
    linked = answering.get(own.first.heading, ()) if own.first else ()
    if not linked or not own.answered or own.confidence <= companion.confidence:
        return companion
    if companion.first and Path(companion.first.source).stem in _named(companion.ranking.query):
        linked = [companion.first.source] if companion.first.source in linked else []
    passages, order = companion.index.passages, companion.ranking.order
    place = next((i for i, n in enumerate(order) if passages[n].source in linked), None)
    scores = companion.ranking.scores.copy()
    if place is None or scores[order[place]] <= 0:
        return companion
    scores[order[place]] = scores.max()
    order = np.concatenate(([order[place]], np.delete(order, place)))
    return Reading(
        companion.index,
        replace(companion.ranking, order=order, scores=scores),
        max(companion.confidence, read_toml("reading.toml")["link"] * own.confidence),
        companion.verdict if companion.answered else Verdict.MAYBE,
    )


def _named(query: Query) -> set[str]:
    return {concept for concept, weight in query.named.items() if weight == 1.0}


def in_order(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, the one to be shown first in front; the first one wins what is nearly even.

    An answer is worth its confidence, less when it is short, only lists, or stands in the other
    language than the question.
    """
    values = read_toml("reading.toml")
    worths = [
        _worth(reading, values) * (1.0 if place else 1 + values["even"])
        for place, reading in enumerate(readings)
    ]
    places = sorted(range(len(readings)), key=lambda place: -worths[place])
    return [readings[place] for place in places]


def merged(readings: Sequence[Reading], most: int) -> tuple[list[Found], int]:
    """The passages of all readings and how many of them answer, one of each collection.

    The answers come first, then all else by score. Scores of later readings are scaled so that
    their first passage has the score of the very first one: along the list they never rise.
    """
    found = [_found(reading, scale_of(reading, readings[0]), most) for reading in readings]
    answers = [hits.pop(0) for reading, hits in zip(readings, found, strict=True) if hits
               and reading.answered]  # fmt: skip
    others = sorted((one for hits in found for one in hits), key=lambda one: -one.hit.score)
    return [*answers, *others][:most], min(len(answers), most)


def scale_of(reading: Reading, first: Reading) -> float:
    """What the scores of a reading are multiplied by beside those of the ``first`` one.

    Where one of the two found nothing there is nothing to bring together.
    """
    best, own = (float(one.ranking.scores.max(initial=0.0)) for one in (first, reading))
    scale = best / own if best > 0 and own > 0 else 1.0
    # Rounded down where rounding would put the first score of the one above that of the other.
    return math.nextafter(scale, 0.0) if own * scale > best > 0 else scale


def _found(reading: Reading, scale: float, most: int) -> list[Found]:
    """The first passages of a reading, their scores times ``scale``."""
    hits = reading.index.hits(reading.ranking, most)
    return [
        Found(Hit(hit.passage, hit.score * scale), reading, int(number))
        for hit, number in zip(hits, reading.ranking.order, strict=False)
    ]


def _worth(reading: Reading, values: dict[str, float]) -> float:
    passage = reading.first
    if passage is None:
        return 0.0
    language = reading.ranking.query.language
    length = len(passage.text) * passage.parts
    full: float = min(length / values[f"full_{passage.language}"], 1.0)
    worth = reading.confidence * (1.0 if reading.answered else values["declined"])
    worth *= math.pow(full, values["brevity"])
    worth *= 1.0 if passage.kind == "answer" else values["outline"]
    return worth * (1.0 if passage.language == language else values["other_language"])
