"""Notes of one's own: laid aside and put back, and which of their headings have no answer."""

from pathlib import Path

import pytest

from bot.corpus import read_note
from bot.ui import imports
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


def test_a_heading_over_further_headings_has_lost_nothing(tmp_path: Path) -> None:
    path = tmp_path / "parts.md"
    deeper = TEXT.replace("# 卷积", "# 网络\n\n## 基础", 1).replace("## 什么", "### 什么")
    further = "\n## 什么是池化?\n\n## 什么是步长?\n\n步长是窗口每次移动的像素数。\n"
    path.write_text(deeper + further, "utf-8")
    note = read_note(path)
    assert [passage.heading for passage in unanswered(note)] == ["什么是池化?"]
