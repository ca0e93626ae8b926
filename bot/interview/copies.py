"""Whole copies of the progress file: written by SQLite, and taken over by it.

A file of SQLite may not be moved or replaced while another process has it open: the log beside it
would be read into the wrong file, which destroys it. So the records of a copy are put in the place
of the present ones in one transaction, for which other windows wait; only a file that SQLite cannot
read any more is replaced as a file, by :mod:`bot.interview.backup`.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import StoreError
from bot.interview.migrations import STEPS, version_of
from bot.interview.store import FAILURES, FILE, Store, as_store_errors
from bot.text import Text

_NAME = "CAST(? AS TEXT)"
"""The name of a file is given in bytes, for that of a folder need not be text."""


def is_sound(path: Path) -> bool:
    """Whether a file is a database without damage; it is opened for reading only."""
    try:
        with closing(only_read(path)) as connection:
            result = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except FAILURES:
        return False
    return bool(result == "ok")


def only_read(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def copy_to(store: Store, target: Path) -> None:
    """Write what the store holds now to a file of its own, all or nothing.

    Raises StoreError when it cannot be written.
    """
    temporary = target.with_suffix(".writing")
    with as_store_errors(target):
        temporary.unlink(missing_ok=True)
    with store.connection() as connection:
        connection.execute(f"VACUUM INTO {_NAME}", (os.fsencode(temporary),))
    if not is_sound(temporary):
        raise StoreError(Text("备份没有写好。", "the backup could not be written"))
    with as_store_errors(target):
        flush(temporary)
        temporary.replace(target)


def take_over(store: Store, copy: Path, aside: Path) -> bool:
    """Put the records of ``copy`` in the place of the store's, which are kept at ``aside``.

    False when the store is damaged or of another version; then nothing has changed. Raises
    StoreError when the disk refuses, and leaves the store as it was.
    """
    if not (store.path.is_file() and store.check()):
        return False
    with TemporaryDirectory() as folder, as_store_errors(store.path):
        present = shutil.copyfile(copy, Path(folder) / FILE)
        Store.open(folder)  # Brings an older copy to this version.
        with store.connection() as db:
            if version_of(db) != len(STEPS):
                return False
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute(f"ATTACH {_NAME} AS copy", (os.fsencode(present),))
            db.execute("BEGIN IMMEDIATE")
            copy_to(store, aside)
            _replace_records(db)
            db.execute("COMMIT")
    return True


def _replace_records(db: sqlite3.Connection) -> None:
    """Empty every table and fill it from the one of the same name in ``copy``.

    The names are those of the store: the file of a stranger may have any others.
    """
    named = db.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in named:
        db.execute(f"DELETE FROM main.{table}")
        db.execute(f"INSERT INTO main.{table} SELECT * FROM copy.{table}")


def flush(path: Path) -> None:
    """Wait until a file is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
