"""A number for every different short piece of ASCII text, for many pieces at once.

The characters are packed six to a number, and such numbers are found by hashing; of a longer piece
what its beginning was numbered stands in front of its next six characters.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import GrowingNumbers

Numbers = NDArray[Any]
LONGEST = 18
"""Characters of the longest piece."""
_AT_ONCE, _BITS = 6, 7
"""Characters of a key and bits of each; what is left of 64 bits numbers four million beginnings."""


class Spellings:
    """Numbers pieces of text; equal pieces have the same number.

    >>> codes = np.array([ord(letter) for letter in "a conv, convs"])
    >>> spellings = Spellings()
    >>> spellings.numbers(codes, np.array([2, 8, 8]), np.array([6, 12, 13])).tolist()
    [0, 0, 1]
    """

    def __init__(self) -> None:
        self._keys = GrowingNumbers()

    def __len__(self) -> int:
        """How many numbers are taken, by pieces and by their beginnings."""
        return len(self._keys)

    def numbers(self, codes: Numbers, starts: Numbers, ends: Numbers) -> Numbers:
        """The numbers of the pieces of a text that is given by its characters.

        Each has between 1 and ``LONGEST`` characters, which are those of :func:`spellable`.
        """
        symbols = (codes & ((1 << _BITS) - 1)).astype(np.uint8)
        numbers = np.full(len(starts), -1, np.int64)
        left = np.arange(len(starts))
        for offset in range(0, LONGEST, _AT_ONCE):
            left = left[ends[left] - starts[left] > offset]
            keys = _packed(symbols, starts[left] + offset, ends[left])
            before = (numbers[left] + 1).astype(np.uint64) << np.uint64(_AT_ONCE * _BITS)
            numbers[left] = self._keys.numbers(keys | before)
        return numbers


def spellable(codes: Numbers) -> NDArray[np.bool_]:
    """Which characters are ASCII: 1 to 127."""
    ascii_codes: NDArray[np.bool_] = (codes > 0) & (codes < 128)
    return ascii_codes


def _packed(symbols: NDArray[np.uint8], starts: Numbers, ends: Numbers) -> NDArray[np.uint64]:
    """The next characters from the starts on, as many as fit, in one number each."""
    keys = np.zeros(len(starts), np.uint64)
    for place in range(_AT_ONCE):
        keys <<= np.uint64(_BITS)
        keys |= symbols.take(starts + place, mode="clip")
    # What stands behind the end of a piece is shifted out again.
    beyond = np.maximum(starts + _AT_ONCE - ends, 0).astype(np.uint64)
    keys >>= beyond * np.uint64(_BITS)
    return keys
