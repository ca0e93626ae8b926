"""progress, export and backup on the command line, over a store of their own."""

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from interview_samples import NOON, make_question

from bot.cli import main
from bot.interview.backup import backups, inspect
from bot.interview.records import Answered, history, record
from bot.interview.schedule import AGAIN, GOOD
from bot.interview.shelf import INTERVIEW_DATE, favourites, set_favourite, setting
from bot.interview.store import Store

pytestmark = pytest.mark.usefixtures("one_analyzer")
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    """A store in which one question went wrong, one went right and one is a favourite."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MIANDA_HOME", str(folder))
    store = Store.open(folder)
    english = replace(make_question("q3", topic="dl"), language="en", text="What is a stack?")
    record(store, Answered(make_question("q1"), AGAIN, 0.1, "先进先出"), NOON)
    record(store, Answered(english, AGAIN, 0.2, "first in"), NOON)
    record(store, Answered(make_question("q2"), GOOD, 0.9, "后进先出"), NOON)
    set_favourite(store, make_question("q2"), True, NOON)
    return store


@pytest.mark.parametrize(("language", "said"), [("zh", "错题本 2 题"), ("en", "2 in the wrong")])
def test_progress_tells_what_is_due_and_the_backups(
    home: Store, capsys: Shown, language: str, said: str
) -> None:
    assert main(["backup"]) == 0
    backups(home.folder)[0].with_name("progress-2026-01-01.sqlite3").write_bytes(b"damaged")
    assert main(["progress", "--language", language]) == 0
    shown = capsys.readouterr().out
    assert said in shown and "2026-01-01" in shown
    assert ("已损坏" if language == "zh" else "damaged") in shown


def test_progress_as_json_adds_up(home: Store, capsys: Shown) -> None:
    assert main(["progress", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["seen"], told["answers"], told["wrong"], told["favourites"]) == (3, 3, 2, 1)
    assert sum(day["cards"] for day in told["forecast"]) == 3
    assert set(told["recall"]) == {"algo", "dl"} and told["backups"] == []


def test_a_book_is_shown_and_filtered(home: Store, capsys: Shown) -> None:
    for arguments, ids in (
        ([], ["q1", "q3"]), (["--topic", "dl"], ["q3"]), (["--asked-in", "zh"], ["q1"]),
        (["--text", "stack"], ["q3"]), (["--text", "nothing of it"], []),
    ):  # fmt: skip
        assert main(["progress", "--book", "wrong", "--json", *arguments]) == 0
        assert [one["id"] for one in json.loads(capsys.readouterr().out)] == ids
    assert main(["progress", "--book", "favourites"]) == 0
    assert "什么是栈 q2?" in capsys.readouterr().out
    assert main(["progress", "--book", "wrong", "--topic", "no-such"]) == 2


def test_a_book_is_written_alone_in_three_formats(
    home: Store, tmp_path: Path, capsys: Shown
) -> None:
    for name in ("wrong.md", "wrong.csv", "wrong.apkg"):
        path = tmp_path / name
        assert main(["export", str(path), "--book", "wrong", "--text", "stack"]) == 0
        assert capsys.readouterr().out.strip().endswith(": 1")
    assert "What is a stack?" in (tmp_path / "wrong.md").read_text("utf-8")
    assert (tmp_path / "wrong.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with zipfile.ZipFile(tmp_path / "wrong.apkg") as package:
        package.extract("collection.anki2", tmp_path)
    connection = sqlite3.connect(tmp_path / "collection.anki2")
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)
    connection.close()
    assert main(["export", str(tmp_path / "all.csv"), "--text", "stack"]) == 2
    assert main(["export", str(tmp_path / "no" / "x.md"), "--book", "wrong"]) == 2


def test_the_book_is_drilled_in_the_terminal(
    home: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
) -> None:
    (tmp_path / "a.md").write_text("# 笔记\n\n## 什么是栈?\n\n栈是后进先出的线性表。\n", "utf-8")
    lines = iter([":star", ":end"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines, ""))
    command = ["interview", "--corpus", str(tmp_path), "--book", "wrong", "--count", "1"]
    assert main(command) == 0
    assert "什么是栈 q1?" in capsys.readouterr().out
    assert {question.id for question in favourites(home)} == {"q1", "q2"}


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_half_a_character_in_an_answer_is_stored_all_the_same(
    home: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, errors: str
) -> None:
    (tmp_path / "a.md").write_text("# 笔记\n\n## 什么是栈?\n\n栈是后进先出的线性表。\n", "utf-8")
    typed = "后进先".encode() + b"\xe5\n\n3\n:end\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8", errors))
    command = ["interview", "--corpus", str(tmp_path), "--book", "wrong", "--count", "1"]
    assert main(command) == 0
    assert history(home)[-1].answer == "后进先\ufffd"


def test_the_plan_towards_an_interview_is_printed_and_its_date_is_kept(
    home: Store, tmp_path: Path, capsys: Shown
) -> None:
    note = "# 笔记\n\n## IoU怎么计算?\n\n" + "IoU 是两个框的交集面积除以并集面积,取值在 0 到 1。"
    (tmp_path / "a.md").write_text(note, "utf-8")
    day = datetime.now().date() + timedelta(days=5)
    command = ["progress", "--corpus", str(tmp_path), "--plan", day.isoformat()]
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    planned = [id_ for ids in told["days"].values() for id_ in ids]
    assert len(planned) == 1 and all(when < day.isoformat() for when in told["days"])
    (recall,) = told["recall"].values()
    assert 0 <= recall["without"] < recall["with"] <= 1
    assert setting(home, INTERVIEW_DATE) == day.isoformat()
    for language, said in (("zh", "按计划复习"), ("en", "with the plan")):
        assert main([*command, "--language", language]) == 0
        assert said in capsys.readouterr().out


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01", "2030-13-40"])
def test_a_plan_towards_no_day_to_come_is_one_sentence(
    home: Store, capsys: Shown, day: str
) -> None:
    assert main(["progress", "--plan", day]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert setting(home, INTERVIEW_DATE) == ""


@pytest.mark.parametrize(
    "option",
    ["--minutes=nan", "--minutes=inf", "--minutes=1e308", "--minutes=-1", "--seed=-1",
     "--count=0", "--count=1001", "--topic=no-such"],
)  # fmt: skip
def test_an_option_that_means_nothing_is_one_sentence(
    home: Store, capsys: Shown, option: str
) -> None:
    assert main(["interview", option]) == 2
    told = capsys.readouterr().err
    assert option.split("=")[0] in told and len(told.splitlines()) == 1


def test_a_backup_made_by_hand_holds_the_last_answer(home: Store, capsys: Shown) -> None:
    assert main(["backup"]) == 0
    record(home, Answered(make_question("q1"), GOOD), NOON)
    assert main(["backup"]) == 0
    (path,) = backups(home.folder)
    assert inspect(path).answers == 4
    assert main(["restore"]) == 0
