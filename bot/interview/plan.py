"""A plan towards an interview: which question to repeat on which day, and what will be known.

Every planned repetition is tried on each free day before the interview; the day that raises the
predicted recall on the interview day most is taken. Days have a capacity, so the cards that gain
most choose first. The prediction assumes that a planned repetition succeeds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.interview.schedule import EVERYDAY, GOOD, Card, Habits, local_day, recall, review

MOST_DAYS = 60
"""Days that are planned; farther ones would be planned anew long before."""
INTERVIEW_TIME = time(9)
"""When an interview is taken to begin, by the local clock."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Questions by day, and by question the recall on the interview day without and with them."""

    days: Mapping[date, tuple[str, ...]]
    before: Mapping[str, float]
    after: Mapping[str, float]

    def by_topic(self, topics: Mapping[str, str]) -> dict[str, tuple[float, float]]:
        """Mean recall on the interview day by topic, (without, with) the plan, in [0, 1]."""
        groups: dict[str, list[str]] = defaultdict(list)
        for question in self.before:
            groups[topics.get(question, "")].append(question)
        return {
            topic: (_mean(self.before[q] for q in group), _mean(self.after[q] for q in group))
            for topic, group in sorted(groups.items())
        }


def plan_questions(
    bank: Iterable[str],
    known: Mapping[str, Card],
    now: datetime,
    day: date,
    habits: Habits = EVERYDAY,
) -> Plan:
    """The plan for the questions of ``bank``, asked before or not, towards an interview on ``day``.

    ``known`` are the cards by question.
    """
    moment = datetime.combine(day, INTERVIEW_TIME, habits.zone)
    return plan_interview([known.get(id_, Card(id_)) for id_ in bank], now, moment, habits=habits)


def plan_interview(
    cards: Iterable[Card],
    now: datetime,
    interview: datetime,
    per_day: int = 20,
    habits: Habits = EVERYDAY,
) -> Plan:
    """The plan from ``now`` to ``interview`` with at most ``per_day`` repetitions a day.

    New questions are cards without reviews. An interview in the past gives an empty plan.
    """
    moments = _days(now, interview, habits)
    cards = sorted(cards, key=lambda card: card.question)
    before = {card.question: recall(card, interview, habits) for card in cards}
    options = sorted(
        (
            (-(gained - before[card.question]), number, card.question, gained)
            for card in cards
            for number, gained in enumerate(_gains(card, moments, interview, habits))
        ),
    )
    after = dict(before)
    chosen: dict[int, list[str]] = defaultdict(list)
    for loss, number, question, gained in options:
        if loss < 0 and after[question] == before[question] and len(chosen[number]) < per_day:
            chosen[number].append(question)
            after[question] = gained
    days = {local_day(moments[n], habits): tuple(chosen[n]) for n in sorted(chosen) if chosen[n]}
    return Plan(days, before, after)


def _days(now: datetime, interview: datetime, habits: Habits) -> list[datetime]:
    """One moment on each user's day from now to the day before the interview."""
    last = local_day(interview, habits)
    moments = (now + timedelta(days=n) for n in range(MOST_DAYS))
    return [m for m in moments if local_day(m, habits) < last]


def _gains(
    card: Card, moments: Sequence[datetime], interview: datetime, habits: Habits
) -> list[float]:
    return [recall(review(card, GOOD, m, habits), interview, habits) for m in moments]


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0
