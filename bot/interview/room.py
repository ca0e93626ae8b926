"""What an interview needs at hand, and its steps, each stored before it is shown.

The screen and the terminal take the same steps from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.analysis.analyzer import Analyzer
from bot.corpus import Corpus
from bot.interview import session as steps
from bot.interview.exercises import computed, exercise_for, seed_of
from bot.interview.followups import FollowUp, follow_ups, next_hint
from bot.interview.grading import Grade, Grader
from bot.interview.questions import Question, question_bank
from bot.interview.records import Answered, cards, questions, record
from bot.interview.saved_sessions import (
    begin_session,
    draft,
    last_seen,
    open_session,
    save_draft,
    save_session,
    save_step,
    step_back,
)
from bot.interview.schedule import Card, Habits, Preview, previews
from bot.interview.session import Options, Session
from bot.interview.store import Store
from bot.text import Text


class Notes(Protocol):
    """What an interview needs of a Bot."""

    @property
    def corpus(self) -> Corpus:
        """The notes."""

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the notes."""


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions in one language, by id, and the grader of answers."""

    questions: Mapping[str, Question]
    grader: Grader

    @classmethod
    def of(cls, notes: Notes, language: str) -> "Bank":
        """The bank over the notes."""
        found = question_bank(notes.corpus.passages, notes.analyzer, language)
        return cls({question.id: question for question in found}, Grader(notes.analyzer))


@dataclass(frozen=True, slots=True)
class Room:
    """The bank, the store and the user's habits."""

    bank: Bank
    store: Store
    habits: Habits

    def begin(self, options: Options, now: datetime) -> Session:
        """A new interview, stored. Raises InputError when no question fits."""
        bank = self.bank.questions
        started = steps.start(list(bank.values()), options, cards(self.store), now, self.habits)
        begin_session(self.store, started, [bank[id_] for id_ in started.queue], now)
        return started

    def drill(self, ids: Sequence[str], options: Options, now: datetime) -> Session:
        """An interview of these questions, stored."""
        known = self.known()
        started = steps.drill([id_ for id_ in ids if id_ in known], options, now)
        save_session(self.store, started, now)
        return started

    def left_open(self) -> Session | None:
        """The interview that was left unfinished."""
        return open_session(self.store)

    def known(self) -> dict[str, Question]:
        """Every question by id: those of the bank, else as they read when they were asked."""
        return questions(self.store) | dict(self.bank.questions)

    def question(self, session: Session) -> Question:
        """The present question; as it was when its note has gone since."""
        found = self.bank.questions.get(session.current)
        return found or questions(self.store)[session.current]

    def typed(self, session: Session) -> str:
        """The draft of the present answer."""
        return draft(self.store, session.key)

    def keep_draft(self, session: Session, text: str, now: datetime) -> None:
        """Store what is typed so far."""
        save_draft(self.store, session.key, text, now)

    def number_typed(self, session: Session) -> str:
        """What was typed as the answer of the exercise."""
        return draft(self.store, session.number_key)

    def keep_number(self, session: Session, text: str, now: datetime) -> None:
        """Store what is typed as the answer of the exercise."""
        save_draft(self.store, session.number_key, text, now)

    def reopen(self, session: Session, now: datetime) -> Session:
        """The session as who has just come to it finds it: its clock goes on.

        Questions to come that nobody knows any more are left out.
        """
        seen = last_seen(self.store, session) or now
        found = steps.only_known(steps.reopen(session, seen, now), self.known())
        return self._step(session, found, now)

    def pause(self, session: Session, now: datetime) -> Session:
        """The clock stops until it is resumed."""
        return self._step(session, steps.pause(session, now), now)

    def resume(self, session: Session, now: datetime) -> Session:
        """The clock goes on."""
        return self._step(session, steps.resume(session, now), now)

    def has_hint(self, session: Session, text: str) -> bool:
        """Whether there is a hint that was not given yet, for what is typed so far."""
        return self._next_hint(session, text) is not None

    def hint(self, session: Session, text: str, now: datetime) -> Session:
        """The session with one hint more; the same when there is none left."""
        self.keep_draft(session, text, now)
        shown = self._next_hint(session, text)
        return self._step(session, steps.take_hint(session, shown), now) if shown else session

    def submit(self, session: Session, text: str, now: datetime) -> Session:
        """Store the answer and show the reference; the clock of the question stops."""
        self.keep_draft(session, text, now)
        return self._step(session, steps.reveal(steps.pause(session, now)), now)

    def grade(self, session: Session) -> Grade:
        """What the draft covers of the reference answer."""
        question = self.question(session)
        text = self.typed(session)
        return self.bank.grader.grade(question.text, question.reference, text)

    def choices(self, session: Session, now: datetime) -> tuple[Preview, ...]:
        """What each rating would do."""
        card = cards(self.store).get(session.current, Card(session.current))
        return previews(card, now, self.habits)

    def rate(self, session: Session, rating: int, now: datetime) -> Session:
        """Store the answer with its rating and go on to the next question."""
        question, text, grade = self.question(session), self.typed(session), self.grade(session)
        score = grade.score if text.strip() else None
        exercise = exercise_for(question.concepts, seed_of(session.key))
        number = computed(exercise, self.number_typed(session))
        after = steps.finish_question(session, now, rating, score, number)
        seconds = session.elapsed(now)
        answered = Answered(question, rating, score, text, seconds, grade.covered, grade.missing)
        record(self.store, answered, now, after, self.habits)
        self.keep_draft(session, "", now)
        return after

    def skip(self, session: Session, now: datetime) -> Session:
        """On to the next question without a grade."""
        return self._step(session, steps.finish_question(session, now), now)

    def undo(self, session: Session, now: datetime) -> Session:
        """Take back the last question: its grade and its schedule together."""
        return step_back(self.store, session, now)

    def close(self, session: Session, now: datetime) -> Session:
        """End the interview at the question it has reached."""
        return self._step(session, steps.close(session), now)

    def next_questions(self, session: Session) -> tuple[FollowUp, ...]:
        """What an interviewer would ask after this answer."""
        question = self.question(session)
        bank = list(self.bank.questions.values())
        seed = seed_of(session.key)
        return follow_ups(question, self.grade(session), bank, self.bank.grader.analyzer, seed)

    def _next_hint(self, session: Session, text: str) -> Text | None:
        question = self.question(session)
        grade = self.bank.grader.grade(question.text, question.reference, text)
        return next_hint(grade, session.told)

    def _step(self, before: Session, after: Session, now: datetime) -> Session:
        """Store a step, unless another window has taken one from the same question."""
        save_step(self.store, before, after, now)
        return after
