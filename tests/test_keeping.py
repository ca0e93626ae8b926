"""backup, restore and doctor in every bad state: one sentence, and nothing is lost."""

import sqlite3
from pathlib import Path

import pytest

from bot.cli import main
from bot.interview.backup import backups
from bot.interview.store import FILE, Store


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command; what goes wrong is told in one line."""
    code = main(list(words))
    out, err = capsys.readouterr()
    assert err.count("\n") == (code != 0) and "Traceback" not in err
    return code, out, err


def database(path: Path, version: int, table: str = "t") -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table} (a)")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    return path


def damaged(path: Path) -> Path:
    path.write_bytes(b"damaged")
    return path


NO_BACKUPS = {
    "another program's": lambda folder: database(folder / "other.sqlite3", 0),
    "of a newer version": lambda folder: database(folder / "newer.sqlite3", 99),
    "damaged": lambda folder: damaged(folder / "damaged.sqlite3"),
    "missing": lambda folder: folder / "missing.sqlite3",
    "a folder": lambda folder: folder,
}


@pytest.mark.parametrize("name", NO_BACKUPS)
def test_a_file_that_is_no_backup_takes_no_place(
    name: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Store.open(home).path.read_bytes()
    given = NO_BACKUPS[name](tmp_path)
    code, _, err = run(capsys, "restore", str(given))
    assert code == 2 and f"{given} is no sound backup" in err and f"{given} 不是" in err
    assert (home / FILE).read_bytes() == before
    assert not list(home.glob("progress-aside*"))


def test_an_empty_file_is_no_backup(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.sqlite3").touch()
    Store.open(home)
    assert run(capsys, "restore", str(tmp_path / "empty.sqlite3"))[0] == 2


def test_a_newer_backup_is_passed_over_for_an_older_sound_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(home)
    assert run(capsys, "backup")[0] == 0
    (made,) = backups(home)
    database(made.with_name("progress-2999-01-01.sqlite3"), 99, "questions")
    code, out, _ = run(capsys, "restore")
    assert code == 0 and str(made) in out and "2999" not in out


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_file_where_the_folder_should_be_is_one_sentence(
    command: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file")
    assert run(capsys, command)[0] == 2
    assert home.read_text() == "a file"


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_folder_where_the_file_should_be_is_one_sentence(
    command: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / FILE).mkdir(parents=True)
    assert run(capsys, command)[0] == 2


def test_a_file_where_the_backups_should_be_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(home)
    (home / "backups").touch()
    assert run(capsys, "backup")[0] == 2
    assert run(capsys, "restore")[0] == 2


def test_a_damaged_progress_is_not_backed_up_and_comes_back_by_restore(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(home)
    assert run(capsys, "backup")[0] == 0
    damaged(home / FILE)
    code, _, err = run(capsys, "backup")
    assert code == 2 and "restore" in err
    assert run(capsys, "restore")[0] == 0
    assert Store.open(home).check()


def test_the_doctor_tells_what_is_broken_and_what_to_do(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("# IoU\n\nIoU 是交集面积除以并集面积。\n", "utf-8")
    Store.open(home)
    marks = [line[0] for line in run(capsys, "doctor", "--corpus", str(notes))[1].splitlines()]
    assert marks == ["✓", "✓", "·"]
    assert run(capsys, "backup")[0] == 0
    assert run(capsys, "doctor", "--corpus", str(notes))[1].count("✓") == 3
    database(backups(home)[0].with_name("progress-2020-01-01.sqlite3"), 0)
    damaged(home / FILE)
    assert main(["doctor", "--corpus", str(tmp_path / "none")]) == 0
    out, err = capsys.readouterr()
    assert [line[0] for line in out.splitlines()] == ["✗", "✗", "✓", "→"]
    assert "backups: 1 " in out and "restore" in out and "no notes folder" in err
