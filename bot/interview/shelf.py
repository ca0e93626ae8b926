"""What is kept beside the grades: favourites, gaps, searches, conversations, choices.

Each function is one transaction on the store. What belongs to questions is imported when it is
asked for: a conversation needs none of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.interview.moments import stamp
from bot.interview.store import Store

if TYPE_CHECKING:
    from bot.interview.questions import Question

RECENT = 20
"""Searches and conversations that are kept."""
INTERVIEW_DATE = "interview-date"
"""The setting that holds the day of the interview, as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question the notes could not answer, and how often it was asked."""

    text: str
    language: str
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat; ``turns`` are whatever JSON objects the screen needs to show it again."""

    id: str
    title: str
    turns: tuple[dict[str, Any], ...]
    changed: datetime


def set_favourite(store: Store, question: "Question", wanted: bool, now: datetime) -> None:
    """Add a question to the favourites (收藏) or take it out."""
    from bot.interview.records import keep_question

    with store.writing() as db:
        keep_question(db, question, now)
        if wanted:
            db.execute("INSERT OR IGNORE INTO favourites VALUES (?, ?)", (question.id, stamp(now)))
        else:
            db.execute("DELETE FROM favourites WHERE question = ?", (question.id,))


def favourites(store: Store) -> "tuple[Question, ...]":
    """The favourite questions, the newest first."""
    from bot.interview.records import question_of

    with store.reading() as db:
        rows = db.execute(
            "SELECT questions.* FROM favourites JOIN questions ON id = question"
            " ORDER BY added DESC, id"
        ).fetchall()
        return tuple(question_of(row) for row in rows)


def note_gap(store: Store, text: str, language: str, now: datetime) -> None:
    """Count a question that the notes could not answer."""
    with store.writing() as db:
        db.execute(
            "INSERT INTO gaps VALUES (?, ?, 1, ?, ?) ON CONFLICT(text) DO UPDATE SET"
            " times = times + 1, last = excluded.last",
            (text.strip(), language, stamp(now), stamp(now)),
        )


def gaps(store: Store) -> tuple[Gap, ...]:
    """The gap list, most often asked first."""
    with store.reading() as db:
        rows = db.execute("SELECT * FROM gaps ORDER BY times DESC, last DESC, text").fetchall()
        return tuple(
            Gap(r["text"], r["language"], r["times"], datetime.fromisoformat(r["first"]),
                datetime.fromisoformat(r["last"]))
            for r in rows
        )  # fmt: skip


def drop_gap(store: Store, text: str) -> None:
    """Take a question off the gap list."""
    with store.writing() as db:
        db.execute("DELETE FROM gaps WHERE text = ?", (text.strip(),))


def note_search(store: Store, text: str, now: datetime) -> None:
    """Remember a search; only the last ``RECENT`` are kept, whatever the clock says."""
    with store.writing() as db:
        db.execute("INSERT OR REPLACE INTO searches VALUES (?, ?)", (text.strip(), stamp(now)))
        db.execute(
            "DELETE FROM searches WHERE text NOT IN"
            " (SELECT text FROM searches ORDER BY rowid DESC LIMIT ?)",
            (RECENT,),
        )


def recent_searches(store: Store) -> tuple[str, ...]:
    """The last searches, newest first."""
    with store.reading() as db:
        rows = db.execute("SELECT text FROM searches ORDER BY rowid DESC").fetchall()
    return tuple(row["text"] for row in rows)


def clear_searches(store: Store) -> None:
    """Forget all searches."""
    with store.writing() as db:
        db.execute("DELETE FROM searches")


def save_conversation(
    store: Store, id_: str, title: str, turns: Sequence[dict[str, Any]], now: datetime
) -> None:
    """Store a chat, so that it is there after a reload; only the last ``RECENT`` are kept.

    The last are those stored last, also when the clock was set back meanwhile.
    """
    with store.writing() as db:
        row = (id_, title, json.dumps(list(turns), ensure_ascii=False), stamp(now))
        db.execute("INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?)", row)
        db.execute(
            "DELETE FROM conversations WHERE id NOT IN"
            " (SELECT id FROM conversations ORDER BY rowid DESC LIMIT ?)",
            (RECENT,),
        )


def conversations(store: Store) -> tuple[Conversation, ...]:
    """The stored chats, newest first."""
    with store.reading() as db:
        rows = db.execute("SELECT * FROM conversations ORDER BY rowid DESC").fetchall()
        return tuple(
            Conversation(r["id"], r["title"], tuple(json.loads(r["turns"])),
                         datetime.fromisoformat(r["changed"]))
            for r in rows
        )  # fmt: skip


def drop_conversation(store: Store, id_: str) -> None:
    """Delete a chat."""
    with store.writing() as db:
        db.execute("DELETE FROM conversations WHERE id = ?", (id_,))


def setting(store: Store, key: str, default: str = "") -> str:
    """A stored choice of the user, such as the date of the interview."""
    with store.reading() as db:
        row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return str(row["value"]) if row else default


def save_setting(store: Store, key: str, value: str) -> None:
    """Store a choice of the user."""
    with store.writing() as db:
        db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))
