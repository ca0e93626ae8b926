"""What pages leave in a text, at each limit: numbers that count up, running heads, margins."""

import pytest

from bot.clean.code import recognise_code
from bot.clean.page import Page
from bot.clean.pagination import undo_pagination

LINE = "卷积提取局部特征参数共享而平移等变"
"""Of 17 characters; no line without an end is longer on these pages."""
NUMBERS = ["1", "甲。", "乙。", "2", "丙。", "丁。", "3"]


def left(*lines: str) -> list[str]:
    return [line.text for line in undo_pagination(Page.of("\n".join(lines))).lines]


def paged(marks: list[str], between: int = 2) -> list[str]:
    """The marks with so many lines of text, all different, behind each."""
    return [
        line
        for at, mark in enumerate(marks)
        for line in (
            mark,
            *(f"第{'一二三四五六七八九'[at]}页{name}句。" for name in "首次三"[:between]),
        )
    ]


def gone(lines: list[str]) -> list[str]:
    """The lines that go, each for being what a page leaves."""
    page = undo_pagination(Page.of("\n".join(lines)))
    assert set(page.reasons.values()) <= {"pagination"}
    return [lines[number - 1] for number in sorted(page.reasons)]


@pytest.mark.parametrize(
    "marks",
    [
        ["1", "2", "3"],
        ["7", "8", "9"],
        ["2", "4", "6"],
        ["1", "3", "4"],
        ["- 1 -", "- 2 -", "- 3 -"],
        ["Page 1 of 9", "Page 2 of 9", "Page 3 of 9"],
        ["第1页 共9页", "第2页 共9页", "第3页 共9页"],
        ["深度学习讲义   1", "深度学习讲义   2", "深度学习讲义   3"],
        ["深度学习讲义 | 1", "池化层讲义 | 2", "残差讲义·3"],
        ["1   深度学习讲义", "2 | 池化层讲义", "3·残差讲义"],
        ["-" * 99 + "1", "2", "3"],
    ],
)
def test_three_numbers_that_count_up_are_page_numbers(marks: list[str]) -> None:
    assert gone(paged(marks)) == marks


@pytest.mark.parametrize(
    ("marks", "between"),
    [
        (["1", "2"], 2),
        (["1", "2", "3", "4", "5", "6"], 1),
        (["1", "4", "7"], 2),
        (["3", "2", "1"], 2),
        (["2", "2", "2"], 2),
        (["-" * 100 + "1", "2", "3"], 2),
        (["讲义  1", "讲义  2", "讲义  3"], 2),
        (["10001", "10002", "10003"], 2),
    ],
)
def test_other_numbers_are_none(marks: list[str], between: int) -> None:
    assert gone(paged(marks, between)) == []


def test_blank_lines_and_code_are_not_between_pages() -> None:
    assert gone(["1", "", "", "2", "", "", "3", "", ""]) == []
    code = ["```", "1", "x", "y", "2", "x", "y", "3", "```", "卷积。"]
    page = recognise_code(Page.of("\n".join(code)))
    assert undo_pagination(page) == page


def test_of_two_equal_numbers_the_later_one_counts() -> None:
    lines = paged(["1", "2", "2", "3"])
    page = undo_pagination(Page.of("\n".join(lines)))
    assert sorted(page.reasons) == [1, 7, 10]


def test_numbers_in_the_text_do_not_break_the_count() -> None:
    lines = ["1", "甲。", "乙。", "2", "1", "2", "丙。", "丁。", "3", "戊。"]
    page = undo_pagination(Page.of("\n".join(lines)))
    assert sorted(page.reasons) == [1, 4, 9]


def test_of_two_counts_as_long_as_each_other_the_first_is_that_of_the_pages() -> None:
    assert gone(paged(["1", "2", "3", "7", "8", "9"])) == ["1", "2", "3"]


def test_the_longest_count_of_a_page_is_that_of_its_pages() -> None:
    assert gone(paged(["1", "7", "2", "8", "9", "10"], 3)) == ["7", "8", "9", "10"]


