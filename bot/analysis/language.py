"""Which language a text is written in."""

import re
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.resources import read_text

_HAN = re.compile(r"[㐀-鿿]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_CHARACTERS_A_WORD = 1.7
"""Mean length of a Chinese word in running text, to weigh characters against Latin words."""


def han_share(text: str) -> float:
    """Estimated share of the words of ``text`` that are Chinese, in [0, 1]; 0 without any word.

    >>> han_share("空洞卷积"), han_share("what is IoU"), han_share("?!")
    (1.0, 0.0, 0.0)
    """
    return float(word_share(np.array(len(_HAN.findall(text))), len(_LATIN_WORD.findall(text))))


def word_share(han: NDArray[Any], latin: NDArray[Any] | int) -> NDArray[np.float64]:
    """The share of Chinese words beside ``latin`` words, from the number of Han characters."""
    words = han / _CHARACTERS_A_WORD
    share: NDArray[np.float64] = words / np.maximum(words + latin, 0.1)
    return share


def detect_language(text: str) -> str:
    """``"zh"`` when the sentence is Chinese, however many English terms it holds, else ``"en"``.

    English terms tell nothing where not one English word stands that makes a sentence.

    >>> detect_language("Dropout 和 BN 能一起用吗"), detect_language("what does 空洞卷积 mean here")
    ('zh', 'en')
    >>> detect_language("add和concat的区别"), detect_language("softmax sigmoid 区别")
    ('zh', 'zh')
    """
    if han_share(text) >= 0.5:
        return "zh"
    framed = any(word.lower() in _english_frames() for word in _LATIN_WORD.findall(text))
    return "en" if framed or not _HAN.search(text) else "zh"


@cache
def _english_frames() -> frozenset[str]:
    """English words that make a sentence and name nothing."""
    return frozenset(word for word in read_text("stopwords.txt").split() if word.isascii())
