"""How sure the program is that the first passage answers, as a calibrated probability.

The question is taken apart into *units*: the concepts it names and the content words outside them.
A unit weighs as much as it is rare in the notes, less when it is an everyday word. The features say
how much of that weight the first passage meets, and whether the most specific unit is met: a
question that names a concept the notes do not have is to be refused even if every other word
matches. A forest of extremely randomised trees (Geurts et al., Machine Learning 63, 2006) over the
features is fitted by ``tools/fit_confidence.py`` and stored as plain numbers in
``bot/lexicon/confidence_forest.json``; its votes are calibrated as Platt (1999) proposed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.analysis.analyzer import Analysis
from bot.analysis.query import FRAME_WEIGHT, Query
from bot.forest import fitted_forest
from bot.index.bm25 import BM25
from bot.index.fields import NESTED
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking

_KINDS = ("concept", "foreign", "word", "oddity")
_LEAST_VOTE = 1e-3
_EVERYDAY_LOSS, _BY_GLOSS = 0.6, 0.7
_LEAST_ASKED = 2
"""Letters and digits that a question has at least: one alone names nothing."""
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


def confidence(ranking: Ranking, index: PassageIndex) -> float:
    """Probability in [0, 1] that the first passage of ``ranking`` answers its question."""
    if not len(ranking.order) or ranking.scores[ranking.order[0]] <= 0:
        return 0.0
    if sum(map(str.isalnum, ranking.query.text)) < _LEAST_ASKED:
        return 0.0
    return predict(features(ranking, index))


def predict(values: Mapping[str, float]) -> float:
    """The fitted forest applied to features by name: its mean vote, calibrated, in (0, 1)."""
    forest = fitted_forest()
    vote = forest.vote(np.array([values[name] for name in forest.features]))
    scale = read_toml("confidence.toml")["calibration"]
    odds = math.log(max(vote, _LEAST_VOTE) / max(1 - vote, _LEAST_VOTE))
    return 1 / (1 + math.exp(-(scale["slope"] * odds + scale["offset"])))


def features(ranking: Ranking, index: PassageIndex) -> dict[str, float]:
    """What speaks for and against the first passage, each about [0, 1]."""
    first = int(ranking.order[0])
    found = units(ranking.query, first, index)
    parts = {name: float(part[first]) for name, part in ranking.parts.items()}
    return {
        **parts,
        **_unit_features(found),
        **_described_features(ranking.query, first, index),
        "margin": _margin(ranking, index),
        "score": float(ranking.scores[first]),
        "lost": _lost_lead(ranking, index, first),
        "outline": float(index.passages[first].kind == "outline"),
        "english": float(ranking.query.language == "en"),
        "asks": float(bool(ranking.query.aspects)),
    }


def _unit_features(found: list[Unit]) -> dict[str, float]:
    """Sums and extremes over the units of a question."""
    by_kind = {kind: [unit for unit in found if unit.kind == kind] for kind in _KINDS}
    total = sum(unit.weight for unit in found)
    heaviest = max(found, key=lambda unit: unit.weight, default=None)
    features = {
        "coverage": _coverage(found),
        "unknown": sum(u.weight for u in found if not u.known) / total if total else 0.0,
        "specific": heaviest.covered if heaviest else 0.0,
        "weight": min(total / 3, 1.0),
        "named": min(len(by_kind["concept"]), 3) / 3,
    }
    for kind, members in by_kind.items():
        features[f"met_{kind}"] = max((u.weight * u.covered for u in members), default=0.0)
        features[f"unmet_{kind}"] = max((u.weight * (1 - u.covered) for u in members), default=0.0)
        features[f"unknown_{kind}"] = max((u.weight for u in members if not u.known), default=0.0)
    return features


def _described_features(query: Query, passage: int, index: PassageIndex) -> dict[str, float]:
    """Greatest likeness of described concepts: in the passage, in any passage, in none."""
    field = index.fields.concepts
    met = absent = known = 0.0
    for concept, likeness in query.described.items():
        if _holds(field, concept, passage):
            met = max(met, likeness)
        if concept in field.terms:
            known = max(known, likeness)
        else:
            absent = max(absent, likeness)
    return {
        "described_met": met,
        "described_absent": absent,
        "described_lead": known - absent,
    }


def _lost_lead(ranking: Ranking, index: PassageIndex, first: int) -> float:
    """How much better the title of a lost answer fits than that of the first passage."""
    fit = ranking.parts["titles"] + ranking.parts["heading"]
    lost = index.factors == 0
    return max(float(fit[lost].max(initial=0.0)) - float(fit[first]), 0.0) if lost.any() else 0.0


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
    if _holds(field, concept, passage):
        covered = 1.0
    else:
        near = (concept + NESTED, *entry.related("is-a"))
        spelled = len(words) > 1 and all(_holds(index.fields.words, w, passage) for w in words)
        covered = _PARTIAL if spelled or any(_holds(field, n, passage) for n in near) else 0.0
    known = _is_known(concept, index)
    kind = "foreign" if index.analyzer.is_foreign(concept) and not known else "concept"
    weight = _rarity(field, concept) * (1 - _EVERYDAY_LOSS * everyday)
    return Unit(concept, kind, weight, covered, known)


def _word_unit(term: str, passage: int, index: PassageIndex) -> Unit:
    field = index.fields.words
    alternatives = {term, *index.lexicon.translations.of(term)}
    covered = float(any(_holds(field, word, passage) for word in alternatives))
    if not covered and _holds(index.fields.glosses, term, passage):
        covered = _BY_GLOSS
    known = any(word in field.terms for word in alternatives)
    kind = "word" if known or index.is_word(term) else "oddity"
    weight = _rarity(field, term) * (1 - index.commonness(term))
    return Unit(term, kind, weight, covered, known)


def _holds(field: BM25, term: str, passage: int) -> bool:
    numbers, _ = field.postings(term)
    return passage in numbers


def _rarity(field: BM25, term: str) -> float:
    """The idf of the term as a share of the greatest possible one, in (0, 1]."""
    return field.idf_of(term) / field.idf_of("")


def _coverage(found: list[Unit]) -> float:
    total = sum(unit.weight for unit in found)
    return sum(unit.weight * unit.covered for unit in found) / total if total else 1.0


def _margin(ranking: Ranking, index: PassageIndex) -> float:
    """Lead of the first passage over the first one of another section, as a share of its score."""
    first = index.passages[ranking.order[0]]
    best = float(ranking.scores[ranking.order[0]])
    for number in ranking.order[1:20]:
        passage = index.passages[number]
        if (passage.source, passage.heading) != (first.source, first.heading):
            return (best - float(ranking.scores[number])) / best
    return 1.0
