"""What dictionaries know of the words of questions and passages."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.analysis.commonness import english_commonness
from bot.analysis.dictionary import InVocabulary, by_chinese, by_english, read_pairs
from bot.index.descriptions import Descriptions
from bot.index.fusion import Translations

Table = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the general dictionary knows that matters for these passages.

    english, chinese:  the translations of every word, whatever the passages hold
    translations:      those that occur in the passages
    commonness:        how everyday an English stem is, in [0, 1]; absent stems are unknown
    descriptions:      concepts described in plain words
    """

    english: Table
    chinese: Table
    translations: Translations
    commonness: Mapping[str, float]
    descriptions: Descriptions

    def over(self, vocabulary: Container[str]) -> "Lexicon":
        """The same for passages with another ``vocabulary`` of terms."""
        tables = (InVocabulary(table, vocabulary) for table in (self.english, self.chinese))
        return replace(self, translations=Translations(*tables))


def build_lexicon(vocabulary: Container[str], descriptions: Descriptions) -> Lexicon:
    """The lexicon for passages with that ``vocabulary`` of terms; takes seconds at first."""
    english, chinese, commonness = _dictionary()
    lexicon = Lexicon(english, chinese, Translations({}, {}), commonness, descriptions)
    return lexicon.over(vocabulary)


@lru_cache(maxsize=1)
def _dictionary() -> tuple[Table, Table, Mapping[str, float]]:
    """Translations in both directions, and how everyday English stems are."""
    pairs = read_pairs()
    return by_english(pairs), by_chinese(pairs), english_commonness(english for english, _ in pairs)
