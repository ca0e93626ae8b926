"""The parts of a score and how they become one number.

Each part compares the question with every passage through one field. Lexical parts are divided by
the larger of their best score and a share, ``FLOOR``, of the score of an ideal passage: without it
a part whose best evidence is a comma's worth would count like a perfect match.

The weights are fitted (``tools/fit_ranking.py``) and stored in ``bot/lexicon/ranking.toml``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.query import Query
from bot.index.bm25 import BM25, group_scores
from bot.index.fields import NESTED, Fields, single_characters
from bot.index.tfidf import TfIdf, character_ngrams
from bot.index.trust import trusted

Scores = NDArray[np.float64]
FLOOR, FLOOR_OF_WORDS = 0.25, 1.0
"""Words are measured by the whole ideal: they tell what share of the question is met. When the best
passage held one word of ten, that word counted like all ten (worst across languages)."""
_BODY_TOPIC = 0.5
"""How much a passage is on topic that names the concept only below its title."""
_NESTED_FOR_NAMED = 0.4
"""A passage that holds the concept only inside a longer name meets the question this much."""


@dataclass(frozen=True, slots=True)
class Translations:
    """Words of the other language for words of a question, as terms of the words field."""

    english: Mapping[str, tuple[str, ...]]
    chinese: Mapping[str, tuple[str, ...]]

    def of(self, term: str) -> tuple[str, ...]:
        """The translations of one word that occur in the passages."""
        return (self.english if term.isascii() else self.chinese).get(term, ())

    def groups(self, query: Query, known: Mapping[str, int]) -> list[tuple[float, tuple[str, ...]]]:
        """(weight, alternatives) for every content word that has translations in the corpus."""
        groups = []
        stems = list(query.terms)
        for i, term in enumerate(stems):
            pair = f"{term} {stems[i + 1]}" if i + 1 < len(stems) else ""
            words = self.of(pair) or self.of(term)
            if words:
                same = (term,) if term in known else ()
                groups.append((query.terms[term], (*same, *words)))
        return groups


def lexical_terms(query: Query) -> dict[str, tuple[str, Mapping[str, float]]]:
    """Every part that seeks weighted terms: the name of the field it seeks in, and the terms."""
    grams = dict.fromkeys(character_ngrams(query.text), 1.0)
    characters = dict.fromkeys(single_characters(query.text), 1.0)
    return {
        "words": ("words", query.terms),
        "heading": ("heading", query.terms),
        "subheadings": ("subheadings", {**query.terms, **query.concepts}),
        "grams": ("grams", grams),
        "characters": ("characters", characters),
        "tfidf": ("tfidf", grams),
        "concepts": ("concepts", concept_query(query.concepts)),
        "described": ("concepts", concept_query(query.described)),
        "glosses": ("glosses", query.terms),
    }


TRANSLATED = {"translated": "words", "translated_heading": "heading"}
"""The parts that seek translations, and the field of each."""


def parts(query: Query, fields: Fields, translations: Translations) -> dict[str, Scores]:
    """Every part of the score by name, each of shape (passages,) and about [0, 1]."""
    groups = translations.groups(query, fields.words.terms)
    found = {
        part: _sought(getattr(fields, field), terms, FLOOR_OF_WORDS if part == "words" else FLOOR)
        for part, (field, terms) in lexical_terms(query).items()
    }
    for part, field in TRANSLATED.items():
        found[part] = _translated(getattr(fields, field), groups)
    titles = title_match(query.concepts, query.named, fields)
    aspects = _aspect_match(query, fields.aspects, len(titles))
    likeness = max(query.described.values(), default=0.0)
    # A part divided by its best score counts in full however little of the question it is about:
    # names count for the part of the question that they are, descriptions for the rest of it.
    found["concepts"] *= math.sqrt(1 - query.openness)
    titles *= min(1.0, 2 * (1 - query.openness))
    found["described"] *= likeness * query.openness
    found["glosses"] *= query.openness
    on_topic = np.maximum(titles, _BODY_TOPIC * found["concepts"])
    found |= {
        "titles": titles,
        "aspects": aspects,
        "aspects_on_topic": on_topic * aspects,
        "parts_on_topic": on_topic * _aspect_match(query, fields.part_aspects, len(titles)),
    }
    return trusted(found, fields)


def fuse(parts: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """The weighted sum of the parts, shape (passages,)."""
    total = np.zeros(len(next(iter(parts.values()), ())))
    weighted = np.empty_like(total)
    for name, part in parts.items():
        if weight := weights.get(name):
            total += np.multiply(part, weight, out=weighted)
    return total


def concept_query(concepts: Mapping[str, float]) -> dict[str, float]:
    """Index terms of the concepts field with weights.

    >>> concept_query({"iou": 1.0})
    {'iou': 1.0, 'iou~': 0.4}
    """
    terms: dict[str, float] = {}
    for concept, weight in concepts.items():
        terms[concept] = weight
        terms[concept + NESTED] = weight * _NESTED_FOR_NAMED
    return terms


def title_match(asked: Mapping[str, float], named: Mapping[str, float], fields: Fields) -> Scores:
    """F-measure between concepts ``asked`` for and those of each title, in [0, 1].

    Concepts count by their rarity among titles. Recall asks how much of what is ``named`` the title
    holds, precision how much of the title is asked for.
    """
    titles = fields.titles
    asked = {c: w for c, w in asked.items() if c in titles.concepts}
    if not asked:
        return np.zeros(fields.words.corpus_size)
    rows = [titles.concepts[concept] for concept in asked]
    weights = np.array(list(asked.values()))
    overlap = titles.weights.sum(rows, titles.idf[rows] * weights)
    wanted = sum(
        weight * (titles.idf[titles.concepts[c]] if c in titles.concepts else titles.idf.max())
        for c, weight in named.items()
    )
    total = titles.norms + max(wanted, 1e-9)
    match: Scores = 2 * overlap / total
    return np.minimum(match, 1.0)


def _aspect_match(query: Query, aspects: Mapping[str, NDArray[np.int64]], n: int) -> Scores:
    """Share of the asked aspects that each of ``n`` passages announces, in [0, 1]."""
    match = np.zeros(n)
    for aspect in query.aspects:
        if aspect in aspects:
            match[aspects[aspect]] += 1 / len(query.aspects)
    return match


def _sought(index: BM25 | TfIdf, terms: Mapping[str, float], floor: float) -> Scores:
    if isinstance(index, TfIdf):
        return _share(index.get_scores(terms), 0.0)
    return _share(index.get_scores(terms), floor * index.ideal(terms))


def _translated(index: BM25, groups: list[tuple[float, tuple[str, ...]]]) -> Scores:
    total = np.zeros(index.corpus_size)
    for weight, terms in groups:
        passages, scores = group_scores(index, terms)
        total[passages] += weight * scores
    ideal = sum(weight for weight, _ in groups) * index.idf_of("")
    return _share(total, FLOOR * ideal)


def _share(scores: Scores, least: float) -> Scores:
    """``scores``, in place, as shares of the best one or of ``least``, whichever is greater."""
    reference = max(float(scores.max(initial=0.0)), least)
    if reference > 0:
        scores /= reference
    return scores
