"""What the answers have come to, as numbers: the head of the Progress page, for any interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.interview.activity import recall_by_topic
from bot.interview.records import cards, history, questions
from bot.interview.schedule import EVERYDAY, Habits, forecast, is_due, is_leech
from bot.interview.shelf import favourites
from bot.interview.store import Store

DAYS = 14
"""Days of the forecast."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of questions and answers, predicted recall in [0, 1] by topic, and cards by day."""

    due: int
    seen: int
    answers: int
    leeches: int
    wrong: int
    favourites: int
    recall: Mapping[str, float]
    forecast: tuple[tuple[date, int], ...]


def overview(store: Store, now: datetime, habits: Habits = EVERYDAY) -> Overview:
    """The overview of a store at ``now``."""
    known = cards(store)
    topics = {id_: question.topic for id_, question in questions(store).items()}
    return Overview(
        due=sum(is_due(card, now, habits) for card in known.values()),
        seen=len(known),
        answers=len(history(store)),
        leeches=sum(is_leech(card, habits) for card in known.values()),
        wrong=sum(card.wrong for card in known.values()),
        favourites=len(favourites(store)),
        recall=recall_by_topic(known.values(), topics, now, habits),
        forecast=tuple(forecast(known.values(), now, DAYS, habits)),
    )
