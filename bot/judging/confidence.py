"""Which candidate passage answers, and how sure that is, as a calibrated probability.

A forest of extremely randomised trees (Geurts et al., Machine Learning 63, 2006) looks at the best
passages of a ranking, as a second stage does in learning to rank (Liu, Foundations and Trends in
Information Retrieval 3, 2009, section 1.3): its vote is the share of like passages that answered
like questions. The votes put the candidates in order, and that of the first one, calibrated as
Platt (1999) proposed, is the confidence. The forests are fitted by ``tools/fit_confidence.py``.
There are two of them: the user's notes have short headings, the title of a companion note is a
whole question, and the same words tell more or less in the one and the other.
"""

import math
import re
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.judging.answer_types import states_what_is_asked
from bot.judging.features import candidates_of, features
from bot.judging.forest import fitted_forest
from bot.judging.units import Unit, lacks_subject, sentences_beyond_title, units
from bot.passage import section_numbers
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking

Collection = Literal["notes", "companion"]
"""The user's notes or the companion notes."""
_LEAST_VOTE = 1e-3
_WORD = re.compile(r"[^\W_]{2}")
"""Two letters or digits in a row: single ones name nothing, however many there are."""


def judged(
    ranking: Ranking, index: PassageIndex, collection: Collection = "notes"
) -> tuple[Ranking, float]:
    """The ranking with its candidates put in order by their votes, and the confidence in [0, 1].

    The confidence is the probability that the first passage answers.
    """
    candidates = candidates_of(ranking)
    if not len(candidates) or not _WORD.search(ranking.query.text):
        return ranking, 0.0
    found = units(ranking.query, candidates, index)
    votes = _votes(ranking, found, index, collection)
    ordered, first = _reordered(ranking, votes)
    probability = calibrated(float(votes[first]), collection)
    doubts = read_toml("confidence.toml")["thresholds"]
    titles = [(p.source, p.heading) for p in map(index.passages.__getitem__, candidates.tolist())]
    if lacks_subject(ranking.query, found, titles):
        probability *= doubts["no_subject"]
    parts = section_numbers(index.passages, int(ordered.order[0]))
    texts = (index.passages[part].text for part in parts)
    beside = sentences_beyond_title(found, first, parts, index)
    if not states_what_is_asked(ranking.query.text, texts, beside):
        probability *= doubts["unstated"]
    return ordered, probability


def calibrated(vote: float, collection: Collection) -> float:
    """The probability that goes with a vote in [0, 1]."""
    scale = read_toml("confidence.toml")[collection]
    odds = math.log(max(vote, _LEAST_VOTE) / max(1 - vote, _LEAST_VOTE))
    return 1 / (1 + math.exp(-(scale["slope"] * odds + scale["offset"])))


def _votes(
    ranking: Ranking, found: list[Unit], index: PassageIndex, collection: Collection
) -> NDArray[np.float64]:
    """The vote of the forest for each candidate, shape (candidates,)."""
    return fitted_forest(collection).votes(rows_of(ranking, found, index, collection))


def rows_of(
    ranking: Ranking, found: list[Unit], index: PassageIndex, collection: Collection
) -> NDArray[np.float64]:
    """What the forest is told of each candidate, shape (candidates, features)."""
    values = features(ranking, found, index)
    return np.array([values[name] for name in fitted_forest(collection).features]).T


def _reordered(ranking: Ranking, votes: NDArray[np.float64]) -> tuple[Ranking, int]:
    """The candidates by score and vote, and the place among the candidates of the first one.

    What a vote adds to a score is measured by the best score, so that both have their say.
    """
    candidates = ranking.order[: len(votes)]
    points, scores = worth_of_a_vote(ranking) * votes, ranking.scores.copy()
    scores[candidates] += points
    places = np.argsort(-scores[candidates], kind="stable")
    order = np.concatenate((candidates[places], ranking.order[len(votes) :]))
    voted = dict(zip(candidates.tolist(), points.tolist(), strict=True))
    return replace(ranking, scores=scores, order=order, voted=voted), int(places[0])


def worth_of_a_vote(ranking: Ranking) -> float:
    """What a vote of 1 adds to a score, before the ranking is judged."""
    worth: float = read_toml("ranking.toml")["judgement"]["vote"]
    return worth * float(ranking.scores[ranking.order[0]])
