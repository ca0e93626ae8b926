"""Latin words: where they begin and end inside a text, and their stems."""

import re
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[a-z][a-z0-9]*|[0-9]+(?:\.[0-9]+)?[a-z]*", re.IGNORECASE)
"""A run of letters and digits, or a number; hyphens, underscores and dots between words cut."""

_PIECE = re.compile(r"[A-Z]{2,}s?(?![a-z])|[A-Z](?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_BRITISH = re.compile(r"(?<=[a-z]{4})is(?=(?:e|ed|es|ing|er|ation|ations)$)")
_ABBREVIATIONS = re.compile(r"([b-df-hj-np-tv-xz]{3,}|[cgnt]pu)s")
"""Plurals that the stemmer leaves alone: it takes off no s where no vowel is before, nor of -us."""
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case Latin word, the same for -ise and -ize spellings.

    Short words and words with digits stay whole: they are names.

    >>> stem("normalisation") == stem("normalization"), stem("bias"), stem("resnet50")
    (True, 'bias', 'resnet50')
    >>> stem("cnns"), stem("gpus")
    ('cnn', 'gpu')
    """
    if len(word) < 4 or not word.isalpha():
        return word
    if plural := _ABBREVIATIONS.fullmatch(word):
        return plural[1]
    stemmed: str = _STEMMER.stemWord(_BRITISH.sub("iz", word))
    return stemmed


def pieces(word: str) -> list[tuple[int, int]]:
    """Spans of the parts of a CamelCase word; one span when there is nothing to part.

    >>> [("BatchNorm"[a:b]) for a, b in pieces("BatchNorm")], len(pieces("GPUs"))
    (['Batch', 'Norm'], 1)
    """
    if word.isascii() and word.isalpha() and word[1:].islower():
        return [(0, len(word))]
    return [match.span() for match in _PIECE.finditer(word)] or [(0, len(word))]
