"""Where things stand: positions of Han pairs and of Latin words, sorted by key.

Both tables have one shape. Positions are sorted by their key and the keys are kept once, so that a
key, and every range of keys, is a slice: all words with one beginning, all pairs that begin with
one character. A Latin word inside CamelCase or before digits is listed under its own name, too.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.keyword.alphabet import WIDE, WORD
from bot.keyword.layout import Layout, Positions

_LAST = "\U0010ffff"
_SHORTEST_PIECE = 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """keys: (n,) ``code << 32 | next code``, ascending; offsets: (n + 1,) into ``positions``."""

    keys: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    positions: NDArray[np.uint32 | np.int64]

    def range_of(self, first: int, second: int | None = None) -> tuple[int, int]:
        """The slice of positions where ``first`` stands, followed by ``second`` if given."""
        last = first + 1 if second is None else first
        low = np.uint64(first << 32 | (second or 0))
        high = np.uint64(last << 32 | (0 if second is None else second + 1))
        a, b = np.searchsorted(self.keys, np.array([low, high]))
        return int(self.offsets[a]), int(self.offsets[b])

    def at(self, bounds: tuple[int, int]) -> Positions:
        """The positions of a slice."""
        return self.positions[slice(*bounds)].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Words:
    """words: sorted, distinct, folded; offsets: (n + 1,) into ``positions``."""

    words: list[str]
    offsets: NDArray[np.int64]
    positions: NDArray[np.uint32 | np.int64]

    def find(self, word: str) -> int | None:
        """The number of a word, None when it does not occur."""
        i = bisect_left(self.words, word)
        return i if i < len(self.words) and self.words[i] == word else None

    def with_prefix(self, prefix: str) -> range:
        """The numbers of all words that begin with ``prefix``."""
        return range(bisect_left(self.words, prefix), bisect_left(self.words, prefix + _LAST))

    def at(self, numbers: range) -> Positions:
        """Positions of a range of words; sorted within a word only."""
        low, high = self.offsets[numbers.start], self.offsets[numbers.stop]
        return self.positions[low:high].astype(np.int64)

    def count(self, number: int) -> int:
        """How often a word occurs."""
        return int(self.offsets[number + 1] - self.offsets[number])


def index_pairs(layout: Layout) -> Pairs:
    """All positions of wide characters, by the character and the one after it."""
    codes = layout.codes
    positions = np.flatnonzero(layout.alphabet.kinds[codes] == WIDE)
    first, second = codes[positions], codes[positions + 1]
    order = np.argsort(second, kind="stable")
    order = order[np.argsort(first[order], kind="stable")]
    keys = first[order].astype(np.uint64) << np.uint64(32) | second[order]
    distinct, offsets = _runs(keys)
    return Pairs(keys[distinct], offsets, _compact(positions[order]))


def index_words(layout: Layout, points: NDArray[np.uint32]) -> Words:
    """All Latin words and their CamelCase pieces."""
    starts, ends = _word_spans(layout, points)
    letters = {code: character for character, code in layout.alphabet.codes.items()}
    table = np.zeros(len(letters) + 1, dtype="<u4")
    table[list(letters)] = [ord(letter) for letter in letters.values()]
    folded = table[layout.codes].tobytes().decode("utf-32-le", "surrogatepass")
    written = [folded[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    words = sorted(set(written))
    numbers = {word: i for i, word in enumerate(words)}
    keys = np.array([numbers[word] for word in written], dtype=np.int64)
    order = np.lexsort((starts, keys))
    counts = np.bincount(keys, minlength=len(words)) if words else np.zeros(0, np.int64)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    return Words(words, offsets, _compact(starts[order]))


def _word_spans(layout: Layout, points: NDArray[np.uint32]) -> tuple[Positions, Positions]:
    inside = layout.alphabet.kinds[layout.codes] == WORD
    before, after = np.roll(inside, 1), np.roll(inside, -1)
    starts = np.flatnonzero(inside & ~before)
    ends = np.flatnonzero(inside & ~after) + 1
    borders = np.flatnonzero(_piece_borders(points) & inside & before)
    piece_starts = np.union1d(starts, borders)
    piece_ends = np.union1d(ends, borders)
    long_enough = piece_ends - piece_starts >= _SHORTEST_PIECE
    parted = ~(np.isin(piece_starts, starts) & np.isin(piece_ends, ends))
    kept = long_enough & parted
    return (
        np.concatenate((starts, piece_starts[kept])),
        np.concatenate((ends, piece_ends[kept])),
    )


def _piece_borders(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Where a piece of a CamelCase word begins: bN in batchNorm, Nl in BNlayer, t5 in resnet50."""
    is_upper, is_lower, is_digit = _classes(points, (str.isupper, str.islower, str.isdigit))
    upper_before, digit_before = np.roll(is_upper, 1), np.roll(is_digit, 1)
    rises = is_upper & ~upper_before & ~digit_before
    falls = is_upper & upper_before & np.roll(is_lower, -1)
    borders: NDArray[np.bool_] = rises | falls | (is_digit != digit_before)
    return borders


def _classes(
    points: NDArray[np.uint32], tests: tuple[Callable[[str], bool], ...]
) -> list[NDArray[np.bool_]]:
    """One mask over ``points`` for each test of a character."""
    present = np.flatnonzero(np.bincount(points, minlength=1))
    masks = []
    for test in tests:
        table = np.zeros(int(present[-1]) + 1, dtype=bool)
        table[present] = [test(chr(point)) for point in present.tolist()]
        mask: NDArray[np.bool_] = table[points]
        masks.append(mask)
    return masks


def _runs(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each distinct key begins in sorted ``keys``, and the same with the end added."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(1, np.int64)
    begins = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
    return begins, np.append(begins, len(keys))


def _compact(positions: Positions) -> NDArray[np.uint32 | np.int64]:
    """Four bytes a position where they suffice."""
    fits = not len(positions) or int(positions.max()) < 2**32
    return positions.astype(np.uint32) if fits else positions
