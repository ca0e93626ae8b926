"""The one Analyzer: text into words and concepts, the same for passages and for questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from bot.analysis.bulk_names import NameTrie
from bot.analysis.cutter import WordModel
from bot.analysis.glossary import Glossary, chinese_words, load_glossary
from bot.analysis.mentions import Mention, MentionFinder, NameForms, name_forms
from bot.analysis.remembered import Remembered
from bot.analysis.tokenizer import Token, Tokenizer
from bot.analysis.trie import Trie
from bot.resources import read_rows, read_text, read_toml

Arrays = Mapping[str, NDArray[Any]]
_REMEMBERED = 8
"""Texts whose analysis is kept: the parts of one answer analyse the same question."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a text is made of: word tokens and glossary mentions, with spans of the text."""

    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]

    @property
    def terms(self) -> list[str]:
        """The word terms, with repetitions."""
        return [token.term for token in self.tokens]

    def concepts(self) -> dict[str, float]:
        """The greatest weight with which each concept is named, in (0, 1]."""
        weights: dict[str, float] = {}
        for mention in self.mentions:
            weights[mention.concept] = max(weights.get(mention.concept, 0.0), mention.weight)
        return weights


class Analyzer:
    """Analyses texts with one glossary; holds the dictionaries, which load when first needed."""

    def __init__(
        self,
        glossary: Glossary,
        model: WordModel | None = None,
        names: NameForms | None = None,
        stored: Arrays | None = None,
    ) -> None:
        """``model`` and ``names`` are computed from the glossary where they were not stored.

        ``stored`` are the arrays in which all of it was stored, if it was.
        """
        self.glossary = glossary
        self.stored = stored or {}
        self._model = model
        self._names = names
        self._analyzed = lru_cache(_REMEMBERED)(self._analyze)

    @classmethod
    def open(cls, *extra_glossaries: Path) -> "Analyzer":
        """The analyzer of the shipped glossary, extended by the tables at these paths."""
        return cls(load_glossary(*extra_glossaries))

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Cuts words; keeps the glossary's Chinese names whole."""
        if self._model is not None:
            return Tokenizer((), self._model)
        return Tokenizer(chinese_words(self.glossary.values()))

    @cached_property
    def finder(self) -> MentionFinder:
        """Finds the glossary's concepts."""
        if self._names is not None:
            return MentionFinder(self._names)
        concepts = self.glossary.values()
        return MentionFinder(name_forms(concepts, common_words(), heads(), self._foreign))

    @cached_property
    def word_trie(self) -> Trie:
        """The words of the dictionary as long texts are cut by them."""
        model = self.tokenizer.model
        return Trie.load(self.stored) or Trie.of(model.frequencies, model.total)

    @cached_property
    def name_trie(self) -> NameTrie:
        """The names of the glossary as they are found in long texts."""
        return NameTrie.load(self.stored) or NameTrie.of(self.finder.names.forms)

    def is_foreign(self, concept: str) -> bool:
        """Whether a concept belongs to a field that notes on vision and learning seldom touch."""
        return self.glossary[concept].field in self._foreign

    def analyze(self, text: str) -> Analysis:
        """Words and mentions of ``text``.

        >>> from bot.analysis.glossary import parse_glossary
        >>> Analyzer(parse_glossary("id\\tzh\\niou\\t交并比")).analyze("交并比怎么算").concepts()
        {'iou': 1.0}
        """
        return self._analyzed(text)

    @cached_property
    def concepts_of(self) -> Remembered[str, Mapping[str, float]]:
        """The concepts of titles, remembered: the same passages answer many questions."""
        return Remembered(lambda title: self.analyze(title).concepts())

    @cached_property
    def words_of(self) -> Remembered[str, frozenset[str]]:
        """The words of titles, remembered, without the parts of compound words."""
        return Remembered(
            lambda title: frozenset(t.term for t in self.analyze(title).tokens if t.whole)
        )

    def _analyze(self, text: str) -> Analysis:
        tokens = tuple(self.tokenizer.tokenize(text))
        mentions = self.finder.find(text)
        return Analysis(
            text, tokens, tuple(m for m in mentions if not self._is_accident(m, tokens))
        )

    def _is_accident(self, mention: Mention, tokens: tuple[Token, ...]) -> bool:
        """Whether a name of a foreign field only arises where two other words meet.

        会计 (accounting) stands in 会计算 (can compute), but the words are 会 and 计算.
        """
        if not self.is_foreign(mention.concept):
            return False
        borders = (mention.start, mention.end)
        return any(t.whole and t.start < border < t.end for t in tokens for border in borders)

    @cached_property
    def _foreign(self) -> frozenset[str]:
        """Fields of study that notes on vision and learning seldom touch."""
        return frozenset(read_toml("fields.toml")["foreign"])


def common_words() -> frozenset[str]:
    """Lower-case English words that are an abbreviation only when written with capitals."""
    return frozenset(_lines("capital_only.txt"))


def heads() -> dict[str, list[str]]:
    """Chinese words for the last words of English names."""
    return {row["en"]: row["zh"].split("|") for row in read_rows("heads.tsv")}


def frame_words() -> frozenset[str]:
    """Words and phrases that frame a question and carry no topic, in either language."""
    return frozenset(_lines("stopwords.txt"))


def _lines(name: str) -> Iterable[str]:
    lines = (line.strip() for line in read_text(name).splitlines())
    return (line for line in lines if line and line[0] != "#")
