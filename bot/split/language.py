"""The language of a text: the one most of it is written in."""

import re

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")


def language_of(text: str) -> str:
    """``"zh"`` or ``"en"``: Chinese when Han characters outnumber half the Latin words.

    A Chinese note is full of English terms, an English one hardly ever has Han characters.

    >>> language_of("BN 的作用 Batch Normalization"), language_of("what is BN (批归一化)?")
    ('zh', 'en')
    >>> language_of("")
    'en'
    """
    han, words = len(_HAN.findall(text)), len(_WORD.findall(text))
    return "zh" if han > words else "en"
