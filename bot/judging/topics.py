"""What the title of an answer is likely to name, told by all the words of a question together.

"Neighbouring neurons see almost the same patch, so why slide one window over it?" names nothing and
asks about convolution. For every topic that titles name, a concept or an aspect, a logistic
regression over the TF-IDF vector of a question tells how likely an answer's title names it (one
against the rest: Manning, Raghavan and Schütze, Introduction to Information Retrieval, section
14.5). ``tools/fit_topics.py`` fits them. Of a topic that it never saw, a model says nothing.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analysis, Analyzer
from bot.analysis.aspects import announced_aspects
from bot.judging.units import Values
from bot.resources import data_file

_CONCEPT, _ASPECT = "concept ", "aspect "
"""What sets ids of concepts and of aspects apart from the terms of a language, without a space."""
_HEADINGS = 4_096
"""Headings whose topics are remembered: the same passages are candidates of many questions."""


def topic_of_concept(concept: str) -> str:
    """The topic of a concept of the glossary."""
    return _CONCEPT + concept


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Logistic regressions over the terms of a question, one for each topic.

    topics:   topic -> column
    terms:    term -> row
    idf:      shape (terms,)
    weights:  shape (terms, topics), what a term of unit length adds to the log odds of a topic
    offsets:  shape (topics,), the log odds of each topic without any known term
    """

    topics: Mapping[str, int]
    terms: Mapping[str, int]
    idf: NDArray[np.float64]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float64]

    def likely(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """How likely the title of an answer names each topic, shape (topics,), in [0, 1]."""
        counts = Counter(self.terms[term] for term in terms if term in self.terms)
        rows = list(counts)
        vector = (1 + np.log(np.array([*counts.values()], float))) * self.idf[rows]
        vector /= math.sqrt(vector @ vector) or 1.0
        likely: NDArray[np.float64] = 1 / (
            1 + np.exp(-(vector @ self.weights[rows] + self.offsets))
        )
        return likely


def terms_of(analysis: Analysis) -> list[str]:
    """What a question is told by: its terms and the concepts that it names."""
    named = [topic_of_concept(mention.concept) for mention in analysis.mentions]
    return [token.term for token in analysis.tokens] + named


def topics_of(heading: str, analyzer: Analyzer) -> list[str]:
    """The topics of a heading: the concepts that it names by themselves, and its aspects.

    >>> topics_of("空洞卷积的缺点", Analyzer.open())
    ['concept dilated-convolution', 'aspect drawback']
    """
    named = analyzer.concepts_of[heading].items()
    concepts = sorted(topic_of_concept(concept) for concept, weight in named if weight == 1.0)
    return concepts + sorted(_ASPECT + aspect for aspect in announced_aspects(heading))


def topic_features(
    question: Analysis, headings: Sequence[str], analyzer: Analyzer, model: Topics
) -> dict[str, Values]:
    """How far the heading of each candidate names what the answer's is likely to, each (n,).

    ``topic_elsewhere`` is the most likely topic that the heading does not name. Where the model
    knows no topic of a heading ``topic_known`` is 0, and so is what is told of them.
    """
    likely, falling = _told(model, tuple(terms_of(question)))
    rows = [
        _of_heading(_columns(heading, analyzer, model), likely, falling) for heading in headings
    ]
    names = ("topic_most", "topic_least", "topic_mean", "topic_elsewhere", "topic_known")
    table = np.array(rows, float).reshape(len(headings), len(names))
    return dict(zip(names, table.T, strict=True))


@lru_cache(maxsize=8)
def _told(model: Topics, terms: tuple[str, ...]) -> tuple[list[float], list[int]]:
    """How likely each topic is, and the columns of the topics, the likeliest first."""
    likely = model.likely(terms)
    return likely.tolist(), (-likely).argsort().tolist()


@lru_cache(maxsize=_HEADINGS)
def _columns(heading: str, analyzer: Analyzer, model: Topics) -> tuple[int, ...]:
    """The columns of the topics of a heading that the model knows."""
    topics = topics_of(heading, analyzer)
    return tuple(model.topics[topic] for topic in topics if topic in model.topics)


def _of_heading(
    own: Sequence[int], likely: Sequence[float], falling: Sequence[int]
) -> tuple[float, ...]:
    elsewhere = next((likely[topic] for topic in falling if topic not in own), 0.0)
    if not own:
        return 0.0, 0.0, 0.0, elsewhere, 0.0
    named = [likely[topic] for topic in own]
    return max(named), min(named), sum(named) / len(named), elsewhere, 1.0


@cache
def fitted_topics() -> Topics:
    """The model that ``tools/fit_topics.py`` fitted and stored."""
    with np.load(data_file("topics.npz"), allow_pickle=False) as stored:
        return Topics(
            {topic: column for column, topic in enumerate(stored["topics"].tolist())},
            {term: row for row, term in enumerate(stored["terms"].tolist())},
            stored["idf"].astype(np.float64),
            stored["weights"].astype(np.float32) / np.float32(stored["steps"]),
            stored["offsets"].astype(np.float64),
        )
