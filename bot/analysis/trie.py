"""A dictionary of Chinese words in arrays, in which all words of a long text are looked up at once.

A node is a beginning of words; an edge leads from it by one more character. So the words that begin
at every place of a text are found in as many steps over the whole text as the longest word has
characters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
_PARTS = ("firsts", "edges", "weights")
NONE = -1
"""No such node."""
_LAST = "\uffff"
"""Characters beyond it are in no word that is looked for."""


@dataclass(frozen=True)
class Found:
    """The nodes met from each place on, by one, two and more characters, place after place.

    starts, depths:  of each place: where its nodes begin and how many there are, one at least
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

        >>> found = Trie.of({"空": 2, "空洞": 1}, 3).walk(np.array([ord(c) for c in "空洞洞"]))
        >>> found.depths.tolist(), found.nodes.tolist()
        ([2, 1, 1], [0, 1, -1, -1])
        """
        words = sorted(word for word in frequencies if word and max(word) <= _LAST)
        words.sort(key=len)
        number = {word: node for node, word in enumerate(words)}
        single = sum(1 for word in words if len(word) == 1)
        firsts = np.full(1 << 16, NONE, np.int64)
        firsts[[ord(word) for word in words[:single]]] = np.arange(single)
        edges = [number[word[:-1]] << 16 | ord(word[-1]) for word in words[single:]]
        counts, log_total = map(frequencies.__getitem__, words), log(total)
        weights = [log(count) - log_total if count else -np.inf for count in counts]
        return cls(firsts, np.array(edges, np.uint64), np.array(weights))

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]]) -> "Trie":
        """What :meth:`arrays` gave."""
        return cls(*(arrays[f"trie.{name}"] for name in _PARTS))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays to store."""
        return {f"trie.{name}": getattr(self, name) for name in _PARTS}

    def walk(self, codes: Numbers) -> Found:
        """What begins at every place of a text, given by its characters; 0 stands between words."""
        places, nodes = np.arange(len(codes)), self.firsts[codes]
        levels = [(places, nodes)]
        while len(places := places[nodes != NONE]):
            nodes = nodes[nodes != NONE]
            inside = places + len(levels) < len(codes)
            places, nodes = places[inside], nodes[inside]
            nodes = self._next(nodes, codes[places + len(levels)])
            levels.append((places[nodes != NONE], nodes[nodes != NONE]))
            places, nodes = levels[-1]
        return self._found(levels, len(codes))

    def _next(self, nodes: Numbers, codes: Numbers) -> Numbers:
        """The nodes that one more character leads to."""
        keys = (nodes.astype(np.uint64) << np.uint64(16)) | codes.astype(np.uint64)
        edges = self.edges.searchsorted(keys)
        known = edges < len(self.edges)
        known[known] = self.edges[edges[known]] == keys[known]
        return np.where(known, edges + (len(self.weights) - len(self.edges)), NONE)

    def _found(self, levels: list[tuple[Numbers, Numbers]], length: int) -> Found:
        depths = np.zeros(length, np.int64)
        for places, _ in levels:
            depths[places] += 1
        starts = np.cumsum(depths) - depths
        nodes = np.empty(int(depths.sum()), np.int64)
        for depth, (places, own) in enumerate(levels):
            nodes[starts[places] + depth] = own
        weights = np.where(nodes == NONE, -np.inf, self.weights[nodes])
        return Found(starts, depths, nodes, weights)
