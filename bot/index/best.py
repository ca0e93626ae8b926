"""The best columns of a weighted sum of rows, without adding up what cannot be among them.

MaxScore (Turtle and Flood, Information Processing & Management 31, 1995), a term at a time:

1. What the k-th best column reaches at least, the *threshold*, is known before anything is added:
   some row alone gives k columns so much.
2. Rows are taken by falling bound, the greatest value a row can add. A column of the row that stays
   below the threshold even with the bounds of all later rows is dropped; for the others the later
   rows are looked up, and what is found raises the threshold.
3. When the bounds of the rows that are left do not reach the threshold, nothing else can be among
   the best: long rows of common terms are never gone through.
4. Where a long row has to be gone through, or much be looked up, the rows that can add much are
   added up in all columns. The sums raise the threshold, and the other rows are looked up for the
   few columns above it.

The sums are those of :meth:`Rows.sum` up to the order of additions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.index.rows import Rows, Scores

_SMALL = 65_536
"""Up to so many columns adding everything up is faster than choosing."""
_LONG = 20
"""A row with more than one in so many columns is long: of 5, 7, 10, 20 and 40 what takes the least
time with 100,000 columns. To look up so many columns in later rows takes long, too."""
_MUCH = 0.9
"""The rows that can add much: together so much of what all rows can add."""
_BEST_OF = 64
"""Columns of which the best one is taken to find how much the best ones have."""
_ROUNDING = 1 - 1e-12
"""Sums differ in their last digits by the order of additions; no column is dropped for that."""

Columns = NDArray[np.intp]
Best = tuple[Columns, Scores]


@dataclass(frozen=True, slots=True)
class _Term:
    """A row to add, times its factor; ``bound`` is the greatest value that it can give."""

    bound: float
    row: int
    factor: float


def best(rows: Rows, factors: Mapping[int, float], k: int) -> Best:
    """The ``k`` columns with the greatest positive sums, best first, ties in column order.

    ``factors`` are the positive factors of the rows that are added up.

    >>> rows = Rows(np.array([0, 2, 3]), np.array([0, 2, 2], np.int32), np.ones(3), 4)
    >>> columns, sums = best(rows, {0: 1.0, 1: 10.0}, 2)
    >>> columns.tolist(), sums.tolist()
    ([2, 0], [11.0, 1.0])
    """
    factors = {row: f for row, f in factors.items() if f > 0 and rows.length(row)}
    if not factors or k < 1:
        return np.empty(0, np.intp), np.empty(0)
    threshold = max([f * rows.crest(row).reached(k) for row, f in factors.items()]) * _ROUNDING
    if rows.width <= _SMALL:
        return _by_adding_all(rows, factors, k, threshold)
    terms = [_Term(f * rows.crest(row).values[0], row, f) for row, f in factors.items()]
    return _by_bounds(rows, sorted(terms, key=lambda term: -term.bound), k, threshold)


def _by_adding_all(rows: Rows, factors: Mapping[int, float], k: int, threshold: float) -> Best:
    sums = rows.sum(list(factors), list(factors.values()))
    columns = (sums >= threshold).nonzero()[0] if threshold > 0 else sums.nonzero()[0]
    return _first(columns, sums[columns], k)


def _by_adding_much(rows: Rows, terms: Sequence[_Term], k: int, threshold: float) -> Best:
    """The rows that can add much added up, the others looked up where that may matter."""
    bounds = np.cumsum([term.bound for term in terms])
    much = int(bounds.searchsorted(_MUCH * bounds[-1])) + 1
    later = float(bounds[-1] - bounds[much - 1])
    sums = rows.sum([term.row for term in terms[:much]], [term.factor for term in terms[:much]])
    threshold = max(threshold, _reached_by_many(sums, k) * _ROUNDING)
    if threshold <= later:
        return _by_adding_all(rows, {term.row: term.factor for term in terms}, k, threshold)
    columns = (sums >= threshold - later).nonzero()[0]
    return _first(*_complete(rows, terms[much:], (columns, sums[columns]), later, threshold), k)


def _reached_by_many(sums: Scores, k: int) -> float:
    """What the k-th best reaches of some columns, each the best one of ``_BEST_OF``."""
    count = len(sums) // _BEST_OF
    if count < k:
        return 0.0
    best_ones = sums[: count * _BEST_OF].reshape(_BEST_OF, count).max(axis=0)
    return float(np.partition(best_ones, count - k)[count - k])


def _by_bounds(rows: Rows, terms: Sequence[_Term], k: int, threshold: float) -> Best:
    found: Best = (np.empty(0, np.intp), np.empty(0))
    later = sum(term.bound for term in terms)
    for place, term in enumerate(terms):
        later -= term.bound
        if term.bound + later < threshold:
            break
        if rows.length(term.row) * _LONG > rows.width:
            return _by_adding_much(rows, terms, k, threshold)
        columns, sums = _promising(rows, term, threshold - later)
        if len(columns) * (len(terms) - place - 1) * _LONG > rows.width:
            return _by_adding_much(rows, terms, k, threshold)
        columns, sums = _complete(rows, terms[place + 1 :], (columns, sums), later, threshold)
        columns, sums = _not_among(rows, terms[:place], (columns, sums))
        found = _first(*_joined(found, (columns, sums)), k)
        if len(found[0]) == k:
            threshold = max(threshold, float(found[1][-1]) * _ROUNDING)
    return found


def _promising(rows: Rows, term: _Term, needed: float) -> Best:
    """The columns of a row in which it alone gives what is ``needed``, and what it gives."""
    columns, values = rows.row(term.row)
    if needed > 0:
        enough = (values >= needed / term.factor * _ROUNDING).nonzero()[0]
        columns, values = columns[enough], values[enough]
    return columns.astype(np.intp, copy=False), values * term.factor


def _complete(
    rows: Rows, terms: Sequence[_Term], begun: Best, later: float, threshold: float
) -> Best:
    """``begun`` sums with ``terms`` added, without the columns that miss the threshold."""
    columns, sums = begun
    for term in terms:
        sums = sums + rows.cells(term.row, columns) * term.factor
        later -= term.bound
        enough = (sums + later >= threshold).nonzero()[0]
        columns, sums = columns[enough], sums[enough]
    return columns, sums


def _not_among(rows: Rows, earlier: Sequence[_Term], found: Best) -> Best:
    """``found`` without the columns of ``earlier`` rows: these were judged with their row."""
    columns, sums = found
    for term in earlier:
        new = (rows.cells(term.row, columns) == 0).nonzero()[0]
        columns, sums = columns[new], sums[new]
    return columns, sums


def _joined(one: Best, other: Best) -> Best:
    """The columns of both in their order, with their sums."""
    columns = np.concatenate((one[0], other[0]))
    order = columns.argsort()
    return columns[order], np.concatenate((one[1], other[1]))[order]


def _first(columns: Columns, sums: Scores, k: int) -> Best:
    """The first ``k`` by falling sum, ties in their order."""
    if len(columns) > 4 * k:
        least = np.partition(sums, len(sums) - k)[len(sums) - k]
        enough = (sums >= least).nonzero()[0]
        columns, sums = columns[enough], sums[enough]
    order = (-sums).argsort(kind="stable")[:k]
    return columns[order], sums[order]
