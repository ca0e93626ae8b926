"""The views of the passages that a question is compared with.

    words      jieba words and English stems of heading and text
    heading    the same of the heading alone: the strongest field on notes written as questions
    subheadings words and concepts of the short lines that announce a part of a passage
    grams      character n-grams of heading and text
    characters single Han characters and whole Latin words: best for very short questions
    concepts   glossary ids of heading and text; a mention inside a longer name is a term of its own
    glosses    plain-word descriptions of the concepts that the heading names

Each is a BM25 index; ``tfidf`` is the cosine index over the same n-grams. How passages are taken
apart into these views is the business of :mod:`bot.index.stretch`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.folding import fold
from bot.analysis.remembered import Remembered
from bot.index.bm25 import BM25, idf
from bot.index.counting import Counts
from bot.index.lexical import PARTS, TRANSLATED, Lexical
from bot.index.marks import Marks
from bot.index.rows import Rows, Scores
from bot.index.stretch import LEXICAL, Stretch, joined
from bot.index.stretch import NESTED as NESTED
from bot.index.tfidf import TfIdf, fit_tfidf
from bot.passage import Passage

_CHARACTERS = re.compile(r"[㐀-鿿]|[a-z0-9]+")


@dataclass(frozen=True)
class Headings:
    """Concepts of the headings: ``weights`` (concepts, passages), ``norms`` (passages,)."""

    concepts: Mapping[str, int]
    idf: Scores
    weights: Rows
    norms: Scores

    @cached_property
    def rarities(self) -> Remembered[str, float]:
        """How rare a concept is among titles, in [0, 1]: the rarest has 1; 0 for none of them."""
        most = float(self.idf.max(initial=1e-9))

        def rarity(concept: str) -> float:
            row = self.concepts.get(concept)
            return 0.0 if row is None else float(self.idf[row]) / most

        return Remembered(rarity)


@dataclass(frozen=True)
class Fields:
    """All indexes over the same passages, in the same order."""

    words: BM25
    heading: BM25
    subheadings: BM25
    grams: BM25
    characters: BM25
    concepts: BM25
    glosses: BM25
    tfidf: TfIdf
    titles: Headings
    aspects: Mapping[str, NDArray[np.int64]]
    """Aspect id -> numbers of the passages whose title announces it."""
    part_aspects: Mapping[str, NDArray[np.int64]]
    """Aspect id -> numbers of the passages with a sub-heading that announces it."""
    words_marks: Marks
    concept_marks: Marks
    """Where words and concepts stand in the texts, without the titles."""

    @classmethod
    def over(cls, stretch: Stretch) -> "Fields":
        """The indexes over the passages of a stretch."""
        return cls(
            **{name: BM25(counts) for name, counts in stretch.counts.items()},
            tfidf=fit_tfidf(stretch.counts["grams"]),
            titles=_headings(stretch.titles),
            aspects=stretch.aspects,
            part_aspects=stretch.part_aspects,
            words_marks=stretch.words_marks,
            concept_marks=stretch.concept_marks,
        )

    @cached_property
    def lexical(self) -> Lexical:
        """The fields by the parts of a score that seek terms in them."""
        fields, translated = (
            {part: getattr(self, field) for part, field in table.items()}
            for table in (PARTS, TRANSLATED)
        )
        return Lexical(fields, translated)

    @property
    def stretch(self) -> Stretch:
        """What the indexes are over."""
        titles = self.titles
        lengths = np.zeros(titles.weights.width, np.int32)
        return Stretch(
            {name: getattr(self, name).counts for name in LEXICAL},
            Counts(titles.concepts, titles.weights, lengths),
            self.aspects,
            self.part_aspects,
            self.words_marks,
            self.concept_marks,
        )


def build_fields(
    passages: Sequence[Passage], analyzer: Analyzer, descriptions: Mapping[str, Sequence[str]]
) -> Fields:
    """Index the passages; order is kept. ``descriptions`` are terms by concept id."""
    from bot.index.workers import stretches_of

    return Fields.over(joined(stretches_of(passages, analyzer, descriptions)))


def extended_fields(
    fields: Fields,
    passages: Sequence[Passage],
    analyzer: Analyzer,
    descriptions: Mapping[str, Sequence[str]],
) -> Fields:
    """The fields with further passages after their own: those of all passages built together."""
    from bot.index.workers import stretches_of

    further = stretches_of(passages, analyzer, descriptions)
    return Fields.over(joined([fields.stretch, joined(further)]))


def single_characters(text: str) -> list[str]:
    """Single Han characters and whole Latin words of ``text``.

    >>> single_characters("BN层")
    ['bn', '层']
    """
    return _CHARACTERS.findall(fold(text))


def _headings(counts: Counts) -> Headings:
    """``counts`` holds, instead of counts, the weights with which titles name concepts."""
    rows = counts.rows
    rarity: NDArray[Any] = np.array([idf(n, rows.width) for n in rows.lengths.tolist()])
    return Headings(counts.terms, rarity, rows, rows.sum(range(len(rarity)), rarity))
