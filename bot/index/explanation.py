"""What each term of a question finds in one passage, part by part.

Every part of a score (:mod:`bot.index.fusion`) is a sum over terms, divided by a number that is the
same for all passages or at least for all terms of a passage. Here are the summands before that
division: within a part they relate to each other as the terms contribute to it.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from bot.analysis.query import Query
from bot.index.bm25 import BM25, group_scores
from bot.index.fields import Fields, Headings
from bot.index.fusion import Translations, lexical_terms
from bot.index.lexical import PARTS, TRANSLATED
from bot.index.tfidf import TfIdf

Evidence = dict[str, float]
"""Term -> what it gives, above 0. Alternatives that count as one term are joined by ``OR``."""
OR = " / "


def evidence(
    query: Query, fields: Fields, translations: Translations, number: int
) -> dict[str, Evidence]:
    """Per part of the score, what every term gives to passage ``number``."""
    groups = translations.groups(query, fields.words.terms)
    found = {
        part: _sought(getattr(fields, PARTS[part]), terms, number)
        for part, terms in lexical_terms(query).items()
    }
    for part, field in TRANSLATED.items():
        found[part] = _translated(getattr(fields, field), groups, number)
    announced = _announced(query.aspects, fields.aspects, number)
    return {
        **found,
        "titles": _titles(fields.titles, query.concepts, number),
        "aspects": announced,
        "aspects_on_topic": announced,
        "parts_on_topic": _announced(query.aspects, fields.part_aspects, number),
    }


def _sought(index: BM25 | TfIdf, terms: Mapping[str, float], number: int) -> Evidence:
    if isinstance(index, TfIdf):
        return _cosine(index, terms, number)
    return _lexical(index, terms, number)


def _lexical(index: BM25, terms: Mapping[str, float], number: int) -> Evidence:
    place = np.array([number])
    rows = {term: index.terms.get(term) for term in terms}
    return _met(
        (term, terms[term] * float(index.weights.cells(row, place)[0]))
        for term, row in rows.items()
        if row is not None
    )


def _cosine(index: TfIdf, grams: Iterable[str], number: int) -> Evidence:
    """The summands of the cosine, each n-gram of the question counted once."""
    place = np.array([number])
    rows = {gram: index.terms.get(gram) for gram in grams}
    return _met(
        (gram, float(index.idf_of(row) * index.weights.cells(row, place)[0]))
        for gram, row in rows.items()
        if row is not None
    )


def _translated(
    index: BM25, groups: Iterable[tuple[float, tuple[str, ...]]], number: int
) -> Evidence:
    met: Evidence = {}
    for weight, terms in groups:
        held = _lexical(index, dict.fromkeys(terms, 1.0), number)
        if held:
            name, score = OR.join(held), group_scores(index, terms).at(np.array([number]))
            met[name] = met.get(name, 0.0) + weight * float(score[0])
    return met


def _titles(titles: Headings, asked: Mapping[str, float], number: int) -> Evidence:
    place = np.array([number])
    rows = {concept: titles.concepts.get(concept) for concept in asked}
    return _met(
        (concept, asked[concept] * float(titles.idf[row] * titles.weights.cells(row, place)[0]))
        for concept, row in rows.items()
        if row is not None
    )


def _announced(
    asked: Iterable[str], passages: Mapping[str, NDArray[np.int64]], number: int
) -> Evidence:
    return _met((name, float(number in passages.get(name, ()))) for name in sorted(asked))


def _met(summands: Iterable[tuple[str, float]]) -> Evidence:
    """Those that give something."""
    return {term: value for term, value in summands if value > 0}
