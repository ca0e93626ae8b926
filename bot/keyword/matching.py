"""Looking up a sequence: runs of Han characters and Latin words that follow each other.

A run is found by its rarest pair and then compared character by character, so what is found is
the run itself, never something that merely shares its pairs. Between units up to ``GAP - 1``
characters that are no letters may stand: ``batch norm`` is found in batch-norm and in BatchNorm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from bot.keyword.layout import GAP, Layout, Positions
from bot.keyword.postings import Pairs, Words
from bot.keyword.query import Unit, Units


@dataclass(frozen=True, slots=True)
class Matches:
    """Half-open spans ``starts[i]:ends[i]`` of positions of a layout."""

    starts: Positions
    ends: Positions

    def __len__(self) -> int:
        return len(self.starts)


NO_MATCHES = Matches(np.zeros(0, np.int64), np.zeros(0, np.int64))


def _in_order(matches: Matches) -> Matches:
    """By start, one for each start; those of one unit are equally long."""
    starts, first = np.unique(matches.starts, return_index=True)
    return Matches(starts, matches.ends[first])


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks up sequences in a layout by its postings."""

    layout: Layout
    pairs: Pairs
    words: Words

    def find(self, sequence: Units) -> Matches:
        """Every place where the units of ``sequence`` stand one after the other."""
        if len(sequence) < 2:
            return self._find_unit(sequence[0]) if sequence else NO_MATCHES
        return reduce(self._follow, (_in_order(self._find_unit(unit)) for unit in sequence))

    def find_any(self, sequences: Iterable[Units]) -> Matches:
        """Every place where one of the sequences stands."""
        found = [matches for sequence in sequences if len(matches := self.find(sequence))]
        if len(found) < 2:
            return found[0] if found else NO_MATCHES
        return Matches(
            np.concatenate([m.starts for m in found]), np.concatenate([m.ends for m in found])
        )

    def occurs(self, sequence: Units) -> bool:
        """Whether the sequence stands anywhere."""
        return len(self.find(sequence)) > 0

    def _find_unit(self, unit: Unit) -> Matches:
        if unit.wide:
            return self._find_run(unit.text)
        if unit.prefix:
            return self._find_prefix(unit.text)
        number = self.words.find(unit.text)
        if number is None:
            return NO_MATCHES
        starts = self.words.at(range(number, number + 1))
        return Matches(starts, starts + len(unit.text))

    def _find_prefix(self, prefix: str) -> Matches:
        starts = self.words.at(self.words.with_prefix(prefix))
        return Matches(starts, starts + len(prefix))

    def _find_run(self, run: str) -> Matches:
        codes = self.layout.alphabet.encode(run)
        if codes is None:
            return NO_MATCHES
        if len(codes) == 1:
            starts = self.pairs.at(self.pairs.range_of(codes[0]))
            return Matches(starts, starts + 1)
        bounds = [self.pairs.range_of(a, b) for a, b in pairwise(codes)]
        rarest = min(range(len(bounds)), key=lambda i: bounds[i][1] - bounds[i][0])
        starts = self.pairs.at(bounds[rarest]) - rarest
        starts = starts[(starts >= 0) & (starts + len(codes) <= len(self.layout.codes))]
        for offset, code in enumerate(codes):
            if offset not in (rarest, rarest + 1):
                starts = starts[self.layout.codes[starts + offset] == code]
        return Matches(starts, starts + len(codes))

    def _follow(self, first: Matches, second: Matches) -> Matches:
        """Spans of ``first`` right behind which one of ``second`` begins."""
        if not len(first) or not len(second):
            return NO_MATCHES
        ahead = first.ends.copy()
        for _ in range(GAP - 1):
            ahead += self.layout.codes[ahead] == 0
        place = np.searchsorted(second.starts, ahead)
        place[place == len(second)] = 0
        met = second.starts[place] == ahead
        return Matches(first.starts[met], second.ends[place[met]])
