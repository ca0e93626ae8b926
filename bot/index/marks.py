"""Where the words and concepts of every passage stand, so that a hit is marked without reading it.

Analysing the ten passages of an answer again costs twenty times as much as finding them.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analysis
from bot.index.storage import Arrays
from bot.index.table import StringTable

Span = tuple[int, int]
_PARTS = ("starts", "names", "begins", "ends", "weights")


@dataclass(frozen=True)
class Marks:
    """Named stretches of texts.

    numbers:  name -> number
    starts:   (texts + 1,): the entries of text t, sorted by name, are ``starts[t]`` to
              ``starts[t + 1]``
    names, begins, ends, weights:  of every entry; weights in [0, 1] are stored in hundredths
    """

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    names: NDArray[Any]
    begins: NDArray[Any]
    ends: NDArray[Any]
    weights: NDArray[np.uint8]

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> "Marks":
        """What :meth:`arrays` gave under ``name``."""
        starts, names, begins, ends, weights = (arrays[f"{name}.{part}"] for part in _PARTS)
        numbers = StringTable.load(arrays, f"{name}.numbers")
        return cls(numbers, starts, names, begins, ends, weights)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        table = StringTable.of(list(self.numbers)).arrays(f"{name}.numbers")
        return table | {f"{name}.{part}": getattr(self, part) for part in _PARTS}

    def spans(self, text: int, wanted: Iterable[str]) -> list[Span]:
        """Where any of the ``wanted`` names stands in text number ``text``."""
        start, stop = int(self.starts[text]), int(self.starts[text + 1])
        names = self.names[start:stop]
        numbers = [n for name in wanted if (n := self.numbers.get(name)) is not None]
        keys = np.array(numbers, names.dtype)
        lows = names.searchsorted(keys).tolist()
        highs = names.searchsorted(keys, "right").tolist()
        spans: list[Span] = []
        for low, high in zip(lows, highs, strict=True):
            if low < high:
                place = slice(start + low, start + high)
                spans += zip(self.begins[place].tolist(), self.ends[place].tolist(), strict=True)
        return spans

    def greatest_weights(self, text: int) -> dict[str, float]:
        """The names in text number ``text`` with the greatest weight of their places."""
        place = slice(int(self.starts[text]), int(self.starts[text + 1]))
        found: dict[int, int] = {}
        for number, weight in zip(
            self.names[place].tolist(), self.weights[place].tolist(), strict=True
        ):
            found[number] = max(found.get(number, 0), weight)
        return {self._names[number]: weight / 100 for number, weight in found.items()}

    @cached_property
    def _names(self) -> Sequence[str]:
        return self.numbers.strings if isinstance(self.numbers, StringTable) else [*self.numbers]


class MarksBuilder:
    """Collects the named stretches of texts, one text after another."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._columns = (array("i"), array("i"), array("i"), array("B"))
        self._starts = array("q", [0])

    def add(self, stretches: Iterable[tuple[str, int, int, float]]) -> None:
        """The (name, begin, end, weight) of the next text."""
        names, begins, ends, weights = self._columns
        numbers = self._numbers
        numbered = sorted(
            (numbers.setdefault(name, len(numbers)), begin, end, weight)
            for name, begin, end, weight in stretches
        )
        for number, begin, end, weight in numbered:
            names.append(number)
            begins.append(begin)
            ends.append(end)
            weights.append(round(weight * 100))
        self._starts.append(len(names))

    def marks(self) -> Marks:
        """All that was added, in the narrowest types that hold it."""
        columns = [np.array(column) for column in self._columns]
        names, begins, ends = (
            column.astype(np.min_scalar_type(column.max(initial=0))) for column in columns[:3]
        )
        return Marks(self._numbers, np.array(self._starts), names, begins, ends, columns[3])


def words_of(analysis: Analysis) -> Iterator[tuple[str, int, int, float]]:
    """The word tokens of a text as stretches."""
    return ((token.term, token.start, token.end, 1.0) for token in analysis.tokens)


def concepts_of(analysis: Analysis) -> Iterator[tuple[str, int, int, float]]:
    """The mentions of a text as stretches."""
    return ((m.concept, m.start, m.end, m.weight) for m in analysis.mentions)
