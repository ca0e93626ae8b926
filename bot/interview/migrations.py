"""The tables of the store, as steps from each version to the next.

``PRAGMA user_version`` of a file says how many steps it has had. A step is never changed after it
was released; a new one is added at the end, with a fixture of the version before it in the tests.
"""

import sqlite3
from collections.abc import Sequence

from bot.errors import StoreError
from bot.text import Text

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE questions (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL,
        language TEXT NOT NULL, topic TEXT NOT NULL, reference TEXT NOT NULL, seen TEXT NOT NULL
    );
    CREATE TABLE cards (
        question TEXT PRIMARY KEY REFERENCES questions(id) ON UPDATE CASCADE,
        state INTEGER NOT NULL, step INTEGER, stability REAL, difficulty REAL,
        due TEXT, last_review TEXT, reviews INTEGER NOT NULL, lapses INTEGER NOT NULL,
        streak INTEGER NOT NULL, wrong INTEGER NOT NULL
    );
    CREATE TABLE reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        question TEXT NOT NULL REFERENCES questions(id) ON UPDATE CASCADE,
        session TEXT, at TEXT NOT NULL, rating INTEGER NOT NULL, score REAL, answer TEXT NOT NULL,
        seconds REAL NOT NULL, covered TEXT NOT NULL, missing TEXT NOT NULL,
        card_before TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX reviews_by_question ON reviews(question, id);
    CREATE INDEX reviews_by_session ON reviews(session, id);
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY, state TEXT NOT NULL, finished INTEGER NOT NULL, changed TEXT NOT NULL
    );
    CREATE TABLE drafts (key TEXT PRIMARY KEY, text TEXT NOT NULL, changed TEXT NOT NULL);
    CREATE TABLE favourites (
        question TEXT PRIMARY KEY REFERENCES questions(id) ON UPDATE CASCADE, added TEXT NOT NULL
    );
    CREATE TABLE gaps (
        text TEXT PRIMARY KEY, language TEXT NOT NULL, times INTEGER NOT NULL,
        first TEXT NOT NULL, last TEXT NOT NULL
    );
    CREATE TABLE searches (text TEXT PRIMARY KEY, at TEXT NOT NULL);
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, turns TEXT NOT NULL, changed TEXT NOT NULL
    );
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
)


def version_of(connection: sqlite3.Connection) -> int:
    """The number of steps the file has had."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def check_version(version: int, steps: Sequence[str] = STEPS) -> None:
    """Raise StoreError when a file was written by a newer program."""
    if version > len(steps):
        raise StoreError(
            Text(
                f"进度文件的版本是 {version}，本程序只认识到 {len(steps)}。"
                "请升级程序，文件没有被改动。",
                f"the progress file has version {version}, this program knows up to {len(steps)}; "
                "please upgrade, the file was not touched",
            )
        )


def migrate(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Bring the file to the last version in one transaction; nothing changes when a step fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        check_version(version, steps)
        for step in steps[version:]:
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
