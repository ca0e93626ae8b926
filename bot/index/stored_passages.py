"""Passages as lines of JSON in arrays, parsed when they are asked for.

A line is the list of a passage's values, without the last ones where they are the usual ones.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields as fields_of
from typing import Any

from numpy.typing import NDArray

from bot.analysis.remembered import Remembered
from bot.index.storage import Arrays
from bot.index.table import Strings
from bot.passage import Passage

Packed = dict[str, NDArray[Any]]
_REMEMBERED = 4_096
"""Passages that are kept once they were parsed."""


class StoredPassages(Sequence[Passage]):
    """Passages that are parsed when they are asked for."""

    def __init__(self, lines: Strings) -> None:
        self._lines = lines
        self._read = Remembered(self._parsed, _REMEMBERED)

    def _parsed(self, number: int) -> Passage:
        values = json.loads(self._lines[number])
        own: Any = [tuple(value) if isinstance(value, list) else value for value in values]
        return Passage(*own)

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return tuple(self._read[i] for i in range(*number.indices(len(self))))
        place = int(number)
        return self._read[place + len(self) if place < 0 else place]

    def extended(self, passages: Iterable[Passage]) -> "StoredPassages":
        """These passages, and further ones after them."""
        return StoredPassages(self._lines.extended(_rows(passages)))

    def arrays(self) -> Packed:
        """The arrays to store."""
        return self._lines.arrays("passages")


def pack_passages(passages: Sequence[Passage]) -> Packed:
    """Passages as JSON lines."""
    if isinstance(passages, StoredPassages):
        return passages.arrays()
    return Strings.of(_rows(passages)).arrays("passages")


def extended_passages(passages: Sequence[Passage], new: Sequence[Passage]) -> Sequence[Passage]:
    """Passages with further ones after them."""
    if isinstance(passages, StoredPassages) and len(passages):
        return passages.extended(new)
    return (*passages, *new)


def _rows(passages: Iterable[Passage]) -> Iterator[str]:
    fields = fields_of(Passage)
    names, usual = [field.name for field in fields], [field.default for field in fields]
    for passage in passages:
        values = [getattr(passage, name) for name in names]
        while values and values[-1] == usual[len(values) - 1]:
            values.pop()
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def unpack_passages(arrays: Arrays) -> StoredPassages:
    """What :func:`pack_passages` packed."""
    return StoredPassages(Strings.load(arrays, "passages"))
