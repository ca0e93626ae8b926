"""The command ``import``: the store, the lock and the receipt of the app, from the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import imports
from bot.cli import main

PAGE = "首页 > 教程 > 正文\n\n## 什么是卷积？\n\n卷积是滑动窗口上的加权和，权重在各处相同。\n"
MENU = "首页 > 教程 > 正文"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "notes"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "我的 笔记.md"
    file.write_text(PAGE, "utf-8")
    return file


def printed(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    assert main(["import", *map(str, words), "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_a_file_is_stored_as_the_app_stores_it(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(page)]) == 0
    stored = home / "我的-笔记.md"
    assert stored.read_text("utf-8") == PAGE
    assert imports.standing(page.name, PAGE.encode()) is imports.Standing.SAME
    out = capsys.readouterr().out
    assert f"{stored}: 已加入 / added" in out
    assert "passages: 1, lines removed: 1, lines repaired: 0" in out
    assert f"× 1: {MENU}" in out


def test_the_document_holds_the_receipt(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = printed(capsys, page)
    (note,) = document["notes"]
    assert (note["file"], note["done"]) == (str(page), "added")
    assert note["path"] == str(home / "我的-笔记.md")
    assert [line["text"] for line in note["removed"]] == [MENU]
    assert [passage["heading"] for passage in note["passages"]] == ["什么是卷积？"]
    assert document["refused"] == []


def test_a_dry_run_stores_nothing(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (note,) = printed(capsys, page, "--dry-run")["notes"]
    assert note["done"] == "offered" and note["removed"]
    assert not home.exists()


def test_a_line_is_kept(home: Path, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (note,) = printed(capsys, page, "--keep", MENU)["notes"]
    assert note["removed"] == []
    assert MENU in json.loads((home / "我的-笔记.md.kept.json").read_text("utf-8"))


def test_a_line_that_was_to_be_kept_stays_when_the_file_is_added_again(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, page, "--keep", MENU)
    (again,) = printed(capsys, page)["notes"]
    assert again["done"] == "same" and not again["removed"]
    page.write_text(PAGE + "\n步长是窗口每次移动的像素数。\n", "utf-8")
    (newer,) = printed(capsys, page, "--replace")["notes"]
    assert newer["done"] == "replaced" and not newer["removed"]


def test_the_same_file_again_is_no_second_note(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, page)
    (note,) = printed(capsys, page)["notes"]
    assert note["done"] == "same"
    assert [file.name for file in home.glob("*.md")] == ["我的-笔记.md"]


def test_another_note_of_the_name_is_left_until_its_owner_decides(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, page)
    page.write_text("# 别的\n\n完全不同的内容，也是一句话。\n", "utf-8")
    assert main(["import", str(page)]) == 2
    told = capsys.readouterr().err
    assert "--replace" in told and "--both" in told and told.count("\n") == 1
    assert (home / "我的-笔记.md").read_text("utf-8") == PAGE


@pytest.mark.parametrize(
    ("option", "done", "first"), [("--replace", "replaced", "别的"), ("--both", "added", "卷积")]
)
def test_the_owner_decides(
    option: str,
    done: str,
    first: str,
    home: Path,
    page: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed(capsys, page)
    page.write_text("# 别的\n\n完全不同的内容，也是一句话。\n", "utf-8")
    (note,) = printed(capsys, page, option)["notes"]
    assert note["done"] == done
    assert first in (home / "我的-笔记.md").read_text("utf-8")
    kept = [file.read_text("utf-8") for file in home.rglob("*.md")]
    assert len(kept) == 2 and PAGE in kept
    (again,) = printed(capsys, page, option)["notes"]
    assert (again["done"], again["path"]) == ("same", note["path"])


def test_what_cannot_be_a_note_takes_nothing_from_the_others(
    home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = page.with_name("empty.txt")
    empty.touch()
    missing = page.with_name("missing.md")
    assert main(["import", str(empty), str(page), str(missing)]) == 2
    out, err = capsys.readouterr()
    assert "added" in out and (home / "我的-笔记.md").is_file()
    first, last = err.splitlines()
    assert "empty.txt" in first and "missing.md" in last
    assert all(" / " in line for line in (first, last))


@pytest.mark.parametrize("name", [".", "folder.md", "folder.md/", ""])
def test_of_a_folder_the_files_are_to_be_named(
    name: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "folder.md").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["import", name]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and " / " in told
    assert ("*.md" in told) is bool(name)


@pytest.mark.parametrize("shown", [True, False])
def test_whatever_was_wrong_the_document_is_json(
    shown: bool, home: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = bytes(range(256)) * 9
    files = {"empty.md": b"", "blank.txt": b" \n", "noise.txt": noise, "page.pdf": b"%PDF"}
    files |= {"a\x1b[31m\x07.html": b"", "large.md": b"a" * 5_242_881}
    for name, data in files.items():
        page.with_name(name).write_bytes(data)
    page.with_name("link.md").symlink_to(page)
    page.with_name("folder").mkdir()
    bad = [page.with_name(name) for name in (*files, "link.md", "folder", "none.md", "x" * 300)]
    words = ["import", *map(str, bad), str(page)] + ["--json"] * shown
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == len(bad) and "\x1b" not in err + out
    assert all(" / " in line for line in err.splitlines())
    if shown:
        document = json.loads(out)
        assert [left["file"] for left in document["refused"]] == [str(path) for path in bad]
        assert [note["done"] for note in document["notes"]] == ["added"]
    assert [file.name for file in home.glob("*.md")] == ["我的-笔记.md"]


def test_a_question_finds_the_note_at_once(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# IoU\n\nOverlap over union.\n", "utf-8")
    note = tmp_path / "pods.md"
    note.write_text("## What is a pod?\n\nA pod is the smallest deployable unit.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    printed(capsys, note)
    assert main(["search", "deployable", "--json"]) == 0
    assert "pods.md" in capsys.readouterr().out