@pytest.mark.parametrize(
    ("head", "gone"),
    [
        ("深度学习", True),
        ("学习课", False),
        ("深" * 30, True),
        ("深" * 31, False),
        ("深度学习 {}", True),
        ("第 {} 讲 - 卷积", True),
    ],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_a_running_head_is_as_short_as_a_title(head: str, gone: bool, side: int) -> None:
    texts: list[str] = []
    for n in (1, 2, 3):
        pair = [head.format(n), str(n)][::side]
        texts += [*pair, f"第{'一二三'[n - 1]}页的话说完了。", f"又说到{'卷池残'[n - 1]}的好处。"]
    shown = "".join(left(*texts))
    assert [head.format(n) in shown for n in (1, 2, 3)] == [not gone] * 3


@pytest.mark.parametrize(("away", "gone"), [(1, True), (2, True), (3, False)])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_running_head_stands_at_most_two_lines_from_the_number(
    away: int, gone: bool, side: int
) -> None:
    texts: list[str] = []
    for n, name in enumerate("卷池残", 1):
        page = [str(n), *(f"{name}的{k}句话。" for k in "一二三四五六七八")]
        page.insert(away, "深度学习")
        texts += page[::side]
    assert ("深度学习" not in left(*texts)) is gone


@pytest.mark.parametrize(
    ("pages", "headed", "gone"), [(4, 2, True), (4, 1, False), (5, 2, False), (5, 3, True)]
)
def test_a_running_head_stands_on_half_of_the_pages(pages: int, headed: int, gone: bool) -> None:
    texts = [
        line
        for n in range(pages)
        for line in (
            "深度学习讲义" if n < headed else f"{'甲乙丙丁戊'[n]}页开头的话",
            str(n + 1),
            f"{'甲乙丙丁戊'[n]}页的一句。",
            f"{'甲乙丙丁戊'[n]}页的二句。",
        )
    ]
    assert ("深度学习讲义" not in "".join(left(*texts))) is gone


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (LINE, "所以适合图像。", LINE + "所以适合图像。"),
        (LINE[:12], "所以好。", LINE[:12] + "所以好。"),
        (LINE[:11], "所以好。", ""),
        (LINE + "。", "所以好。", ""),
        (LINE + "?”", "所以好。", ""),
        (LINE, "- 所以好。", ""),
        (LINE, "A所以好。", ""),
        (LINE, "  所以好。", ""),
        (LINE, "and so it is.", LINE + "and so it is."),
        ("a layer that sees it", "all at once.", "a layer that sees it all at once."),
        ("a layer that sees it", "的全部。", "a layer that sees it的全部。"),
        ("a layer that sees 卷x", "is 的。", "a layer that sees 卷x is 的。"),
        ("a layer that sees it", "x的。", "a layer that sees it x的。"),
        # A hyphen behind two small letters says itself that the line was cut.
        ("a convolu-", "tion is.", "a convolution is."),
        ("a convolu-  ", "tion is.", "a convolution is."),
        ("a 3-", "tion is.", ""),
    ],
)
def test_a_line_that_fills_three_quarters_of_the_margin_goes_on(
    first: str, second: str, joined: str
) -> None:
    shown = left(LINE[:15] + "。", first, second, *NUMBERS)[1:-4]
    assert shown == ([joined] if joined else [first, second])


def test_the_margin_is_where_one_line_in_ten_ends_at_most() -> None:
    short = [f"{name}的特征很有用的。" for name in "卷池残归激注编解"]  # 9 characters
    texts = [*short, "卷积提取特征", "所以好。", *NUMBERS]
    assert left(*texts)[8:10] == ["卷积提取特征", "所以好。"]
    texts = [*short, "卷积提取特征图", "所以好。", *NUMBERS]
    assert left(*texts)[8] == "卷积提取特征图所以好。"


def test_what_goes_on_may_go_on_again_and_program_text_does_not() -> None:
    assert left(LINE, LINE, "所以好。", *NUMBERS)[0] == LINE * 2 + "所以好。"
    lines = [LINE, "```", "x", "```", LINE, "所以好。", *NUMBERS]
    page = recognise_code(Page.of("\n".join(lines)))
    assert [line.text for line in undo_pagination(page).lines][:5] == [
        *lines[:4],
        LINE + "所以好。",
    ]


def test_over_the_end_of_a_page_blank_lines_go_with_its_number() -> None:
    assert left(LINE, "1", "", "", "所以好。", *NUMBERS[2:])[:2] == [LINE + "所以好。", "乙。"]
