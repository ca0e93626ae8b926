"""The views of the passages that a question is compared with.

    words      jieba words and English stems of heading and text
    heading    the same of the heading alone: the strongest field on notes written as questions
    subheadings words and concepts of the short lines that announce a part of a passage
    grams      character n-grams of heading and text
    characters single Han characters and whole Latin words: best for very short questions
    concepts   glossary ids of heading and text; a mention inside a longer name is a term of its own
    glosses    plain-word descriptions of the concepts that the heading names

Each is a BM25 index; ``tfidf`` is the cosine index over the same n-grams.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analysis, Analyzer
from bot.analysis.aspects import announced_aspects
from bot.analysis.folding import fold
from bot.index.bm25 import BM25, TermCounter, idf
from bot.index.marks import Marks, MarksBuilder, concepts_of, words_of
from bot.index.rows import Rows, Scores
from bot.index.tfidf import TfIdf, character_ngrams, fit_tfidf
from bot.passage import Passage

NESTED = "~"
"""Suffix of the concept term for a mention inside a longer name."""
_CHARACTERS = re.compile(r"[㐀-鿿]|[a-z0-9]+")
_LONGEST_SUBHEADING = 24
LEXICAL = ("words", "heading", "subheadings", "grams", "characters", "concepts", "glosses")
"""The fields that are BM25 indexes."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Concepts of the headings: ``weights`` (concepts, passages), ``norms`` (passages,)."""

    concepts: Mapping[str, int]
    idf: Scores
    weights: Rows
    norms: Scores


@dataclass(frozen=True, slots=True)
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
    aspects: dict[str, NDArray[np.int64]]
    """Aspect id -> numbers of the passages whose title announces it."""
    part_aspects: dict[str, NDArray[np.int64]]
    """Aspect id -> numbers of the passages with a sub-heading that announces it."""
    words_marks: Marks
    concept_marks: Marks
    """Where words and concepts stand in the texts, without the titles."""


def build_fields(
    passages: Sequence[Passage], analyzer: Analyzer, descriptions: Mapping[str, Sequence[str]]
) -> Fields:
    """Index the passages; order is kept. ``descriptions`` are terms by concept id."""
    counters = {name: TermCounter() for name in LEXICAL}
    marks, mentions, title_concepts = MarksBuilder(), MarksBuilder(), []
    for passage in passages:
        title, body = analyzer.analyze(title_of(passage)), analyzer.analyze(passage.text)
        texts = _Texts(title, body, analyzer.analyze("\n".join(sub_headings(body.text))))
        for name, terms in _terms(texts, descriptions).items():
            counters[name].add(terms)
        marks.add(words_of(body))
        mentions.add(concepts_of(body))
        title_concepts.append(title.concepts())
    counts = {name: counter.counts() for name, counter in counters.items()}
    return Fields(
        **{name: BM25(counts[name]) for name in LEXICAL},
        tfidf=fit_tfidf(counts["grams"]),
        titles=_heading_concepts(title_concepts),
        aspects=_announced(title_of(p) for p in passages),
        part_aspects=_announced("\n".join(sub_headings(p.text)) for p in passages),
        words_marks=marks.marks(),
        concept_marks=mentions.marks(),
    )


@dataclass(frozen=True, slots=True)
class _Texts:
    """Title, text and sub-headings of a passage."""

    title: Analysis
    body: Analysis
    parts: Analysis


def _terms(texts: _Texts, descriptions: Mapping[str, Sequence[str]]) -> dict[str, Iterable[str]]:
    """The terms of a passage in every lexical field."""
    title, body, parts = texts.title, texts.body, texts.parts
    written = f"{title.text}\n{body.text}"
    return {
        "words": title.terms + body.terms,
        "heading": title.terms,
        # A concept is one more term beside its words.
        "subheadings": [*parts.terms, *concept_terms(parts)],
        "grams": character_ngrams(written),
        "characters": single_characters(written),
        "concepts": [*concept_terms(title), *concept_terms(body)],
        "glosses": _glosses(title, descriptions),
    }


def title_of(passage: Passage) -> str:
    """Heading and the headings above it, innermost last."""
    return " › ".join((*passage.trail, passage.heading))


def single_characters(text: str) -> list[str]:
    """Single Han characters and whole Latin words of ``text``.

    >>> single_characters("BN层")
    ['bn', '层']
    """
    return _CHARACTERS.findall(fold(text))


def concept_terms(analysis: Analysis) -> Iterable[str]:
    """One index term per mention; nested mentions are marked."""
    for mention in analysis.mentions:
        yield mention.concept if mention.weight == 1 else mention.concept + NESTED


def sub_headings(text: str) -> list[str]:
    """Short lines of a passage that announce what follows them.

    >>> sub_headings("SPP的优点:\\n1. 可以忽略输入尺寸并且产生固定长度的输出。")
    ['SPP的优点:']
    """
    lines = (line.strip() for line in text.splitlines())
    return [
        line
        for line in lines
        if 1 < len(line) <= _LONGEST_SUBHEADING and line[-1] not in "。.;;,,、"
    ]


def _glosses(title: Analysis, descriptions: Mapping[str, Sequence[str]]) -> list[str]:
    """The terms of all descriptions of the concepts that a title names."""
    return [term for concept in title.concepts() for term in descriptions.get(concept, ())]


def _heading_concepts(per_title: Sequence[Mapping[str, float]]) -> Headings:
    concepts: dict[str, int] = {}
    for weights in per_title:
        for concept in weights:
            concepts.setdefault(concept, len(concepts))
    entries = sorted(
        (concepts[concept], column, weight)
        for column, weights in enumerate(per_title)
        for concept, weight in weights.items()
    )
    numbers, columns, values = np.array(entries or np.empty((0, 3))).T
    df = np.bincount(numbers.astype(np.int64), minlength=len(concepts))
    starts = np.concatenate(([0], np.cumsum(df)))
    rows = Rows(starts, columns.astype(np.int32), values, len(per_title))
    rarity = np.array([idf(float(n), len(per_title)) for n in df])
    return Headings(concepts, rarity, rows, rows.sum(range(len(concepts)), rarity))


def _announced(texts: Iterable[str]) -> dict[str, NDArray[np.int64]]:
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for aspect in announced_aspects(text):
            found.setdefault(aspect, []).append(number)
    return {aspect: np.array(numbers) for aspect, numbers in found.items()}
