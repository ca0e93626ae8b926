"""English names as they are written: the glossary holds them as they are read, in lower case.

The words that bear capitals wherever they stand are data, ``bot/lexicon/cased.txt``. What already
has a capital is left as somebody wrote it.
"""

import re
from functools import cache

from bot.resources import is_row, read_text

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PART = re.compile(r"[a-z0-9]+")
_PLAIN = re.compile(r"[a-z]{2,}(?![\w(])")
"""A first word that begins with a capital when the name stands alone: not ``k`` of k-means."""


@cache
def _words() -> dict[str, str]:
    """Each word by what it is in lower case."""
    words = filter(is_row, read_text("cased.txt").splitlines())
    return {word.lower(): word for word in words}


def cased(name: str) -> str:
    """The name as it is written inside a sentence.

    >>> cased("cnn"), cased("gaussian filter"), cased("u-net vs mask r-cnn"), cased("卷积 layer")
    ('CNN', 'Gaussian filter', 'U-Net vs mask R-CNN', '卷积 layer')
    """
    return name if name != name.lower() else _WORD.sub(_written, name)


def as_title(name: str) -> str:
    """The name as it is written by itself.

    >>> [as_title(name) for name in ("batch normalization", "k-means", "1x1 convolution", "mAP")]
    ['Batch normalization', 'k-means', '1x1 convolution', 'mAP']
    """
    written = cased(name)
    return written[:1].upper() + written[1:] if _PLAIN.match(written) else written


def _written(found: re.Match[str]) -> str:
    """A word with its capitals; one with hyphens is known whole or part by part."""
    word, words = found[0], _words()
    return words.get(word) or _PART.sub(lambda part: words.get(part[0], part[0]), word)
