"""A dictionary of Chinese words in arrays, in which all words of a long text are looked up at once.

A node is a beginning of words; an edge leads from it by one more character. So the words that begin
at every place of a text are found in as many steps over the whole text as the longest word has
characters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import NONE, HashedNumbers, different

Numbers = NDArray[Any]
_PARTS = ("firsts", "edges", "weights")
_LAST = 0xFFFF
"""Characters beyond it are in no word that is looked for."""


@dataclass(frozen=True)
class Found:
    """The nodes met from each place on, by one, two and more characters, place after place.

    starts, depths:  of each place: where its nodes begin and how many there are, one at least;
                     none of a place from which nothing was looked for
    nodes, weights:  of each node; the weight is minus infinity where it is no word
    """

    starts: Numbers
    depths: Numbers
    nodes: Numbers
    weights: NDArray[np.float64]

    def are_words(self, places: Numbers, lengths: Numbers) -> NDArray[np.bool_]:
        """Whether words of these lengths begin at the places."""
        there = self.depths[places] >= lengths
        found = np.where(there, self.starts[places] + lengths - 1, 0)
        words: NDArray[np.bool_] = there & (self.weights[found] > -np.inf)
        return words

    def nodes_of(self, places: Numbers, lengths: Numbers) -> Numbers:
        """The nodes of what begins at the places and has these lengths."""
        there = self.depths[places] >= lengths
        found = np.where(there, self.starts[places] + lengths - 1, 0)
        return np.where(there, self.nodes[found], NONE)


@dataclass(frozen=True)
class Trie:
    """A node for every word and every beginning of one, those of one character in front.

    firsts:   the node of every character below 2^16
    edges:    ascending, node << 16 | character: the nodes they lead to, in this order
    weights:  log probabilities of the words, minus infinity for a mere beginning
    """

    firsts: Numbers
    edges: NDArray[np.uint64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, frequencies: Mapping[str, int], total: int) -> "Trie":
        """The trie of words with their frequencies; 0 for a mere beginning.

        Every beginning of a word must be in the table too, as in jieba's.

        >>> trie, codes = Trie.of({"空": 2, "空洞": 1}, 3), np.array([*map(ord, "空洞洞"), 0])
        >>> found = trie.walk(codes, np.array([1, 2, 0]))
        >>> found.starts.tolist(), found.depths.tolist(), found.nodes.tolist()
        ([2, 0, 1, 0], [2, 1, 1, 0], [-1, -1, 0, 1])
        """
        codes, starts, lengths, weights = _in_a_row(frequencies, total)
        levels: list[NDArray[np.uint64]] = []
        of_nodes = [np.empty(0)]
        nodes = np.zeros(len(starts), np.int64)
        while len(starts):
            # Of what was read of each word, and the next character.
            keys = (nodes << 16 | codes[starts + len(levels)]).astype(np.uint64)
            whole, before = lengths == len(levels) + 1, sum(map(len, levels))
            order = np.argsort(keys[whole])
            levels.append(keys[whole][order])
            of_nodes.append(weights[whole][order])
            nodes = levels[-1].searchsorted(keys[~whole]) + before
            starts, lengths, weights = (column[~whole] for column in (starts, lengths, weights))
        return cls.of_levels(levels, np.concatenate(of_nodes))

    @classmethod
    def of_levels(
        cls, levels: Sequence[NDArray[np.uint64]], weights: NDArray[np.float64]
    ) -> "Trie":
        """The trie of nodes, first those of one character, then those of two, each ascending.

        A level holds for each of its nodes the node before it << 16 | its last character.
        """
        nothing = np.empty(0, np.uint64)
        single = np.concatenate((nothing, *levels[:1])).astype(np.int64)
        firsts = np.full(1 << 16, NONE, np.int32)
        firsts[single] = np.arange(len(single))
        return cls(firsts, np.concatenate((nothing, *levels[1:])), weights)

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], name: str = "trie") -> "Trie | None":
        """What :meth:`arrays` gave under ``name``, if it is there."""
        if f"{name}.edges" not in arrays:
            return None
        return cls(*(arrays[f"{name}.{part}"] for part in _PARTS))

    def arrays(self, name: str = "trie") -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        return {f"{name}.{part}": getattr(self, part) for part in _PARTS}

    def walk(self, codes: Numbers, places: Numbers) -> Found:
        """What begins at some places of a text, given by its characters; the last one is 0."""
        numbers, nodes, ahead = np.arange(len(places)), self.firsts[codes[places]], places
        levels = []
        while len(there := (nodes != NONE).nonzero()[0]):
            numbers, nodes, ahead = numbers.take(there), nodes.take(there), ahead.take(there) + 1
            levels.append((numbers, nodes))
            nodes = self.next(nodes, codes.take(ahead))
        return self._found(levels, places, len(codes))

    def next(self, nodes: Numbers, codes: Numbers) -> Numbers:
        """The nodes that one more character leads to, ``NONE`` where there is none."""
        keys = nodes.astype(np.uint64)
        keys <<= np.uint64(16)
        keys |= codes.astype(np.uint64, copy=False)
        return self._hashed.find(keys)

    @cached_property
    def _hashed(self) -> HashedNumbers:
        return HashedNumbers.of(self.edges, len(self.weights) - len(self.edges))

    def _found(self, levels: list[tuple[Numbers, Numbers]], places: Numbers, length: int) -> Found:
        """What was found, of the places by their numbers."""
        depths = np.ones(len(places), np.int64)
        for numbers, _ in levels[1:]:
            depths[numbers] += 1
        starts = np.cumsum(depths) - depths
        nodes = np.full(int(depths.sum()), NONE, np.int32)
        for depth, (numbers, own) in enumerate(levels):
            nodes[starts[numbers] + depth] = own
        weights = np.where(nodes == NONE, -np.inf, self.weights[nodes])
        return Found(
            _spread(starts, places, length), _spread(depths, places, length), nodes, weights
        )


def _spread(numbers: Numbers, places: Numbers, length: int) -> Numbers:
    """The numbers at their places, 0 at all others."""
    spread = np.zeros(length, numbers.dtype)
    spread[places] = numbers
    return spread


def _in_a_row(
    frequencies: Mapping[str, int], total: int
) -> tuple[Numbers, Numbers, Numbers, NDArray[np.float64]]:
    """The characters of all words one after another; starts, lengths and weights of the words."""
    letters = "".join(frequencies).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(letters, np.uint32).astype(np.int64)
    lengths = np.fromiter(map(len, frequencies), np.int64, len(frequencies))
    starts = np.cumsum(lengths) - lengths
    counts = np.fromiter(frequencies.values(), np.int64, len(frequencies))
    distinct, log_total = different(counts), log(total)
    of_count = [log(count) - log_total if count else -np.inf for count in distinct.tolist()]
    weights = np.array(of_count, np.float64)[distinct.searchsorted(counts)]
    looked_for = lengths > 0
    looked_for[starts.searchsorted((codes > _LAST).nonzero()[0], "right") - 1] = False
    return codes, starts[looked_for], lengths[looked_for], weights[looked_for]
