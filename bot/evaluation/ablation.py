"""What each part of the ranking is worth: questions ranked again with its weights set to zero.

Only the order is looked at, not the refusal, since the confidence was fitted to all parts. A part
whose loss is not clearly above zero does not earn its place. The votes of the forest are a part of
their own kind: what they are worth only questions can tell that it was not fitted to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.calibration import share
from bot.evaluation.figures import ndcg
from bot.evaluation.questions import Question, Sections, section_of
from bot.index.fusion import fuse
from bot.judging.confidence import judged
from bot.resources import read_toml
from bot.search import PassageIndex, Ranking

DEPTH = 10
NOTHING, VOTES = "", "votes"
_FIRST_FEW = 3


@dataclass(frozen=True, slots=True)
class Worth:
    """How well sections are found without one part; ``NOTHING`` is the part when all count.

    questions:     how many were asked
    hit, hit3:     share of questions whose first section, or one of the first three, answers
    ndcg:          mean nDCG@10
    helped, hurt:  how many questions have the right first section only with the part, only without
    """

    part: str
    questions: int
    hit: float
    hit3: float
    ndcg: float
    helped: int = 0
    hurt: int = 0


def ablate(
    index: PassageIndex,
    questions: Iterable[Question],
    sections: Sections,
    depth: int = DEPTH,
) -> list[Worth]:
    """The whole ranking first, then without each of its parts.

    Looked at are the sections of the first ``depth`` passages.
    """
    asked = [question for question in questions if question.answerable]
    rankings = [index.rank(index.understand(question.text)) for question in asked]
    names = list(rankings[0].parts) if rankings else ()
    own = [section_of(passage, sections) for passage in index.passages]
    found = {
        part: [_sections(scores_without(ranking, index, part), own, depth) for ranking in rankings]
        for part in (NOTHING, *names)
    }
    whole = _hits(asked, found[NOTHING])
    return [_worth(part, asked, lists, whole) for part, lists in found.items()]


def ablate_votes(
    index: PassageIndex, questions: Iterable[Question], sections: Sections, depth: int = DEPTH
) -> list[Worth]:
    """The ranking with the votes of the forest on its candidates, then the one without them.

    Meant for questions that the forest was not fitted to; looked at as in :func:`ablate`.
    """
    asked = [question for question in questions if question.answerable]
    rankings = [index.rank(index.understand(question.text)) for question in asked]
    own = [section_of(passage, sections) for passage in index.passages]
    alone = [_sections(ranking.scores, own, depth) for ranking in rankings]
    voted = [_sections(judged(ranking, index)[0].scores, own, depth) for ranking in rankings]
    whole = _hits(asked, voted)
    return [_worth(NOTHING, asked, voted, whole), _worth(VOTES, asked, alone, whole)]


def scores_without(ranking: Ranking, index: PassageIndex, part: str) -> NDArray[np.float64]:
    """The scores of a ranking, shape (passages,), when one part counts nothing."""
    weights: Mapping[str, Mapping[str, float]] = read_toml("ranking.toml")["weights"]
    left = {name: values for name, values in ranking.parts.items() if name != part}
    same, cross = (fuse(left, weights[kind]) for kind in ("same", "cross"))
    mixed = np.where(index.languages == ranking.query.language, same, cross)
    scores: NDArray[np.float64] = mixed * index.factors
    return scores


def _sections(scores: NDArray[np.float64], own: Sequence[str], depth: int) -> list[str]:
    """The sections of the best passages, each once; ``own`` are those of all passages."""
    order = np.argsort(-scores, kind="stable")[:depth]
    return list(dict.fromkeys(own[number] for number in order if scores[number] > 0))


def _hits(questions: Sequence[Question], found: Sequence[list[str]], first: int = 1) -> list[bool]:
    """Whether one of the first sections answers each question."""
    return [
        any(question.gold.get(section) == 2 for section in sections[:first])
        for question, sections in zip(questions, found, strict=True)
    ]


def _worth(
    part: str, questions: Sequence[Question], found: Sequence[list[str]], whole: Sequence[bool]
) -> Worth:
    """``whole`` tells of each question whether all parts together found its answer first."""
    hits = _hits(questions, found)
    pairs = list(zip(whole, hits, strict=True))
    gains = [ndcg(question, sections) for question, sections in zip(questions, found, strict=True)]
    return Worth(
        part,
        len(questions),
        share(hits),
        share(_hits(questions, found, _FIRST_FEW)),
        sum(gains) / max(len(gains), 1),
        helped=pairs.count((True, False)),
        hurt=pairs.count((False, True)),
    )
