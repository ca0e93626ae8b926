"""Do one thing in a forked process, kill it before its n-th use of a file, and look what is left.

    python kill_at_files.py FOLDER THING

n counts from 1 until the process ends by itself. Every opening, moving, naming and deleting of a
file is a use, and every statement that SQLite runs. Prints how often it was killed.
"""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot import imports
from bot.corpus import Corpus, kept_lines, read_note
from bot.folders import write_whole
from bot.interview.backup import back_up, backups, holds_progress, restore, set_aside
from bot.interview.questions import Question
from bot.interview.records import Answered, cards, record
from bot.interview.shelf import conversations, save_conversation
from bot.interview.store import FILE, Store
from bot.kept.cache import found, renewed

NOW, TODAY = datetime(2026, 1, 6, tzinfo=UTC), date(2026, 1, 6)
OLD, NEW = (f"# {name}\n\n{name}是一种方法。\n".encode() for name in ("卷积", "池化"))
USES = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.truncate",
        "os.symlink", "sqlite3.connect", "shutil.rmtree", "shutil.copyfile")  # fmt: skip


class Countdown:
    """Kills this process at the n-th use of a file below a folder."""

    def __init__(self, left: int, folder: Path) -> None:
        self.left, self.folder = left, str(folder)

    def use(self, event: str, given: tuple[Any, ...]) -> None:
        """An audit hook."""
        if event in USES and any(self.folder in str(one) for one in given[:2]):
            self.one_less()

    def one_less(self, statement: str = "") -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect(self, *given: Any, **how: Any) -> sqlite3.Connection:
        """A connection each statement of which is a use."""
        connection = sqlite3.connect(*given, **how)
        connection.set_trace_callback(self.one_less)
        return connection


def graded(store: Store, *names: str) -> None:
    for name in names:
        asked = Question(name, "a.md", "栈", "什么是栈?", "zh", "algo", "后进先出")
        record(store, Answered(asked, 3), NOW)


def with_log(home: Path) -> None:
    """A backup of one answer and a file of two, the second one in the log that a kill leaves."""
    away = home.with_name("away")
    store = Store.open(away)
    graded(store, "q1")
    back_up(store, TODAY)
    with closing(sqlite3.connect(store.path)) as stays:
        stays.execute("SELECT count(*) FROM cards").fetchone()
        graded(store, "q2")
        shutil.copytree(away, home)
    assert (home / f"{FILE}-wal").stat().st_size


def one_of(seen: Any, *allowed: Any) -> None:
    assert seen in allowed, f"{seen} is none of {allowed}"


def check_import(home: Path) -> None:
    path = home / "notes" / "a.md"
    assert [note.source for note in Corpus.open(path.parent).notes] == ["a.md"]
    one_of(path.read_bytes(), OLD, NEW)
    if path.read_bytes() == NEW:
        assert kept_lines(path) == {"new"}
        assert (path.parent / imports.ASIDE / "a.md").read_bytes() == OLD


def check_removal(home: Path) -> None:
    here, there = home / "notes" / "a.md", home / "notes" / imports.ASIDE / "a.md"
    assert [path.read_bytes() for path in (here, there) if path.exists()] == [OLD]
    imports.put_back("a.md")
    assert read_note(here).passages and kept_lines(here) == {"old"}


def check_backup(home: Path) -> None:
    assert cards(Store.open(home)).keys() == {"q1", "q2"}
    assert all(map(holds_progress, backups(home))) and len(backups(home)) == 1
    back_up(Store.open(home), TODAY, anew=True)
    assert restored(home) == {"q1", "q2"}


def check_restored(home: Path) -> None:
    store = Store.open(home)
    assert store.check()
    present = set(cards(store))
    one_of(present, {"q1"}, {"q1", "q2"})
    if present == {"q1"}:
        (aside,) = set_aside(home)
        shutil.copyfile(aside, home / FILE)
        assert set(cards(Store.open(home))) == {"q1", "q2"}
    assert restored(home) == {"q1"}


def restored(home: Path) -> set[str]:
    restore(home, NOW)
    return set(cards(Store.open(home)))


def check_kept(home: Path) -> None:
    arrays = found("key")
    assert arrays is not None, "the index was lost"
    one_of(arrays["a"].tolist(), [1], [2, 2])


def talk(store: Store, number: int) -> None:
    save_conversation(store, f"c{number}", "IoU", [{"question": "什么是 IoU?"}], NOW)


def check_talks(home: Path) -> None:
    store = Store.open(home)
    assert store.check()
    one_of({chat.id for chat in conversations(store)}, {"c1"}, {"c1", "c2"})
    talk(store, 3)
    assert "c3" in {chat.id for chat in conversations(store)}


def check_new(home: Path) -> None:
    graded(Store.open(home), "q1")
    assert cards(Store.open(home)).keys() == {"q1"}


def check_file(home: Path) -> None:
    one_of((home / "a.csv").read_bytes(), OLD, NEW)


THINGS: dict[str, tuple[Callable[[Path], Any], Callable[[Path, Any], Any], Callable[[Path], Any]]]
THINGS = {
    "import": (
        lambda home: imports.add("a.md", OLD, ["old"]),
        lambda home, connect: imports.add("a.md", NEW, ["new"]),
        check_import,
    ),
    "remove": (
        lambda home: imports.add("a.md", OLD, ["old"]),
        lambda home, connect: imports.remove("a.md"),
        check_removal,
    ),
    "keep": (
        lambda home: renewed("key", lambda: {"a": np.array([1])}),
        lambda home, connect: renewed("key", lambda: {"a": np.array([2, 2])}),
        check_kept,
    ),
    "backup": (
        with_log,
        lambda home, connect: back_up(Store.open(home, connect), TODAY, anew=True),
        check_backup,
    ),
    "restore": (with_log, lambda home, connect: restore(home, NOW), check_restored),
    "talk": (
        lambda home: talk(Store.open(home), 1),
        lambda home, connect: talk(Store.open(home, connect), 2),
        check_talks,
    ),
    "begin": (
        lambda home: home.mkdir(),
        lambda home, connect: Store.open(home, connect),
        check_new,
    ),
    "export": (
        lambda home: home.mkdir() or write_whole(home / "a.csv", OLD),
        lambda home, connect: write_whole(home / "a.csv", NEW),
        check_file,
    ),
}


def main() -> None:
    folder, (prepare, do, check) = Path(sys.argv[1]), THINGS[sys.argv[2]]
    os.environ["MIANDA_HOME"] = str(folder / "before" / "home")
    (folder / "before").mkdir()
    prepare(folder / "before" / "home")
    for n in range(1, 1000):
        shutil.copytree(folder / "before", folder / str(n), symlinks=True)
        home = folder / str(n) / "home"
        os.environ["MIANDA_HOME"] = str(home)
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            assert status in (0, signal.SIGKILL), f"before use {n} of a file: status {status}"
            check(home)
            if status == 0:
                print(n - 1)
                return
            continue
        countdown = Countdown(n, home)
        sys.addaudithook(countdown.use)
        do(home, countdown.connect)
        os._exit(0)


if __name__ == "__main__":
    main()
