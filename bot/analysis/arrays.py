"""Small steps over arrays of whole numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
NONE = -1
"""No such place."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_FREE = np.uint64(0xFFFFFFFFFFFFFFFF)
"""What lies in a free slot of a hash table."""
_ROOM = 4
"""Slots for each number of a hash table, at least."""


def ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each start on, as many as its length, in a row.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    places: Numbers = np.repeat(starts - ends + lengths, lengths)
    return places + np.arange(len(places))


def short(places: Numbers) -> Numbers:
    """Places in an array in 32 bits where that holds them: the last one is the greatest.

    >>> short(np.array([0, 1 << 20])).dtype, short(np.array([0, 1 << 40])).dtype
    (dtype('int32'), dtype('int64'))
    """
    last = int(places[-1]) if len(places) else 0
    return places.astype(np.int32 if last <= np.iinfo(np.int32).max else np.int64, copy=False)


def narrow(numbers: Numbers) -> Numbers:
    """Whole numbers in the smallest type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def changes(numbers: Numbers) -> Numbers:
    """The places where another number stands than before.

    >>> changes(np.array([3, 3, 1])).tolist()
    [0, 2]
    """
    new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return new.nonzero()[0]


def different(numbers: Numbers) -> Numbers:
    """The different numbers, ascending: by sorting, where np.unique hashes, a hundred times slower.

    >>> different(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ascending = np.sort(numbers)
    chosen: Numbers = ascending[changes(ascending)]
    return chosen


def first_places(numbers: Numbers) -> Numbers:
    """Where each of the different numbers stands first, in ascending order of the numbers.

    np.unique tells it too, but imports masked arrays for it, which takes 80 ms.

    >>> first_places(np.array([3, 1, 3])).tolist()
    [1, 0]
    """
    order = numbers.argsort(kind="stable")
    first: Numbers = order[changes(numbers[order])]
    return first


def stable_order(*keys: Numbers) -> Numbers:
    """The order by several numbers, the first one above all; what is equal in all stays in order.

    Where the numbers and the place fit into 64 bits they are sorted as one, which is faster.

    >>> stable_order(np.array([1, 0, 0]), np.array([5, 7, 7])).tolist()
    [1, 2, 0]
    """
    columns = (*keys, np.arange(len(keys[0])))
    bits = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(bits) > 64:
        return np.lexsort(keys[::-1])
    packed = np.zeros(len(keys[0]), np.uint64)
    for column, width in zip(columns, bits, strict=True):
        packed <<= np.uint64(width)
        packed |= column.astype(np.uint64)
    packed.sort()
    packed &= np.uint64((1 << bits[-1]) - 1)
    return packed.view(np.int64)


def grown(numbers: Numbers, size: int) -> Numbers:
    """The numbers, and ``NONE`` after them up to ``size``.

    >>> grown(np.array([7]), 3).tolist()
    [7, -1, -1]
    """
    return np.concatenate((numbers, np.full(size - len(numbers), NONE, numbers.dtype)))


@dataclass(frozen=True, slots=True)
class Columns:
    """Arrays of one length side by side: the fields of a dataclass made from it."""

    def only(self, chosen: NDArray[Any]) -> Self:
        """The rows that are chosen, by truth values or by their places."""
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True)
class HashedNumbers:
    """Where numbers stand among others, looked up by hashing: four times as fast as bisection.

    A number lies in the slot of its hash, or in the next free one after it (linear probing).

    held, places:  by slot: the number and its place, ``NONE`` for a free slot
    shift:         what a 64-bit hash is shifted by to be a slot
    """

    held: NDArray[np.uint64]
    places: NDArray[np.int32]
    shift: np.uint64

    @classmethod
    def of(cls, numbers: NDArray[np.uint64], first: int = 0) -> "HashedNumbers":
        """The table of different numbers below 2^64 - 1, whose places count from ``first``.

        >>> table = HashedNumbers.of(np.array([7, 1 << 40], np.uint64))
        >>> table.find(np.array([1 << 40, 8, 7], np.uint64)).tolist()
        [1, -1, 0]
        """
        bits = max(_ROOM * len(numbers) - 1, 1).bit_length()
        size = 1 << bits
        table = cls(np.full(size, _FREE), np.full(size, NONE, np.int32), np.uint64(64 - bits))
        table.insert(numbers, first)
        return table

    def insert(self, numbers: NDArray[np.uint64], first: int) -> None:
        """Take in different further numbers, at places from ``first`` on; there must be room."""
        left, slots = np.arange(len(numbers)), self._slots(numbers)
        while len(left):
            free = self.held[slots] == _FREE
            self.held[slots[free]] = numbers[left[free]]
            there = self.held[slots] == numbers[left]
            self.places[slots[there]] = left[there] + first
            left, slots = left[~there], self._after(slots[~there])

    def find(self, numbers: NDArray[np.uint64]) -> Numbers:
        """The places of numbers, ``NONE`` for those that are not in the table."""
        slots = self._slots(numbers)
        left, next_slots, wanted = np.arange(len(slots)), slots, numbers
        while True:
            held = self.held.take(next_slots)
            further = ((held != wanted) & (held != _FREE)).nonzero()[0]
            if not len(further):
                return self.places.take(slots)
            left, wanted = left.take(further), wanted.take(further)
            next_slots = self._after(next_slots.take(further))
            slots[left] = next_slots

    def _slots(self, numbers: NDArray[np.uint64]) -> Numbers:
        return ((numbers * _MULTIPLIER) >> self.shift).view(np.int64)

    def _after(self, slots: Numbers) -> Numbers:
        return (slots + 1) & (len(self.places) - 1)


