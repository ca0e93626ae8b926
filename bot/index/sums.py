"""What rows add up to, where there are very many columns.

Remembering what every entry of a row weighs pays while there are few columns. Where there are many,
the weights of common terms take longer to read than their counts take to be weighed again. Rows are
added a stretch of columns at a time, so that all that is computed stays in the processor's cache.

What few passages have is not spread over all of them: :class:`Sums` are values in some columns, or
in all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import different
from bot.index.rows import Entries, Rows, Scores

WIDE = 16_384
"""Columns from which weighing counts again is faster than remembering weights."""
AT_ONCE = 32_768
"""Columns that are gone through together: of 16,384, 32,768 and 65,536 the fastest at a million."""
_SPARSE = 16
"""Fewer entries than one in so many columns are brought together by sorting."""
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

    @property
    def some(self) -> bool:
        """Whether any column may have a value."""
        return self.columns is None or len(self.columns) > 0

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
        if isinstance(factor, float) and factor in (0.0, 1.0):
            return self if factor else Sums.none(self.width)
        if isinstance(factor, Sums):
            if self.columns is None and factor.columns is not None:
                return factor.times(self)
            factor = factor.values if self.columns is None else factor.at(self.columns)
        elif isinstance(factor, np.ndarray) and self.columns is not None:
            factor = factor[self.columns]
        return Sums(self.values * factor, self.columns, self.width)

    def over(self, reference: float) -> "Sums":
        """Each value divided by a number."""
        return Sums(self.values / reference, self.columns, self.width)

    def add_to(self, total: Scores, stretch: slice, factor: float) -> None:
        """Add the values of a stretch of columns, times a factor, to the ``total`` of these."""
        if not factor:
            return
        if self.columns is None:
            total += self.values[stretch] * factor
        elif len(self.columns):
            first, end = self.columns.searchsorted((stretch.start, stretch.stop))
            total[self.columns[first:end] - stretch.start] += self.values[first:end] * factor


def added(
    rows: Rows, numbers: Sequence[int], factors: Sequence[float], weigh: Weigh | None = None
) -> Sums:
    """Rows added up, each times its factor; ``weigh`` gives what counts in columns are worth.

    >>> rows = Rows(np.array([0, 2, 3]), np.array([0, 2, 2], np.int32), np.ones(3), 4)
    >>> added(rows, [0, 1], [1.0, 10.0]).dense().tolist()
    [1.0, 0.0, 11.0, 0.0]
    """
    return _sums([rows.entries(number) for number in numbers], factors, rows.width, weigh)


def total(parts: Sequence[tuple[Sums, float]], width: int) -> Sums:
    """All parts added up, each times its factor.

    >>> one, other = Sums(np.ones(1), np.array([2]), 4), Sums(np.ones(2), np.array([0, 2]), 4)
    >>> total([(one, 1.0), (other, 0.5)], 4).dense().tolist()
    [0.5, 0.0, 1.5, 0.0]
    """
    if not parts:
        return Sums.none(width)
    if any(part.columns is None for part, _ in parts):
        sums = np.zeros(width)
        for start in range(0, width, AT_ONCE):
            stretch = slice(start, min(start + AT_ONCE, width))
            for part, factor in parts:
                part.add_to(sums[stretch], stretch, factor)
        return Sums.of_all(sums)
    entries = [(part.columns, part.values) for part, _ in parts if part.columns is not None]
    return _sums(entries, [factor for _, factor in parts], width)


def greater(one: Sums, other: Sums) -> Sums:
    """The greater of the two values of every column."""
    if one.columns is None or other.columns is None:
        return Sums.of_all(np.maximum(one.dense(), other.dense()))
    columns = different(np.concatenate((one.columns, other.columns)))
    return Sums(np.maximum(one.at(columns), other.at(columns)), columns, one.width)


def _sums(
    entries: Sequence[Entries], factors: Sequence[float], width: int, weigh: Weigh | None = None
) -> Sums:
    size = sum([len(columns) for columns, _ in entries])
    if not size:
        return Sums.none(width)
    if width > AT_ONCE and size * _SPARSE >= width and len(entries) > 1:
        return Sums.of_all(np.concatenate([*_stretches(entries, factors, width, weigh)]))
    columns, values = in_a_row(entries, factors, weigh)
    if len(entries) == 1:
        return Sums(values, columns, width)
    if size * _SPARSE < width:
        return _sorted(columns, values, width)
    return Sums.of_all(np.bincount(columns, values, width).astype(np.float64, copy=False))


def _stretches(
    entries: Sequence[Entries], factors: Sequence[float], width: int, weigh: Weigh | None
) -> Iterator[Scores]:
    """The sums of all columns, a stretch of them at a time."""
    borders = np.array([*range(0, width, AT_ONCE), width], np.int32)
    places = [columns.searchsorted(borders).tolist() for columns, _ in entries]
    for number, (start, stop) in enumerate(pairwise(borders.tolist())):
        stretch = [
            (columns[place[number] : place[number + 1]], values[place[number] : place[number + 1]])
            for (columns, values), place in zip(entries, places, strict=True)
        ]
        columns, values = in_a_row(stretch, factors, weigh)
        columns -= start
        yield np.bincount(columns, values, stop - start).astype(np.float64, copy=False)


def in_a_row(
    entries: Sequence[Entries], factors: Sequence[float], weigh: Weigh | None = None
) -> tuple[Columns, Scores]:
    """Columns and values of rows one after another, the values times the factors of the rows."""
    lengths = [len(own) for own, _ in entries]
    if not any(lengths):
        return np.empty(0, np.intp), np.empty(0)
    columns = np.concatenate([own for own, _ in entries], dtype=np.intp)
    found = np.concatenate([own for _, own in entries])
    values: Scores = weigh(columns, found) if weigh else found.astype(np.float64)
    values *= np.repeat(factors, lengths)
    return columns, values


def _sorted(columns: Columns, values: Scores, width: int) -> Sums:
    """The values of equal columns added up."""
    order = columns.argsort(kind="stable")
    columns = columns[order]
    first = np.append(True, columns[1:] != columns[:-1]).nonzero()[0]
    return Sums(np.add.reduceat(values[order], first), columns[first], width)
