"""The points of a reference answer: its clauses, list items, formulas and numbers, with weights.

A point reads as it stands. What is in brackets, code or a formula is not cut, nor a list of names
("shape, strides and device"); a condition stays with what follows from it, and "which …" with what
it is told of. A clause too short to be a point of its own joins its neighbour in the sentence, and
so short a sentence the one before. The weight of a point is what its units prove: words of the
question count little, since everybody has them before answering.

A reference in sections begins with the short answer, which is all that is asked for; the sections
below it explain, derive and compute. They make no points, but an answer that goes into them is not
off the topic.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.analysis.folding import fold
from bot.highlight import sentences
from bot.interview.coverage import Credits, Matcher, credit_matrix
from bot.interview.opposites import continuation, opening
from bot.interview.wording import Side, Unit, units_in
from bot.resources import read_toml

LEAST_MASS, MOST_POINTS = 1.5, 10
"""A clause joins its neighbour when its units weigh less than LEAST_MASS, or less than one of
MOST_POINTS equal shares of a long reference: nobody reads a list of thirty points."""
_SAME = 0.95
_SECTION = re.compile(r"^#{2,6} ", re.MULTILINE)
_PART = ";\uff1b"
_MARK = re.compile(r"\s*(?:[-*•·] +)*")
_ENCLOSED = re.compile(
    r"\((?:[^()\n]|\([^()\n]*\)){0,400}\)|\uff08[^\uff08\uff09\n]{0,400}\uff09|\[[^\[\]\n]{0,400}\]"
    r"|`[^`\n]{1,400}`|\$[^$\n]{1,400}\$|“[^”\n]{0,400}”|《[^》\n]{0,400}》"
)
"""No reader wants a point to end inside these; what is longer or never closed is cut as usual."""
_BESIDE = re.compile(r"(?:[\W_]|\b(?:and|or|an?|the)\b)*")
"""What stands beside the names in an item of a list."""
_ITEM = 3
"""Units of such an item at most: more of them make a clause ("neighbouring cells form a block")."""
_WIDE = 2
"""Least shares from which on a point takes no short sentence more: a page of them is no point."""


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
    points: list[_Piece] = []
    for pieces in _sentences(reference, short_answer(reference.text)):
        told = _joined(_bound(reference, pieces), weights, least)
        if points and _go_together(reference, points[-1], told, weights, least):
            told[0] = points.pop().with_next(told[0])
        points += told
    total = float(weights.sum()) or 1.0
    return tuple(KeyPoint(p.start, p.end, _mass(weights, p.units) / total, p.units) for p in points)


def _go_together(
    reference: Side, last: _Piece, told: Sequence[_Piece], weights: Credits, least: float
) -> bool:
    """Whether a sentence is too short to stand beside the point before it, or that beside it.

    What is short joins a whole sentence, never the beginning of one.
    """
    between = reference.text[last.end : told[0].start]
    if "\n" in between or len(told) > 1:
        return "\n" not in between and _mass(weights, last.units) < LEAST_MASS
    short = _mass(weights, told[0].units) < least
    limit = least * (_WIDE if short else 1)
    return (short and between[0] in _PART) or _mass(weights, last.units) < limit


def _sentences(reference: Side, end: int) -> list[list[_Piece]]:
    """The clauses before ``end`` that hold units, those of one sentence, or of a part of one that a
    semicolon ends, together.

    A clause without units ("if not,") belongs to the next one, the mark of a list item to none.
    """
    text, spans = reference.text, iter(reference.clauses)
    span, found = next(spans, None), []
    for first, last in sentences(text[:end]):
        pieces: list[_Piece] = []
        start = -1
        while span and span[0] < last:
            if start < 0 and (mark := _MARK.match(text, max(first, span[0]))):
                start = mark.end()
            if units := tuple(units_in(reference, span)):
                if pieces and text[pieces[-1].end] in _PART:
                    found.append(pieces)
                    pieces = []
                pieces.append(_Piece(start, span[1], units))
                start = -1
            span = next(spans, None)
        found += [pieces] if pieces else []
    return found


def _bound(reference: Side, pieces: Sequence[_Piece]) -> list[_Piece]:
    """The clauses of a sentence; those that make no sense apart are one."""
    folded, bounds = fold(reference.text), (pieces[0].start, pieces[-1].end)
    enclosed = [match.span() for match in _ENCLOSED.finditer(reference.text, *bounds)]
    whole = [pieces[0]]
    for one, other in pairwise(pieces):
        inside = any(start < one.end < end for start, end in enclosed)
        if inside or _needs(reference, folded, one, other):
            whole[-1] = whole[-1].with_next(other)
        else:
            whole.append(other)
    return whole


def _needs(reference: Side, folded: str, one: _Piece, other: _Piece) -> bool:
    """Whether one of two neighbouring clauses of a sentence makes no sense without the other."""
    mark = folded[one.end]
    if mark != ",":
        return mark in ".、"
    opens = opening().search(folded[one.start : one.end])
    goes_on = continuation().match(folded, other.start)
    return bool(opens or goes_on) or _is_item(reference, folded, other)


def _is_item(reference: Side, folded: str, piece: _Piece) -> bool:
    """Whether an English clause is but a name in a list ("or dead units")."""
    if len(piece.units) > _ITEM or not folded[piece.start : piece.end].isascii():
        return False
    spans = [(reference.units[n].start, reference.units[n].end) for n in piece.units]
    borders = [piece.start, *(place for span in spans for place in span), piece.end]
    gaps = zip(borders[::2], borders[1::2], strict=True)
    return all(_BESIDE.fullmatch(folded, *gap) for gap in gaps)


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
