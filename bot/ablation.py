"""What each part of the ranking is worth: questions ranked again with its weights set to zero.

Only the order is looked at, not the refusal, since the confidence was fitted to all parts. A part
whose loss is not clearly above zero does not earn its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.calibration import share
from bot.evaluation import Question, Sections, ndcg, section_of
from bot.index.fusion import fuse
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking

_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Worth:
    """hit@1 and nDCG@10 without one part; ``part`` is empty when nothing is left out."""

    part: str
    hit: float
    ndcg: float


def ablate(index: PassageIndex, questions: Iterable[Question], sections: Sections) -> list[Worth]:
    """The whole ranking first, then without each part, in the order of the parts."""
    asked = [question for question in questions if question.answerable]
    rankings = [index.rank(index.understand(question.text)) for question in asked]
    names = list(rankings[0].parts) if rankings else []
    own = [section_of(passage, sections) for passage in index.passages]
    return [_worth(part, asked, rankings, index, own) for part in ("", *names)]


def scores_without(ranking: Ranking, index: PassageIndex, part: str) -> NDArray[np.float64]:
    """The scores of a ranking, shape (passages,), when one part counts nothing."""
    weights: Mapping[str, Mapping[str, float]] = read_toml("ranking.toml")["weights"]
    left = {name: values for name, values in ranking.parts.items() if name != part}
    same, cross = (fuse(left, weights[kind]) for kind in ("same", "cross"))
    mixed = np.where(index.languages == ranking.query.language, same, cross)
    scores: NDArray[np.float64] = mixed * index.factors
    return scores


def _worth(
    part: str,
    questions: Sequence[Question],
    rankings: Sequence[Ranking],
    index: PassageIndex,
    own: Sequence[str],
) -> Worth:
    """``own`` are the sections of the passages."""
    firsts, gains = [], []
    for question, ranking in zip(questions, rankings, strict=True):
        scores = scores_without(ranking, index, part)
        order = np.argsort(-scores, kind="stable")[:_DEPTH]
        found = [own[number] for number in order if scores[number] > 0]
        firsts.append(bool(found) and question.gold.get(found[0]) == 2)
        gains.append(ndcg(question, found))
    return Worth(part, share(firsts), sum(gains) / max(len(gains), 1))
