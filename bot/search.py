"""The index of passages as one object: build, search, save, load.

:class:`PassageIndex` knows nothing of notes or answers. It ranks passages for a question and can
say why; deciding whether the first one is an answer is the business of :mod:`bot.answer`.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.commonness import chinese_commonness, english_commonness
from bot.analysis.dictionary import chinese_to_english, english_to_chinese, read_pairs
from bot.analysis.folding import mainland_wording, simplify
from bot.analysis.language import detect_language
from bot.analysis.query import FRAME_WEIGHT, Query, frame_stems, query_of
from bot.analysis.spelling import SpellingRepair, repair
from bot.analysis.targets import Targets
from bot.index.descriptions import Descriptions, build_descriptions
from bot.index.fields import Fields, build_fields
from bot.index.fusion import Translations, fuse, parts
from bot.passage import Passage
from bot.resources import read_rows, read_toml


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score; scores compare within one question only."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that a search computed: ``order`` are passage numbers, best first."""

    query: Query
    parts: Mapping[str, NDArray[np.float64]]
    scores: NDArray[np.float64]
    order: NDArray[np.int64]


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


class PassageIndex:
    """Ranks passages for questions in either language."""

    def __init__(
        self, passages: Sequence[Passage], fields: Fields, analyzer: Analyzer, lexicon: Lexicon
    ) -> None:
        self.passages = tuple(passages)
        self.fields = fields
        self.analyzer = analyzer
        self.lexicon = lexicon
        factor = read_toml("ranking.toml")["factor"]
        self.factors = np.array([factor[passage.kind] for passage in self.passages])
        self.languages = np.array([passage.language for passage in self.passages])

    @classmethod
    def build(cls, passages: Iterable[Passage], analyzer: Analyzer | None = None) -> "PassageIndex":
        """Index the passages; those without text are known but never found."""
        passages = tuple(passages)
        analyzer = analyzer or Analyzer.open()
        descriptions = build_descriptions(read_rows("descriptions.tsv"), analyzer)
        fields = build_fields(passages, analyzer, descriptions.terms)
        return cls(passages, fields, analyzer, _lexicon(fields.words.terms.keys(), descriptions))

    @cached_property
    def spelling(self) -> SpellingRepair:
        """Repairs typing errors against the glossary and the words of the passages."""
        known = (self.fields.words.terms, self.lexicon.commonness, frame_stems())
        own = (c for c in self.analyzer.glossary.values() if not self.analyzer.is_foreign(c.id))
        return SpellingRepair(Targets.of(own), known, self.analyzer.tokenizer.frequencies)

    def commonness(self, term: str) -> float:
        """How everyday a term is, in [0, 1]; 0 for a term of art."""
        if term.isascii():
            return self.lexicon.commonness.get(term, 0.0)
        return chinese_commonness(term, self.analyzer.tokenizer.frequencies)

    def is_word(self, term: str) -> bool:
        """Whether a dictionary of the language has the term."""
        if term.isascii():
            return term in self.lexicon.commonness
        return bool(self.analyzer.tokenizer.frequencies.get(term))

    def understand(self, question: str) -> Query:
        """The query of a question, with typing errors repaired and told."""
        text = mainland_wording(question)
        text, corrections = repair(text, self.analyzer.analyze(text), self.spelling)
        language = detect_language(question)
        query = query_of(
            text, language, self.analyzer, self.commonness, corrections, simplify(question)
        )
        content = [term for term, weight in query.terms.items() if weight > FRAME_WEIGHT]
        return replace(query, described=self.lexicon.descriptions.match(content, text))

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The best ``k`` passages with positive scores, best first; ties keep passage order."""
        return self.hits(self.rank(self.understand(query)), k)

    def hits(self, ranking: Ranking, k: int) -> list[Hit]:
        """The first ``k`` of a ranking as hits."""
        return [
            Hit(self.passages[i], float(ranking.scores[i]))
            for i in ranking.order[: max(k, 0)]
            if ranking.scores[i] > 0
        ]

    def rank(self, query: Query) -> Ranking:
        """Every passage scored for ``query``; headings without text score 0."""
        computed = parts(query, self.fields, self.lexicon.translations)
        weights = read_toml("ranking.toml")["weights"]
        same, cross = (fuse(computed, weights[kind]) for kind in ("same", "cross"))
        scores = np.where(self.languages == query.language, same, cross) * self.factors
        order = np.argsort(-scores, kind="stable")
        return Ranking(query, computed, scores, order)


def _lexicon(vocabulary: Set[str], descriptions: Descriptions) -> Lexicon:
    pairs = read_pairs()
    translations = Translations(
        english_to_chinese(pairs, vocabulary), chinese_to_english(pairs, vocabulary)
    )
    return Lexicon(
        translations,
        english_commonness(english for english, _ in pairs),
        descriptions,
    )
