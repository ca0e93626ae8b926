"""The index of passages as one object: build, search, save, load.

:class:`PassageIndex` knows nothing of notes or answers. It ranks passages for a question and can
say why; deciding whether the first one is an answer is the business of :mod:`bot.answer`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.dictionary import chinese_to_english, english_to_chinese
from bot.analysis.query import Query, understand
from bot.index.fields import Fields, build_fields
from bot.index.fusion import Translations, fuse, parts
from bot.passage import Passage
from bot.resources import read_toml


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


class PassageIndex:
    """Ranks passages for questions in either language."""

    def __init__(
        self,
        passages: Sequence[Passage],
        fields: Fields,
        analyzer: Analyzer,
        translations: Translations,
    ) -> None:
        self.passages = tuple(passages)
        self.fields = fields
        self.analyzer = analyzer
        self.translations = translations
        self._usable = np.array([p.kind != "heading" for p in self.passages], dtype=bool)
        penalty = read_toml("ranking.toml")["outline_factor"]
        self._factor = np.where([p.kind == "outline" for p in self.passages], penalty, 1.0)

    @classmethod
    def build(cls, passages: Iterable[Passage], analyzer: Analyzer | None = None) -> "PassageIndex":
        """Index the passages; those without text are known but never found."""
        passages = tuple(passages)
        analyzer = analyzer or Analyzer.open()
        fields = build_fields(passages, analyzer)
        vocabulary = fields.words.terms.keys()
        translations = Translations(english_to_chinese(vocabulary), chinese_to_english(vocabulary))
        return cls(passages, fields, analyzer, translations)

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """The best ``k`` passages with positive scores, best first; ties keep passage order."""
        ranking = self.rank(understand(query, self.analyzer))
        return self.hits(ranking, k)

    def hits(self, ranking: Ranking, k: int) -> list[Hit]:
        """The first ``k`` of a ranking as hits."""
        return [
            Hit(self.passages[i], float(ranking.scores[i]))
            for i in ranking.order[: max(k, 0)]
            if ranking.scores[i] > 0
        ]

    def rank(self, query: Query) -> Ranking:
        """Every passage scored for ``query``; headings without text score 0."""
        computed = parts(query, self.fields, self.translations)
        weights = read_toml("ranking.toml")["weights"][query.language]
        scores = fuse(computed, weights) * self._factor * self._usable
        order = np.argsort(-scores, kind="stable")
        return Ranking(query, computed, scores, order)
