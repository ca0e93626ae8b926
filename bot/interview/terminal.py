"""The mock interview in a terminal, with the same store and the same rules as the screen."""

from collections.abc import Callable
from datetime import datetime

from bot.interview import session as steps
from bot.interview.books import Book, entries, filtered
from bot.interview.followups import next_hint
from bot.interview.grading import Grader
from bot.interview.markdown import PLAIN
from bot.interview.opening import prepare
from bot.interview.questions import Question, question_bank
from bot.interview.records import cards, history, questions
from bot.interview.report import Report, session_report, to_markdown
from bot.interview.saved_sessions import (
    begin_session,
    draft,
    last_seen,
    open_session,
    save_draft,
    save_session,
    step_back,
    stored_session,
)
from bot.interview.schedule import EVERYDAY, Habits, is_due, local_day
from bot.interview.session import Options, Session
from bot.interview.shelf import favourites, set_favourite
from bot.interview.store import Store
from bot.interview.terminal_grade import grade_answer
from bot.interview.terminal_room import Notes, Read, Room, Write

_ENDING = (":skip", ":undo", ":show", ":end")
"""Commands that end the writing of an answer."""


def run_interview(
    bot: Notes,
    store: Store,
    options: Options,
    read: Read,
    write: Write,
    now: Callable[[], datetime],
    habits: Habits = EVERYDAY,
    book: Book | None = None,
) -> Session:
    """Interview until the questions are done or the input ends; the last state, already stored.

    With a ``book`` its questions are drilled. Raises InputError when no question fits.
    """
    bank = question_bank(bot.corpus.passages, bot.analyzer, options.language)
    room = Room(
        {q.id: q for q in bank}, Grader(bot.analyzer), store, read, write, now, habits,
        options.language,
    )  # fmt: skip
    moved = prepare(store, bot.corpus.passages, bank, local_day(now(), habits))
    for link in moved.links:
        room.tell("moved", old=link.old.text, new=link.new.text)
    session = _begin(room, options, book)
    room.tell("help")
    going: Session | None = session
    while going:
        session = _questions(room, going)
        going = _report(room, session) if session.finished else None
    return session


def _begin(room: Room, options: Options, book: Book | None) -> Session:
    """The unfinished interview if the user wants it, or a new one."""
    left = open_session(room.store)
    if left:
        if not room.read(room.say("resume")).strip().lower().startswith("n"):
            seen = last_seen(room.store, left) or room.now()
            known = steps.only_known(steps.reopen(left, seen, room.now()), room.known())
            return room.step(left, known)
        room.step(left, steps.close(left))
    due = sum(is_due(card, room.now(), room.habits) for card in cards(room.store).values())
    room.tell("bank", n=len(room.bank), due=due, seed=options.seed)
    if book:
        return _drill(room, book, options)
    fresh = steps.start(
        list(room.bank.values()), options, cards(room.store), room.now(), room.habits
    )
    begin_session(room.store, fresh, [room.bank[id_] for id_ in fresh.queue], room.now())
    return fresh


def _drill(room: Room, book: Book, options: Options) -> Session:
    """An interview of the questions of a book, of the chosen topics if there are any."""
    found = filtered(entries(room.store, book), topics=options.topics)[: options.count]
    fresh = steps.drill([entry.question.id for entry in found], options, room.now())
    save_session(room.store, fresh, room.now())
    return fresh


def _questions(room: Room, session: Session) -> Session:
    """Ask until the end of the interview or of the input."""
    try:
        while not session.finished:
            session = _ask(room, session)
    except (EOFError, KeyboardInterrupt):
        # Hints and pauses of the question that was left are in the store.
        left = stored_session(room.store, session.id) or session
        session = room.step(left, steps.pause(left, room.now()))
        room.tell("saved")
    return session


def _report(room: Room, session: Session) -> Session | None:
    """Print the report; the session to go on with, if the user wants one."""
    room.tell("finished")
    made = session_report(session, history(room.store, session.id), questions(room.store))
    room.write(to_markdown(made, room.language, PLAIN))
    return _afterwards(room, session, made) if session.results else None


def _afterwards(room: Room, session: Session, made: Report) -> Session | None:
    try:
        wanted = room.read(room.say("end", n=len(made.again))).strip().lower()
    except (EOFError, KeyboardInterrupt):
        return None
    if wanted == ":undo":
        return _undo(room, session)
    if wanted == ":drill" and made.again:
        fresh = steps.drill(made.again, session.options, room.now())
        save_session(room.store, fresh, room.now())
        return fresh
    return None


def _ask(room: Room, session: Session) -> Session:
    """One question, from asking to grading; the session after it."""
    question = room.known()[session.current]
    session = steps.resume(session, room.now())
    room.write("")
    room.write(f"{session.progress.to(room.language)}  {question.text}")
    _clock(room, session)
    session, text, command = _listen(room, session, question)
    if command == ":undo":
        return _undo(room, session)
    if command == ":skip":
        return room.step(session, steps.finish_question(session, room.now()))
    if command == ":end":
        return room.step(session, steps.close(session))
    return grade_answer(room, session, question, text)


def _clock(room: Room, session: Session) -> None:
    remaining = session.remaining(room.now())
    if remaining is not None:
        room.tell("left" if remaining else "over", n=round(remaining))


def _listen(room: Room, session: Session, question: Question) -> tuple[Session, str, str]:
    """The session with its hints, the answer that was typed, and the command that ended it.

    Every line is kept as a draft.
    """
    lines = draft(room.store, session.key).splitlines()
    if lines:
        room.tell("draft")
        room.write("\n".join(lines))
    for hint in session.told:
        room.tell("hint", text=hint.to(room.language))
    while True:
        line = room.read(room.say("prompt"))
        command = line.strip().lower()
        if command == ":quit":
            raise EOFError
        if command in _ENDING or not line.strip():
            return session, "\n".join(lines), command
        if command == ":hint":
            session = _hint(room, session, question, "\n".join(lines))
        elif command == ":pause":
            session = _pause(room, session)
        elif command == ":star":
            _star(room, question)
        elif command.startswith(":"):
            room.tell("help")
        else:
            lines.append(line)
            save_draft(room.store, session.key, "\n".join(lines), room.now())


def _hint(room: Room, session: Session, question: Question, text: str) -> Session:
    grade = room.grader.grade(question.text, question.reference, text)
    shown = next_hint(grade, session.told)
    if shown is None:
        room.tell("no_hint")
        return session
    room.tell("hint", text=shown.to(room.language))
    return room.step(session, steps.take_hint(session, shown))


def _pause(room: Room, session: Session) -> Session:
    session = room.step(session, steps.pause(session, room.now()))
    room.read(room.say("paused"))
    session = room.step(session, steps.resume(session, room.now()))
    _clock(room, session)
    return session


def _star(room: Room, question: Question) -> None:
    """Put the question among the favourites, or take it out."""
    wanted = question.id not in {q.id for q in favourites(room.store)}
    set_favourite(room.store, question, wanted, room.now())
    room.tell("starred" if wanted else "unstarred")


def _undo(room: Room, session: Session) -> Session:
    """The last grade of this interview and its schedule are taken back together.

    A question that was skipped has none: it is only asked again.
    """
    if not session.results:
        room.tell("nothing")
    else:
        room.tell("undone" if session.results[-1].rating else "unskipped")
    return step_back(room.store, session, room.now())
