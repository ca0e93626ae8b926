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

    def sum(self, rows: Sequence[int], factors: Sequence[float] | Scores) -> Scores:
        """The rows added up, each times its factor; shape (width,).

        >>> rows = Rows(np.array([0, 2, 3]), np.array([0, 2, 2], np.int32), np.ones(3), 4)
        >>> rows.sum([0, 1], [1.0, 10.0]).tolist()
        [1.0, 0.0, 11.0, 0.0]
        """
        if not rows:
            return np.zeros(self.width)
        starts = self._starts
        places = [slice(starts[row], starts[row + 1]) for row in rows]
        columns = np.concatenate([self.columns[place] for place in places])
        values = np.concatenate([self.values[place] for place in places])
        values *= np.repeat(factors, [place.stop - place.start for place in places])
        return np.bincount(columns, values, self.width).astype(np.float64, copy=False)
