"""Passages as lines of JSON in arrays, parsed when they are asked for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields as fields_of
from functools import lru_cache
from typing import Any

from numpy.typing import NDArray

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
        self._read = lru_cache(_REMEMBERED)(self._parsed)

    def _parsed(self, number: int) -> Passage:
        values = json.loads(self._lines[number])
        return Passage(**{**values, **{k: tuple(values[k]) for k in ("trail", "also_in")}})

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return tuple(self._read(i) for i in range(*number.indices(len(self))))
        place = int(number)
        return self._read(place + len(self) if place < 0 else place)

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
    if isinstance(passages, StoredPassages):
        return passages.extended(new)
    return (*passages, *new)


def _rows(passages: Iterable[Passage]) -> list[str]:
    names = [field.name for field in fields_of(Passage)]
    return [
        json.dumps({name: getattr(passage, name) for name in names}, ensure_ascii=False)
        for passage in passages
    ]


def unpack_passages(arrays: Arrays) -> StoredPassages:
    """What :func:`pack_passages` packed."""
    return StoredPassages(Strings.load(arrays, "passages"))
