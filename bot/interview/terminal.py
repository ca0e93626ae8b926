"""The mock interview in a terminal, with the same store and the same rules as the screen."""

from collections.abc import Callable
from datetime import datetime

from bot.interview import session as steps
from bot.interview.books import Book, entries, filtered
from bot.interview.markdown import PLAIN
from bot.interview.opening import prepare
from bot.interview.questions import Question
from bot.interview.records import cards, history, questions
from bot.interview.report import Report, session_report, to_markdown
from bot.interview.room import Bank, Notes, Room
from bot.interview.saved_sessions import stored_session
from bot.interview.schedule import EVERYDAY, Habits, is_due, local_day
from bot.interview.session import Options, Session
from bot.interview.shelf import favourites, set_favourite
from bot.interview.store import Store
from bot.interview.terminal_grade import grade_answer
from bot.interview.terminal_room import Read, Terminal, Write

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
    bank = Bank.of(bot, options.language)
    at = Terminal(Room(bank, store, habits), read, write, now, options.language)
    asked = list(bank.questions.values())
    moved = prepare(store, bot.corpus.passages, asked, local_day(now(), habits))
    for link in moved.links:
        at.tell("moved", old=link.old.text, new=link.new.text)
    session = _begin(at, options, book)
    at.tell("help")
    going: Session | None = session
    while going:
        session = _questions(at, going)
        going = _report(at, session) if session.finished else None
    return session


def _begin(at: Terminal, options: Options, book: Book | None) -> Session:
    """The unfinished interview if the user wants it, or a new one."""
    room = at.room
    left = room.left_open()
    if left:
        if not at.read(at.say("resume")).strip().lower().startswith("n"):
            return room.reopen(left, at.now())
        room.close(left, at.now())
    due = sum(is_due(card, at.now(), room.habits) for card in cards(room.store).values())
    at.tell("bank", n=len(room.bank.questions), due=due, seed=options.seed)
    if book:
        found = filtered(entries(room.store, book), topics=options.topics)[: options.count]
        return room.drill([entry.question.id for entry in found], options, at.now())
    return room.begin(options, at.now())


def _questions(at: Terminal, session: Session) -> Session:
    """Ask until the end of the interview or of the input."""
    try:
        while not session.finished:
            session = _ask(at, session)
    except (EOFError, KeyboardInterrupt):
        # Hints and pauses of the question that was left are in the store.
        left = stored_session(at.room.store, session.id) or session
        session = at.room.pause(left, at.now())
        at.tell("saved")
    return session


def _report(at: Terminal, session: Session) -> Session | None:
    """Print the report; the session to go on with, if the user wants one."""
    at.tell("finished")
    store = at.room.store
    made = session_report(session, history(store, session.id), questions(store))
    at.write(to_markdown(made, at.language, PLAIN))
    return _afterwards(at, session, made) if session.results else None


def _afterwards(at: Terminal, session: Session, made: Report) -> Session | None:
    try:
        wanted = at.read(at.say("end", n=len(made.again))).strip().lower()
    except (EOFError, KeyboardInterrupt):
        return None
    if wanted == ":undo":
        return _undo(at, session)
    if wanted == ":drill" and made.again:
        return at.room.drill(made.again, session.options, at.now())
    return None


def _ask(at: Terminal, session: Session) -> Session:
    """One question, from asking to grading; the session after it."""
    question = at.room.question(session)
    session = steps.resume(session, at.now())
    at.write("")
    at.write(f"{session.progress.to(at.language)}  {question.text}")
    _clock(at, session)
    session, text, command = _listen(at, session, question)
    if command == ":undo":
        return _undo(at, session)
    if command == ":skip":
        return at.room.skip(session, at.now())
    if command == ":end":
        return at.room.close(session, at.now())
    return grade_answer(at, at.room.submit(session, text, at.now()))


def _clock(at: Terminal, session: Session) -> None:
    remaining = session.remaining(at.now())
    if remaining is not None:
        at.tell("left" if remaining else "over", n=round(remaining))


def _listen(at: Terminal, session: Session, question: Question) -> tuple[Session, str, str]:
    """The session with its hints, the answer that was typed, and the command that ended it.

    Every line is kept as a draft.
    """
    lines = at.room.typed(session).splitlines()
    if lines:
        at.tell("draft")
        at.write("\n".join(lines))
    for hint in session.told:
        at.tell("hint", text=hint.to(at.language))
    while True:
        line = at.read(at.say("prompt"))
        command = line.strip().lower()
        if command == ":quit":
            raise EOFError
        if command in _ENDING or not line.strip():
            return session, "\n".join(lines), command
        if command == ":hint":
            session = _hint(at, session, "\n".join(lines))
        elif command == ":pause":
            session = _pause(at, session)
        elif command == ":star":
            _star(at, question)
        elif command.startswith(":"):
            at.tell("help")
        else:
            lines.append(line)
            at.room.keep_draft(session, "\n".join(lines), at.now())


def _hint(at: Terminal, session: Session, text: str) -> Session:
    after = at.room.hint(session, text, at.now())
    if after.told == session.told:
        at.tell("no_hint")
    else:
        at.tell("hint", text=after.told[-1].to(at.language))
    return after


def _pause(at: Terminal, session: Session) -> Session:
    session = at.room.pause(session, at.now())
    at.read(at.say("paused"))
    session = at.room.resume(session, at.now())
    _clock(at, session)
    return session


def _star(at: Terminal, question: Question) -> None:
    """Put the question among the favourites, or take it out."""
    wanted = question.id not in {q.id for q in favourites(at.room.store)}
    set_favourite(at.room.store, question, wanted, at.now())
    at.tell("starred" if wanted else "unstarred")


def _undo(at: Terminal, session: Session) -> Session:
    """The last grade of this interview and its schedule are taken back together.

    A question that was skipped has none: it is only asked again.
    """
    if not session.results:
        at.tell("nothing")
    else:
        at.tell("undone" if session.results[-1].rating else "unskipped")
    return at.room.undo(session, at.now())
