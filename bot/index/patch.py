"""Which passages of a changed collection were there before, and which were added."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.stretch import Groups

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Patch:
    """Where the passages of a changed collection come from.

    origins:  (passages,): the number of each among the old passages; -1 - n for number n of the
              added ones. Old passages keep their order.
    old:      how many old passages there are, with those that are gone

    >>> patch = Patch(np.array([0, -1, 2]), 3)
    >>> patch.places.tolist(), patch.added.tolist(), patch.gone.tolist()
    ([0, -1, 2], [1], [1])
    """

    origins: Numbers
    old: int

    @cached_property
    def _stays(self) -> NDArray[np.bool_]:
        stays: NDArray[np.bool_] = self.origins >= 0
        return stays

    @cached_property
    def places(self) -> NDArray[np.int32]:
        """The new number of every old passage, -1 for those that are gone."""
        places = np.full(self.old, -1, np.int32)
        places[self.origins[self._stays]] = self._stays.nonzero()[0]
        return places

    @cached_property
    def added(self) -> NDArray[np.int32]:
        """The number of every added passage."""
        numbers = (~self._stays).nonzero()[0]
        places = np.empty(len(numbers), np.int32)
        places[-1 - self.origins[numbers]] = numbers
        return places

    @property
    def gone(self) -> Numbers:
        """The old numbers of the passages that are gone."""
        return (self.places < 0).nonzero()[0]

    def of_passages(self, old: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
        """What is known of every passage, from what is known of the old and of the added ones."""
        values = np.empty(len(self.origins), np.result_type(old, added))
        values[self._stays] = old[self.origins[self._stays]]
        values[self.added] = added
        return values

    def of_groups(self, old: Groups, added: Groups) -> Groups:
        """The same groups of passages, by their new numbers."""
        nothing = np.empty(0, np.int64)
        found = {}
        for name in sorted({*old, *added}):
            numbers = self.places[old.get(name, nothing)]
            joined = np.concatenate((numbers, self.added[added.get(name, nothing)]))
            if len(joined := np.sort(joined[joined >= 0]).astype(np.int64)):
                found[name] = joined
        return found
