"""Chinese cut into words all over a long text at once, as :mod:`bot.analysis.cutter` cuts a run.

The steps are those of the cutter, each over the whole text: the words that begin at every place;
the best route, for all stretches together, from the last characters to the first; the Markov model
for single characters in a row; the words inside longer words. A test compares the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import narrow, ranges
from bot.analysis.cutter import FIRST, INNER, LAST, WordModel
from bot.analysis.markov import Markov
from bot.analysis.trie import Found, Trie

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text, longer ones after those in them.

    nodes:  of the trie, -1 for a word that it does not have
    whole:  whether a word is not inside a longer one
    """

    nodes: Numbers
    starts: Numbers
    ends: Numbers
    whole: NDArray[np.bool_]


class BulkCutter:
    """Cuts long texts."""

    def __init__(self, model: WordModel, trie: Trie) -> None:
        """``trie``: of the words of the model."""
        self._model, self._trie = model, trie

    @cached_property
    def _markov(self) -> Markov:
        return Markov.of(self._model)

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self._trie.weights)

    def cut(self, codes: Numbers, han: NDArray[np.bool_]) -> Words:
        """The words of a text given by its characters, of which some are ``han``, not the last."""
        known = han & (codes >= FIRST) & (codes <= LAST)
        codes = np.where(known, codes, 0)
        others = (~known).nonzero()[0]
        # Where a stretch of known characters ends; any other character stands alone.
        borders = others[np.cumsum(~known) - ~known] + ~known
        places = known.nonzero()[0]
        # numpy sorts numbers of 16 bits by counting them.
        left = narrow(borders[places] - places)
        places = places[np.argsort(left, kind="stable")]
        found = self._trie.walk(codes, places)
        ends = self._route(found, places, np.bincount(left))
        begins = _followed(ends, known)
        self._join(codes, found, ends, begins)
        starts = (begins | (han & ~known)).nonzero()[0]
        stops = np.minimum(borders[starts], np.append(starts[1:], len(codes))[: len(starts)])
        return _with_inner(found, starts, stops)

    def _route(self, found: Found, places: Numbers, sizes: Numbers) -> Numbers:
        """For every place, the end of the word there on the most probable route.

        The ``places`` are those from which was looked, the last ones of all stretches in front;
        ``sizes``, how many are so many characters from the end of their stretch.
        """
        length, counts = len(found.depths), found.depths[places]
        firsts = np.cumsum(counts) - counts
        weights = _with_unseen(found.weights, firsts, counts, -log(self._model.total))
        owners = np.repeat(np.arange(len(places)), counts)
        stops = (places + 1 - firsts)[owners] + np.arange(len(owners))
        best, ends = np.zeros(length + 1), np.zeros(length, np.int64)
        first = 0
        for last in np.cumsum(sizes).tolist():
            if first < last:
                begin = firsts[first]
                part = slice(begin, firsts[last] if last < len(firsts) else len(weights))
                scores = weights[part] + best[stops[part]]
                top = np.maximum.reduceat(scores, firsts[first:last] - begin)
                best[places[first:last]] = top
                # Of equal words the last one, which is the longest, stays.
                chosen = (scores == top[owners[part] - first]).nonzero()[0] + begin
                ends[places[owners[chosen]]] = stops[chosen]
            first = last
        return ends

    def _join(self, codes: Numbers, found: Found, ends: Numbers, begins: NDArray[np.bool_]) -> None:
        """Have single characters in a row joined where they are no word of the dictionary."""
        places = begins.nonzero()[0]
        single = places[ends[places] - places == 1]
        first = np.append(True, np.diff(single) != 1)[: len(single)].nonzero()[0]
        starts, lengths = single[first], np.diff(np.append(first, len(single)))
        unknown = (lengths > 1) & ~found.are_words(starts, lengths)
        starts, lengths = starts[unknown], lengths[unknown]
        begins[ranges(starts + 1, lengths - 1)] = False
        begins[self._markov.begins(codes, starts, lengths)] = True


def _with_unseen(
    weights: NDArray[np.float64], firsts: Numbers, counts: Numbers, unseen: float
) -> NDArray[np.float64]:
    """The weights of the words at all places; a character at which no word begins is ``unseen``."""
    bare = weights[firsts] == -np.inf
    own, lengths = firsts[bare], counts[bare]
    if len(own):
        words = weights[ranges(own, lengths)]
        nothing = np.maximum.reduceat(words, np.cumsum(lengths) - lengths) == -np.inf
        weights = weights.copy()
        weights[own[nothing]] = unseen
    return weights


def _followed(ends: Numbers, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where words begin on the way from the start of every stretch from end to end."""
    begins: NDArray[np.bool_] = known & ~np.append(False, known[:-1])
    places = begins.nonzero()[0]
    while len(places):
        places = ends[places]
        places = places[known[places]]
        begins[places] = True
    return begins


def _with_inner(found: Found, starts: Numbers, ends: Numbers) -> Words:
    """The words, each after the dictionary words of two, then of three characters inside it."""
    lengths = ends - starts
    inner = [_pieces(found, starts, lengths, n) for n in (2, 3)]
    counts = [np.bincount(owners, minlength=len(starts)) for owners, _ in inner]
    own = np.cumsum(counts[0] + counts[1] + 1) - 1
    size = len(starts) + sum(len(owners) for owners, _ in inner)
    begins, stops, whole = np.empty(size, np.int64), np.empty(size, np.int64), np.ones(size, bool)
    begins[own], stops[own] = starts, ends
    after = [own - counts[1], own]
    for n, (owners, places), of_word, end in zip((2, 3), inner, counts, after, strict=True):
        slots = np.arange(len(owners)) - np.cumsum(of_word)[owners] + end[owners]
        begins[slots], stops[slots] = places, places + n
        whole[slots] = own[owners] - slots >= INNER
    for number in (own - np.append(-1, own[:-1]) > INNER).nonzero()[0].tolist():
        block = slice(own[number - 1] + 1 if number else 0, own[number] + 1)
        whole[block] = _whole(begins[block].tolist(), stops[block].tolist())
    return Words(found.nodes_of(begins, stops - begins), begins, stops, whole)


def _pieces(found: Found, starts: Numbers, lengths: Numbers, n: int) -> tuple[Numbers, Numbers]:
    """The dictionary words of ``n`` characters inside longer words: whose, and where."""
    counts = np.where(lengths > n, lengths - n + 1, 0)
    owners, places = np.repeat(np.arange(len(starts)), counts), ranges(starts, counts)
    words = found.are_words(places, np.full(len(places), n))
    return owners[words], places[words]


def _whole(begins: Sequence[int], ends: Sequence[int]) -> list[bool]:
    """Whether each of some words lies in none of those that soon follow it."""
    spans = list(zip(begins, ends, strict=True))
    return [
        not any(a <= start and end <= b for a, b in spans[i + 1 : i + INNER])
        for i, (start, end) in enumerate(spans)
    ]
