"""When a question comes back: FSRS (py-fsrs) with its randomness switched off.

A card in, a grade in, the time in; a new card out. Times are aware; inside they are UTC. A day ends
at a local hour (4 o'clock by default), so that an answer given after midnight still belongs to the
evening before, on days of 23 and 25 hours too. A clock that was set back counts as no time passed.

Source of the model: Ye, Su and Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced
Repetition Scheduling", KDD 2022, and the FSRS-6 formulas of py-fsrs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

import fsrs

from bot.interview.moments import utc
from bot.text import Text

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
RATINGS = (AGAIN, HARD, GOOD, EASY)
RIGHT_IN_A_ROW = 2
"""Right answers after which a question leaves the wrong-answer book (错题本)."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How the user learns.

    retention: wanted probability of recall when a card is due, in (0, 1)
    rollover:  local hour at which a day ends, 0 to 23
    leech:     lapses from which a card is flagged
    """

    zone: tzinfo = UTC
    retention: float = 0.9
    rollover: int = 4
    leech: int = 4


EVERYDAY = Habits()


@dataclass(frozen=True, slots=True)
class Card:
    """What is remembered of one question; times in UTC, stability in days, difficulty 1 to 10.

    lapses:   times it was forgotten after it had been learned
    streak:   right answers in a row
    wrong:    whether it stands in the wrong-answer book
    """

    question: str
    state: int = 1
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    due: datetime | None = None
    last_review: datetime | None = None
    reviews: int = 0
    lapses: int = 0
    streak: int = 0
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rating would do: the next time and how far it is."""

    rating: int
    due: datetime
    interval: Text


def review(card: Card, rating: int, now: datetime, habits: Habits = EVERYDAY) -> Card:
    """The card after an answer rated 1 (again) to 4 (easy) at ``now``.

    >>> moment = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> review(Card("q"), EASY, moment).due - moment
    datetime.timedelta(days=8)
    """
    moment = max(utc(now), card.last_review or utc(now))
    after, _ = _scheduler(habits.retention).review_card(
        _to_fsrs(card, moment), fsrs.Rating(rating), moment
    )
    forgotten = rating == AGAIN and card.state != fsrs.State.Learning.value
    streak = card.streak + 1 if rating >= GOOD else 0
    return replace(
        card,
        state=after.state.value,
        step=after.step,
        stability=after.stability,
        difficulty=after.difficulty,
        due=after.due,
        last_review=moment,
        reviews=card.reviews + 1,
        lapses=card.lapses + forgotten,
        streak=streak,
        wrong=rating == AGAIN or (card.wrong and streak < RIGHT_IN_A_ROW),
    )


def previews(card: Card, now: datetime, habits: Habits = EVERYDAY) -> tuple[Preview, ...]:
    """What each of the four ratings would do."""
    found = []
    for rating in RATINGS:
        due = review(card, rating, now, habits).due or utc(now)
        found.append(Preview(rating, due, interval_text(due - utc(now))))
    return tuple(found)


def interval_text(span: timedelta) -> Text:
    """A length of time as printed on a button.

    >>> interval_text(timedelta(minutes=10)).en, interval_text(timedelta(days=75)).zh
    ('10 min', '2.5 个月')
    """
    minutes, days = span.total_seconds() / 60, span.total_seconds() / 86_400
    if minutes < 60:
        return Text(f"{max(minutes, 1):.0f} 分钟", f"{max(minutes, 1):.0f} min")
    if days < 1:
        return Text(f"{minutes / 60:.0f} 小时", f"{minutes / 60:.0f} h")
    if days < 60:
        return Text(f"{days:.0f} 天", f"{days:.0f} d")
    if days < 720:
        return Text(f"{days / 30:.1f} 个月", f"{days / 30:.1f} mo")
    return Text(f"{days / 365:.1f} 年", f"{days / 365:.1f} y")


def recall(card: Card, at: datetime, habits: Habits = EVERYDAY) -> float:
    """Predicted probability in [0, 1] that the answer is still known at ``at``; 0 when never seen.

    Computed with fractions of days; py-fsrs itself only counts whole ones.
    """
    if card.stability is None or card.last_review is None:
        return 0.0
    days = max(0.0, (utc(at) - card.last_review).total_seconds() / 86_400)
    decay = -_scheduler(habits.retention).parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * days / card.stability) ** decay)


def is_due(card: Card, now: datetime, habits: Habits = EVERYDAY) -> bool:
    """Whether a card that was seen is due before the user's day ends.

    A card in its learning steps (minutes) is due only when its minutes have passed.
    """
    if card.due is None:
        return False
    if card.state != fsrs.State.Review.value:
        return card.due <= utc(now)
    return local_day(card.due, habits) <= local_day(now, habits)


def is_leech(card: Card, habits: Habits = EVERYDAY) -> bool:
    """Whether a card was forgotten so often that drilling it will not help."""
    return card.lapses >= habits.leech


def local_day(moment: datetime, habits: Habits = EVERYDAY) -> date:
    """The user's day: it changes at the rollover hour of the local clock.

    >>> local_day(datetime(2026, 1, 5, 3, 59, tzinfo=UTC))
    datetime.date(2026, 1, 4)
    """
    local = moment.astimezone(habits.zone)
    return local.date() - timedelta(days=local.hour < habits.rollover)


def forecast(
    cards: Iterable[Card], now: datetime, days: int, habits: Habits = EVERYDAY
) -> list[tuple[date, int]]:
    """Cards due on each of the next ``days`` days; overdue ones count today."""
    today = local_day(now, habits)
    counts = dict.fromkeys((today + timedelta(days=n) for n in range(days)), 0)
    for card in cards:
        if card.due is not None:
            day = max(today, local_day(card.due, habits))
            if day in counts:
                counts[day] += 1
    return list(counts.items())


@cache
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(desired_retention=retention, enable_fuzzing=False)


def _to_fsrs(card: Card, now: datetime) -> fsrs.Card:
    return fsrs.Card(
        card_id=1,
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due or now,
        last_review=card.last_review,
    )
