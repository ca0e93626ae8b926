"""What a byline tells: the author, the date and the address, and how far from the edges."""

from dataclasses import replace

import pytest

from bot.clean.facts import (
    author_of,
    date_of,
    drop_front_matter,
    read_facts,
    squeezed,
    squeezed_lines,
)
from bot.clean.page import Facts, Page

LINE = "卷积核在输入上滑动,每一步做一次点积。"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-03-05", "2023-03-05"),
        ("1999年12月31日", "1999-12-31"),
        ("2023/1/2 10:00", "2023-01-02"),
        ("2023.10.18", "2023-10-18"),
        ("2023 - 10 - 18", "2023-10-18"),
        ("2023-13-05", ""),
        ("2023-12-32", ""),
        ("2023-10-00", ""),
        ("12023-10-11", ""),
        ("2023-10-123", ""),
        ("Mar. 5th, 2020", "2020-03-05"),
        ("September 1 2021", "2021-09-01"),
        ("5 March, 2020", "2020-03-05"),
        ("MAY 7, 2019", "2019-05-07"),
        ("Mar 32, 2020", ""),
        ("March 2020", ""),
        # Prose that holds a date has none, unless it says what the date is of.
        ("2023-03-05" + "卷" * 13, "2023-03-05"),
        ("2023-03-05" + "卷" * 14, ""),
        *[
            (f"{word} 2023-03-05" + "卷" * 30, "2023-03-05")
            for word in (
                "发布",
                "发表",
                "编辑于",
                "更新于",
                "修改于",
                "作者",
                "Posted",
                "published",
            )
        ],
        *[(f"{word}: 5 March 2020 " + "x" * 30, "2020-03-05") for word in ("updated", "EDITED")],
        ("written" + " " * 103 + "2023-03-05", "2023-03-05"),
        ("written" + " " * 104 + "2023-03-05", ""),
    ],
)
def test_the_date_of_a_byline(text: str, date: str) -> None:
    assert date_of(text) == date


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("作者:老鹿", "老鹿"),
        ("作者 | 老鹿 2023-01-02", "老鹿"),
        ("文/:老鹿", "老鹿"),
        ("撰文：老鹿,校对:小鹿", "老鹿"),
        ("Author: Ada", "Ada"),
        ("by-line: Ada", "Ada"),
        ("Written by Ada King Lovelace in London", "Ada King Lovelace"),
        ("Posted by u/learner 3 days ago", "u/learner"),
        ("Mar 5 | By Ada Lovelace", "Ada Lovelace"),
        ("Stand by Ada", ""),
        (LINE, ""),
        ("作者:老鹿".ljust(119), "老鹿"),
        ("作者:老鹿".ljust(120), ""),
    ],
)
def test_the_author_of_a_byline(text: str, author: str) -> None:
    assert author_of(text) == author


def facts(*lines: str) -> Facts:
    return read_facts(Page.of("\n".join(lines))).facts


@pytest.mark.parametrize("greeting", ["大家好,我是老鹿。", "各位好!我叫老鹿", "你好，我是老鹿！"])
def test_the_author_greets_at_the_head_of_the_page_alone(greeting: str) -> None:
    assert facts(LINE, greeting, LINE).author == "老鹿"
    assert facts(f"说到{greeting}").author == ""
    assert facts(*[LINE] * 15, greeting).author == ""


@pytest.mark.parametrize("greeting", ["Hi, I'm Rocky.", "Hello everyone, my name is Rocky, and"])
def test_the_author_greets_in_english_too(greeting: str) -> None:
    assert facts(greeting, LINE).author == "Rocky"
    assert facts("大家好,我是一名学生。", LINE).author == ""


@pytest.mark.parametrize(("above", "found"), [(14, True), (15, False)])
def test_facts_stand_among_the_first_fifteen_lines_and_the_last(above: int, found: bool) -> None:
    told = ["作者:老鹿", "2023-03-05", "链接: https://example.org/a"]
    for line, fact in zip(told, ("author", "date", "url"), strict=True):
        head = facts(*["", LINE] * above, line, *[LINE] * 40)
        assert bool(getattr(head, fact)) is found
    tail = ["作者:老鹿", "更新于2023-03-05", "链接: https://example.org/a"]
    for line, fact in zip(tail, ("author", "date", "url"), strict=True):
        end = facts(*[LINE] * 40, line, *[LINE] * above)
        assert bool(getattr(end, fact)) is found
    # At the end of the page a date alone may be that of a comment.
    assert facts(*[LINE] * 40, "2023-03-05").date == ""


def test_what_is_known_already_is_not_read_again() -> None:
    known = Facts("题", "小鹿", "2020-01-01", "站", "https://example.org/b")
    page = Page.of("作者:老鹿\n2023-03-05\n链接: https://example.org/a")
    assert read_facts(replace(page, facts=known)).facts == known
    assert read_facts(page).facts == Facts("", "老鹿", "2023-03-05", "", "https://example.org/a")


def test_the_title_stays_above_the_line_that_begins_the_text() -> None:
    text = f"卷积 面试题!\n\n题图来自网络\n正文开始\n{LINE}\n{LINE}\n{LINE}\n{LINE}\n{LINE}"
    page = replace(Page.of(text), facts=Facts("卷积面试题"))
    after = drop_front_matter(page)
    assert after.text.split("\n") == ["卷积 面试题!", "", *[LINE] * 5]
    assert after.reasons == dict.fromkeys((3, 4), "drop_front_matter")
    other = replace(Page.of(text.replace("正文开始", "x 正文")), facts=page.facts)
    assert drop_front_matter(other) == other
    assert squeezed_lines(["Batch_Norm,", "是-什么?"]) == "batchnorm\n是什么"
    assert squeezed("Batch_Norm, 是-什么?") == "batchnorm是什么"
