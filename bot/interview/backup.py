"""Backups of the store: the last 7 days and the last 4 weeks, and the way back.

A backup is written by SQLite itself (``VACUUM INTO``) under a temporary name, checked, and renamed,
so that a half-written one never bears a backup's name. Restoring keeps what is there now in a file
of its own and puts the records of the backup in its place, in one transaction. A file that is
damaged is given a second name, under which it stays, and a copy of the backup is moved over the
first one. Whoever is killed meanwhile leaves all answers where they were.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import StoreError
from bot.interview.copies import copy_to, flush, is_sound, only_read, take_over
from bot.interview.migrations import STEPS, version_of
from bot.interview.readable import can_be_read
from bot.interview.store import FAILURES, FILE, PATIENCE, Store, as_store_errors
from bot.text import Text

FOLDER = "backups"
DAYS, WEEKS = 7, 4
_PREFIX, _ASIDE = "progress-", "progress-aside-"
_BESIDE = ("-wal", "-shm")
"""What ends the names of the files that SQLite keeps beside the database."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup, its day, and how many answers it holds; None when it cannot be used."""

    path: Path
    day: date
    answers: int | None


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup that was used, and where the file before it was set aside, if there was one."""

    backup: Path
    aside: Path | None


def backups(folder: Path) -> list[Path]:
    """The backups in a user's folder, newest first."""
    found = (folder / FOLDER).glob(f"{_PREFIX}????-??-??.sqlite3")
    return sorted((path for path in found if _is_day(path)), reverse=True)


def set_aside(folder: Path) -> list[Path]:
    """The progress files that were put out of the way by a restore, newest first."""
    return sorted(folder.glob(f"{_ASIDE}*.sqlite3"), reverse=True)


def day_of(path: Path) -> date:
    """The day of a backup, which its name tells.

    >>> day_of(Path("progress-2026-03-01.sqlite3"))
    datetime.date(2026, 3, 1)
    """
    return date.fromisoformat(path.stem.removeprefix(_PREFIX))


def inspect(path: Path) -> Backup:
    """What a backup holds; it is opened for reading only."""
    answers = None
    if is_sound(path):
        with suppress(*FAILURES), closing(only_read(path)) as connection:
            query = "SELECT count(*) FROM reviews WHERE undone = 0"
            answers = int(connection.execute(query).fetchone()[0])
    return Backup(path, day_of(path), answers)


def back_up(store: Store, today: date, anew: bool = False) -> Path:
    """Write today's backup if there is none, thin out old ones; the path of today's.

    ``anew`` puts a sound new copy in the place of the one that was made earlier today.

    Raises StoreError when it cannot be written or another process does not finish its own.
    """
    target = store.folder / FOLDER / f"progress-{today.isoformat()}.sqlite3"
    with as_store_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(store.folder):
        if anew or not target.exists():
            copy_to(store, target)
        _thin(store.folder, today)
    return target


def restore(folder: Path, now: datetime, backup: Path | None = None) -> Restored:
    """Put ``backup``, or the newest sound one, in the place of the present file.

    Raises StoreError when there is no sound backup; then nothing was moved.
    """
    candidates = [backup] if backup else backups(folder)
    whole = (path for path in candidates if holds_progress(path) and can_be_read(path))
    sound = next(whole, None)
    if sound is None and backup:
        zh, en = f"{backup} 不是可用的备份。", f"{backup} is no sound backup"
        raise StoreError(Text(zh, en))
    if sound is None:
        raise StoreError(Text("没有可用的备份。", "there is no sound backup"))
    with _alone(folder), as_store_errors(folder / FILE):
        aside = _free_name(folder, now)
        if take_over(Store(folder), sound, aside):
            return Restored(sound, aside)
        temporary = folder / f"{FILE}.restoring"
        shutil.copyfile(sound, temporary)
        flush(temporary)
        kept_aside = _put_aside(folder, aside)
        for suffix in _BESIDE:
            (folder / f"{FILE}{suffix}").unlink(missing_ok=True)
        temporary.replace(folder / FILE)
    return Restored(sound, aside if kept_aside else None)


def holds_progress(path: Path) -> bool:
    """Whether a file is a sound database of this program, of this version or an older one.

    The database of another program, an empty file and one of a newer version are none: with them
    in its place the progress would be gone or shut.
    """
    if not path.is_file() or not is_sound(path):
        return False
    with suppress(*FAILURES), closing(only_read(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        return {"questions", "cards"} <= tables and version_of(connection) <= len(STEPS)
    return False


def _thin(folder: Path, today: date) -> None:
    """Keep the newest of each of the last 7 days and of the last 4 weeks that have one.

    Today's stays in any case: it is not the newest when the clock was set back.
    """
    found = {day_of(path): path for path in backups(folder)}
    keep = kept(found) | {today}
    for day, path in found.items():
        if day not in keep:
            with as_store_errors(path):
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


def _is_day(path: Path) -> bool:
    with suppress(ValueError):
        return bool(day_of(path))
    return False


def _free_name(folder: Path, now: datetime) -> Path:
    """Where the present file is kept: a name of that moment which no file bears."""
    stamp, number = now.strftime("%Y%m%dT%H%M%S"), 0
    while (aside := folder / f"{_ASIDE}{stamp}-{number}.sqlite3").exists():
        number += 1
    return aside


def _put_aside(folder: Path, aside: Path) -> bool:
    """Give the present file and its log second names; whether there is a file.

    What the log holds is written into the file first, so that the file is whole without its log.
    """
    if not (folder / FILE).exists():
        return False
    with suppress(*FAILURES), closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in (*_BESIDE, ""):
        part = folder / f"{FILE}{suffix}"
        if part.exists():
            _name_too(part, Path(f"{aside}{suffix}"))
    return True


def _name_too(path: Path, second: Path) -> None:
    """Give a file a second name, or make a copy where the disk knows no second names."""
    try:
        second.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, second)


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
        with as_store_errors(folder / FILE):
            raise error
    try:
        yield
    finally:
        lock.release()
