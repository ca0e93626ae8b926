"""How everyday a word is: 0 for a term of art or an unknown word, 1 for the commonest words.

English: in how many entries of CC-CEDICT the word is an equivalent. Chinese: its frequency in
jieba's dictionary. Both on a logarithmic scale, since word frequencies follow Zipf's law.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

_MOST_ENTRIES = 300
_MOST_FREQUENT = 100_000
"""Counts from which a word is as common as can be: about those of 'good' and of 我们."""


def english_commonness(keys: Iterable[str]) -> dict[str, float]:
    """Commonness in [0, 1] of every stem in ``keys``, one key per dictionary equivalent.

    >>> english_commonness(["good"] * 300 + ["atrous"])["good"]
    1.0
    """
    counts = Counter(word for key in keys for word in key.split(" "))
    return {word: _log_share(count, _MOST_ENTRIES) for word, count in counts.items()}


def chinese_commonness(word: str, frequencies: Mapping[str, int]) -> float:
    """Commonness in [0, 1] of a Chinese word by its dictionary frequency."""
    return _log_share(frequencies.get(word) or 1, _MOST_FREQUENT)


def _log_share(count: int, most: int) -> float:
    return min(1.0, math.log(max(count, 1)) / math.log(most))
