"""One script, one width, one case, without moving a character.

Everything downstream compares folded text and reports spans of the displayed text; since folding
keeps the length, a span of one is a span of the other and highlighting is only arithmetic.
"""

import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
import opencc
from numpy.typing import NDArray

from bot.analysis.arrays import different
from bot.resources import read_rows

_HAN = re.compile(r"[㐀-鿿\uf900-\ufaff]")
_LONE_SURROGATE, _REPLACED = re.compile(r"[\ud800-\udfff]"), "\ufffd"
"""Half a character, as broken input holds it: OpenCC encodes its text and would fail on it."""
_CODES, _UNKNOWN = 0x110000, 0xFFFFFFFF
_SHORT, _REMEMBERED = 500, 16
"""Texts up to so many characters are remembered when folded: one question is folded many times."""


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def _convert(name: str, text: str) -> str:
    converter = _converter(name)
    try:
        converted: str = converter.convert(text)
    except UnicodeEncodeError:
        converted = converter.convert(_LONE_SURROGATE.sub(_REPLACED, text))
    return converted


@cache
def _taiwan_words() -> dict[str, str]:
    """Taiwan words that OpenCC leaves as they are, in Simplified script, and the mainland ones."""
    return {row["taiwan"]: row["mainland"] for row in read_rows("taiwan.tsv")}


@cache
def _fold_character(character: str) -> str:
    """The folded form of one character, itself when the form would be longer or shorter."""
    if _LONE_SURROGATE.match(character):
        return _REPLACED  # as where it stands beside Chinese
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character


def simplify(text: str) -> str:
    """``text`` in Simplified Chinese, of the same length.

    OpenCC chooses by phrase (乾燥 → 干燥, 乾坤 → 乾坤); where a phrase would change the length of a
    line its characters are converted one by one. No phrase goes beyond its line, so that lines
    convert alike alone and together.

    >>> simplify("空洞卷積的感受野")
    '空洞卷积的感受野'
    """
    if not _HAN.search(text):
        return text
    converted = _convert("t2s", text)
    if len(converted) == len(text):
        return converted
    if "\n" in text:
        return "\n".join(map(simplify, text.split("\n")))
    return "".join(c if len(s := _convert("t2s", c)) != 1 else s for c in text)


def fold(text: str) -> str:
    """``text`` simplified, half-width and lower case, character for character.

    >>> fold("ＢＮ層的 Ｃｏｎｖ"), len(fold("ＢＮ層")) == len("ＢＮ層")
    ('bn层的 conv', True)
    """
    if text.isascii():
        return text.lower()
    return _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)


@lru_cache(_REMEMBERED)
def _folded(text: str) -> str:
    return "".join(map(_fold_character, simplify(text)))


def code_points(text: str) -> NDArray[np.uint32]:
    """The characters of ``text`` as numbers, shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def folded_code_points(text: str) -> NDArray[np.uint32]:
    """The characters of :func:`fold` as numbers: the fast way for a long text.

    >>> [chr(code) for code in folded_code_points("ＢＮ層")]
    ['b', 'n', '层']
    """
    codes, table = code_points(simplify(text)), _folded_codes()
    folded = table[codes]
    if (new := different(codes[folded == _UNKNOWN])).size:
        table[new] = [ord(_fold_character(chr(code))) for code in new]
        folded = table[codes]
    return folded


@cache
def _folded_codes() -> NDArray[np.uint32]:
    """The folded form of every character that was met."""
    return np.full(_CODES, _UNKNOWN, np.uint32)


def mainland_wording(text: str) -> str:
    """A question with Taiwan terms put in mainland words; the length may change.

    Only text that is in Traditional script is touched, since the same words in Simplified script
    may be meant as they stand.

    >>> mainland_wording("神經網路的記憶體"), mainland_wording("神经网路")
    ('神经网络的内存', '神经网路')
    >>> mainland_wording("偵測小物件的座標")
    '检测小对象的坐标'
    """
    if simplify(text) == text:
        return text
    words = _taiwan_words()
    converted = _convert("tw2sp", text)
    return re.sub("|".join(words), lambda match: words[match[0]], converted)
