"""A conversation as a file: every answer with its source, and nothing in it acts."""

import pytest

from bot.answer import Answer
from bot.engine import Bot
from bot.passage import Passage
from bot.ui.conversation import Turn, as_markdown, ask

TEXT = "感受野是<b>特征图</b>上一点能看到的![区域](http://x)，步长为 $s$ 时随层数变大。"


@pytest.fixture(scope="module")
def notes() -> Bot:
    return Bot.over(
        [
            Passage("a", "a.md", "什么是感受野?", TEXT, "zh", line=3),
            Passage("b", "b.md", "什么是步长?", "步长是窗口每次移动的像素数。", "zh", line=9),
        ]
    )


def talk(notes: Bot, *questions: str) -> tuple[Turn, ...]:
    turns: tuple[Turn, ...] = ()
    for question in questions:
        turns = ask(notes, turns, question)
    return turns


def test_an_answer_is_quoted_with_its_source_and_does_not_act(notes: Bot) -> None:
    made = as_markdown(talk(notes, "什么是感受野?"), "zh")
    assert made.startswith("## 什么是感受野?\n\n*找到*\n\n**你的笔记**\n\n> 感受野是\\<b\\>")
    assert "!\\[区域\\](http://x)，步长为 $s$ 时" in made
    assert made.endswith("— a.md › 什么是感受野? › 第 3 行\n")


def test_what_is_no_answer_is_told_in_the_language_of_the_interface(notes: Bot) -> None:
    made = as_markdown(talk(notes, "<img src=x> quantum chromodynamics", "hello"), "en")
    assert made.startswith("## \\<img src=x\\> quantum chromodynamics\n\n*Not in your notes*")
    assert "hello" in made and "Mianda*" not in made


def test_a_heading_under_which_nothing_stands_is_not_told_as_near() -> None:
    empty = Passage("0", "a.md", "AUC <i>", "", "zh", kind="heading")
    near = Passage("1", "b.md", "ROC", "x", "zh")
    turn = Turn("AUC?", Answer(False, 0.0, (), language="zh", near=(near, empty)))
    near_told, empty_told = as_markdown([turn], "zh").split("\n\n")[2:6:2]
    assert near_told == "相近的标题（不是答案）" and "下面没有答案" in empty_told
    assert as_markdown([turn], "en").split("\n\n")[3::2] == ["- ROC", "- AUC \\<i\\>\n"]
