"""What dictionaries know of the words of questions and passages."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from bot.analysis.commonness import english_commonness
from bot.analysis.dictionary import chinese_to_english, english_to_chinese, read_pairs
from bot.index.descriptions import Descriptions
from bot.index.fusion import Translations


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the general dictionary knows that matters for these passages.

    translations:  words of the other language that occur in the passages
    commonness:    how everyday an English stem is, in [0, 1]; absent stems are unknown
    descriptions:  concepts described in plain words
    """

    translations: Translations
    commonness: Mapping[str, float]
    descriptions: Descriptions


def build_lexicon(vocabulary: Set[str], descriptions: Descriptions) -> Lexicon:
    """The lexicon for passages with that ``vocabulary`` of terms; takes seconds."""
    pairs = read_pairs()
    translations = Translations(
        english_to_chinese(pairs, vocabulary), chinese_to_english(pairs, vocabulary)
    )
    commonness = english_commonness(english for english, _ in pairs)
    return Lexicon(translations, commonness, descriptions)
