"""Where the words and concepts of every passage stand, so that a hit is marked without reading it.

Analysing the ten passages of an answer again costs twenty times as much as finding them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import narrow, short, stable_order
from bot.analysis.remembered import Remembered
from bot.index.storage import Arrays
from bot.index.table import StringTable
from bot.passage import Span

Numbers = NDArray[Any]
Columns = tuple[Numbers, Numbers, Numbers, NDArray[np.uint8]]
_WISHES = 64
"""How many choices of names are remembered."""
_PARTS = ("starts", "names", "begins", "lengths", "weights")


@dataclass(frozen=True)
class Marks:
    """Named stretches of texts.

    numbers:  name -> number
    starts:   (texts + 1,): the entries of text t, sorted by name, are ``starts[t]`` to
              ``starts[t + 1]``
    names, begins, lengths, weights:  of every entry; weights in [0, 1] are stored in hundredths
    """

    numbers: Mapping[str, int]
    starts: Numbers
    names: NDArray[Any]
    begins: NDArray[Any]
    lengths: NDArray[Any]
    weights: NDArray[np.uint8]

    @classmethod
    def of(
        cls, numbers: Mapping[str, int], texts: Numbers, width: int, columns: Columns
    ) -> "Marks":
        """Stretches of ``width`` texts: ``columns`` are their names, begins, lengths and weights.

        ``texts`` are those of the stretches; equal names of a text keep their order.
        """
        starts = np.concatenate(([0], np.cumsum(np.bincount(texts, minlength=width))))
        return cls(numbers, starts, *columns)._sorted(texts, columns[0])

    @classmethod
    def load(cls, arrays: Arrays, name: str, numbers: Mapping[str, int]) -> "Marks":
        """What :meth:`arrays` gave under ``name``."""
        starts, names, begins, lengths, weights = (arrays[f"{name}.{part}"] for part in _PARTS)
        if len(weights) < len(names):
            weights = np.broadcast_to(weights, names.shape)
        return cls(numbers, starts, names, begins, lengths, weights)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to store, without the numbers; equal weights are stored once."""
        arrays = {f"{name}.{part}": getattr(self, part) for part in _PARTS}
        arrays[f"{name}.starts"] = short(self.starts)
        if len(self.weights) and (self.weights == self.weights[0]).all():
            arrays[f"{name}.weights"] = self.weights[:1]
        return arrays

    def renumbered(self, numbers: Mapping[str, int], new: Numbers) -> "Marks":
        """The same with other numbers of the names, ``new`` by the old ones."""
        texts = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return replace(self, numbers=numbers)._sorted(texts, new[self.names])

    def _sorted(self, texts: Numbers, names: NDArray[Any]) -> "Marks":
        """With these ``texts`` and ``names`` of the entries, sorted by them."""
        order = stable_order(texts, names)
        return replace(
            self,
            names=narrow(names[order]),
            begins=narrow(self.begins[order]),
            lengths=narrow(self.lengths[order]),
            weights=self.weights[order],
        )

    def spans(self, text: int, wanted: Iterable[str]) -> list[Span]:
        """Where any of the ``wanted`` names stands in text number ``text``."""
        return [*chain.from_iterable(self.each(text, wanted).values())]

    def each(self, text: int, wanted: Iterable[str]) -> dict[str, list[Span]]:
        """Name -> where it stands in text number ``text``, of the ``wanted`` ones that do."""
        known, keys = self._keys[tuple(wanted)]
        if not known:
            return {}
        start, stop = int(self.starts[text]), int(self.starts[text + 1])
        names = self.names[start:stop]
        lows = names.searchsorted(keys).tolist()
        highs = names.searchsorted(keys, "right").tolist()
        spans: dict[str, list[Span]] = {}
        for name, low, high in zip(known, lows, highs, strict=True):
            if low < high:
                place = slice(start + low, start + high)
                found = zip(self.begins[place].tolist(), self.lengths[place].tolist(), strict=True)
                spans[name] = [(begin, begin + length) for begin, length in found]
        return spans

    @cached_property
    def _keys(self) -> Remembered[tuple[str, ...], tuple[Sequence[str], Numbers]]:
        """The names that any text has and their numbers.

        A question asks for the same ones in every text of its answer.
        """
        greatest = np.iinfo(self.names.dtype).max

        def keys(wanted: tuple[str, ...]) -> tuple[Sequence[str], Numbers]:
            numbers = {name: n for name in wanted if (n := self.numbers.get(name)) is not None}
            # A number beyond the type of the names stands in no text.
            known = {name: n for name, n in numbers.items() if n <= greatest}
            return [*known], np.array([*known.values()], self.names.dtype)

        return Remembered(keys, _WISHES)

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


def merged_marks(
    parts: Sequence[Marks], numbers: Mapping[str, int], new: Sequence[Numbers]
) -> Marks:
    """The marks of all texts, with ``new`` numbers of the names by those of each part."""
    same = [np.array_equal(row, np.arange(len(row))) for row in new]
    parts = [
        part if is_same else part.renumbered(numbers, row)
        for part, is_same, row in zip(parts, same, new, strict=True)
    ]
    offsets = np.cumsum([0, *(part.starts[-1] for part in parts)])
    starts = [part.starts[1:] + offset for part, offset in zip(parts, offsets, strict=False)]
    columns = [
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("names", "begins", "lengths", "weights")
    ]
    return Marks(numbers, np.concatenate(([0], *starts)), *columns)
