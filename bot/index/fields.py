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
from bot.index.bm25 import BM25, count_terms, idf
from bot.index.rows import Rows, Scores
from bot.index.tfidf import TfIdf, character_ngrams, fit_tfidf
from bot.passage import Passage

NESTED = "~"
"""Suffix of the concept term for a mention inside a longer name."""
_CHARACTERS = re.compile(r"[㐀-鿿]|[a-z0-9]+")
_LONGEST_SUBHEADING = 24


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


def build_fields(
    passages: Sequence[Passage], analyzer: Analyzer, descriptions: Mapping[str, Sequence[str]]
) -> Fields:
    """Index the passages; order is kept. ``descriptions`` are terms by concept id."""
    titles = [analyzer.analyze(title_of(p)) for p in passages]
    bodies = [analyzer.analyze(p.text) for p in passages]
    grams = count_terms(character_ngrams(f"{title_of(p)}\n{p.text}") for p in passages)
    both = list(zip(titles, bodies, strict=True))
    return Fields(
        words=BM25([t.terms + b.terms for t, b in both]),
        heading=BM25([t.terms for t in titles]),
        subheadings=BM25([_subheading_terms(p, analyzer) for p in passages]),
        grams=BM25(grams),
        characters=BM25([single_characters(f"{title_of(p)}\n{p.text}") for p in passages]),
        concepts=BM25([[*concept_terms(t), *concept_terms(b)] for t, b in both]),
        tfidf=fit_tfidf(grams),
        glosses=BM25([_glosses(t, descriptions) for t in titles]),
        titles=_heading_concepts(titles),
        aspects=_announced([title_of(p) for p in passages]),
        part_aspects=_announced(["\n".join(sub_headings(p.text)) for p in passages]),
    )


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


def _subheading_terms(passage: Passage, analyzer: Analyzer) -> list[str]:
    """Words and concepts of the sub-headings; a concept is one more term beside its words."""
    analysis = analyzer.analyze("\n".join(sub_headings(passage.text)))
    return [*analysis.terms, *concept_terms(analysis)]


def _heading_concepts(titles: Sequence[Analysis]) -> Headings:
    per_title = [title.concepts() for title in titles]
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
    rows = Rows(starts, columns.astype(np.int32), values, len(titles))
    rarity = np.array([idf(float(n), len(titles)) for n in df])
    return Headings(concepts, rarity, rows, rows.sum(range(len(concepts)), rarity))


def _announced(texts: Iterable[str]) -> dict[str, NDArray[np.int64]]:
    found: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for aspect in announced_aspects(text):
            found.setdefault(aspect, []).append(number)
    return {aspect: np.array(numbers) for aspect, numbers in found.items()}
