"""Sparse rows: what an index stores of a term is a list of passages with a number for each.

What is stored may be a mere count, in one byte, and what it *weighs* may depend on all passages: a
row is weighed when it is first asked for, and then remembered.

scipy could hold them as well, but importing it takes longer than answering a question, and picking
a few of its rows costs more than adding them up.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import short
from bot.analysis.remembered import Remembered
from bot.index.storage import Arrays

Scores = NDArray[np.float64]
Entries = tuple[NDArray[Any], NDArray[Any]]
"""Columns, and a value for each."""
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_PARTS = ("starts", "columns", "values")
CHAMPIONS = 32
"""How many of the greatest values of a row are remembered."""
_SPREAD_SHARE, _MOST_SPREAD, _LEAST_SPREAD = 8, 48, 4_096
"""Rows with an entry in more than one column of 8 are spread out, at most the 48 longest, when
there are so many columns that the time matters; of 6, 8, 10 and 16 the fastest at p95."""
_MOST_CRESTS = 50_000
_KEPT_SHARE, _LEAST_KEPT, _MOST_KEPT = 64, 1 << 20, 1 << 24
"""How many entries are remembered: 64 for every column, within these bounds."""
_OF_A_KEY = 16
"""What remembering a key takes beside its entries, in entries."""
_MOST_CELLS = 1 << 20
"""How many cells of rows are kept with their zeros where there are few columns."""


@dataclass(frozen=True, slots=True)
class Crest:
    """The greatest values of a row, best first, and their columns, at most ``CHAMPIONS``."""

    values: tuple[float, ...]
    columns: NDArray[np.int32]

    def reached(self, k: int) -> float:
        """The value that at least ``k`` columns have; 0 when there are fewer."""
        return self.values[k - 1] if k <= len(self.values) else 0.0


class Kept(dict[Key, Value]):
    """What is computed once by key; forgets all when there is no room for more entries."""

    def __init__(
        self, compute: Callable[[Key], Value], width: int, size: Callable[[Value], int]
    ) -> None:
        """``size`` tells how many entries a value has."""
        super().__init__()
        self._compute, self._size = compute, size
        self._room = self._left = min(max(_KEPT_SHARE * width, _LEAST_KEPT), _MOST_KEPT)

    def __missing__(self, key: Key) -> Value:
        return self.keep(key, self._compute(key))

    def keep(self, key: Key, value: Value) -> Value:
        """The value, from now on remembered."""
        size = _OF_A_KEY + self._size(value)
        self._left -= size
        if self._left < 0:
            self.clear()
            self._left = self._room - size
        self[key] = value
        return value


@dataclass(frozen=True)
class Rows:
    """Row r holds ``values[starts[r]:starts[r + 1]]`` in the columns of the same places.

    starts:   (rows + 1,)
    columns:  ascending within a row
    width:    how many columns there are
    weigh:    gives the weights of a row, its columns and its values; without it they are the values
    """

    starts: NDArray[Any]
    columns: NDArray[np.int32]
    values: NDArray[Any]
    width: int
    weigh: "Callable[[int, NDArray[np.int32], NDArray[Any]], Scores] | None" = None

    @classmethod
    def load(cls, arrays: Arrays, name: str, width: int) -> "Rows":
        """What :meth:`arrays` gave under ``name``."""
        starts, columns, values = (arrays[f"{name}.{part}"] for part in _PARTS)
        return cls(starts, columns, values, width)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        arrays: tuple[NDArray[Any], ...] = (short(self.starts), self.columns, self.values)
        return {f"{name}.{part}": array for part, array in zip(_PARTS, arrays, strict=True)}

    @cached_property
    def _starts(self) -> memoryview:
        return self.starts.data

    def weighed(self, weigh: "Callable[[int, NDArray[np.int32], NDArray[Any]], Scores]") -> "Rows":
        """The same entries with these weights."""
        return replace(self, weigh=weigh)

    @property
    def size(self) -> int:
        """How many entries all rows have together."""
        return len(self.columns)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many entries each row has."""
        return np.diff(self.starts)

    def length(self, row: int) -> int:
        """How many entries one row has."""
        return int(self._starts[row + 1] - self._starts[row])

    def row(self, row: int) -> Entries:
        """Columns and weights of one row."""
        return self.entries(row) if self.weigh is None else self._weighed[row]

    def each(self, rows: Iterable[int]) -> list[Entries]:
        """Columns and weights of some rows."""
        known = self._weighed
        return [known[row] for row in rows]

    def entries(self, row: int) -> Entries:
        """Columns and stored values of one row."""
        place = slice(self._starts[row], self._starts[row + 1])
        return self.columns[place], self.values[place]

    @cached_property
    def _weighed(self) -> "Kept[int, Entries]":
        def weighed(row: int) -> Entries:
            columns, values = self.entries(row)
            return columns, self.weigh(row, columns, values) if self.weigh else values

        return Kept(weighed, self.width, lambda entries: len(entries[1]))

    def crest(self, row: int) -> Crest:
        """The greatest values of a row that has entries; found once, then remembered."""
        if (crest := self._crests.get(row)) is None:
            if len(self._crests) >= _MOST_CRESTS:
                self._crests.clear()
            crest = self._crests[row] = self._highest(row)
        return crest

    @cached_property
    def _crests(self) -> dict[int, Crest]:
        return {}

    def _highest(self, row: int) -> Crest:
        columns, values = self.row(row)
        if (left := len(values) - CHAMPIONS) > 0:
            chosen = np.argpartition(values, left)[left:]
            columns, values = columns[chosen], values[chosen]
        order = np.argsort(-values)
        return Crest(tuple(values[order].tolist()), columns[order])

    def cells(self, row: int, columns: NDArray[Any]) -> Scores:
        """The values of one row in some columns, 0 where it has none; shape of ``columns``."""
        if self.width < _LEAST_SPREAD:
            return self._whole[row].take(columns)
        if self.length(row) > self._long:
            return np.take(self._spread(row), columns)
        own, values = self.row(row)
        places = own.searchsorted(columns.astype(own.dtype, copy=False))
        found: Scores = own.take(places, mode="clip") == columns
        return values.take(places, mode="clip") * found

    @cached_property
    def _whole(self) -> Remembered[int, NDArray[Any]]:
        """Rows with their zeros, where there are so few columns that each takes little room."""

        def whole(row: int) -> NDArray[Any]:
            columns, values = self.row(row)
            cells = np.zeros(self.width, values.dtype)
            cells[columns] = values
            return cells

        return Remembered(whole, _MOST_CELLS // max(self.width, 1) + 1)

    @cached_property
    def _long(self) -> float:
        """A row with more entries is spread out, which ``_MOST_SPREAD`` of them are at most."""
        if self.width < _LEAST_SPREAD:
            return math.inf
        lengths, place = self.lengths, -_MOST_SPREAD - 1
        longest = int(np.partition(lengths, place)[place]) if len(lengths) > _MOST_SPREAD else 0
        return max(longest, self.width / _SPREAD_SHARE)

    def _spread(self, row: int) -> Scores:
        """A long row with its zeros."""
        if (spread := self._spreads.get(row)) is None:
            columns, values = self.row(row)
            spread = self._spreads[row] = np.zeros(self.width)
            spread[columns] = values
        return spread

    @cached_property
    def _spreads(self) -> dict[int, Scores]:
        return {}

    def sum(self, rows: Sequence[int], factors: Sequence[float] | Scores) -> Scores:
        """The rows added up, each times its factor; shape (width,).

        >>> rows = Rows(np.array([0, 2, 3]), np.array([0, 2, 2], np.int32), np.ones(3), 4)
        >>> rows.sum([0, 1], [1.0, 10.0]).tolist()
        [1.0, 0.0, 11.0, 0.0]
        """
        if self.width < _LEAST_SPREAD:
            return self._added(self.each(rows), factors)
        found, factors_of_found, long = [], [], []
        for row, factor in zip(rows, factors, strict=True):
            if self.length(row) > self._long:
                long.append((self._spread(row), factor))
            else:
                found.append(self._weighed[row])
                factors_of_found.append(factor)
        total = self._added(found, factors_of_found)
        product = np.empty_like(total) if long else total
        for spread, factor in long:
            total += spread if factor == 1 else np.multiply(spread, factor, out=product)
        return total

    def _added(
        self,
        rows: Sequence[Entries],
        factors: Sequence[float] | Scores,
    ) -> Scores:
        if not rows:
            return np.zeros(self.width)
        columns = np.concatenate([columns for columns, _ in rows])
        weights = np.concatenate([weights for _, weights in rows]).astype(np.float64, copy=False)
        if any(factor != 1 for factor in factors):
            weights *= np.array(factors).repeat([len(own) for own, _ in rows])
        return np.bincount(columns, weights, self.width).astype(np.float64, copy=False)
