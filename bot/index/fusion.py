"""The parts of a score and how they become one number.

Each part compares the question with every passage through one field. Lexical parts are divided by
the larger of their best score and a share, ``FLOOR``, of the score of an ideal passage: without it
a part whose best evidence is a comma's worth would count like a perfect match.

The weights are fitted (``tools/fit_ranking.py``) and stored in ``bot/lexicon/ranking.toml``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.analysis.query import Query
from bot.index.fields import NESTED, Fields, single_characters
from bot.index.lexical import Groups, Reached
from bot.index.sums import AT_ONCE, Sums, added, greater, total
from bot.index.tfidf import character_ngrams
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

    def groups(self, query: Query, known: Mapping[str, int]) -> Groups:
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


def lexical_terms(query: Query) -> dict[str, Mapping[str, float]]:
    """The weighted terms that every part seeks which seeks any."""
    grams, characters = _pieces(query.text)
    return {
        "words": query.terms,
        "heading": query.terms,
        "subheadings": {**query.terms, **query.concepts},
        "grams": grams,
        "characters": characters,
        "tfidf": grams,
        "concepts": concept_query(query.concepts),
        "described": concept_query(query.described),
        "glosses": query.terms,
    }


@lru_cache(maxsize=8)
def _pieces(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """The n-grams and the characters of a text, each once: every collection seeks the same."""
    return dict.fromkeys(character_ngrams(text), 1.0), dict.fromkeys(single_characters(text), 1.0)


def parts(query: Query, fields: Fields, translations: Translations) -> dict[str, Sums]:
    """Every part of the score by name, of each passage about [0, 1]."""
    groups = translations.groups(query, fields.words.terms)
    shares = _shares(query)
    sought = {
        part: terms if shares.get(part, 1.0) else {} for part, terms in lexical_terms(query).items()
    }
    found = {
        part: _share(one, _floor(part)).times(shares.get(part, 1.0))
        for part, one in fields.lexical.reached(sought, groups).items()
    }
    titles = title_match(query.concepts, query.named, fields).times(shares["titles"])
    aspects = _aspect_match(query, fields.aspects, titles.width)
    on_topic = greater(titles, found["concepts"].times(_BODY_TOPIC))
    found |= {
        "titles": titles,
        "aspects": aspects,
        "aspects_on_topic": on_topic.times(aspects),
        "parts_on_topic": on_topic.times(_aspect_match(query, fields.part_aspects, titles.width)),
    }
    return trusted(found, fields)


def _shares(query: Query) -> dict[str, float]:
    """How much parts count that tell of names or of descriptions.

    A part divided by its best score counts in full however little of the question it is about:
    names count for the part of the question that they are, descriptions for the rest of it.
    """
    likeness = max(query.described.values(), default=0.0)
    return {
        "concepts": math.sqrt(1 - query.openness),
        "titles": min(1.0, 2 * (1 - query.openness)),
        "described": likeness * query.openness,
        "glosses": query.openness,
    }


def fuse(parts: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """The weighted sum of the parts, shape (passages,)."""
    width = len(next(iter(parts.values()), ()))
    sums = {name: Sums.of_all(part) for name, part in parts.items()}
    return _mixed(sums, weights, slice(0, width))


def fuse_both(
    parts: Mapping[str, Sums],
    mixes: tuple[Mapping[str, float], Mapping[str, float]],
    first: NDArray[np.bool_],
) -> Scores:
    """The weighted sum of the parts: with the ``first`` mix for these passages, else the second.

    What is added up stays in the processor's cache.
    """
    fused = np.empty(len(first))
    for start in range(0, len(first), AT_ONCE):
        stretch = slice(start, min(start + AT_ONCE, len(first)))
        own = first[stretch]
        needed = zip(mixes, (own.any(), not own.all()), strict=True)
        sums = [_mixed(parts, weights, stretch) for weights, some in needed if some]
        fused[stretch] = sums[0] if len(sums) == 1 else np.where(own, *sums)
    return fused


def _mixed(parts: Mapping[str, Sums], weights: Mapping[str, float], stretch: slice) -> Scores:
    """The weighted sum of the parts in a stretch of passages."""
    sums = np.zeros(stretch.stop - stretch.start)
    for name, part in parts.items():
        part.add_to(sums, stretch, weights.get(name, 0.0))
    return sums


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


def title_match(asked: Mapping[str, float], named: Mapping[str, float], fields: Fields) -> Sums:
    """F-measure between concepts ``asked`` for and those of each title, in [0, 1].

    Concepts count by their rarity among titles. Recall asks how much of what is ``named`` the title
    holds, precision how much of the title is asked for.
    """
    titles = fields.titles
    asked = {c: w for c, w in asked.items() if c in titles.concepts}
    if not asked:
        return Sums.none(fields.words.corpus_size)
    rows = [titles.concepts[concept] for concept in asked]
    factors = (titles.idf[rows] * np.array(list(asked.values()))).tolist()
    overlap = added(titles.weights, rows, factors)
    wanted = sum(
        weight * (titles.idf[titles.concepts[c]] if c in titles.concepts else titles.idf.max())
        for c, weight in named.items()
    )
    norms = titles.norms if overlap.columns is None else titles.norms[overlap.columns]
    match = 2 * overlap.values / (norms + max(wanted, 1e-9))
    return Sums(np.minimum(match, 1.0), overlap.columns, overlap.width)


def _aspect_match(query: Query, aspects: Mapping[str, NDArray[np.int64]], n: int) -> Sums:
    """Share of the asked aspects that each of ``n`` passages announces, in [0, 1]."""
    announced = [aspects[aspect] for aspect in query.aspects if aspect in aspects]
    share = 1 / max(len(query.aspects), 1)
    return total([(Sums(np.ones(len(group)), group, n), share) for group in announced], n)


def _floor(part: str) -> float:
    return FLOOR_OF_WORDS if part == "words" else FLOOR


def _share(reached: Reached, floor: float) -> Sums:
    """The scores as shares of the best one or of a share of the ideal, whichever is greater."""
    scores, greatest, ideal = reached
    return scores.over(max(greatest, floor * ideal)) if greatest > 0 else Sums.none(scores.width)
