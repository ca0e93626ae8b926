"""Interviews and drafts in the store: each step is one transaction, taken from what is stored.

Two windows may show the same interview; a step from a question that another window has left is
refused with a sentence, and nothing changes.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.interview.moments import stamp
from bot.interview.questions import Question
from bot.interview.records import (
    history,
    keep_question,
    must_stand_at,
    put_session,
    undo,
)
from bot.interview.session import Session, back
from bot.interview.session_json import from_json
from bot.interview.store import Store


def save_session(store: Store, session: Session, now: datetime) -> None:
    """Store the state of a session, as after a skip or a hint."""
    with store.writing() as db:
        put_session(db, session, now)


def save_step(store: Store, before: Session, after: Session, now: datetime) -> None:
    """Store the next state of a session. Raises StoreError when another window has gone on."""
    with store.writing() as db:
        must_stand_at(db, before.id, before.results)
        put_session(db, after, now)


def step_back(store: Store, session: Session, now: datetime) -> Session:
    """The session before its last question, whose grade and schedule are taken back together.

    What had been typed is the draft again. The session itself when nothing is done yet.
    """
    if not session.results:
        return session
    before = back(session, now)
    if not session.results[-1].rating:
        save_step(store, session, before, now)
        return before
    typed = history(store, session.id)[-1:]
    undo(store, now, before, session.id)
    save_draft(store, before.key, typed[0].answer if typed else "", now)
    return before


def last_seen(store: Store, session: Session) -> datetime | None:
    """When the stored session, or a draft of it, was written last; None when it is not stored."""
    with store.reading() as db:
        row = db.execute(
            "SELECT max(changed) AS seen FROM (SELECT changed FROM sessions WHERE id = ?"
            " UNION ALL SELECT changed FROM drafts WHERE substr(key, 1, ?) = ?)",
            (session.id, len(session.id) + 1, f"{session.id}/"),
        ).fetchone()
        return datetime.fromisoformat(row["seen"]) if row["seen"] else None


def begin_session(store: Store, session: Session, asked: Sequence[Question], now: datetime) -> None:
    """Store a new session and how its questions read, so that it outlives an edit of the notes."""
    with store.writing() as db:
        for question in asked:
            keep_question(db, question, now)
        put_session(db, session, now)


def open_session(store: Store) -> Session | None:
    """The session that was left unfinished last, if there is one."""
    with store.reading() as db:
        row = db.execute(
            "SELECT state FROM sessions WHERE finished = 0 ORDER BY changed DESC, id LIMIT 1"
        ).fetchone()
        return from_json(row["state"]) if row else None


def stored_session(store: Store, id_: str) -> Session | None:
    """The session of that id as it was stored last."""
    with store.reading() as db:
        row = db.execute("SELECT state FROM sessions WHERE id = ?", (id_,)).fetchone()
        return from_json(row["state"]) if row else None


def sessions(store: Store) -> tuple[Session, ...]:
    """Every session, newest first."""
    with store.reading() as db:
        rows = db.execute("SELECT state FROM sessions ORDER BY changed DESC, id").fetchall()
        return tuple(from_json(row["state"]) for row in rows)


def save_draft(store: Store, key: str, text: str, now: datetime) -> None:
    """Keep the text typed so far under a key; an empty text forgets it."""
    with store.writing() as db:
        if text:
            db.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", (key, text, stamp(now)))
        else:
            db.execute("DELETE FROM drafts WHERE key = ?", (key,))


def draft(store: Store, key: str) -> str:
    """The text typed so far, ``""`` when there is none."""
    with store.reading() as db:
        row = db.execute("SELECT text FROM drafts WHERE key = ?", (key,)).fetchone()
    return str(row["text"]) if row else ""
