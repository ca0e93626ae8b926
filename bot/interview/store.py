"""The store: one SQLite file in the user's folder, safe against kills, full disks and two windows.

Each operation opens its own connection, so any thread and any process may use the same Store.
Writing takes the lock at once (``BEGIN IMMEDIATE``) and waits for others up to ``PATIENCE``
seconds; a transaction is on the disk when ``writing`` has been left (write-ahead log,
``synchronous=FULL``).

Whatever goes wrong becomes a StoreError with a sentence; the file itself is never overwritten.
"""

import errno
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.errors import StoreError
from bot.interview.migrations import STEPS, check_version, migrate, version_of
from bot.text import Text

FILE = "progress.sqlite3"
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""

_WRITE_REFUSED = re.compile("unable to open|readonly|disk I/O|full")
"""What SQLite says when it cannot write a file beside the database."""

_DAMAGED = ("malformed", "not a database", "decode to UTF-8")
"""What SQLite, and the module that speaks to it, say of a damaged file."""

_LEAST_ROOM = 65_536
"""Bytes: the log beside the database begins with half of it."""

FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite raises; where damage hits a name, its message is no text and cannot even be told."""

Connect = Callable[..., sqlite3.Connection]


class Store:
    """The progress of one user in ``folder``."""

    def __init__(self, folder: Path, connect: Connect = sqlite3.connect) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._connect = connect

    @classmethod
    def open(
        cls,
        folder: str | Path,
        connect: Connect = sqlite3.connect,
        steps: Sequence[str] = STEPS,
    ) -> "Store":
        """The store in ``folder``, created or migrated as needed.

        Raises StoreError when the folder cannot be written, or the file is damaged or newer.
        """
        store = cls(Path(folder), connect)
        try:
            with as_store_errors(store.path):
                store.folder.mkdir(parents=True, exist_ok=True)
            with store.connection() as connection:
                version = version_of(connection)
                check_version(version, steps)
                connection.execute("PRAGMA journal_mode = WAL")
                if version < len(steps):
                    migrate(connection, steps)
        except StoreError:
            if not store._can_be_read(len(steps)):
                raise
        return store

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit mode, closed at the end; failures become StoreErrors."""
        with as_store_errors(self.path):
            connection = self._connect(self.path, timeout=PATIENCE, isolation_level=None)
            try:
                connection.row_factory = _row
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A consistent view: what others write meanwhile is not seen.

        What is read is to be understood inside: what cannot be is damage, told as a StoreError.

        Works on a full disk and in a read-only folder too, where SQLite cannot make the files
        beside the database that it wants even for reading.
        """
        with as_store_errors(self.path), _understood(), ExitStack() as stack:
            try:
                connection = stack.enter_context(self._plain_view())
            except sqlite3.OperationalError as error:
                if not self.path.is_file() or not _WRITE_REFUSED.search(str(error)):
                    raise
                connection = stack.enter_context(self._frozen_view())
            yield connection

    @contextmanager
    def _plain_view(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect(self.path, timeout=PATIENCE, isolation_level=None)) as view:
            view.row_factory = _row
            view.execute("BEGIN")
            view.execute("SELECT count(*) FROM sqlite_schema")
            yield view

    @contextmanager
    def _frozen_view(self) -> Iterator[sqlite3.Connection]:
        """The file as it lies on the disk; nobody can write to it. With a log, a copy is read."""
        log = self.path.with_name(f"{FILE}-wal")
        with ExitStack() as stack:
            path = self.path
            if log.is_file() and log.stat().st_size:
                path = Path(stack.enter_context(TemporaryDirectory())) / FILE
                shutil.copyfile(self.path, path)
                shutil.copyfile(log, path.with_name(log.name))
                address = path.as_uri()
            else:
                address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            view = stack.enter_context(closing(self._connect(address, uri=True)))
            view.row_factory = _row
            yield view

    def _can_be_read(self, version: int) -> bool:
        """Whether there is a file of that version whose records can at least be read."""
        try:
            with self.reading() as connection:
                return version_of(connection) == version
        except StoreError:
            return False

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is stored, or nothing when anything fails inside."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            with _understood():
                yield connection
            connection.execute("COMMIT")

    def check(self) -> bool:
        """Whether the file is sound."""
        try:
            with self.connection() as connection:
                rows = connection.execute("PRAGMA integrity_check").fetchall()
        except StoreError:
            return False
        return [row[0] for row in rows] == ["ok"]


def _row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
    """A row by the names of its columns; no table holds bytes, so that these are damage."""
    if any(isinstance(value, bytes) for value in values):
        raise sqlite3.DatabaseError("malformed row")
    return sqlite3.Row(cursor, values)


@contextmanager
def _understood() -> Iterator[None]:
    """Take what cannot be made of the stored words, dates and numbers for damage, as SQLite would.

    It has no checksums: what a faulty disk changed inside a text it gives out as it is.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise sqlite3.DatabaseError("malformed row") from error


@contextmanager
def as_store_errors(path: Path) -> Iterator[None]:
    """Turn failures of the disk and of SQLite into StoreErrors with a plain sentence."""
    try:
        yield
    except (*FAILURES, OSError) as error:
        raise StoreError(_sentence(error, path)) from error


def _sentence(error: Exception, path: Path) -> Text:
    cause = str(error)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Text(f"{path.parent} 不是文件夹。", f"{path.parent} is not a folder")
    if _no_room(error, path):
        return Text(
            "磁盘已满，这一步没有保存，之前的记录都在。",
            "the disk is full; this step was not saved, everything before is safe",
        )
    if isinstance(error, OSError) or "readonly" in cause or "unable to open" in cause:
        return Text(
            f"无法写入 {path.parent}。请检查权限，或用 MIANDA_HOME 指定别的文件夹。",
            f"cannot write to {path.parent}; check its permissions or choose another folder with "
            "MIANDA_HOME",
        )
    if "locked" in cause:
        return Text(
            "另一个窗口正在写入，请稍后再试。", "another window is writing; please try again"
        )
    if any(sign in cause for sign in _DAMAGED) or isinstance(error, UnicodeDecodeError):
        return Text(
            f"进度文件 {path.name} 已损坏，没有被改动。请用 restore 命令恢复最近的备份。",
            f"the progress file {path.name} is damaged and was left as it is; restore the newest "
            "backup with the restore command",
        )
    return Text(
        f"无法读写进度文件：{cause}。之前的记录没有改动。",
        f"the progress file cannot be read or written: {cause}; earlier records are untouched",
    )


def _no_room(error: Exception, path: Path) -> bool:
    """Whether the disk has no place left, which SQLite does not always say."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    if "disk I/O" not in str(error):
        return "full" in str(error)
    with suppress(OSError):
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    return False
