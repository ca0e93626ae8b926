"""What dictionaries know of the words of questions and passages."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from bot.analysis.dictionary import InVocabulary
from bot.index.descriptions import Descriptions
from bot.index.fusion import Translations
from bot.index.general_dictionary import Table, read_dictionary
from bot.index.storage import Arrays


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the general dictionary knows that matters for these passages.

    english, chinese:  the translations of every word, whatever the passages hold
    translations:      those that occur in the passages
    commonness:        how everyday an English stem is, in [0, 1]; absent stems are unknown
    descriptions:      concepts described in plain words
    stored:            the arrays in which all of it was stored, if it was
    """

    english: Table
    chinese: Table
    translations: Translations
    commonness: Mapping[str, float]
    descriptions: Descriptions
    stored: Arrays | None = None

    def over(self, vocabulary: Container[str]) -> "Lexicon":
        """The same for passages with another ``vocabulary`` of terms."""
        tables = (InVocabulary(table, vocabulary) for table in (self.english, self.chinese))
        return replace(self, translations=Translations(*tables))


def build_lexicon(vocabulary: Container[str], descriptions: Descriptions) -> Lexicon:
    """The lexicon for passages with that ``vocabulary`` of terms; takes seconds at first."""
    english, chinese, commonness = read_dictionary()
    lexicon = Lexicon(english, chinese, Translations({}, {}), commonness, descriptions)
    return lexicon.over(vocabulary)
