"""Companion notes on the Notes page: the title once, from its top, and what the notes lost."""

from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

OWN = (
    "# 笔记\n\n## 什么是IoU?\n\nIoU 是交并比,取值在 0 到 1 之间。\n\n存在问题:\n\n"
    "## 什么是Dropout?\n\n## 什么是池化?\n\n池化在每个窗口里取最大值或平均值,缩小特征图。\n"
)
NOTE = """---
concepts: [{id}]
level: basic
demos: []
answers: ["{answers}"]
sources: [A book, 2010]
checks: []
follow-ups: ["{question} -> {other}"]
---

# {title}

这里是简短的回答，它说明了这个概念是什么，也说明了为什么需要它。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("companions")
    (folder / "own.md").write_text(OWN, "utf-8")
    (folder / "companion" / "zh").mkdir(parents=True)
    one = {"id": "dropout", "answers": "什么是Dropout?", "title": "什么是随机失活？"}
    two = {"id": "intersection-over-union", "answers": "什么是IoU?", "title": "什么是交并比？"}
    for note, other in ((one, two), (two, one)):
        text = NOTE.format(**note, question=f"再问：{other['title']}", other=other["id"])
        (folder / "companion" / "zh" / f"{note['id']}.md").write_text(text, "utf-8")
    return folder


def opened(app: AppTest, folder: Path, source: str, patch: pytest.MonkeyPatch) -> AppTest:
    patch.setenv("MIANDA_CORPUS", str(folder))
    app.query_params["lang"] = "zh"
    app.query_params["note"] = source
    app.switch_page("bot/ui/pages/notes.py")
    app.run()
    assert not app.exception
    return app


def test_the_title_of_a_companion_note_is_shown_once(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, folder, "companion/zh/dropout.md", monkeypatch)
    assert [title.value for title in app.title] == ["什么是随机失活？"]
    assert ">什么是随机失活？</h2>" not in shown(app)
    assert "这里是简短的回答" in shown(app)


def test_the_next_note_opens_at_its_top(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, folder, "companion/zh/dropout.md", monkeypatch)
    app.run()
    assert 'data-element="note-top"' not in shown(app)
    next(b for b in app.button if b.key == "notes.next.0").click().run()
    assert [title.value for title in app.title] == ["什么是交并比？"]
    assert 'data-element="note-top"' in shown(app)


def test_lost_and_partly_lost_answers_lead_to_their_companion_notes(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(app, folder, "own.md", monkeypatch)
    assert "1 个标题没有答案，1 个答案不全：点开看随附笔记怎么答" in [e.label for e in app.expander]
    assert "这一句的后面没有内容：存在问题:" in shown(app)
    links = [b.label for b in app.button if b.key.startswith("notes.lost.")]
    assert [label.rstrip("\\?") for label in links] == ["什么是Dropout", "什么是IoU"]
    links = [b for b in app.button if b.key.startswith("notes.lost.")]
    links[1].click().run()
    assert [title.value for title in app.title] == ["什么是交并比？"]


def test_no_companion_note_is_promised_where_none_answers(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.md").write_text(OWN, "utf-8")
    opened(app, tmp_path, "own.md", monkeypatch)
    assert "1 个标题没有答案，1 个答案不全" in [e.label for e in app.expander]
    assert "（这个标题下面没有内容）" in shown(app)
