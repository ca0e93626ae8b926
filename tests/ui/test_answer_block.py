"""Two answers side by side: the user's notes and the companion notes, each labelled and whole."""

import re
from pathlib import Path

import pytest
from screens import shown
from streamlit.testing.v1 import AppTest

OWN = (
    "# 笔记\n\n## 什么是IoU?\n\nIoU 是交并比:两个框交集的面积除以并集的面积。"
    "它衡量预测框与真实框重叠的程度,取值在 0 到 2 之间。\n\n"
    "## 什么是Dropout?\n\nDropout 训练时随机关掉一部分神经元。\n"
)
ERRATUM = """[[erratum]]
source = "own.md"
quote = "0 到 2 之间"
wrong_zh = "范围错了"
wrong_en = "The range is wrong"
right_zh = "IoU 在 0 到 1 之间"
right_en = "IoU lies between 0 and 1"
evidence = "definition"
evidence_zh = "交并比的定义"
"""
HEAD = """---
concepts: [intersection-over-union]
level: basic
demos: []
answers: ["什么是IoU?"]
sources: [Everingham et al. 2010]
checks: []
follow-ups: []
---
"""
FILLER = "两个框离得越远，交集越小，而并集越大，比值因此下降得很快。" * 14
COMPANION = f"""{HEAD}
# 交并比（IoU）怎么算？

交并比是交集面积与并集面积之比。它在零到一之间；完全重合时等于一。

## 为什么

{FILLER}

## 公式

{FILLER}

## 什么时候失效

两个框不相交时，交并比恒为零，没有梯度，即使两框很近也一样。{FILLER}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two-kinds")
    (folder / "own.md").write_text(OWN, "utf-8")
    (folder / "errata.toml").write_text(ERRATUM, "utf-8")
    (folder / "companion" / "zh").mkdir(parents=True)
    (folder / "companion" / "zh" / "intersection-over-union.md").write_text(COMPANION, "utf-8")
    return folder


def asked(app: AppTest, folder: Path, question: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MIANDA_CORPUS", str(folder))
    app.query_params["lang"] = "zh"
    app.run()
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def test_both_answers_are_shown_whole_under_their_labels(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(asked(app, folder, "什么是IoU?", monkeypatch))
    assert text.count('<span class="own">你的笔记</span>') == 1
    assert text.count('<span class="companion">随附笔记</span>') == 1
    bare = re.sub(r"</?(?:mark|b)>", "", text)
    assert "取值在 0 到 2 之间" in bare
    assert "交并比是交集面积与并集面积之比" in bare
    assert not any("也有答案" in expander.label for expander in app.expander)


def test_the_correction_stands_in_the_block_of_the_note_that_errs(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(asked(app, folder, "什么是IoU?", monkeypatch))
    blocks = sorted([text.index('class="own"'), text.index('class="companion"'), len(text)])
    own = text.index('class="own"')
    end = blocks[blocks.index(own) + 1]
    assert own < text.index("IoU 在 0 到 1 之间") < text.index("依据：交并比的定义") < end


def test_a_late_part_comes_after_the_short_answer_of_its_note(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(asked(app, folder, "交并比在两个框不相交时为什么没有梯度", monkeypatch))
    companion = text.index('class="companion"')
    short = text.index("完全重合时等于一", companion)
    assert short < text.index("没有梯度", short)
    assert '<div class="best"' in text[companion:short]
    assert "<b>" in text[companion : text.index("没有梯度", short)]


def test_a_part_that_tells_no_more_of_what_is_asked_is_folded(
    app: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.neighbours._adds", lambda *_: False)
    text = shown(asked(app, folder, "交并比在两个框不相交时为什么没有梯度", monkeypatch))
    companion = text.index('class="companion"')
    short = text.index("完全重合时等于一", companion)
    assert '<div class="best"' in text[companion:short]
    assert "展开其余部分：为什么 · 公式 · 什么时候失效" in text[short:]
    assert "部分 ›" not in text[companion:]
