"""A mock interview: which questions, in which order, and where it stands.

A Session is a value; each step takes one and returns the next, so that the screen, the terminal and
the store hold the same thing and a kill between two steps loses nothing. The clock is an argument.
The time limit only nudges: no text is ever taken away.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np

from bot.errors import InputError
from bot.interview.exercises import Computed
from bot.interview.questions import Question
from bot.interview.schedule import EVERYDAY, Card, Habits, is_due, recall
from bot.text import Text

DUE_WEIGHT, WRONG_WEIGHT, WEAK_WEIGHT = 4.0, 3.0, 2.0
"""How much likelier than a fresh question one is drawn that is due, stands in the wrong-answer
book, or would surely be forgotten."""
_REMEMBERED = 0.15
_MOMENT = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Options:
    """What kind of interview: topics and levels empty for all; seconds 0 for no time limit."""

    topics: tuple[str, ...] = ()
    count: int = 5
    levels: tuple[int, ...] = ()
    language: str = "zh"
    seconds: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a question; ``rating`` 0 when it was skipped.

    ``computed`` is what became of its exercise, None when no number was typed.
    """

    question: str
    rating: int = 0
    score: float | None = None
    seconds: float = 0.0
    hints: int = 0
    computed: Computed | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The state of an interview.

    queue:    ids of the questions, in order
    results:  of the questions that are done; the next of the queue is the present one
    told:     the hints given for the present question, kept so that a reload shows them again
    revealed: whether the reference answer was shown
    spent:    seconds on the present question before ``since``
    since:    when the present question was shown or resumed; None while paused
    """

    id: str
    options: Options
    queue: tuple[str, ...]
    results: tuple[Result, ...] = ()
    told: tuple[Text, ...] = ()
    revealed: bool = False
    spent: float = 0.0
    since: datetime | None = field(default=None)

    @property
    def finished(self) -> bool:
        """Whether every question is done."""
        return len(self.results) >= len(self.queue)

    @property
    def current(self) -> str:
        """The id of the present question; ``""`` when finished."""
        return "" if self.finished else self.queue[len(self.results)]

    @property
    def key(self) -> str:
        """What the draft of the present question is kept under."""
        return f"{self.id}/{self.current}"

    @property
    def number_key(self) -> str:
        """What the number typed for its exercise is kept under."""
        return f"{self.key}/number"

    @property
    def paused(self) -> bool:
        """Whether the clock of a question that is still open stands."""
        return self.since is None and not self.revealed and not self.finished

    @property
    def begun(self) -> datetime:
        """When it began, in UTC: its id opens with that moment."""
        return datetime.strptime(self.id.split("-")[0], _MOMENT).replace(tzinfo=UTC)

    @property
    def progress(self) -> Text:
        """ "Question 3 of 10" in both languages."""
        number = min(len(self.results) + 1, len(self.queue))
        return Text("第 {i} 题，共 {n} 题", "Question {i} of {n}").format(
            i=number, n=len(self.queue)
        )

    def elapsed(self, now: datetime) -> float:
        """Seconds on the present question, pauses left out; never negative."""
        running = (now - self.since).total_seconds() if self.since else 0.0
        return self.spent + max(0.0, running)

    def remaining(self, now: datetime) -> float | None:
        """Seconds of the time limit that are left, at least 0; None without a limit."""
        limit = self.options.seconds
        return max(0.0, limit - self.elapsed(now)) if limit else None


def start(
    bank: Sequence[Question],
    options: Options,
    cards: Mapping[str, Card],
    now: datetime,
    habits: Habits = EVERYDAY,
) -> Session:
    """A new interview; the same arguments give the same questions.

    Raises InputError when no question fits the options.
    """
    fitting = [q for q in bank if _fits(q, options)]
    if not fitting or options.count < 1:
        raise InputError(
            Text(
                "没有符合条件的题目，请放宽主题或难度。",
                "no question fits; choose more topics or levels, and at least one question",
            )
        )
    weights = [weight(cards.get(q.id), now, habits) for q in fitting]
    order = draw(weights, options.count, options.seed)
    identity = f"{now.astimezone(UTC).strftime(_MOMENT)}-{options.seed}"
    return Session(identity, options, tuple(fitting[i].id for i in order), since=now)


def drill(ids: Sequence[str], options: Options, now: datetime) -> Session:
    """An interview of exactly these questions, as "drill these again" starts it."""
    if not ids:
        raise InputError(Text("没有要重练的题目。", "there is nothing to drill"))
    queue = tuple(dict.fromkeys(ids))
    identity = f"{now.astimezone(UTC).strftime(_MOMENT)}-drill"
    return Session(identity, options, queue, since=now)


def weight(card: Card | None, now: datetime, habits: Habits = EVERYDAY) -> float:
    """How likely a question is drawn, relative to 1 for one never asked."""
    if card is None or not card.reviews:
        return 1.0
    weak = WEAK_WEIGHT * (1 - recall(card, now, habits))
    due = DUE_WEIGHT if is_due(card, now, habits) else 0.0
    wrong = WRONG_WEIGHT if card.wrong else 0.0
    return max(_REMEMBERED, weak + due + wrong)


def draw(weights: Sequence[float], count: int, seed: int) -> list[int]:
    """Numbers of ``count`` items without repeats, likelier by weight, in random order.

    Keys u^(1/w): Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006.
    """
    uniform = np.random.default_rng(seed).random(len(weights))
    keys = [math.log(max(u, 1e-12)) / w for u, w in zip(uniform, weights, strict=True)]
    return sorted(range(len(weights)), key=lambda i: -keys[i])[:count]


def only_known(session: Session, known: Collection[str]) -> Session:
    """The session without the questions to come that nobody knows any more."""
    done = len(session.results)
    left = tuple(id_ for id_ in session.queue[done:] if id_ in known)
    return replace(session, queue=session.queue[:done] + left)


def close(session: Session) -> Session:
    """The session ended at the question it has reached."""
    return replace(session, queue=session.queue[: len(session.results)])


def take_hint(session: Session, hint: Text) -> Session:
    """One more hint for the present question."""
    return replace(session, told=(*session.told, hint))


def reveal(session: Session) -> Session:
    """The reference answer is shown."""
    return replace(session, revealed=True)


def pause(session: Session, now: datetime) -> Session:
    """The clock of the present question stops."""
    return replace(session, spent=session.elapsed(now), since=None)


def resume(session: Session, now: datetime) -> Session:
    """The clock goes on."""
    return replace(session, since=now) if session.since is None else session


def reopen(session: Session, seen: datetime, now: datetime) -> Session:
    """The session after a reload or a kill: what passed since it was last ``seen`` does not count.

    A question whose answer is shown keeps its time.
    """
    return session if session.revealed else resume(pause(session, min(seen, now)), now)


def finish_question(
    session: Session,
    now: datetime,
    rating: int = 0,
    score: float | None = None,
    number: Computed | None = None,
) -> Session:
    """The present question is graded, or skipped with rating 0; on to the next one."""
    if session.finished:
        return session
    seconds, hints = session.elapsed(now), len(session.told)
    done = Result(session.current, rating, score, seconds, hints, number)
    return _at(session, (*session.results, done), now)


def back(session: Session, now: datetime) -> Session:
    """The last question that was done is the present one again."""
    return _at(session, session.results[:-1], now)


def _at(session: Session, results: tuple[Result, ...], now: datetime) -> Session:
    return replace(session, results=results, told=(), revealed=False, spent=0.0, since=now)


def _fits(question: Question, options: Options) -> bool:
    if options.topics and question.topic not in options.topics:
        return False
    return not options.levels or question.level in options.levels
