"""Characters as small numbers, folded one by one.

A query may be any piece cut out of a sentence, so the folding must not look at the neighbours of
a character: OpenCC's phrases read 著 in 接著 and in 著名 differently. Here each character has one
folded form wherever it stands; characters that scripts and regions exchange share it.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.analysis.folding import simplify
from bot.resources import read_text

SEPARATOR, WORD, WIDE = 0, 1, 2
"""Kinds of characters: between words, part of a Latin-like word, a word part of its own."""

_WIDE_RANGES = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3040, 0x31BF),  # kana, bopomofo, Hangul letters
    (0x3400, 0x9FFF),
    (0xAC00, 0xD7AF),  # Hangul
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@cache
def fold_character(character: str) -> str:
    """One character in Simplified script, half-width, lower case and without accents.

    >>> [fold_character(c) for c in "積Ｂé著ß"]
    ['积', 'b', 'e', '着', 'ß']
    """
    normal = unicodedata.normalize("NFKC", character)
    if len(normal) != 1:
        return character
    parts = unicodedata.normalize("NFD", normal)
    if len(parts) > 1 and parts[0].isascii():
        normal = parts[0]
    folded = simplify(normal.casefold())
    return _variants().get(folded, folded) if len(folded) == 1 else normal


def fold_text(text: str) -> str:
    """``text`` folded character by character; the length stays.

    >>> fold_text("空洞卷積 ＢＮ")
    '空洞卷积 bn'
    """
    return "".join(map(fold_character, text))


def letters_of(text: str) -> str:
    """Letters and digits of a text, folded: what two spellings of one name have in common.

    >>> letters_of("Batch-Norm (ＢＮ)")
    'batchnormbn'
    """
    return "".join(filter(str.isalnum, fold_text(text)))


@cache
def kind_of(character: str) -> int:
    """SEPARATOR, WORD or WIDE for a folded character.

    >>> [kind_of(c) for c in "积a7。 +"]
    [2, 1, 1, 0, 0, 0]
    """
    if not character.isalnum():
        return SEPARATOR
    point = ord(character)
    return WIDE if any(low <= point <= high for low, high in _WIDE_RANGES) else WORD


@cache
def _variants() -> dict[str, str]:
    groups = (line for line in read_text("han_variants.txt").splitlines() if line[:1] != "#")
    return {variant: group[0] for group in groups for variant in group}


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The folded characters of a collection; code 0 stands for everything between words.

    codes:  folded character -> code, from 1
    kinds:  (codes,) kind of each code
    """

    codes: dict[str, int]
    kinds: NDArray[np.uint8]

    def encode(self, folded: str) -> list[int] | None:
        """The codes of a folded text, None when one of its characters occurs nowhere."""
        codes = [self.codes.get(character, -1) for character in folded]
        return None if -1 in codes else codes


def encode(points: NDArray[np.uint32]) -> tuple[Alphabet, NDArray[np.uint32]]:
    """The alphabet of a text given as code points, and the text in its codes.

    The text may be long: every step but the folding of distinct characters is one numpy call.
    """
    present = np.flatnonzero(np.bincount(points, minlength=1))
    folded = [fold_character(chr(point)) for point in present.tolist()]
    codes: dict[str, int] = {}
    table = np.zeros(int(present[-1]) + 1 if len(present) else 1, dtype=np.uint32)
    kinds = [SEPARATOR]
    for point, character in zip(present.tolist(), folded, strict=True):
        kind = kind_of(character)
        if kind == SEPARATOR:
            continue
        if character not in codes:
            codes[character] = len(codes) + 1
            kinds.append(kind)
        table[point] = codes[character]
    return Alphabet(codes, np.array(kinds, dtype=np.uint8)), table[points]


def units(folded: str) -> list[tuple[int, int, bool]]:
    """The units of a folded text as (start, end, wide): wide runs and words.

    >>> units("3d卷积, bn")
    [(0, 2, False), (2, 4, True), (6, 8, False)]
    """
    kinds = [SEPARATOR, *map(kind_of, folded), SEPARATOR]
    borders = [i for i, (a, b) in enumerate(pairwise(kinds)) if a != b]
    return [
        (start, end, kinds[start + 1] == WIDE)
        for start, end in pairwise(borders)
        if kinds[start + 1] != SEPARATOR
    ]
