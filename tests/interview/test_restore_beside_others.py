"""Restoring while another window writes: no answer is lost, and the file stays whole."""

import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from interview_samples import NOON, make_question

from bot.errors import StoreError
from bot.interview import copies
from bot.interview.backup import back_up, restore, set_aside
from bot.interview.copies import is_sound
from bot.interview.records import Answered, cards, history, record
from bot.interview.schedule import GOOD
from bot.interview.store import FILE, Store

TODAY = date(2026, 1, 5)


def answered(store: Store, name: str) -> None:
    record(store, Answered(make_question(name), GOOD), NOON)


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with one answer that the backup holds and one that came after it."""
    answered(store, "q1")
    back_up(store, TODAY)
    answered(store, "q2")
    return store


def test_every_acknowledged_answer_is_in_the_file_or_in_the_one_set_aside(kept: Store) -> None:
    told, stop = ["q1", "q2"], threading.Event()

    def write() -> None:
        while not stop.is_set():
            name = f"late{len(told)}"
            answered(kept, name)
            told.append(name)

    other = threading.Thread(target=write)
    other.start()
    for _ in range(3):
        restore(kept.folder, NOON)
    stop.set()
    other.join()
    assert kept.check() and len(told) > 3
    aside = [set(cards(lone(path))) for path in set_aside(kept.folder)]
    assert set(told) == set(cards(kept)).union(*aside)


def lone(path: Path) -> Store:
    """A file that was set aside as a store of its own."""
    home = path.with_suffix("")
    home.mkdir()
    path.rename(home / FILE)
    return Store.open(home)


def test_a_window_that_stays_open_goes_on_in_the_restored_file(kept: Store) -> None:
    with closing(sqlite3.connect(kept.path, isolation_level=None)) as window:
        assert window.execute("SELECT count(*) FROM cards").fetchone() == (2,)
        (aside,) = {restore(kept.folder, NOON).aside}
        assert window.execute("SELECT count(*) FROM cards").fetchone() == (1,)
        window.execute("INSERT INTO settings VALUES ('a', 'b')")
    answered(kept, "q3")
    assert kept.check() and cards(kept).keys() == {"q1", "q3"}
    assert aside is not None and is_sound(aside)
    assert [review.id for review in history(kept)] == [1, 2]


def test_a_restore_that_fails_midway_changes_nothing(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM cards")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(copies, "_replace_records", fail)
    with pytest.raises(StoreError, match="disk is full"):
        restore(kept.folder, NOON)
    assert kept.check() and cards(kept).keys() == {"q1", "q2"}


def test_records_of_an_unknown_version_are_replaced_as_a_file(kept: Store) -> None:
    with closing(sqlite3.connect(kept.path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    done = restore(kept.folder, NOON)
    assert cards(Store.open(kept.folder)).keys() == {"q1"}
    assert done.aside is not None
    with closing(sqlite3.connect(done.aside)) as aside:
        assert aside.execute("PRAGMA user_version").fetchone() == (99,)


def test_only_the_records_of_a_file_are_taken_over(kept: Store, tmp_path: Path) -> None:
    """A file of somebody else may hold tables with names that are commands, and triggers."""
    foreign = back_up(kept, TODAY, anew=True).rename(tmp_path / "foreign.sqlite3")
    with closing(sqlite3.connect(foreign, isolation_level=None)) as connection:
        connection.execute('CREATE TABLE "cards; DROP TABLE main.reviews" (x)')
        connection.execute("CREATE TRIGGER t AFTER INSERT ON reviews BEGIN DELETE FROM cards; END")
    restore(kept.folder, NOON, foreign)
    answered(kept, "q3")
    assert cards(kept).keys() == {"q1", "q2", "q3"} and len(history(kept)) == 3
