"""What rows add up to, where there are very many columns.

Remembering what every entry of a row weighs pays while there are few columns. Where there are many,
the weights of common terms would fill the memory, and it is as fast to weigh their counts again: a
stretch of columns at a time, so that all that is computed stays in the processor's cache.

What few passages have is not spread over all of them: :class:`Sums` are values in some columns, or
in all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import different
from bot.index.rows import Rows, Scores

WIDE = 16_384
"""Columns from which adding factors up is faster than remembering weights."""
_SPARSE = 16
"""Fewer entries than one in so many columns are brought together by sorting."""
_AT_ONCE = 32_768
"""Columns that are added up together."""
Columns = NDArray[np.integer[Any]]
Weigh = Callable[[Columns, NDArray[Any]], Scores]


@dataclass(frozen=True, slots=True)
class Sums:
    """Values in ascending ``columns``, 0 in the others of ``width``; in all columns without any."""

    values: Scores
    columns: Columns | None
    width: int

    @classmethod
    def of_all(cls, values: Scores) -> "Sums":
        """A value in every column."""
        return cls(values, None, len(values))

    @classmethod
    def none(cls, width: int) -> "Sums":
        """0 in every column.

        >>> Sums.none(3).dense().tolist()
        [0.0, 0.0, 0.0]
        """
        return cls(np.empty(0), np.empty(0, np.intp), width)

    @property
    def greatest(self) -> float:
        """The greatest value, at least 0."""
        return float(self.values.max(initial=0.0))

    def dense(self) -> Scores:
        """The values of all columns, shape (width,), not to be written to."""
        if self.columns is None:
            return self.values
        if not len(self.columns):
            return np.broadcast_to(np.float64(0), (self.width,))
        values = np.zeros(self.width)
        values[self.columns] = self.values
        return values

    def at(self, columns: Columns) -> Scores:
        """The values in some columns.

        >>> Sums(np.array([0.5, 2.0]), np.array([1, 4]), 9).at(np.array([4, 3, 1])).tolist()
        [2.0, 0.0, 0.5]
        """
        if self.columns is None:
            return self.values[columns]
        if not len(self.columns):
            return np.zeros(len(columns))
        places = self.columns.searchsorted(columns)
        found = self.columns.take(places, mode="clip") == columns
        values: Scores = self.values.take(places, mode="clip") * found
        return values

    def times(self, factor: "float | Sums | Scores") -> "Sums":
        """Each value times a number, or times the one of its column."""
        if isinstance(factor, Sums):
            if self.columns is None and factor.columns is not None:
                return factor.times(self)
            factor = factor.values if self.columns is None else factor.at(self.columns)
        elif isinstance(factor, np.ndarray) and self.columns is not None:
            factor = factor[self.columns]
        return replace(self, values=self.values * factor)

    def over(self, reference: float) -> "Sums":
        """Each value divided by a number."""
        return replace(self, values=self.values / reference)

    def add_to(self, total: Scores, stretch: slice, factor: float) -> None:
        """Add the values of a stretch of columns, times a factor, to those columns of ``total``."""
        if self.columns is None:
            total[stretch] += self.values[stretch] * factor
        elif len(self.columns):
            first, end = self.columns.searchsorted((stretch.start, stretch.stop))
            total[self.columns[first:end]] += self.values[first:end] * factor


def added(rows: Rows, numbers: Sequence[int], factors: Sequence[float], weigh: Weigh) -> Sums:
    """Rows added up, each times its factor; ``weigh`` gives what counts in columns are worth.

    >>> rows = Rows(np.array([0, 2, 3]), np.array([0, 2, 2], np.int32), np.array([1, 1, 2]), 4)
    >>> added(rows, [0, 1], [1.0, 10.0], lambda columns, counts: counts / 1.0).dense().tolist()
    [1.0, 0.0, 21.0, 0.0]
    """
    entries = [rows.entries(number) for number in numbers]
    size = sum([len(columns) for columns, _ in entries])
    if not size:
        return Sums.none(rows.width)
    if size * _SPARSE < rows.width or len(entries) == 1:
        columns, values = _weighed(entries, factors, weigh)
        return _by_column(columns, values, rows.width, len(entries) == 1)
    sums, borders = np.empty(rows.width), np.arange(0, rows.width + _AT_ONCE, _AT_ONCE)
    places = [
        columns.searchsorted(borders.astype(columns.dtype)).tolist() for columns, _ in entries
    ]
    for number, start in enumerate(borders[:-1].tolist()):
        stretch = [
            (own[0][place[number] : place[number + 1]], own[1][place[number] : place[number + 1]])
            for own, place in zip(entries, places, strict=True)
        ]
        columns, values = _weighed(stretch, factors, weigh)
        columns -= start
        stop = min(start + _AT_ONCE, rows.width)
        sums[start:stop] = np.bincount(columns, values, stop - start)
    return Sums.of_all(sums)


def _weighed(
    entries: Sequence[tuple[NDArray[np.int32], NDArray[Any]]],
    factors: Sequence[float],
    weigh: Weigh,
) -> tuple[Columns, Scores]:
    """Columns of entries, row by row, and what each is worth times the factor of its row."""
    columns = np.concatenate([own for own, _ in entries], dtype=np.intp)
    counts = np.concatenate([own for _, own in entries])
    values = np.repeat(factors, [len(own) for own, _ in entries])
    values *= weigh(columns, counts)
    return columns, values


def total(parts: Sequence[tuple[Sums, float]], width: int) -> Sums:
    """All parts added up, each times its factor.

    >>> one, other = Sums(np.ones(1), np.array([2]), 4), Sums(np.ones(2), np.array([0, 2]), 4)
    >>> total([(one, 1.0), (other, 0.5)], 4).dense().tolist()
    [0.5, 0.0, 1.5, 0.0]
    """
    if any(part.columns is None for part, _ in parts):
        sums = np.zeros(width)
        for part, factor in parts:
            sums[slice(None) if part.columns is None else part.columns] += part.values * factor
        return Sums.of_all(sums)
    columns = [part.columns for part, _ in parts if part.columns is not None]
    values = [part.values * factor for part, factor in parts]
    if not columns:
        return Sums.none(width)
    return _by_column(np.concatenate(columns), np.concatenate(values), width, len(parts) == 1)


def greater(one: Sums, other: Sums) -> Sums:
    """The greater of the two values of every column."""
    if one.columns is None or other.columns is None:
        return Sums.of_all(np.maximum(one.dense(), other.dense()))
    columns = different(np.concatenate((one.columns, other.columns)))
    return Sums(np.maximum(one.at(columns), other.at(columns)), columns, one.width)


def _by_column(columns: Columns, values: Scores, width: int, ascending: bool) -> Sums:
    """The values of equal columns added up."""
    if ascending:
        return Sums(values, columns, width)
    if len(columns) * _SPARSE > width:
        return Sums.of_all(np.bincount(columns, values, width).astype(np.float64, copy=False))
    order = columns.argsort(kind="stable")
    columns = columns[order]
    first = np.ones(len(columns), bool)
    np.not_equal(columns[1:], columns[:-1], out=first[1:])
    places = first.nonzero()[0]
    if not len(places):
        return Sums.none(width)
    return Sums(np.add.reduceat(values[order], places), columns[places], width)
