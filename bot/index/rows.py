"""Sparse rows: what an index stores of a term is a list of passages with a number for each.

scipy could hold them as well, but importing it takes longer than answering a question, and picking
a few of its rows costs more than adding them up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.storage import Arrays

Scores = NDArray[np.float64]
_PARTS = ("starts", "columns", "values")
CHAMPIONS = 32
"""How many of the greatest values of a row are remembered."""
_SPREAD_SHARE, _MOST_SPREAD, _LEAST_SPREAD = 16, 48, 4_096
"""Rows with an entry in more than one column of 16 are spread out, at most 48 of them, when there
are so many columns that the time matters."""
_MOST_CRESTS = 50_000


@dataclass(frozen=True, slots=True)
class Crest:
    """The greatest values of a row, best first, and their columns, at most ``CHAMPIONS``."""

    peak: float
    values: Scores
    columns: NDArray[np.int32]

    def reached(self, k: int) -> float:
        """The value that at least ``k`` columns have; 0 when there are fewer."""
        return float(self.values[k - 1]) if k <= len(self.values) else 0.0


@dataclass(frozen=True)
class Rows:
    """Row r holds ``values[starts[r]:starts[r + 1]]`` in the columns of the same places.

    starts:   (rows + 1,)
    columns:  ascending within a row
    width:    how many columns there are
    """

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: Scores
    width: int

    @classmethod
    def load(cls, arrays: Arrays, name: str, width: int) -> "Rows":
        """What :meth:`arrays` gave under ``name``."""
        starts, columns, values = (arrays[f"{name}.{part}"] for part in _PARTS)
        return cls(starts, columns, values, width)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        arrays: tuple[NDArray[Any], ...] = (self.starts, self.columns, self.values)
        return {f"{name}.{part}": array for part, array in zip(_PARTS, arrays, strict=True)}

    @cached_property
    def _starts(self) -> memoryview:
        return self.starts.data

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many entries each row has."""
        return np.diff(self.starts)

    def length(self, row: int) -> int:
        """How many entries one row has."""
        return int(self._starts[row + 1] - self._starts[row])

    def row(self, row: int) -> tuple[NDArray[np.int32], Scores]:
        """Columns and values of one row."""
        place = slice(self._starts[row], self._starts[row + 1])
        return self.columns[place], self.values[place]

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
        return Crest(float(values[order[0]]), values[order], columns[order])

    def cells(self, row: int, columns: NDArray[Any]) -> Scores:
        """The values of one row in some columns, 0 where it has none; shape of ``columns``."""
        if self._is_long(row) and (spread := self._spread(row)) is not None:
            return np.take(spread, columns)
        own, values = self.row(row)
        places = own.searchsorted(columns.astype(own.dtype, copy=False))
        found: Scores = own.take(places, mode="clip") == columns
        return values.take(places, mode="clip") * found

    def _is_long(self, row: int) -> bool:
        return self.width >= _LEAST_SPREAD and self.length(row) * _SPREAD_SHARE > self.width

    def _spread(self, row: int) -> Scores | None:
        """A long row with its zeros, None when there is no more room for it."""
        if (spread := self._spreads.get(row)) is None and len(self._spreads) < _MOST_SPREAD:
            columns, values = self.row(row)
            spread = np.zeros(self.width)
            spread[columns] = values
            self._spreads[row] = spread
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
        short, long = [], []
        for row, factor in zip(rows, factors, strict=True):
            spread = self._spread(row) if self._is_long(row) else None
            if spread is None:
                short.append((row, factor))
            else:
                long.append((spread, factor))
        total = self._sum_short(short)
        for spread, factor in long:
            total += spread if factor == 1 else spread * factor
        return total

    def _sum_short(self, pairs: Sequence[tuple[int, float]]) -> Scores:
        if not pairs:
            return np.zeros(self.width)
        starts = self._starts
        places = [slice(starts[row], starts[row + 1]) for row, _ in pairs]
        columns = np.concatenate([self.columns[place] for place in places])
        values = np.concatenate([self.values[place] for place in places])
        if any(factor != 1 for _, factor in pairs):
            lengths = [place.stop - place.start for place in places]
            values *= np.repeat([factor for _, factor in pairs], lengths)
        return np.bincount(columns, values, self.width).astype(np.float64, copy=False)
