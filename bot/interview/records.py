"""Grades, cards and history in the store.

A grade and the schedule it causes are one transaction, and one undo takes back both.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from bot.errors import InputError, StoreError
from bot.interview.moments import stamp
from bot.interview.questions import Question
from bot.interview.schedule import EVERYDAY, RATINGS, Card, Habits, review
from bot.interview.session import Result, Session
from bot.interview.session_json import from_json, to_json
from bot.interview.store import Store
from bot.text import Text

_TIMES = ("due", "last_review")


@dataclass(frozen=True, slots=True)
class Answered:
    """What is stored of one answer.

    rating:  1 to 4, chosen by the user; score in [0, 1], None when nothing was typed
    seconds: time from the question to the grade
    """

    question: Question
    rating: int
    score: float | None = None
    answer: str = ""
    seconds: float = 0.0
    covered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """One line of the history."""

    id: int
    question: str
    session: str
    at: datetime
    rating: int
    score: float | None
    answer: str
    seconds: float
    covered: tuple[str, ...]
    missing: tuple[str, ...]


def record(
    store: Store,
    answered: Answered,
    now: datetime,
    session: Session | None = None,
    habits: Habits = EVERYDAY,
) -> Card:
    """Store a graded answer, the card after it and the session, all or nothing; the new card.

    Raises StoreError when another window has already gone on in this session.
    """
    if answered.rating not in RATINGS:
        raise InputError(Text("评分应为 1 到 4。", "a rating is a number from 1 to 4"))
    with store.writing() as db:
        if session:
            must_stand_at(db, session.id, session.results[:-1])
        keep_question(db, answered.question, now)
        before = _card(db, answered.question.id)
        after = review(before, answered.rating, now, habits)
        _put_card(db, after)
        db.execute(
            "INSERT INTO reviews (question, session, at, rating, score, answer, seconds, covered,"
            " missing, card_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                answered.question.id, session.id if session else None, stamp(now),
                answered.rating, answered.score, answered.answer, answered.seconds,
                _dump(answered.covered), _dump(answered.missing), _dump(_card_row(before)),
            ),
        )  # fmt: skip
        if session:
            put_session(db, session, now)
    return after


def undo(
    store: Store, now: datetime, session: Session | None = None, session_id: str = ""
) -> str | None:
    """Take back the last grade and its schedule together; the question's id, None without any.

    ``session_id`` limits it to the grades of that session; ``session`` is stored with it.
    """
    with store.writing() as db:
        if session:
            must_stand_at(db, session.id, session.results, further=1)
        row = db.execute(
            "SELECT id, question, card_before FROM reviews WHERE undone = 0"
            " AND (? = '' OR session = ?) ORDER BY id DESC LIMIT 1",
            (session_id, session_id),
        ).fetchone()
        if row is None:
            return None
        db.execute("UPDATE reviews SET undone = 1 WHERE id = ?", (row["id"],))
        before = _from_row(json.loads(row["card_before"]) | {"question": row["question"]})
        if before.reviews:
            _put_card(db, before)
        else:
            db.execute("DELETE FROM cards WHERE question = ?", (row["question"],))
        if session:
            put_session(db, session, now)
    return str(row["question"])


def cards(store: Store) -> dict[str, Card]:
    """Every card that was ever graded, by the id of its question."""
    with store.reading() as db:
        rows = db.execute("SELECT * FROM cards ORDER BY question").fetchall()
        return {row["question"]: _from_row(dict(row)) for row in rows}


def questions(store: Store) -> dict[str, Question]:
    """Every question that was ever kept, as it read then; also those whose note is gone."""
    with store.reading() as db:
        rows = db.execute("SELECT * FROM questions ORDER BY id").fetchall()
        return {row["id"]: question_of(row) for row in rows}


def history(store: Store, session: str = "", question: str = "") -> tuple[Review, ...]:
    """The grades that stand, oldest first, of one session or question when given."""
    with store.reading() as db:
        rows = db.execute(
            "SELECT * FROM reviews WHERE undone = 0 AND (? = '' OR session = ?)"
            " AND (? = '' OR question = ?) ORDER BY id",
            (session, session, question, question),
        ).fetchall()
        return tuple(_review(row) for row in rows)


def wrong_book(store: Store) -> tuple[tuple[Question, Card], ...]:
    """The wrong-answer book (错题本): questions answered wrong and not yet right twice in a row."""
    asked, known = questions(store), cards(store)
    return tuple((asked[id_], card) for id_, card in known.items() if card.wrong and id_ in asked)


def keep_question(db: sqlite3.Connection, question: Question, now: datetime) -> None:
    """Remember how a question reads, so that its history survives an edit of the note."""
    db.execute(
        "INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
        " source = excluded.source, heading = excluded.heading, text = excluded.text,"
        " language = excluded.language, topic = excluded.topic, reference = excluded.reference,"
        " seen = excluded.seen",
        (question.id, question.source, question.heading, question.text, question.language,
         question.topic, question.reference, stamp(now)),
    )  # fmt: skip


def put_session(db: sqlite3.Connection, session: Session, now: datetime) -> None:
    """Store the state of a session."""
    db.execute(
        "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)",
        (session.id, to_json(session), int(session.finished), stamp(now)),
    )


def must_stand_at(
    db: sqlite3.Connection, session: str, done: Sequence[Result], further: int = 0
) -> None:
    """Raise StoreError unless the stored session has done these questions and ``further`` more.

    Two windows may show the same question; only the first step from it counts.
    """
    row = db.execute("SELECT state FROM sessions WHERE id = ?", (session,)).fetchone()
    if row is None:
        return
    stored = [result.question for result in from_json(row["state"]).results]
    wanted = [result.question for result in done]
    if stored[: len(wanted)] != wanted or len(stored) != len(wanted) + further:
        raise StoreError(
            Text(
                "这场面试已经在另一个窗口里往前走了，这一步没有保存；刷新后继续。",
                "this interview has gone on in another window; this step was not saved, reload to "
                "continue",
            )
        )


def question_of(row: sqlite3.Row) -> Question:
    """The question of a row of the table ``questions``."""
    names = ("id", "source", "heading", "text", "language", "topic", "reference")
    return Question(**{name: row[name] for name in names})


def _card(db: sqlite3.Connection, question: str) -> Card:
    row = db.execute("SELECT * FROM cards WHERE question = ?", (question,)).fetchone()
    return _from_row(dict(row)) if row else Card(question)


def _put_card(db: sqlite3.Connection, card: Card) -> None:
    row = _card_row(card)
    marks = ", ".join("?" * len(row))
    db.execute(
        f"INSERT OR REPLACE INTO cards ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
    )


def _card_row(card: Card) -> dict[str, Any]:
    row = asdict(card)
    return row | {name: stamp(row[name]) if row[name] else None for name in _TIMES}


def _from_row(row: dict[str, Any]) -> Card:
    known = {field.name for field in fields(Card)}
    values = {name: value for name, value in row.items() if name in known}
    for name in _TIMES:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    numbers = (value for name, value in values.items() if name not in (*_TIMES, "question"))
    if not all(isinstance(value, int | float | None) for value in numbers):
        raise TypeError(values)
    values["wrong"] = bool(values["wrong"])
    return Card(**values)


def _review(row: sqlite3.Row) -> Review:
    return Review(
        row["id"], row["question"], row["session"] or "", datetime.fromisoformat(row["at"]),
        row["rating"], row["score"], row["answer"], row["seconds"],
        tuple(json.loads(row["covered"])), tuple(json.loads(row["missing"])),
    )  # fmt: skip


def _dump(value: Sequence[str] | dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
