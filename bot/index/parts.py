"""The parts of a score as they are looked at: whole, or of some passages only."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from bot.index.rows import Scores
from bot.index.sums import Columns, Sums


class Parts(Mapping[str, Scores]):
    """Every part of a score by name, shape (passages,); it is spread over all when asked for."""

    def __init__(self, sums: Mapping[str, Sums]) -> None:
        self.sums = sums

    @classmethod
    def of_all(cls, values: Mapping[str, Scores]) -> "Parts":
        """Parts with a value for every passage."""
        return cls({name: Sums.of_all(part) for name, part in values.items()})

    def __getitem__(self, name: str) -> Scores:
        return self.sums[name].dense()

    def __iter__(self) -> Iterator[str]:
        return iter(self.sums)

    def __len__(self) -> int:
        return len(self.sums)

    def at(self, passages: Columns, names: Iterable[str] | None = None) -> Scores:
        """Some parts, or all of them, of some passages; shape (parts, passages).

        >>> Parts.of_all({"words": np.array([0.5, 0.0, 1.0])}).at(np.array([2, 0])).tolist()
        [[1.0, 0.5]]
        """
        parts = self.sums.values() if names is None else [self.sums[name] for name in names]
        return np.array([part.at(passages) for part in parts]).reshape(len(parts), len(passages))
