"""Headings, nesting, long answers and duplicates on small pages."""

import pytest

from bot.clean.pipeline import clean_and_explain
from bot.passage import Passage
from bot.split import split
from bot.split.duplicates import merge_duplicates
from bot.split.numbering import read_number
from bot.split.passages import identify

BODY = "这是一段足够长的正文,用来说明上面的标题到底在讲什么,并且以句号结尾。"


def headings(text: str) -> list[str]:
    return [p.heading for p in split(clean_and_explain(text), "x") if p.part == 1]


@pytest.mark.parametrize(
    "form",
    [
        "0{n} {t}",
        "{n}. {t}",
        "{n}、{t}",
        "({n}) {t}",
        "【{n}】{t}",
        "Q{n}: {t}",
        "第{n}题 {t}",
        "### {t}",
    ],
)
def test_common_ways_to_number_questions(form: str) -> None:
    titles = ["什么是过拟合", "梯度消失的原因", "如何选择学习率"]
    lines = [form.format(n=n, t=t) + f"\n{BODY}" for n, t in enumerate(titles, start=1)]
    assert headings("\n".join(lines)) == titles


def test_list_items_inside_an_answer_are_no_headings() -> None:
    page = f"1、什么是正则化?\n{BODY}\n1. 约束权重。\n2. 减小方差。\n2、什么是早停?\n{BODY}"
    assert headings(page) == ["什么是正则化?", "什么是早停?"]


def test_chapters_are_the_trail_of_their_questions() -> None:
    page = f"# 一章\n\n## 甲是什么?\n\n{BODY}\n\n## 乙是什么?\n\n{BODY}"
    last = split(clean_and_explain(page), "x")[-1]
    assert last.heading == "乙是什么?"


def test_a_page_without_headings_is_one_passage() -> None:
    (passage,) = split(clean_and_explain(BODY), "x")
    assert (passage.text, passage.origin) == (BODY, "scraped")


SENTENCE = "IoU is the overlap of two boxes divided by their union"


@pytest.mark.parametrize(
    ("page", "heading", "text", "kind"),
    [
        (f"\n{SENTENCE}\n", SENTENCE, SENTENCE, "answer"),
        (f"# {SENTENCE}", SENTENCE, "", "heading"),
        ("深度学习面试题总结", "深度学习面试题总结", "", "heading"),
    ],
)
def test_a_note_of_one_line_is_not_lost(page: str, heading: str, text: str, kind: str) -> None:
    (passage,) = split(clean_and_explain(page), "x")
    assert (passage.heading, passage.text, passage.kind) == (heading, text, kind)
    assert passage.line == page.count("\n", 0, 1) + 1


@pytest.mark.parametrize("page", ["", "\n\n", "——\n···"])
def test_a_note_without_a_word_has_no_passage(page: str) -> None:
    assert split(clean_and_explain(page), "x") == ()


def test_a_number_that_is_no_heading_number() -> None:
    assert read_number("3.14 is not one") is None
    assert read_number("2020 年的一天") is None


def test_long_answers_are_cut_before_their_sub_headings() -> None:
    body = "\n\n".join(f"**小节{n}**\n\n{BODY * 12}" for n in range(4))
    page = f"## 问题是什么?\n\n{body}\n\n## 另一个问题?\n\n{BODY}"
    parts = [p for p in split(clean_and_explain(page), "x") if p.heading == "问题是什么?"]
    assert all(p.text.startswith("**小节") for p in parts)
    assert [p.parts for p in parts] == [len(parts)] * len(parts)
    assert len(parts) > 1


def answer(source: str, text: str) -> Passage:
    return Passage(id=source, source=source, heading="h", text=text, language="zh")


def test_the_same_answer_of_two_sources_is_merged() -> None:
    text = BODY * 3
    merged = merge_duplicates(
        [answer("a", text), answer("b", text + "再加一句。"), answer("c", BODY)]
    )
    assert [p.source for p in merged] == ["a", "c"]
    assert merged[0].also_in == ("b",)


def test_answers_of_one_source_or_on_other_things_are_not_merged() -> None:
    other = "卷积核在输入上滑动,每个位置做一次内积,得到特征图上的一个值;权重在所有位置共享。" * 2
    pages = [answer("a", BODY * 3), answer("a", BODY * 3), answer("b", other)]
    assert len(merge_duplicates(pages)) == 3


def test_sections_that_say_nothing_alone_stay_in_the_one_answer_of_a_note() -> None:
    note = "# What is dropout?\n\nIt drops units.\n\n## Pros\nLess overfitting.\n\n## Cons\nSlow.\n"
    (passage,) = split(clean_and_explain(note), "a.md")
    assert passage.heading == "What is dropout?"
    assert "## Cons\nSlow." in passage.text


def test_sections_that_name_something_are_passages_of_their_own() -> None:
    note = (
        "# Dropout\n\nIt drops units.\n\n## Pros\nLess overfitting.\n\n## DropPath\nDrops paths.\n"
    )
    headings = [passage.heading for passage in split(clean_and_explain(note), "a.md")]
    assert headings == ["Dropout", "Pros", "DropPath"]


def test_the_answers_to_one_question_are_one_passage() -> None:
    question = "为什么 Transformer 用层归一化?"
    page = f"网站首页\n{question}\n关注者\n31\n被浏览\n2,041\n{BODY}\n那批归一化呢?\n{BODY}{BODY}"
    (passage,) = split(clean_and_explain(page), "x")
    assert passage.heading == question
    assert passage.text.count(BODY) == 3


def test_headings_of_one_name_are_counted_from_one() -> None:
    page = clean_and_explain(
        f"## 甲是什么?\n\n{BODY}\n\n## 乙是什么?\n\n{BODY}\n\n## 甲是什么?\n\n{BODY}"
    )
    ids = [passage.id for passage in split(page, "x") if passage.heading == "甲是什么?"]
    assert ids == [identify("x", "甲是什么?", 1), identify("x", "甲是什么?", 2)]


def test_a_text_too_short_to_tell_its_language_has_the_one_given() -> None:
    (passage,) = split(clean_and_explain("# BN\n\n归一化"), "x", "en")
    assert passage.language == "en"


@pytest.mark.parametrize(("letters", "kind"), [(19, "heading"), (20, "answer")])
def test_a_label_of_twenty_characters_says_nothing(letters: int, kind: str) -> None:
    page = f"# 一章\n\n## 甲是什么?\n\n{'措' * letters}:\n\n## 乙是什么?\n\n{BODY}"
    assert split(clean_and_explain(page), "x")[0].kind == kind
