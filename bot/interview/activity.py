"""What was learned when, and what is known now: counts by day and recall by topic."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from bot.interview.schedule import EVERYDAY, Card, Habits, local_day, recall

_WEEK = 7


def weeks_of(
    moments: Iterable[datetime], now: datetime, weeks: int, habits: Habits = EVERYDAY
) -> tuple[tuple[date, tuple[int | None, ...]], ...]:
    """The Monday and the answers on each day of the last weeks; None for days to come.

    >>> from datetime import UTC
    >>> tuesday = datetime(2026, 1, 6, 12, tzinfo=UTC)
    >>> weeks_of([tuesday, tuesday], tuesday, 1)
    ((datetime.date(2026, 1, 5), (0, 2, None, None, None, None, None)),)
    """
    today = local_day(now, habits)
    counts = Counter(local_day(moment, habits) for moment in moments)
    first = today - timedelta(days=today.weekday() + _WEEK * (weeks - 1))
    mondays = (first + timedelta(days=_WEEK * n) for n in range(weeks))
    return tuple(
        (monday, tuple(
            counts[day] if day <= today else None
            for day in (monday + timedelta(days=n) for n in range(_WEEK))
        ))
        for monday in mondays
    )  # fmt: skip


def recall_by_topic(
    cards: Iterable[Card], topics: Mapping[str, str], now: datetime, habits: Habits = EVERYDAY
) -> dict[str, float]:
    """Mean predicted recall in [0, 1] of the questions seen, by topic."""
    groups: dict[str, list[float]] = defaultdict(list)
    for card in cards:
        if card.question in topics:
            groups[topics[card.question]].append(recall(card, now, habits))
    return {topic: sum(values) / len(values) for topic, values in sorted(groups.items())}
