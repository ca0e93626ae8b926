"""A progress file with faulty bytes: one sentence, the file as it was, and a way back."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.errors import MiandaError, StoreError
from bot.interview import shelf
from bot.interview.backup import back_up, backups, inspect, restore
from bot.interview.books import Book, entries
from bot.interview.overview import overview
from bot.interview.questions import Question
from bot.interview.records import Answered, cards, history, questions, record, undo
from bot.interview.saved_sessions import begin_session, open_session, sessions
from bot.interview.schedule import EVERYDAY
from bot.interview.session import Options, start
from bot.interview.store import FILE, Store
from tests.interview.interview_samples import NOON

ASKED = tuple(
    Question(f"q{n}", "a.md", "栈", "什么是栈?", "zh", "algo", "后进先出") for n in range(4)
)
TODAY = date(2026, 1, 6)
READ: dict[str, Callable[[Store], Any]] = {
    "cards": cards, "questions": questions, "history": history, "sessions": sessions,
    "open session": open_session, "conversations": shelf.conversations, "gaps": shelf.gaps,
    "searches": shelf.recent_searches, "favourites": shelf.favourites,
    "setting": lambda store: shelf.setting(store, "x"),
    "overview": lambda store: overview(store, NOON, EVERYDAY),
    "book": lambda store: entries(store, Book.WRONG),
    "undo": lambda store: undo(store, NOON),
    "record": lambda store: record(store, Answered(ASKED[0], 3), NOON),
    "check": Store.check,
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with progress of every kind and a backup of it; nothing is in the log."""
    store = Store.open(tmp_path_factory.mktemp("sound"))
    for number, question in enumerate(ASKED):
        record(store, Answered(question, 1 + number), NOON + timedelta(hours=number))
        shelf.note_search(store, question.id, NOON)
    shelf.save_conversation(store, "c", "IoU", [{"question": "什么是 IoU?"}], NOON)
    shelf.note_gap(store, "什么是栈帧?", "zh", NOON)
    shelf.set_favourite(store, ASKED[0], True, NOON)
    begin_session(store, start(ASKED, Options(count=2, seed=1), {}, NOON), ASKED, NOON)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    back_up(store, TODAY)
    return store.folder


@pytest.fixture
def home(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(sound, tmp_path / "home")
    for suffix in ("-wal", "-shm"):
        (folder / f"{FILE}{suffix}").unlink(missing_ok=True)
    monkeypatch.setenv("MIANDA_HOME", str(folder))
    return folder


def garble(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(statement)


def of_all_kinds(folder: Path) -> set[str]:
    """The ways of reading that are refused, each with a sentence; any other error is a fault."""
    refused = set()
    for name, read in READ.items():
        try:
            read(Store.open(folder))
        except StoreError as error:
            assert error.message.zh and error.message.en
            refused.add(name)
    return refused


GARBLED = {
    "UPDATE reviews SET at = '202\x06-01-06T13:00:00+00:00'": "history",
    "UPDATE reviews SET covered = '['": "history",
    "UPDATE reviews SET card_before = '[]'": "undo",
    "UPDATE cards SET due = '2026-01-07T10:10:00+b0:00'": "cards",
    "UPDATE cards SET stability = 'abc'": "cards",
    "UPDATE cards SET stability = x'ff'": "cards",
    "UPDATE sessions SET state = '{}'": "sessions",
    "UPDATE sessions SET state = '5'": "open session",
    "UPDATE conversations SET turns = '{\"a'": "conversations",
    "UPDATE conversations SET turns = '5'": "conversations",
    "UPDATE gaps SET last = ''": "gaps",
    "UPDATE questions SET text = x'ff00'": "questions",
    "UPDATE searches SET text = CAST(x'ff' AS TEXT) WHERE text = 'q0'": "searches",
}


@pytest.mark.parametrize(("statement", "what"), GARBLED.items())
def test_a_record_that_is_none_is_damage(statement: str, what: str, home: Path) -> None:
    garble(home / FILE, statement)
    with pytest.raises(StoreError, match=r"is damaged .* restore the newest backup"):
        READ[what](Store.open(home))
    assert what in of_all_kinds(home)
    restore(home, NOON)
    assert not of_all_kinds(home)


def test_damage_in_the_name_of_a_table_can_be_told(home: Path) -> None:
    """What SQLite says of it quotes the damaged bytes, which are no text."""
    data = (home / FILE).read_bytes()
    assert b"score REAL, answer TEXT NOT NULL" in data
    (home / FILE).write_bytes(data.replace(b"answer TEXT NOT NULL", b"answer TEXT NOT N\xe2LL"))
    with pytest.raises(StoreError, match="damaged"):
        Store.open(home)
    shutil.copyfile(home / FILE, home / "backups" / "progress-2026-01-09.sqlite3")
    assert [inspect(path).answers for path in backups(home)] == [None, 4]
    restored = restore(home, NOON)
    assert restored.aside and restored.backup.name == "progress-2026-01-06.sqlite3"
    assert len(history(Store.open(home))) == 4


def test_a_backup_with_records_that_are_none_is_passed_over(home: Path) -> None:
    newer = home / "backups" / "progress-2026-01-08.sqlite3"
    shutil.copyfile(home / FILE, newer)
    garble(newer, "UPDATE reviews SET at = 'x'")
    assert restore(home, NOON).backup.name == "progress-2026-01-06.sqlite3"
    with pytest.raises(StoreError, match="no sound backup"):
        restore(home, NOON, newer)


@pytest.mark.parametrize("seed", range(12))
def test_no_faulty_bytes_end_in_anything_but_a_sentence(
    seed: int, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, chance = bytearray((home / FILE).read_bytes()), random.Random(seed)
    for _ in range(1 if seed % 2 else 30):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    del data[chance.choice((len(data), len(data), len(data) - 4096, len(data) // 2, 100)) :]
    (home / FILE).write_bytes(data)
    of_all_kinds(home)
    (home / FILE).write_bytes(data)
    for suffix in ("-wal", "-shm"):
        (home / f"{FILE}{suffix}").unlink(missing_ok=True)
    for command in (["progress"], ["progress", "--book", "wrong"], ["export", f"{home}/a.csv"]):
        assert main(command) in (0, 2)
    assert main(["restore"]) == 0, capsys.readouterr().err
    assert len(history(Store.open(home))) == 4


def test_a_mistake_of_a_caller_stays_one(home: Path) -> None:
    with pytest.raises(MiandaError, match="a rating is"):
        record(Store.open(home), Answered(ASKED[0], 9), NOON)
