"""A question made ready for search: weighted terms, concepts, aspects.

Words that only frame a question are demoted, not deleted: deleting them loses questions that
consist of nothing else, and their idf is low anyway.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.analysis.analyzer import Analysis, Analyzer, frame_words
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.analysis.glossary import Glossary
from bot.analysis.phrases import PhraseFinder, stands_alone

FRAME_WEIGHT = 0.1
SCENE_WEIGHT = 0.3
_WORDS_A_NAME = 2
_CLITIC = re.compile(
    r"(?<=[a-z0-9])['’](?:s|d|m|re|ve|ll)(?![a-z])"
    r"|(?<![a-z])(?:[dw]o|ca|did|(?:doe|i|wa|ha)s|(?:a|we)re|(?:w|c|sh)ould|ha(?:ve|d)|must)n?['’]t"
    r"(?![a-z])"
)
"""What an apostrophe joins to a word, and whole words with "not": EfficientNet's, don't."""
EVERYDAY_LOSS = 0.6
"""What the commonest words lose of their weight: they match anywhere and mean little."""
PARENT_WEIGHT = 0.3
"""What counts beside a concept: what it is a kind of, as MobileNet of MobileNetV2, or a part of, as
EfficientNet of compound scaling, which a note may explain without its name."""


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
    described:    concept ids that the question describes without naming, with similarities
    openness:     share of the question that is in plain words rather than names, in [0, 1]
    """

    text: str
    language: str
    terms: Mapping[str, float]
    concepts: Mapping[str, float]
    named: Mapping[str, float]
    aspects: frozenset[str]
    corrections: tuple[Correction, ...] = ()
    described: Mapping[str, float] = field(default_factory=dict)
    openness: float = 1.0


def query_of(
    text: str,
    language: str,
    analyzer: Analyzer,
    commonness: Callable[[str], float],
    corrections: tuple[Correction, ...] = (),
    original: str = "",
) -> Query:
    """The query of a wording that needs no more repair.

    ``commonness`` tells how everyday a word term is, in [0, 1]; ``original`` is the question
    before its Taiwan terms were put in mainland words.
    """
    analysis = analyzer.analyze(text)
    named = _named(analysis)
    if original and original != text:
        # Taiwan names are in the glossary too: what the other wording names counts as well.
        named = _named(analyzer.analyze(original)) | named
    return Query(
        text=text,
        language=language,
        terms=weighted_terms(analysis, commonness),
        concepts=_with_parents(named, analyzer),
        named=named,
        aspects=asked_aspects(text),
        corrections=corrections,
        openness=_openness(analysis),
    )


def weighted_terms(analysis: Analysis, commonness: Callable[[str], float]) -> dict[str, float]:
    """Each word term once, with the greatest weight of its places.

    A word inside a frame ("what is the difference between", 请问) has ``FRAME_WEIGHT``, another one
    the less the more everyday it is.
    """
    frames = frame_spans(analysis.text)
    weights: dict[str, float] = {}
    for token in analysis.tokens:
        framed = any(start <= token.start and token.end <= end for start, end in frames)
        weight = FRAME_WEIGHT if framed else 1.0 - EVERYDAY_LOSS * commonness(token.term)
        weights[token.term] = max(weights.get(token.term, 0.0), weight)
    return weights


def frame_spans(text: str) -> list[tuple[int, int]]:
    """Where ``text`` only frames a question and names no topic.

    >>> frame_spans("what is IoU")
    [(0, 7)]
    >>> frame_spans("AlexNet's depth")
    [(7, 9)]
    """
    return list(_framed(text))


@lru_cache(maxsize=8)
def _framed(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of :func:`frame_spans`: repair, terms, names and openness ask for the same ones."""
    folded = fold(text)
    found = [
        (start, latin, -end)
        for start, end, latin in _frames().find(folded)
        if not latin or stands_alone(folded, start, end, digits=True)
    ]
    found += [(match.start(), True, -match.end()) for match in _CLITIC.finditer(folded)]
    spans: list[tuple[int, int]] = []
    for start, _, end in sorted(found):
        if not spans or start >= spans[-1][1]:
            spans.append((start, -end))
    return tuple(spans)


@cache
def _frames() -> PhraseFinder[bool]:
    """Finds the phrases that frame a question; the owner tells whether one is Latin."""
    words = fold("\n".join(sorted(frame_words()))).split("\n")
    return PhraseFinder((word, word.isascii()) for word in words)


def _named(analysis: Analysis) -> dict[str, float]:
    """Concepts the question names; those that only set the scene ("in deep learning") less."""
    frames = frame_spans(analysis.text)
    weights: dict[str, float] = {}
    for mention in analysis.mentions:
        framed = any(start <= mention.start and mention.end <= end for start, end in frames)
        weight = mention.weight * (SCENE_WEIGHT if framed else 1.0)
        weights[mention.concept] = max(weights.get(mention.concept, 0.0), weight)
    return weights


def _openness(analysis: Analysis) -> float:
    """Words outside names and frames, over those words and the names together."""
    names = [(m.start, m.end) for m in analysis.mentions if m.weight == 1.0]
    taken = [*names, *frame_spans(analysis.text)]
    plain = sum(
        token.whole and not any(a <= token.start and token.end <= b for a, b in taken)
        for token in analysis.tokens
    )
    return plain / (plain + _WORDS_A_NAME * len(names)) if plain or names else 1.0


def _with_parents(named: Mapping[str, float], analyzer: Analyzer) -> dict[str, float]:
    weights = dict(named)
    for concept, weight in named.items():
        for parent in analyzer.glossary[concept].wider:
            weights[parent] = max(weights.get(parent, 0.0), weight * PARENT_WEIGHT)
    return weights


def other_names(query: Query, glossary: Glossary) -> tuple[str, ...]:
    """The Chinese and English names of the concepts a question names, without the ones it uses."""
    asked = query.text.casefold()
    concepts = [glossary[concept] for concept, weight in query.named.items() if weight == 1.0]
    names = [name for concept in concepts for name in (*concept.zh[:1], *concept.en[:1])]
    return tuple(name for name in dict.fromkeys(names) if name.casefold() not in asked)
