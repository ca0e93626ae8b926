"""The points of a reference answer: its clauses, list items, formulas and numbers, with weights.

A clause too short to be a point of its own joins its neighbour in the sentence; a line that only
announces what follows ("优点:") carries no weight. The weight of a point is what its units
prove: words of the question count little, since everybody has them before answering.

A reference in sections begins with the short answer, which is all that is asked for; the sections
below it explain, derive and compute. They make no points, but an answer that goes into them is not
off the topic.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.interview.coverage import Credits, Matcher, credit_matrix
from bot.interview.statements import sentence_breaks
from bot.interview.wording import Side, Unit, units_in
from bot.resources import read_toml

LEAST_MASS, MOST_POINTS = 1.5, 10
"""A clause joins its neighbour when its units weigh less than LEAST_MASS, or less than one of
MOST_POINTS equal shares of a long reference: nobody reads a list of thirty points."""
_SAME = 0.95
_SECTION = re.compile(r"^#{2,6} ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """``reference[start:end]``, its share of the weight of all points, the numbers of its units."""

    start: int
    end: int
    weight: float
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the reference with the numbers of its units."""

    start: int
    end: int
    units: tuple[int, ...]

    def with_next(self, other: "_Piece") -> "_Piece":
        return _Piece(self.start, other.end, self.units + other.units)


def short_answer(reference: str) -> int:
    """Where the short answer of a reference ends: before its first section, else at its end.

    >>> text = "Old values leave first.\\n\\n## Why\\nIt is a line of people."
    >>> text[: short_answer(text)], short_answer("## Why"), short_answer("One text.")
    ('Old values leave first.\\n\\n', 6, 9)
    """
    match = _SECTION.search(reference)
    return match.start() if match and reference[: match.start()].strip() else len(reference)


def key_points(reference: Side, weights: Credits) -> tuple[KeyPoint, ...]:
    """The points of a reference in order; their weights sum to 1 (empty when nothing is said)."""
    least = max(LEAST_MASS, float(weights.sum()) / MOST_POINTS)
    short = short_answer(reference.text)
    points: list[_Piece] = []
    for pieces in _sentences(reference, short):
        told = _joined(pieces, weights, least)
        light = bool(points) and _mass(weights, points[-1].units) < least
        if light and "\n" not in reference.text[points[-1].end : told[0].start]:
            told[0] = points.pop().with_next(told[0])
        points += told
    total = float(weights.sum()) or 1.0
    return tuple(KeyPoint(p.start, p.end, _mass(weights, p.units) / total, p.units) for p in points)


def _sentences(reference: Side, end: int) -> list[list[_Piece]]:
    """The clauses before ``end`` that hold units, those of one sentence together."""
    breaks = sentence_breaks(reference.text)
    sentences: dict[int, list[_Piece]] = {}
    for span in reference.clauses:
        units = tuple(units_in(reference, span))
        if units and span[0] < end:
            sentences.setdefault(bisect_left(breaks, span[0]), []).append(_Piece(*span, units))
    return list(sentences.values())


def _joined(pieces: Sequence[_Piece], weights: Credits, least: float) -> list[_Piece]:
    """The clauses of a sentence; a light one goes with the next, the last with the one before."""
    points = [pieces[0]]
    for piece in pieces[1:]:
        if _mass(weights, points[-1].units) < least:
            points[-1] = points[-1].with_next(piece)
        else:
            points.append(piece)
    if len(points) > 1 and _mass(weights, points[-1].units) < least:
        last = points.pop()
        points[-1] = points[-1].with_next(last)
    return points


def question_credits(units: Sequence[Unit], question: Sequence[Unit], matcher: Matcher) -> Credits:
    """How well the question already holds each of ``units``, shape (units,), in [0, 1]."""
    best: Credits = credit_matrix(units, question, matcher).max(axis=1, initial=0.0)
    return best


def demoted_weights(units: Sequence[Unit], asked: Credits) -> Credits:
    """Weights of units, shape (units,); those the question already holds count little."""
    weights = np.array([unit.weight for unit in units], dtype=np.float64)
    weights[asked >= _SAME] *= read_toml("interview.toml")["wording"]["question_weight"]
    return weights


def _mass(weights: Credits, units: Sequence[int]) -> float:
    return float(weights[list(units)].sum())
