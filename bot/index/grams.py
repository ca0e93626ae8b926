"""Character n-grams as numbers.

The n-grams are those of :func:`bot.index.tfidf.character_ngrams`, which a test compares them with.
An n-gram is one number: 15 bits for each of up to three Han characters, or a mark and 6 bits for
each of up to five Latin letters and digits. So the n-grams of a long text are found by shifting
arrays, and a table of n-grams is an ascending array of numbers.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import different
from bot.analysis.remembered import Remembered

Default = TypeVar("Default")
Keys = NDArray[np.uint64]
_HAN_BITS, _LATIN_BITS = 15, 6
_LATIN = 1 << 3 * _HAN_BITS
"""Marks an n-gram of Latin letters and digits."""
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF
_DIGITS, _LETTERS = ord("0") - 1, ord("a") - 11
_KEYS = 16_384
"""Numbers of n-grams that are remembered: several collections are asked for the same ones."""


def gram_keys(codes: NDArray[np.uint32], beside: NDArray[Any], bits: int) -> Iterator[Keys]:
    """The n-grams of a folded text, given by its characters, beside each of which a number stands.

    That of its first character follows an n-gram in the last ``bits``. Those of every length come
    together, and all that come later are greater numbers.

    >>> from bot.analysis.folding import code_points
    >>> found = gram_keys(code_points("bn 空洞"), np.array([1, 1, 1, 2, 3]), 2)
    >>> [(gram_of(int(key) >> 2), int(key) & 3) for keys in found for key in keys]
    [('空', 2), ('洞', 3), ('空洞', 2), ('bn', 1)]
    """
    # What is below the first one becomes a great number.
    han = codes - np.uint32(_FIRST_HAN) <= _LAST_HAN - _FIRST_HAN
    digit = codes - np.uint32(ord("0")) < 10
    latin = digit | (codes - np.uint32(ord("a")) < 26)
    letters = codes - np.where(digit, np.uint32(_DIGITS), np.uint32(_LETTERS))
    numbers = codes - np.uint32(_FIRST_HAN - 1)
    yield from _stretches(han, numbers, _Kind(_HAN_BITS, 1, 3, 0), beside, bits)
    yield from _stretches(latin, letters, _Kind(_LATIN_BITS, 3, 5, _LATIN), beside, bits)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Bits of a character; the lengths of n-grams, shorter words being whole ones; their mark."""

    bits: int
    shortest: int
    longest: int
    mark: int


def _stretches(
    inside: NDArray[np.bool_],
    symbols: NDArray[np.uint32],
    kind: _Kind,
    beside: NDArray[Any],
    bits: int,
) -> Iterator[Keys]:
    """The n-grams of the characters that are inside, for every length."""
    places = inside.nonzero()[0]
    last = np.ones(len(places), bool)
    np.not_equal(np.diff(places), 1, out=last[:-1])
    firsts = np.append(True, last[:-1])[: len(last)].nonzero()[0]
    lengths = np.diff(firsts, append=len(places))
    own = symbols[places].astype(np.uint64) << np.uint64(bits)
    others = beside[places].astype(np.uint64) | np.uint64(kind.mark << bits)
    keys, begun = own, np.ones(len(places), bool)
    for n in range(1, kind.longest + 1):
        if n < kind.shortest:
            words = firsts[lengths == n]
            yield keys[words] | others[words]
        else:
            yield (keys | others[: len(keys)])[begun]
        keys = (keys[:-1] << np.uint64(kind.bits)) | own[n:]
        # Where a word goes on for one character more.
        begun = begun[:-1] & ~last[n - 1 : -1]


@lru_cache(maxsize=_KEYS)
def key_of(gram: str) -> int | None:
    """The number of an n-gram; None when it is none.

    >>> gram_of(key_of("3d")), key_of("空b"), key_of("dilated")
    ('3d', None, None)
    """
    latin = gram.isascii()
    longest, bits, key = (5, _LATIN_BITS, 0) if latin else (3, _HAN_BITS, 0)
    if not 0 < len(gram) <= longest:
        return None
    for character in gram:
        if (symbol := _symbol(character, latin)) is None:
            return None
        key = key << bits | symbol
    return key | _LATIN if latin else key


def _symbol(character: str, latin: bool) -> int | None:
    """The number of one letter, digit or Han character."""
    code = ord(character)
    if not latin:
        return code - _FIRST_HAN + 1 if _FIRST_HAN <= code <= _LAST_HAN else None
    if "0" <= character <= "9":
        return code - _DIGITS
    return code - _LETTERS if "a" <= character <= "z" else None


def gram_of(key: int) -> str:
    """The n-gram of a number."""
    bits = _LATIN_BITS if key & _LATIN else _HAN_BITS
    rest, letters = key & (_LATIN - 1), ""
    while rest:
        rest, symbol = rest >> bits, rest & ((1 << bits) - 1)
        base = _FIRST_HAN - 1 if not key & _LATIN else _DIGITS if symbol <= 10 else _LETTERS
        letters = chr(symbol + base) + letters
    return letters


@dataclass(frozen=True)
class GramTable(Mapping[str, int]):
    """Distinct n-grams and their numbers: their places in the ``ascending`` numbers.

    >>> from bot.analysis.folding import code_points
    >>> table = GramTable(np.concatenate([*gram_keys(code_points("洞空"), np.zeros(2, int), 0)]))
    >>> table["洞"], table.get("卷"), sorted(table)
    (0, None, ['洞', '洞空', '空'])
    """

    ascending: Keys

    @cached_property
    def _view(self) -> Sequence[int]:
        return self.ascending.data

    @overload
    def get(self, gram: str, default: None = None, /) -> int | None: ...
    @overload
    def get(self, gram: str, default: Default, /) -> "int | Default": ...
    def get(self, gram: str, default: Any = None, /) -> Any:
        """The number of an n-gram, ``default`` without one."""
        number = self._numbers[gram]
        return default if number < 0 else number

    @cached_property
    def _numbers(self) -> Remembered[str, int]:
        # One question asks for the same few n-grams in many places.
        return Remembered(self._looked_up)

    def _looked_up(self, gram: str) -> int:
        key = key_of(gram)
        if key is None:
            return -1
        place = bisect_left(self._view, key)
        return place if place < len(self.ascending) and self._view[place] == key else -1

    def __getitem__(self, gram: str) -> int:
        if (number := self.get(gram)) is None:
            raise KeyError(gram)
        return number

    def __contains__(self, gram: object) -> bool:
        return isinstance(gram, str) and self.get(gram) is not None

    def __len__(self) -> int:
        return len(self.ascending)

    def __iter__(self) -> Iterator[str]:
        return map(gram_of, self.ascending.tolist())


def united(tables: Sequence[GramTable]) -> tuple[GramTable, list[NDArray[np.int64]]]:
    """All n-grams of the tables, and for each the numbers that its n-grams have among them."""
    keys = different(np.concatenate([table.ascending for table in tables]))
    return GramTable(keys), [keys.searchsorted(table.ascending) for table in tables]
