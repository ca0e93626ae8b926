"""Notes of one's own: laid aside and put back, and which of their headings have no answer."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from bot import imports
from bot.corpus import read_note
from bot.errors import StoreError
from bot.ui.note_view import unanswered

TEXT = "# 卷积\n\n## 什么是卷积?\n\n卷积是滑动窗口上的加权和,权重在各处相同。\n"


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A note with a line that is kept, among the user's notes."""
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path))
    return imports.add("my.md", TEXT.encode(), ["kept line"])


def test_a_removed_note_can_be_put_back_with_its_kept_lines(added: Path) -> None:
    beside = added.with_name("my.md.kept.json")
    lines = beside.read_bytes()
    imports.remove("my.md")
    assert not added.exists() and not beside.exists()
    imports.put_back("my.md")
    assert added.read_text("utf-8") == TEXT
    assert beside.read_bytes() == lines


def test_what_was_never_there_is_removed_and_put_back_without_a_word(added: Path) -> None:
    imports.remove("other.md")
    imports.put_back("../my.md")
    assert added.read_text("utf-8") == TEXT


@pytest.mark.parametrize("act", [imports.remove, imports.put_back])
@pytest.mark.parametrize("name", ["a" * 300 + ".md", "笔" * 100 + ".md"])
def test_a_name_that_no_file_can_have_is_refused_in_a_sentence(added, act, name) -> None:
    with pytest.raises(StoreError) as refused:
        act(name)
    said = refused.value.message
    assert (said.zh, said.en) == (
        f"文件名太长：{name[:60]}…", f"the file name is too long: {name[:60]}…"
    )  # fmt: skip


def test_nothing_that_was_replaced_or_removed_is_ever_lost(added: Path) -> None:
    versions = [TEXT.encode(), b"# b\n\nsecond", b"# c\n\nthird"]
    for data in versions[1:]:
        assert imports.standing("my.md", data) is imports.Standing.OTHER
        imports.add("my.md", data)
        assert imports.standing("my.md", data) is imports.Standing.SAME
    imports.remove("my.md")
    assert imports.standing("my.md", TEXT.encode()) is imports.Standing.NOTHING
    imports.add("my.md", b"# d\n\nfourth")
    imports.put_back("my.md")
    assert added.read_bytes() == versions[-1]
    aside = (added.parent / imports.ASIDE).rglob("my.md")
    assert {file.read_bytes() for file in aside} == {*versions[:-1], b"# d\n\nfourth"}


def test_windows_that_add_remove_and_put_back_at_once_lose_nothing(added: Path) -> None:
    texts = [f"# {number}\n\n第 {number} 版的内容。\n" for number in range(12)]

    def change(text: str) -> None:
        imports.add("my.md", text.encode())
        imports.remove("my.md")
        imports.put_back("my.md")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, texts))
    kept = {path.read_text("utf-8") for path in added.parent.rglob("my.md")}
    assert kept >= {TEXT, *texts}


def test_who_waits_too_long_for_another_window_is_told_of_it(
    added: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "PATIENCE", 0.05)
    with FileLock(added.parent.parent / "notes.lock"), pytest.raises(StoreError) as refused:
        imports.remove("my.md")
    assert "another window" in refused.value.message.en and added.exists()


def test_a_file_beside_one_of_its_name_gets_a_number(added: Path) -> None:
    second = b"# b\n\nsecond"
    assert imports.free_name("new.md", second) == "new.md"
    assert imports.free_name("my.md", second) == "my-2.md"
    imports.add("my-2.md", second)
    assert imports.free_name("my.md", b"third") == "my-3.md"
    # What is there already needs no further name.
    assert imports.free_name("my.md", second) == "my-2.md"
    assert imports.free_name("my.md", added.read_bytes()) == "my.md"
    imports.add("l" * 99 + ".md", b"# l\n\nlong")
    longer = imports.free_name("l" * 99 + ".md", b"# m\n\nlonger")
    assert imports.add(longer, b"# m\n\nlonger").name == longer == "l" * 56 + "-2.md"
    assert added.read_text("utf-8") == TEXT


def test_a_heading_over_further_headings_has_lost_nothing(tmp_path: Path) -> None:
    path = tmp_path / "parts.md"
    deeper = TEXT.replace("# 卷积", "# 网络\n\n## 基础", 1).replace("## 什么", "### 什么")
    further = "\n## 什么是池化?\n\n## 什么是步长?\n\n步长是窗口每次移动的像素数。\n"
    path.write_text(deeper + further, "utf-8")
    note = read_note(path)
    assert [passage.heading for passage in unanswered(note)] == ["什么是池化?"]
