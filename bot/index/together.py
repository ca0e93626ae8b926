"""What terms give in few passages, kept so that those of a question are added up in one call.

In a small collection there is so little to add up that every call costs more than what it adds, and
a question has hundreds of terms, n-grams above all. So what a term gives is kept as bytes: a place
and a value for each passage, in all fields that are asked for the same terms. To put the terms of a
question in a row is then to copy memory.

Beside the passages of every field stands an ideal one, which holds every term once.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from struct import Struct
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.index.rows import Kept, Scores

Key = TypeVar("Key", bound=Hashable)
_ENTRY = np.dtype([("place", np.int64), ("value", np.float64)])
_IDEAL = Struct("=qd")
"""An entry of the ideal passage."""


class Given(NamedTuple):
    """What terms give in a field.

    columns, values:  of the passages that get anything, of one term after the other
    lengths:          how many passages each term has
    ideals:           what the ideal passage gets for each term
    """

    columns: NDArray[np.integer[Any]]
    values: Scores
    lengths: Sequence[int]
    ideals: Sequence[float]


Gives = Callable[[Sequence[Key]], Given]


class Together(Generic[Key]):
    """What terms give in fields that are asked for the same ones."""

    def __init__(self, fields: Mapping[int, Gives[Key]], width: int) -> None:
        """The fields by their numbers, each over ``width`` passages."""
        self._fields, self._width = fields, width
        self._kept = Kept[Key, bytes](lambda key: self._read([key])[0], width, size_of)

    def rows(self, keys: Sequence[Key]) -> list[bytes]:
        """What each of the terms gives, as bytes; those that are new are read together."""
        kept = self._kept
        if lacking := [key for key in keys if key not in kept]:
            for key, row in zip(lacking, self._read(lacking), strict=True):
                kept.keep(key, row)
        return [*map(kept.__getitem__, keys)]

    def _read(self, keys: Sequence[Key]) -> list[bytes]:
        of_fields = [self._by_term(n, gives(keys)) for n, gives in self._fields.items()]
        return [*map(b"".join, zip(*of_fields, strict=True))]

    def _by_term(self, number: int, given: Given) -> list[bytes]:
        begin = number * (self._width + 1)
        whole = _in_bytes(given.columns + begin, given.values) if len(given.columns) else b""
        borders = accumulate((n * _ENTRY.itemsize for n in given.lengths), initial=0)
        return [
            whole[start:stop] + _IDEAL.pack(begin + self._width, ideal)
            for (start, stop), ideal in zip(pairwise(borders), given.ideals, strict=True)
        ]


def _in_bytes(places: NDArray[np.integer[Any]], values: Scores) -> bytes:
    entries = np.empty(len(places), _ENTRY)
    entries["place"], entries["value"] = places, values
    return entries.tobytes()


def size_of(row: bytes) -> int:
    """How many entries a row has."""
    return len(row) // _ENTRY.itemsize


def added(
    weighted: Sequence[tuple[bytes, float]], once: Iterable[bytes], fields: int, width: int
) -> tuple[Scores, Scores]:
    """Rows added up, some times a factor; of each of the fields.

    What the passages get, shape (fields, width), and what the ideal one gets, shape (fields,).
    """
    rows = [row for row, _ in weighted]
    entries = np.frombuffer(b"".join(chain(rows, once)), _ENTRY)
    values = entries["value"].copy()
    sizes = np.array([*map(len, rows)], np.intp) // _ENTRY.itemsize
    factors = np.repeat([factor for _, factor in weighted], sizes)
    values[: len(factors)] *= factors
    sums = np.bincount(entries["place"], values, fields * (width + 1))
    table = sums.astype(np.float64, copy=False).reshape(fields, width + 1)
    return table[:, :-1], table[:, -1]
