"""Strings in plain arrays, so that an index of millions of terms opens without loading them.

Strings       numbered strings; number -> string.
StringTable   the same with the way back: string -> number, by hashing into buckets.

All arrays may be memory-mapped. A string is compared byte by byte, so that two strings with one
hash are never taken for each other.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar, overload
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import short
from bot.analysis.remembered import Remembered
from bot.index.storage import Arrays

Default = TypeVar("Default")


@dataclass(frozen=True)
class Strings(Sequence[str]):
    """letters: UTF-8 of all strings in a row; offsets: (n + 1,) where each begins."""

    letters: NDArray[np.uint8]
    offsets: NDArray[Any]

    @classmethod
    def of(cls, strings: Iterable[str]) -> "Strings":
        """The strings in their order."""
        return cls._of(string.encode("utf-8", "surrogatepass") for string in strings)

    @classmethod
    def _of(cls, encoded: Iterable[bytes]) -> "Strings":
        letters, offsets = bytearray(), array("q", [0])
        for one in encoded:
            letters += one
            offsets.append(len(letters))
        return cls(np.frombuffer(letters, np.uint8), np.array(offsets))

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> "Strings":
        """What :meth:`arrays` gave under ``name``."""
        return cls(arrays[f"{name}.letters"], arrays[f"{name}.offsets"])

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        return {f"{name}.letters": self.letters, f"{name}.offsets": short(self.offsets)}

    def extended(self, strings: Iterable[str]) -> "Strings":
        """These strings, and further ones after them."""
        new = Strings.of(strings)
        offsets = np.concatenate((self.offsets, new.offsets[1:] + int(self.offsets[-1])))
        return Strings(np.concatenate((self.letters, new.letters)), offsets)

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview]:
        # A memoryview gives Python numbers several times faster than an array does.
        return self.letters.data, self.offsets.data

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.bytes_of(number).decode("utf-8", "surrogatepass")

    def bytes_of(self, number: int) -> bytes:
        """A string as UTF-8."""
        letters, offsets = self._views
        return bytes(letters[offsets[number] : offsets[number + 1]])

    def __iter__(self) -> Iterator[str]:
        # Every byte but those that continue a character begins one.
        begun = np.cumsum((self.letters & 0xC0) != 0x80)
        borders = np.concatenate(([0], begun))[self.offsets].tolist()
        text = self.letters.tobytes().decode("utf-8", "surrogatepass")
        return (text[start:end] for start, end in pairwise(borders))


@dataclass(frozen=True)
class StringTable(Mapping[str, int]):
    """Distinct strings and their numbers.

    ``members[starts[h]:starts[h + 1]]`` are the numbers of the strings with hash ``h``.

    >>> table = StringTable.of(["空洞", "conv"])
    >>> table["conv"], table.get("池化"), list(table)
    (1, None, ['空洞', 'conv'])
    """

    strings: Strings
    starts: NDArray[np.uint32]
    members: NDArray[np.uint32]

    @classmethod
    def of(cls, strings: Sequence[str]) -> "StringTable":
        """The table of distinct strings, numbered in their order."""
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        size = _buckets(len(encoded))
        return cls._of(Strings._of(encoded), _hashes(encoded) & np.uint32(size - 1), size)

    @classmethod
    def _of(cls, strings: Strings, hashes: NDArray[np.uint32], size: int) -> "StringTable":
        counts = np.bincount(hashes, minlength=size)
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint32)
        return cls(strings, starts, np.argsort(hashes, kind="stable").astype(np.uint32))

    def extended(self, new: Sequence[str]) -> "StringTable":
        """The table with further strings, none of which it has, after its own."""
        size = _buckets(len(self) + len(new))
        if size != len(self.starts) - 1:
            return StringTable.of([*self, *new])
        known = np.empty(len(self), np.uint32)
        known[self.members] = np.repeat(np.arange(size, dtype=np.uint32), np.diff(self.starts))
        added = _hashes([string.encode("utf-8", "surrogatepass") for string in new])
        hashes = np.concatenate((known, added & np.uint32(size - 1)))
        return StringTable._of(self.strings.extended(new), hashes, size)

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> "StringTable":
        """What :meth:`arrays` gave under ``name``."""
        starts, members = arrays[f"{name}.starts"], arrays[f"{name}.members"]
        return cls(Strings.load(arrays, name), starts, members)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        own = {f"{name}.starts": self.starts, f"{name}.members": self.members}
        return {**self.strings.arrays(name), **own}

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview, memoryview, memoryview, int]:
        return (*self.strings._views, self.starts.data, self.members.data, len(self.starts) - 2)

    def number(self, string: str) -> int:
        """The number of a string; -1 when it is not in the table."""
        return self._numbers[string]

    @cached_property
    def _numbers(self) -> Remembered[str, int]:
        # One question asks for the same few strings in many places.
        return Remembered(self._looked_up)

    def _looked_up(self, string: str) -> int:
        letters, offsets, starts, members, mask = self._views
        key = string.encode("utf-8", "surrogatepass")
        bucket = crc32(key) & mask
        for place in range(starts[bucket], starts[bucket + 1]):
            number = members[place]
            if letters[offsets[number] : offsets[number + 1]] == key:
                return int(number)
        return -1

    def __getitem__(self, string: str) -> int:
        if (number := self.number(string)) < 0:
            raise KeyError(string)
        return number

    @overload
    def get(self, string: str, default: None = None, /) -> int | None: ...
    @overload
    def get(self, string: str, default: Default, /) -> "int | Default": ...
    def get(self, string: str, default: Any = None, /) -> Any:
        """The number of a string, ``default`` without one; a raised error would cost more."""
        number = self._numbers[string]
        return default if number < 0 else number

    def __contains__(self, string: object) -> bool:
        return isinstance(string, str) and self._numbers[string] >= 0

    def __len__(self) -> int:
        return len(self.strings)

    def __iter__(self) -> Iterator[str]:
        return iter(self.strings)


def _buckets(count: int) -> int:
    """How many buckets a table of ``count`` strings has: a power of two."""
    return 1 << max(count - 1, 0).bit_length()


def _hashes(encoded: list[bytes]) -> NDArray[np.uint32]:
    return np.fromiter(map(crc32, encoded), np.uint32, len(encoded))


def table_of(mapping: Mapping[str, Any]) -> StringTable:
    """The keys of a mapping, numbered in their order."""
    return mapping if isinstance(mapping, StringTable) else StringTable.of(list(mapping))


def lines(strings: Iterable[str]) -> NDArray[np.uint8]:
    """Strings without line breaks, for lists that are always read as a whole."""
    return np.frombuffer("\n".join(strings).encode("utf-8", "surrogatepass"), np.uint8)


def unlines(array: NDArray[np.uint8]) -> list[str]:
    """The strings of :func:`lines`; the empty list for no bytes.

    >>> unlines(lines(["空洞", "conv"]))
    ['空洞', 'conv']
    """
    return array.tobytes().decode("utf-8", "surrogatepass").split("\n") if len(array) else []
