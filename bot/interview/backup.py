"""Backups of the store: the last 7 days and the last 4 weeks, and the way back.

A backup is written by SQLite itself (``VACUUM INTO``) under a temporary name, checked, and renamed,
so that a half-written one never bears a backup's name. Restoring sets the present file aside under
a new name; no file is ever overwritten.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import StoreError
from bot.interview.store import FILE, PATIENCE, Store, told
from bot.text import Text

FOLDER = "backups"
DAYS, WEEKS = 7, 4


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup that was used, and where the file before it was set aside, if there was one."""

    backup: Path
    aside: Path | None


def backups(folder: Path) -> list[Path]:
    """The backups in a user's folder, newest first."""
    return sorted((folder / FOLDER).glob("progress-????-??-??.sqlite3"), reverse=True)


def back_up(store: Store, today: date) -> Path:
    """Write today's backup if there is none, thin out old ones; the path of today's.

    Raises StoreError when it cannot be written or another process does not finish its own.
    """
    target = store.folder / FOLDER / f"progress-{today.isoformat()}.sqlite3"
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(store.folder):
        if not target.exists():
            _write(store, target)
        _thin(store.folder)
    return target


def restore(folder: Path, now: datetime, backup: Path | None = None) -> Restored:
    """Put ``backup``, or the newest sound one, in the place of the present file.

    Raises StoreError when there is no sound backup; then nothing was moved.
    """
    candidates = [backup] if backup else backups(folder)
    sound = next((path for path in candidates if path.is_file() and is_sound(path)), None)
    if sound is None:
        raise StoreError(Text("没有可用的备份。", "there is no sound backup"))
    with _alone(folder), told(folder / FILE):
        temporary = folder / f"{FILE}.restoring"
        shutil.copyfile(sound, temporary)
        _flush(temporary)
        aside = _set_aside(folder, now)
        temporary.rename(folder / FILE)
    return Restored(sound, aside)


def is_sound(path: Path) -> bool:
    """Whether a file is a database without damage; it is opened for reading only."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            result = connection.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return bool(result == "ok")


def _write(store: Store, target: Path) -> None:
    temporary = target.with_suffix(".writing")
    with told(target):
        temporary.unlink(missing_ok=True)
    with store.connection() as connection:
        connection.execute("VACUUM INTO ?", (str(temporary),))
    if not is_sound(temporary):
        raise StoreError(Text("备份没有写好。", "the backup could not be written"))
    with told(target):
        _flush(temporary)
        temporary.rename(target)


def _thin(folder: Path) -> None:
    """Keep the newest of each of the last 7 days and of the last 4 weeks that have one."""
    found = {date.fromisoformat(path.stem.removeprefix("progress-")): path
             for path in backups(folder)}  # fmt: skip
    keep = kept(found)
    for day, path in found.items():
        if day not in keep:
            with told(path):
                path.unlink(missing_ok=True)


def kept(days: Iterable[date]) -> set[date]:
    """The days whose backups stay: the newest 7, and the newest of each of the newest 4 weeks.

    >>> from datetime import timedelta
    >>> days = [date(2026, 3, 1) - timedelta(days=n) for n in range(60)]
    >>> len(kept(days))
    10
    """
    newest = sorted(days, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in newest:
        year, week, _ = day.isocalendar()
        weeks.setdefault((year, week), day)
    return {*newest[:DAYS], *list(weeks.values())[:WEEKS]}


def _set_aside(folder: Path, now: datetime) -> Path | None:
    """Rename the present file and its log to names that are free; None when there is no file."""
    if not (folder / FILE).exists():
        return None
    stamp, number = now.strftime("%Y%m%dT%H%M%S"), 0
    while (aside := folder / f"progress-aside-{stamp}-{number}.sqlite3").exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        part = folder / f"{FILE}{suffix}"
        if part.exists():
            part.rename(Path(f"{aside}{suffix}"))
    return aside


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one process at a time backs up or restores in a folder."""
    lock = FileLock(folder / "backup.lock", timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        message = Text("另一个窗口正在备份。", "another window is making a backup")
        raise StoreError(message) from error
    except OSError as error:
        with told(folder / FILE):
            raise error
    try:
        yield
    finally:
        lock.release()
