"""A question made ready for search: weighted terms, concepts, aspects.

Function words and question words are demoted, not deleted: deleting them loses questions that
consist of nothing else, and their idf is low anyway.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.analysis.analyzer import Analysis, Analyzer, function_words
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.analysis.words import stem

FUNCTION_WORD_WEIGHT = 0.1
PARENT_WEIGHT = 0.3
"""How much a concept's is-a parent counts beside it; keeps MobileNetV2 near MobileNet."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A typing error as written and what it was read as."""

    written: str
    read: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    text:         the wording that is searched, after corrections
    language:     ``"zh"`` or ``"en"``
    terms:        word terms with weights in (0, 1]
    concepts:     concept ids with weights in (0, 1], parents included with ``PARENT_WEIGHT``
    named:        concept ids that the question itself names, with weights
    aspects:      what is asked about the topic
    corrections:  typing errors that were repaired
    """

    text: str
    language: str
    terms: Mapping[str, float]
    concepts: Mapping[str, float]
    named: Mapping[str, float]
    aspects: frozenset[str]
    corrections: tuple[Correction, ...] = field(default=())


def query_of(
    text: str, language: str, analyzer: Analyzer, corrections: tuple[Correction, ...] = ()
) -> Query:
    """The query of a wording that needs no more repair."""
    analysis = analyzer.analyze(text)
    named = analysis.concepts()
    return Query(
        text=text,
        language=language,
        terms=weighted_terms(analysis),
        concepts=_with_parents(named, analyzer),
        named=named,
        aspects=asked_aspects(text),
        corrections=corrections,
    )


def weighted_terms(analysis: Analysis) -> dict[str, float]:
    """Each word term once; function words with ``FUNCTION_WORD_WEIGHT``."""
    functions = _function_terms()
    return {
        term: FUNCTION_WORD_WEIGHT if term in functions else 1.0
        for term in dict.fromkeys(analysis.terms)
    }


@cache
def _function_terms() -> frozenset[str]:
    words = {fold(word) for word in function_words()}
    return frozenset(words | {stem(word) for word in words if word.isascii()})


def _with_parents(named: Mapping[str, float], analyzer: Analyzer) -> dict[str, float]:
    weights = dict(named)
    for concept, weight in named.items():
        for parent in analyzer.glossary[concept].related("is-a"):
            weights[parent] = max(weights.get(parent, 0.0), weight * PARENT_WEIGHT)
    return weights
