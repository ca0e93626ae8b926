"""What a question is about, in units, and how far a passage meets each of them.

The units of a question are the concepts it names and the content words outside them. A unit weighs
as much as it is rare in the notes, less when it is an everyday word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.analysis.analyzer import Analysis
from bot.analysis.aspects import asked_aspects
from bot.analysis.query import FRAME_WEIGHT, Query
from bot.index.bm25 import BM25
from bot.index.fields import NESTED
from bot.search import PassageIndex

KINDS = ("concept", "foreign", "word", "oddity")
_EVERYDAY_LOSS, _BY_GLOSS = 0.6, 0.7
_PARTIAL = 0.5
"""What a nested mention, the single words of its name or a neighbour by is-a meets of a concept."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A thing the question is about.

    name:     concept id or word term
    kind:     ``"concept"`` of a field the notes touch, ``"foreign"`` concept of another field,
              ``"word"`` of the language, ``"oddity"`` in no dictionary
    weight:   rarity in the notes, less for everyday words, in [0, 1]
    covered:  how much the first passage meets it, in [0, 1]
    known:    whether any passage holds it
    """

    name: str
    kind: str
    weight: float
    covered: float
    known: bool


def units(query: Query, passage: int, index: PassageIndex) -> list[Unit]:
    """The units of ``query`` and how far passage number ``passage`` meets each."""
    analysis = index.analyzer.analyze(query.text)
    taken = [(m.start, m.end) for m in analysis.mentions]
    everyday = _everyday_names(analysis, index)
    spelled = {
        m.concept: [t.term for t in analysis.tokens if m.start <= t.start and t.end <= m.end]
        for m in analysis.mentions
    }
    found = [
        _concept_unit(concept, everyday.get(concept, 0.0), spelled[concept], passage, index)
        for concept in _meant(analysis, query, index)
    ]
    words = {
        token.term
        for token in analysis.tokens
        if token.whole
        and query.terms[token.term] > FRAME_WEIGHT
        and not any(start <= token.start and token.end <= end for start, end in taken)
    }
    return found + [_word_unit(term, passage, index) for term in sorted(words)]


def is_titled(unit: Unit, passage: int, index: PassageIndex) -> bool:
    """Whether the title of passage number ``passage`` holds the unit itself."""
    if unit.kind not in ("concept", "foreign"):
        return holds(index.fields.heading, unit.name, passage)
    titles = index.fields.titles
    row = titles.concepts.get(unit.name)
    return row is not None and bool(titles.weights.cells(row, np.array([passage]))[0])


def lacks_subject(query: Query, found: Sequence[Unit]) -> bool:
    """Whether a question is one common word alone, or asks for an aspect of nothing.

    "线性", "what are the drawbacks?": many titles hold such a word, and none of them is meant.
    """
    if not found or any(unit.kind != "word" for unit in found):
        return False
    alone = len(found) == 1 and min(query.terms.values()) > FRAME_WEIGHT
    return alone or all(asked_aspects(unit.name) for unit in found)


def _meant(analysis: Analysis, query: Query, index: PassageIndex) -> list[str]:
    """The concepts a question names; of an ambiguous name only the ones the notes have, if any."""
    readings: dict[tuple[int, int], list[str]] = {}
    for mention in analysis.mentions:
        if query.named.get(mention.concept) == 1.0:
            readings.setdefault((mention.start, mention.end), []).append(mention.concept)
    meant = [
        concept
        for concepts in readings.values()
        for concept in [c for c in concepts if _is_known(c, index)] or concepts
    ]
    return list(dict.fromkeys(meant))


def _is_known(concept: str, index: PassageIndex) -> bool:
    terms = index.fields.concepts.terms
    return concept in terms or concept + NESTED in terms


def _everyday_names(analysis: Analysis, index: PassageIndex) -> dict[str, float]:
    """How everyday the word is by which each concept is named; the least of several names.

    "Student" names a network or a person; only what stands beside it can tell.
    """
    spans = {(t.start, t.end): t.term for t in analysis.tokens}
    names: dict[str, float] = {}
    for mention in analysis.mentions:
        term = spans.get((mention.start, mention.end))
        everyday = index.commonness(term) if term else 0.0
        names[mention.concept] = min(names.get(mention.concept, 1.0), everyday)
    return names


def _concept_unit(
    concept: str, everyday: float, words: Sequence[str], passage: int, index: PassageIndex
) -> Unit:
    field = index.fields.concepts
    entry = index.analyzer.glossary[concept]
    if holds(field, concept, passage):
        covered = 1.0
    else:
        near = (concept + NESTED, *entry.related("is-a"))
        spelled = len(words) > 1 and all(holds(index.fields.words, w, passage) for w in words)
        covered = _PARTIAL if spelled or any(holds(field, n, passage) for n in near) else 0.0
    known = _is_known(concept, index)
    kind = "foreign" if index.analyzer.is_foreign(concept) and not known else "concept"
    weight = _rarity(field, concept) * (1 - _EVERYDAY_LOSS * everyday)
    return Unit(concept, kind, weight, covered, known)


def _word_unit(term: str, passage: int, index: PassageIndex) -> Unit:
    field = index.fields.words
    alternatives = {term, *index.lexicon.translations.of(term)}
    covered = float(any(holds(field, word, passage) for word in alternatives))
    if not covered and holds(index.fields.glosses, term, passage):
        covered = _BY_GLOSS
    known = any(word in field.terms for word in alternatives)
    kind = "word" if known or index.is_word(term) else "oddity"
    weight = _rarity(field, term) * (1 - index.commonness(term))
    return Unit(term, kind, weight, covered, known)


def holds(field: BM25, term: str, passage: int) -> bool:
    """Whether a field of that passage has the term."""
    numbers, _ = field.postings(term)
    return passage in numbers


def _rarity(field: BM25, term: str) -> float:
    """The idf of the term as a share of the greatest possible one, in (0, 1]."""
    return field.idf_of(term) / field.idf_of("")
