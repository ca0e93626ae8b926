"""What a question is about, in units, and how far each candidate passage meets them.

The units of a question are the concepts it names and the content words outside them. A unit weighs
as much as it is rare in the notes, less when it is an everyday word.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analysis
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.analysis.query import FRAME_WEIGHT, Query
from bot.analysis.recut import Known, recut
from bot.analysis.tokenizer import Token
from bot.highlight import sentences
from bot.index.bm25 import BM25
from bot.index.fields import NESTED
from bot.search import PassageIndex

NAMES = ("concept", "foreign")
KINDS = (*NAMES, "word", "oddity")
_EVERYDAY_LOSS, _BY_GLOSS = 0.6, 0.7
_LEAST_WEIGHT = 0.05
_TELLING = 0.3
"""What a word weighs that is no common one: 项目 .1, 线性 .26."""
_PARTIAL = 0.5
"""What of a concept is met by a nested mention, the words of its name or what it is a kind of."""
Candidates = NDArray[np.int64]
"""Passage numbers, best first."""
Values = NDArray[np.float64]
"""One value for every candidate."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A thing the question is about.

    name:       concept id or word term
    kind:       ``"concept"`` of a field the notes touch, ``"foreign"`` concept of another field,
                ``"word"`` of the language, ``"oddity"`` in no dictionary
    weight:     rarity in the notes, less for everyday words, in [0, 1]
    known:      whether any passage holds it
    covered:    how much each candidate meets it, in [0, 1]
    titled:     1 for each candidate whose title holds it, else 0
    frequency:  how often each candidate names it
    terms:      the concepts or words that count as it: what it is a kind of, translations
    """

    name: str
    kind: str
    weight: float
    known: bool
    covered: Values
    titled: Values
    frequency: Values
    terms: tuple[str, ...]


def units(query: Query, candidates: Candidates, index: PassageIndex) -> list[Unit]:
    """The units of ``query`` and how far each of the ``candidates`` meets them."""
    analysis = index.analyzer.analyze(query.text)
    words = sorted(_noted_words(analysis, query, index))
    concepts = _concept_units(analysis, query, candidates, index)
    return concepts + [_word_unit(term, candidates, index) for term in words]


def content_words(analysis: Analysis, query: Query) -> set[str]:
    """The words of a question outside the names of concepts that do not just frame it."""
    return {token.term for token in _content(analysis, query)}


def _content(analysis: Analysis, query: Query) -> list[Token]:
    names = [(m.start, m.end) for m in analysis.mentions]
    return [
        token
        for token in analysis.tokens
        if token.whole
        and query.terms[token.term] > FRAME_WEIGHT
        and not any(start <= token.start and token.end <= end for start, end in names)
    ]


def _noted_words(analysis: Analysis, query: Query, index: PassageIndex) -> set[str]:
    """The content words of a question, cut as the notes have them where they lack a word."""
    fields, of = index.fields, index.lexicon.translations.of
    known = Known(
        lambda term: term in fields.words.terms or bool(of(term)),
        index.is_word,
        fields.grams.terms.__contains__,
    )
    inner = [token for token in analysis.tokens if not token.whole]
    return {token.term for token in recut(_content(analysis, query), inner, known)}


def lacks_subject(query: Query, found: Sequence[Unit], titles: Sequence[Hashable]) -> bool:
    """Whether a question is one common word alone, or asks for an aspect of nothing.

    "线性", "what are the drawbacks?": many titles hold such a word, and none of them is meant. A
    rare word that one title alone holds is what that is about. ``titles`` are the candidates' own.
    """
    if not found or any(unit.kind != "word" for unit in found):
        return False
    holders = {title for title, held in zip(titles, found[0].titled, strict=True) if held}
    telling = len(holders) == 1 and found[0].weight > _TELLING
    alone = len(found) == 1 and min(query.terms.values()) > FRAME_WEIGHT and not telling
    return alone or all(asked_aspects(unit.name) for unit in found)


def sentences_beyond_title(
    found: Sequence[Unit], place: int, numbers: Iterable[int], index: PassageIndex
) -> Iterator[str]:
    """The sentences of a section that hold something asked which its title lacks.

    ``place`` is that of the section among the candidates, ``numbers`` are those of its passages.
    Where the title holds all that is asked, every sentence counts.
    """
    left = [unit for unit in found if not unit.titled[place] and unit.weight > _LEAST_WEIGHT]
    terms = [term for unit in left for term in unit.terms]
    for number in numbers:
        text = index.passages[number].text
        spans = index.fields.concept_marks.spans(number, terms)
        spans += index.fields.words_marks.spans(number, terms)
        for start, end in sentences(text):
            if not left or any(start <= first and last <= end for first, last in spans):
                yield text[start:end]


def _concept_units(
    analysis: Analysis, query: Query, candidates: Candidates, index: PassageIndex
) -> list[Unit]:
    """The concepts a question names, each once; of what a name may mean, what is met best.

    "CV" is computer vision, cross-validation or a résumé, and one thing asked.
    """
    everyday = _everyday_names(analysis, index)
    written = {mention.concept: mention for mention in analysis.mentions}

    @cache
    def read(concept: str) -> Unit:
        start, end = written[concept].start, written[concept].end
        words = [t.term for t in analysis.tokens if start <= t.start and t.end <= end]
        return _concept_unit(concept, everyday[concept], words, candidates, index)

    meant = [max(map(read, concepts), key=_met) for concepts in _readings(analysis, query)]
    return list({unit.name: unit for unit in meant}.values())


def _readings(analysis: Analysis, query: Query) -> Iterable[tuple[str, ...]]:
    """The concepts that each name of a question may mean, every choice once."""
    readings: dict[tuple[int, int], tuple[str, ...]] = {}
    for mention in analysis.mentions:
        if query.named.get(mention.concept) == 1.0:
            span = mention.start, mention.end
            readings[span] = (*readings.get(span, ()), mention.concept)
    return dict.fromkeys(readings.values())


def _met(unit: Unit) -> tuple[bool, float]:
    """How well the candidates meet what a name may mean; what the notes know comes first."""
    return unit.known, float(unit.covered.max(initial=0.0))


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
    concept: str, everyday: float, words: Sequence[str], candidates: Candidates, index: PassageIndex
) -> Unit:
    field, titles = index.fields.concepts, index.fields.titles
    entry = index.analyzer.glossary[concept]
    named = field.frequency(concept, candidates)
    nested = field.frequency(concept + NESTED, candidates)
    partly = nested + field.often(entry.wider, candidates) > 0
    if len(words) > 1:
        each = [index.fields.words.frequency(word, candidates) for word in words]
        partly |= np.array(each).all(axis=0)
    row = titles.concepts.get(concept)
    titled = titles.weights.cells(row, candidates) > 0 if row is not None else named < 0
    known = _is_known(concept, index)
    return Unit(
        concept,
        "foreign" if index.analyzer.is_foreign(concept) and not known else "concept",
        _rarity(field, concept) * (1 - _EVERYDAY_LOSS * everyday),
        known,
        np.where(named > 0, 1.0, _PARTIAL * partly),
        titled.astype(float),
        named + nested,
        (concept, *entry.wider),
    )


def _word_unit(term: str, candidates: Candidates, index: PassageIndex) -> Unit:
    field, heading = index.fields.words, index.fields.heading
    alternatives = (*dict.fromkeys((term, *index.lexicon.translations.of(term))),)
    frequency = field.often(alternatives, candidates)
    titled = heading.often(alternatives, candidates) > 0
    latin = term.isascii()
    written = frequency if latin else index.fields.grams.frequency(term, candidates)
    if not latin and (written > frequency).any():
        # Another cut of the same characters: 胎压 stands in 车胎|压.
        frequency = np.maximum(frequency, written)
        headings = [fold(index.passages[number].heading) for number in candidates.tolist()]
        titled |= np.array([term in heading for heading in headings])
    described = index.fields.glosses.frequency(term, candidates) > 0
    known = any(word in field.terms for word in alternatives)
    rarity = _rarity(field if known else index.fields.grams, term)
    known = known or (not latin and term in index.fields.grams.terms)
    return Unit(
        term,
        "word" if known or index.is_word(term) else "oddity",
        rarity * (1 - index.commonness(term)),
        known,
        np.where(frequency > 0, 1.0, _BY_GLOSS * described),
        titled.astype(float),
        frequency,
        alternatives,
    )


def _rarity(field: BM25, term: str) -> float:
    """The idf of the term as a share of the greatest possible one, in (0, 1]."""
    return field.idf_of(term) / field.idf_of("")
