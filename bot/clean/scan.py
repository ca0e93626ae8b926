"""All lines of a page counted at once.

Asking each line for each sign costs more for the asking than for the looking when lines are
short. Here the lines are joined, a pattern or a set of characters is sought in the whole, and the
finds are given back to their lines.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

# Pairs of characters are numbered modulo a prime; two pairs may share a number.
_PAIRS, _FACTOR = 1_000_003, 8191
# A smaller text is searched at once.
_LARGE = 20_000
# The numbers of words begin above those of pairs of Han characters, which have 16 bits each.
_WORDS = 1 << 32
_LATIN = re.compile(r"[a-z]+|\n")

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Told = TypeVar("Told")


def told_once(tell: Callable[[str], Told], texts: Sequence[str]) -> list[Told]:
    """What ``tell`` says of each text; it is asked once about equal ones.

    >>> told_once(len, ["ab", "c", "ab"])
    [2, 1, 2]
    """
    known = {text: tell(text) for text in set(texts)}
    return [known[text] for text in texts]


class Scan:
    """Lines joined by line feeds; no line may hold one.

    lines:  as they were given
    text:   the lines joined
    starts: the place where each line begins
    ends:   the place behind the line feed of each line, rising
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.text = "\n".join(lines)
        self.size = len(lines)
        lengths = np.fromiter(map(len, lines), np.int64, len(lines))
        self.ends = np.cumsum(lengths + 1)
        self.starts = self.ends - lengths - 1

    @cached_property
    def codes(self) -> NDArray[np.uint32]:
        """The code points of the text, and a last line feed."""
        data = (self.text + "\n").encode("utf-32-le", "surrogatepass")
        return np.frombuffer(data, np.uint32)

    @cached_property
    def _pairs(self) -> Flags:
        """Which numbers of pairs of neighbouring characters the text has."""
        codes = self.codes.astype(np.int64)
        there = np.zeros(_PAIRS, np.bool_)
        there[(codes[:-1] * _FACTOR + codes[1:]) % _PAIRS] = True
        return there

    def may_hold(self, phrase: str) -> bool:
        """False only if the text cannot hold ``phrase``: it lacks a pair of its characters."""
        if len(self.text) < _LARGE:
            return True
        codes = list(map(ord, phrase))
        return all(self._pairs[(a * _FACTOR + b) % _PAIRS] for a, b in pairwise(codes))

    def rows_with(self, phrase: str) -> Iterator[int]:
        """The lines that hold ``phrase``, each once, in order.

        The page is searched as a whole, not line by line: that runs at memory speed.
        """
        if not self.may_hold(phrase):
            return
        at = self.text.find(phrase)
        while at >= 0:
            row = int(np.searchsorted(self.ends, at, "right"))
            yield row
            at = self.text.find(phrase, int(self.ends[row]))

    def total(self, characters: Flags) -> Counts:
        """For each line the number of its characters that are marked in ``characters``."""
        return np.add.reduceat(characters, self.starts, dtype=np.int64)

    def among(self, characters: str) -> Flags:
        """Which characters of the text are one of ``characters``."""
        table = np.zeros(sys.maxunicode + 1, np.bool_)
        table[[ord(c) for c in characters]] = True
        there: Flags = table[self.codes]
        return there

    def between(self, first: str, last: str) -> Flags:
        """Which characters of the text lie between two, both included."""
        return (self.codes >= ord(first)) & (self.codes <= ord(last))

    def count(self, matches: Iterable[re.Match[str]]) -> Counts:
        """For each line the number of ``matches`` in the text that end in it."""
        last = np.fromiter((match.end() - 1 for match in matches), np.int64)
        return np.bincount(np.searchsorted(self.ends, last, "right"), minlength=self.size)

    def rows(self, places: Sequence[int]) -> list[int]:
        """The lines that hold the given places of the text, each once, in order."""
        there = np.searchsorted(self.ends, np.array(places, np.int64), "right")
        return [int(row) for row in np.unique(there)]

    def has(self, matches: Iterable[re.Match[str]]) -> Flags:
        """Which lines one of ``matches`` ends in."""
        return self.count(matches) > 0

    def grams(self, word: re.Pattern[str]) -> tuple[Counts, Counts]:
        """The matches of ``word`` and the pairs of Han characters of each line, each once.

        The first array tells the line of each, rising, the second a number that stands for it.
        """
        codes, han = self.codes.astype(np.int64), self.between("\u4e00", "\u9fff")
        pairs = np.flatnonzero(han[:-1] & han[1:])
        numbers: dict[str, int] = {}
        words = [
            (match.start(), numbers.setdefault(match[0], len(numbers)))
            for match in word.finditer(self.text)
        ]
        found = np.array(words, np.int64).reshape(len(words), 2)
        places = np.concatenate((pairs, found[:, 0]))
        grams = np.concatenate((codes[pairs] << 16 | codes[pairs + 1], found[:, 1] + _WORDS))
        rows = np.searchsorted(self.ends, places, "right")
        keys = np.unique(rows * (2 * _WORDS) + grams)
        return np.divmod(keys, 2 * _WORDS)

    def has_among(self, rows: Sequence[int], *patterns: re.Pattern[str]) -> Flags:
        """Which lines one of ``patterns`` stands in, when it can stand in the ``rows`` only."""
        some = Scan([self.lines[row] for row in rows])
        flags = np.zeros(self.size, np.bool_)
        finds = (match for pattern in patterns for match in pattern.finditer(some.text))
        flags[np.array(rows, np.int64)] = some.has(finds)
        return flags

    def count_words(self, words: frozenset[str]) -> Counts:
        """For each line the number of its lower-case Latin words that are in ``words``."""
        found, row = [0] * self.size, 0
        for token in _LATIN.findall(self.text):
            if token == "\n":
                row += 1
            elif token in words:
                found[row] += 1
        return np.array(found, np.int64)
