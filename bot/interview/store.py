"""The store: one SQLite file in the user's folder, safe against kills, full disks and two windows.

Each operation opens its own connection, so any thread and any process may use the same Store.
Writing takes the lock at once (``BEGIN IMMEDIATE``) and waits for others up to ``PATIENCE``
seconds; a transaction is on the disk when ``writing`` has been left (write-ahead log,
``synchronous=FULL``).

Whatever goes wrong becomes a StoreError with a sentence; the file itself is never overwritten.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.interview.migrations import STEPS, check_version, migrate, version_of
from bot.text import Text

FILE = "progress.sqlite3"
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""

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
        with told(store.path):
            store.folder.mkdir(parents=True, exist_ok=True)
        with store.connection() as connection:
            version = version_of(connection)
            check_version(version, steps)
            connection.execute("PRAGMA journal_mode = WAL")
            if version < len(steps):
                migrate(connection, steps)
        return store

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit mode, closed at the end; failures become StoreErrors."""
        with told(self.path):
            connection = self._connect(self.path, timeout=PATIENCE, isolation_level=None)
            try:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A consistent view: what others write meanwhile is not seen."""
        with self.connection() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is stored, or nothing when anything fails inside."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
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


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn failures of the disk and of SQLite into StoreErrors with a plain sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_sentence(error, path)) from error


def _sentence(error: Exception, path: Path) -> Text:
    cause = str(error)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Text(f"{path.parent} 不是文件夹。", f"{path.parent} is not a folder")
    if isinstance(error, OSError) or "readonly" in cause or "unable to open" in cause:
        return Text(
            f"无法写入 {path.parent}。请检查权限，或用 MIANDA_HOME 指定别的文件夹。",
            f"cannot write to {path.parent}; check its permissions or choose another folder with "
            "MIANDA_HOME",
        )
    if "full" in cause:
        return Text(
            "磁盘已满，这一步没有保存，之前的记录都在。",
            "the disk is full; this step was not saved, everything before is safe",
        )
    if "locked" in cause:
        return Text(
            "另一个窗口正在写入，请稍后再试。", "another window is writing; please try again"
        )
    if "malformed" in cause or "not a database" in cause:
        return Text(
            f"进度文件 {path.name} 已损坏，没有被改动。请用 restore 命令恢复最近的备份。",
            f"the progress file {path.name} is damaged and was left as it is; restore the newest "
            "backup with the restore command",
        )
    return Text(
        f"无法读写进度文件：{cause}。之前的记录没有改动。",
        f"the progress file cannot be read or written: {cause}; earlier records are untouched",
    )
