"""Backups: 7 days and 4 weeks, whole or not at all, and the way back keeps the file it replaces."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from interview_samples import NOON, make_question

from bot.errors import StoreError
from bot.interview.backup import (
    Backup,
    back_up,
    backups,
    day_of,
    inspect,
    kept,
    restore,
    set_aside,
)
from bot.interview.copies import is_sound
from bot.interview.records import Answered, cards, record
from bot.interview.schedule import GOOD
from bot.interview.store import Store
from bot.userdata import data_folder

MONDAY = date(2026, 1, 5)


def test_seven_days_and_four_weeks_stay(store: Store) -> None:
    for number in range(40):
        back_up(store, MONDAY + timedelta(days=number))
    days = [
        date.fromisoformat(path.stem.removeprefix("progress-")) for path in backups(store.folder)
    ]
    last = MONDAY + timedelta(days=39)
    assert days[:7] == [last - timedelta(days=n) for n in range(7)]
    assert len({day.isocalendar()[:2] for day in days}) == 4
    assert all(is_sound(path) for path in backups(store.folder))


def test_old_backups_survive_a_holiday() -> None:
    assert kept([MONDAY, MONDAY + timedelta(days=90)]) == {MONDAY, MONDAY + timedelta(days=90)}


def test_a_second_backup_of_a_day_changes_nothing(store: Store) -> None:
    path = back_up(store, MONDAY)
    before = path.read_bytes()
    record(store, Answered(make_question("q1"), GOOD), NOON)
    assert back_up(store, MONDAY) == path
    assert path.read_bytes() == before


def test_a_damaged_file_is_set_aside_and_the_newest_sound_backup_comes_back(store: Store) -> None:
    record(store, Answered(make_question("q1"), GOOD), NOON)
    older = back_up(store, MONDAY)
    newer = back_up(store, MONDAY + timedelta(days=1))
    newer.write_bytes(b"damaged as well")
    store.path.write_bytes(b"damaged")
    done = restore(store.folder, NOON)
    assert done.backup == older
    assert done.aside is not None and done.aside.read_bytes() == b"damaged"
    assert cards(Store.open(store.folder)).keys() == {"q1"}
    again = restore(store.folder, NOON)
    assert again.aside != done.aside and done.aside.read_bytes() == b"damaged"


def test_restoring_brings_back_what_was_backed_up_and_keeps_what_came_after(store: Store) -> None:
    record(store, Answered(make_question("q1"), GOOD), NOON)
    path = back_up(store, MONDAY)
    record(store, Answered(make_question("q2"), GOOD), NOON)
    done = restore(store.folder, NOON, path)
    assert cards(Store.open(store.folder)).keys() == {"q1"}
    assert done.aside is not None
    assert cards(Store.open(as_home(done.aside))).keys() == {"q1", "q2"}


def as_home(aside: Path) -> Path:
    """A folder in which the file set aside is the progress file."""
    home = aside.parent / "looked-at"
    home.mkdir()
    aside.rename(home / "progress.sqlite3")
    return home


def test_a_backup_tells_its_day_and_its_answers_or_that_it_is_broken(store: Store) -> None:
    record(store, Answered(make_question("q1"), GOOD), NOON)
    path = back_up(store, MONDAY)
    assert inspect(path) == Backup(path, MONDAY, 1)
    path.write_bytes(b"damaged")
    assert inspect(path).answers is None
    sqlite3.connect(path.with_name("progress-2026-01-04.sqlite3")).close()
    assert inspect(path.with_name("progress-2026-01-04.sqlite3")).answers is None
    path.with_name("progress-2026-13-99.sqlite3").write_bytes(b"no day")
    assert [day_of(found).year for found in backups(store.folder)] == [2026, 2026]


def test_a_backup_made_on_purpose_holds_what_is_there_now(store: Store) -> None:
    path = back_up(store, MONDAY)
    record(store, Answered(make_question("q1"), GOOD), NOON)
    assert inspect(back_up(store, MONDAY)).answers == 0
    assert inspect(back_up(store, MONDAY, anew=True)) == Backup(path, MONDAY, 1)


def test_the_backup_of_a_clock_that_was_set_back_stays(store: Store) -> None:
    for number in range(40):
        back_up(store, MONDAY + timedelta(days=number))
    assert back_up(store, MONDAY - timedelta(days=400)).exists()
    assert (
        len(backups(store.folder)) == len(kept(MONDAY + timedelta(days=n) for n in range(40))) + 1
    )


def test_the_files_that_a_restore_set_aside_are_told(store: Store) -> None:
    back_up(store, MONDAY)
    assert set_aside(store.folder) == []
    done = restore(store.folder, NOON)
    assert set_aside(store.folder) == [done.aside]


def test_without_a_sound_backup_nothing_is_moved(store: Store) -> None:
    store.path.write_bytes(b"damaged")
    with pytest.raises(StoreError, match="no sound backup"):
        restore(store.folder, NOON)
    assert store.path.read_bytes() == b"damaged"


def test_the_home_of_the_data_can_be_chosen_and_has_a_place_otherwise(tmp_path: Path) -> None:
    assert data_folder({"MIANDA_HOME": str(tmp_path)}) == tmp_path
    assert data_folder({}).name == "mianda"
