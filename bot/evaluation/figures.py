"""The figures by which answers are judged, by language and kind of question.

    answer@1   first passage has grade 2 and the question was not refused
    hit@1      first passage has grade 2, refused or not
    nDCG@10    Järvelin and Kekäläinen, TOIS 2002, gain = grade, one gain per section

The confidence is judged as the probability that the first passage answers, over all questions, see
:mod:`bot.evaluation.calibration`.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answer import Answer
from bot.asked import Source
from bot.evaluation.calibration import Pair, auroc, calibration_error, share
from bot.evaluation.questions import Question, Sections, section_of

NEW_TOPIC = "new-topic"
"""The kind of dialogue whose last turn stands for itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the program said to one question; ``carried`` tells that history was used."""

    question: Question
    answered: bool
    confidence: float
    sections: tuple[str, ...]
    carried: bool = False

    @property
    def hit(self) -> bool:
        """Whether the first passage answers."""
        return bool(self.sections) and self.question.gold.get(self.sections[0]) == 2

    @property
    def right(self) -> bool:
        """Answered rightly, or rightly refused."""
        return self.hit and self.answered if self.question.answerable else not self.answered


class Asker(Protocol):
    """What is measured: :class:`bot.engine.Bot`, or anything that answers like it."""

    def ask(
        self, question: str, history: Sequence[str] = (), *, source: Source = "all"
    ) -> Answer: ...


def ask_all(bot: Asker, questions: Iterable[Question], sections: Sections) -> list[Outcome]:
    """Every question put to the bot with its earlier turns, as a person would.

    The companion notes are left out: what is labelled are the answers in the user's notes.
    """
    outcomes = []
    for question in questions:
        answer = bot.ask(question.text, question.turns, source="notes")
        found = tuple(section_of(hit.passage, sections) for hit in answer.hits)
        carried = bool(answer.interpretation)
        outcomes.append(Outcome(question, answer.answered, answer.confidence, found, carried))
    return outcomes


def ndcg(question: Question, sections: Sequence[str], k: int = 10) -> float:
    """nDCG@k in [0, 1]; a section counts once, where it stands first."""
    distinct = list(dict.fromkeys(sections))[:k]
    gains = [question.gold.get(section, 0) for section in distinct]
    ideal = sorted(question.gold.values(), reverse=True)[:k]
    return _dcg(gains) / _dcg(ideal) if ideal else 0.0


def _dcg(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """All figures over a set of outcomes; NaN where nothing can be measured."""
    inside = [o for o in outcomes if o.question.answerable]
    outside = [o for o in outcomes if not o.question.answerable]
    return {
        "answer@1": share(o.right for o in inside),
        "hit@1": share(o.hit for o in inside),
        "nDCG@10": _mean([ndcg(o.question, o.sections) for o in inside]),
        "false answers": share(o.answered for o in outside),
        "false refusals": share(not o.answered for o in inside if o.hit),
        "AUROC": auroc(pairs(outcomes)),
        "ECE": calibration_error(pairs(outcomes)),
    }


def summarise_dialogues(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures over last turns: right passage first, offered, wrongly offered, polluted.

    A new topic is polluted when anything was carried into it from history.
    """
    inside = [o for o in outcomes if o.question.answerable]
    return {
        "hit@1": share(o.hit for o in inside),
        "answer@1": share(o.right for o in inside),
        "false answers": share(o.answered for o in outcomes if not o.question.answerable),
        "polluted": share(o.carried for o in outcomes if o.question.kind == NEW_TOPIC),
    }


def pairs(outcomes: Iterable[Outcome]) -> list[Pair]:
    """Confidence and truth: whether the first passage answers."""
    return [(o.confidence, o.hit) for o in outcomes]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def by_group(
    outcomes: Sequence[Outcome], group: Callable[[Question], str]
) -> dict[str, list[Outcome]]:
    """Outcomes by a property of their question, in alphabetical order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(group(outcome.question), []).append(outcome)
    return dict(sorted(groups.items()))
