"""What the Chinese–English dictionary knows of ordinary words, read once for all indexes."""

from collections.abc import Mapping
from functools import lru_cache

from bot.analysis.commonness import english_commonness
from bot.analysis.dictionary import by_chinese, by_english, read_pairs

Table = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def read_dictionary() -> tuple[Table, Table, Mapping[str, float]]:
    """Translations in both directions, and how everyday English stems are; takes a second."""
    pairs = read_pairs()
    return by_english(pairs), by_chinese(pairs), english_commonness(english for english, _ in pairs)
