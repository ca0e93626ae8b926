"""The mock interview in a terminal, with the same store and the same rules as the screen.

Input, output and clock are arguments: ``read(prompt)`` returns a line and raises EOFError at the
end, ``write(line)`` prints one, ``now()`` tells the time with its zone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.analysis.analyzer import Analyzer
from bot.corpus import Corpus
from bot.interview import session as steps
from bot.interview.followups import first_hint, follow_ups
from bot.interview.grading import Grade, Grader, suggested_rating
from bot.interview.opening import prepare
from bot.interview.questions import Question, question_bank
from bot.interview.records import Answered, cards, history, questions, record, undo
from bot.interview.report import report, to_markdown
from bot.interview.schedule import EVERYDAY, Card, Habits, local_day, previews
from bot.interview.session import Options, Session
from bot.interview.shelf import begin_session, draft, open_session, save_draft, save_session
from bot.interview.store import Store
from bot.resources import read_toml
from bot.text import Text

Read = Callable[[str], str]
Write = Callable[[str], None]
_RATINGS = ("again", "hard", "good", "easy")


class Notes(Protocol):
    """What an interview needs of a Bot."""

    @property
    def corpus(self) -> Corpus:
        """The notes."""

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the notes."""


@dataclass(frozen=True, slots=True)
class _Room:
    """Everything that stays the same during an interview."""

    bank: Mapping[str, Question]
    grader: Grader
    store: Store
    read: Read
    write: Write
    now: Callable[[], datetime]
    habits: Habits
    language: str

    def known(self) -> dict[str, Question]:
        """Every question by id: those of the bank, else as they read when they were asked."""
        return questions(self.store) | dict(self.bank)

    def say(self, name: str, **values: object) -> str:
        """A sentence of ``interview.toml`` in the language of the interview."""
        return Text(*read_toml("interview.toml")["terminal"][name]).format(**values).to(
            self.language
        )  # fmt: skip


def run_interview(
    bot: Notes,
    store: Store,
    options: Options,
    read: Read,
    write: Write,
    now: Callable[[], datetime],
    habits: Habits = EVERYDAY,
) -> Session:
    """Interview until the questions are done or the input ends; the last state, already stored.

    Raises InputError when no question fits the options.
    """
    bank = question_bank(bot.corpus.passages, bot.analyzer, options.language)
    room = _Room(
        {q.id: q for q in bank}, Grader(bot.analyzer), store, read, write, now, habits,
        options.language,
    )  # fmt: skip
    moved = prepare(store, bot.corpus.passages, bank, local_day(now(), habits))
    for link in moved.links:
        write(room.say("moved", old=link.old.text, new=link.new.text))
    session = _begin(room, options)
    write(room.say("help"))
    try:
        while not session.finished:
            session = _ask(room, session)
    except (EOFError, KeyboardInterrupt):
        session = steps.pause(session, now())
        save_session(store, session, now())
        write(room.say("saved"))
        return session
    write(room.say("finished"))
    write(to_markdown(report(history(store, session.id), questions(store)), room.language))
    return session


def _begin(room: _Room, options: Options) -> Session:
    """The unfinished interview if the user wants it, or a new one."""
    left = open_session(room.store)
    if left:
        if not room.read(room.say("resume")).strip().lower().startswith("n"):
            return steps.resume(steps.only_known(left, room.known()), room.now())
        save_session(room.store, steps.close(left), room.now())
    fresh = steps.start(
        list(room.bank.values()), options, cards(room.store), room.now(), room.habits
    )
    begin_session(room.store, fresh, [room.bank[id_] for id_ in fresh.queue], room.now())
    return fresh


def _ask(room: _Room, session: Session) -> Session:
    """One question, from asking to grading; the session after it."""
    question = room.known()[session.current]
    room.write("")
    room.write(f"{session.progress.to(room.language)}  {question.text}")
    remaining = session.remaining(room.now())
    if remaining is not None:
        room.write(room.say("left" if remaining else "over", n=round(remaining)))
    session, text, command = _listen(room, session, question)
    if command == ":undo":
        return _undo(room, session)
    if command == ":skip":
        after = steps.finish_question(session, room.now())
        save_session(room.store, after, room.now())
        return after
    return _grade(room, session, question, text)


def _listen(room: _Room, session: Session, question: Question) -> tuple[Session, str, str]:
    """The session with its hints, the answer that was typed, and the command that ended it.

    Every line is kept as a draft.
    """
    key = f"{session.id}/{question.id}"
    lines = draft(room.store, key).splitlines()
    if lines:
        room.write(room.say("draft"))
        room.write("\n".join(lines))
    while True:
        line = room.read(room.say("prompt"))
        command = line.strip().lower()
        if command == ":quit":
            raise EOFError
        if command in (":skip", ":undo", ":show") or not line.strip():
            return session, "\n".join(lines), command
        if command == ":hint":
            grade = room.grader.grade(question.text, question.reference, "\n".join(lines))
            shown = first_hint(question, grade, room.grader.analyzer, session.hints)
            room.write(shown.to(room.language))
            session = steps.take_hint(session)
            continue
        lines.append(line)
        save_draft(room.store, key, "\n".join(lines), room.now())


def _grade(room: _Room, session: Session, question: Question, text: str) -> Session:
    grade = room.grader.grade(question.text, question.reference, text)
    _show(room, question, grade)
    rating = _rating(room, question, grade)
    now = room.now()
    after = steps.finish_question(session, now, rating, grade.score)
    answered = Answered(
        question, rating, grade.score, text, session.elapsed(now), grade.covered, grade.missing
    )
    record(room.store, answered, now, after, room.habits)
    save_draft(room.store, f"{session.id}/{question.id}", "", now)
    return after


def _show(room: _Room, question: Question, grade: Grade) -> None:
    room.write(room.say("score", n=f"{grade.score:.0%}"))
    for point in grade.points:
        name = "covered" if point.covered else "missing"
        room.write(room.say(name, point=point.text, said=" ".join(point.said)))
    for hint in grade.hints:
        room.write(hint.to(room.language))
    room.write(room.say("reference", source=question.source, heading=question.heading))
    room.write(question.reference)
    bank = list(room.bank.values())
    for follow in follow_ups(question, grade, bank, room.grader.analyzer)[:2]:
        room.write(room.say("next", text=follow.text.to(room.language)))


def _rating(room: _Room, question: Question, grade: Grade) -> int:
    """The grade the user chose; Enter takes the suggested one."""
    card = cards(room.store).get(question.id, Card(question.id))
    choices = "  ".join(
        f"{p.rating} {room.say(_RATINGS[p.rating - 1])} ({p.interval.to(room.language)})"
        for p in previews(card, room.now(), room.habits)
    )
    suggested = suggested_rating(grade.score)
    while True:
        typed = room.read(room.say("rate", choices=choices, n=suggested)).strip()
        if not typed:
            return suggested
        if typed in ("1", "2", "3", "4"):
            return int(typed)


def _undo(room: _Room, session: Session) -> Session:
    """The last grade of this interview and its schedule are taken back together."""
    before = steps.back(session, room.now())
    last = session.results[-1:]
    if last and last[0].rating:
        undo(room.store, room.now(), before, session.id)
    elif last:
        save_session(room.store, before, room.now())
    room.write(room.say("undone" if last else "nothing"))
    return before