class GrowingNumbers:
    """Counts different numbers in the order in which they are met.

    >>> numbers = GrowingNumbers()
    >>> numbers.numbers(np.array([9, 5, 9], np.uint64)).tolist()
    [1, 0, 1]
    >>> numbers.numbers(np.array([7, 5], np.uint64)).tolist(), len(numbers)
    ([2, 0], 3)
    """

    def __init__(self) -> None:
        self._known = np.empty(0, np.uint64)
        self._table = HashedNumbers.of(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def numbers(self, keys: NDArray[np.uint64]) -> Numbers:
        """Which one each number is; new ones are counted in ascending order."""
        found = self._table.find(keys)
        unknown = (found == NONE).nonzero()[0]
        if not len(unknown):
            return found
        new = different(keys[unknown])
        before, self._known = len(self._known), np.concatenate((self._known, new))
        if len(self._known) * _ROOM <= len(self._table.places) * 2:
            self._table.insert(new, before)
        else:
            self._table = HashedNumbers.of(self._known)
        found[unknown] = self._table.find(keys[unknown])
        return found


class Table:
    """Rows of different lengths, several numbers in each entry; grows by rows."""

    def __init__(self, width: int) -> None:
        self._entries: list[tuple[int, ...]] = []
        self._ends = [0]
        self._columns = np.empty((width, 0), np.int64)
        self._borders = np.zeros(1, np.int64)

    def append(self, row: Iterable[tuple[int, ...]]) -> None:
        """Add a row of entries."""
        self._entries.extend(row)
        self._ends.append(self._columns.shape[1] + len(self._entries))

    def rows(self, numbers: Numbers) -> tuple[list[Numbers], Numbers]:
        """The entries of these rows one after another, by columns, and how many each row has."""
        self._settle()
        starts = self._borders[numbers]
        lengths = self._borders[numbers + 1] - starts
        places = ranges(starts, lengths)
        return [column[places] for column in self._columns], lengths

    def _settle(self) -> None:
        if self._entries:
            new = np.array(self._entries, np.int64).T
            self._columns = np.concatenate((self._columns, new), axis=1)
        if len(self._ends) > 1:
            self._borders = np.concatenate((self._borders, self._ends[1:]))
        self._entries, self._ends = [], self._ends[-1:]
