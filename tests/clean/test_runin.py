"""Where a heading that runs into its body ends, right at each limit."""

import pytest

from bot.clean.code import recognise_code
from bot.clean.page import Page
from bot.clean.runin import cut_heading, cut_headings_from_bodies

LONG = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃宿列张寒来暑往秋收冬藏"
"""No character stands in it twice."""


def cut(*lines: str) -> list[str]:
    return [line.text for line in cut_headings_from_bodies(Page.of("\n".join(lines))).lines]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        # The question mark that ends a heading is among its first 45 characters.
        (LONG[:44] + "?正文", LONG[:44] + "?"),
        (LONG[:45] + "?正文", ""),
        # So does its first item begin there, behind two characters at least.
        ("卷积(1)正文", "卷积"),
        ("卷(1)正文", ""),
        (LONG[:42] + "(1)正文", LONG[:42]),
        (LONG[:43] + "(1)正文", ""),
        ("卷积①正文", "卷积"),
        ("卷积1、正文", "卷积"),
        ("卷积11、正文", ""),
        # The words it begins with come a second time, no clause in between.
        ("卷积卷积是运算", "卷积"),
        ("卷积层卷积是运算", "卷积层"),
        ("卷积,卷积是运算", ""),
        ("卷是卷的", ""),
        ("ababab", ""),
        ("abc abc is it", "abc"),
        (LONG[:43] + LONG[:2], LONG[:43]),
        (LONG[:44] + LONG[:2], ""),
        # An abbreviation ends where small letters follow it without a space.
        (f"SNbatch {LONG[:30]}", "SN"),
        (f"SNbat {LONG[:30]}", ""),
        (f"Sbatch {LONG[:30]}", ""),
        # The first clause is repeated with another beginning.
        (f"{LONG[:20]}的卷积的核在图像上滑动,池化的核在图像上滑动", f"{LONG[:20]}的"),
        (f"{LONG[:20]}的卷的核在图像上滑动,池的核在图像上滑动", f"{LONG[:20]}的"),
        (f"{LONG[:20]}的卷积的核在图像上滑动,池化层的核在图像上滑动", ""),
        (f"{LONG[:20]}的卷积的核在图上滑动,池化的核在图上滑动", ""),
        (f"{LONG[:20]}的卷的核在图像上滑动的,池的核在图像上滑动着", f"{LONG[:20]}的"),
        (
            "卷的核在图像上滑动而且池的核在声音上滑动,池的核在图像上滑动,声的核在声音上滑动",
            "卷的核在图像上滑动而且",
        ),
        ("IoUIoU是交并比", "IoU"),
        ("卷积的核在图像上滑动也在声音上滑动而且在文本上滑动的,池化的核在图像上滑动", ""),
    ],
)
def test_where_a_heading_ends(title: str, heading: str) -> None:
    body = title[len(heading) :].strip() if heading else ""
    expected = (f"2. {heading}", body) if heading else (f"2. {title}", "")
    assert cut_heading(f"2. {title}") == expected


def test_a_heading_needs_no_number() -> None:
    assert cut_heading("卷积卷积是运算") == ("卷积", "卷积是运算")


@pytest.mark.parametrize(
    ("title", "following", "heading"),
    [
        ("办法解决欠拟合:", "解决过拟合:", "办法"),
        ("办法解决欠拟合：", "解决过：", "办法"),
        ("办法解决欠拟合:", "解决:", ""),
        ("办法解决欠拟合", "解决过拟合:", ""),
        ("办法解决欠拟合:", "解决过拟合", ""),
        ("办法解决欠拟合:", "防止过拟合:", ""),
    ],
)
def test_a_label_below_has_its_like_on_the_next_line(
    title: str, following: str, heading: str
) -> None:
    assert cut_heading(f"2. {title}", following)[0] == f"2. {heading or title}"


@pytest.mark.parametrize(
    ("title", "whole"),
    [(LONG[:30], True), (LONG[:31], False), (f"{LONG[:20]},好", False), (f"{LONG[:20]}。", False)],
)
def test_a_brief_title_without_a_clause_is_all_heading(title: str, whole: bool) -> None:
    # The page uses its first four characters again.
    assert (cut_heading(f"2. {title}", "", LONG[:4]) == (f"2. {title}", "")) is whole


@pytest.mark.parametrize(("size", "known"), [(3, False), (4, True), (20, True), (21, False)])
def test_a_phrase_of_the_page_has_four_to_twenty_characters(size: int, known: bool) -> None:
    found = cut_heading(f"2. {LONG}", "", f"又说{LONG[:size]}了")[0]
    assert found == f"2. {LONG[: min(size, 20)] if size > 3 else LONG}"
    assert known == (found == f"2. {LONG[:size]}")


def test_a_phrase_with_a_clause_in_it_is_no_heading() -> None:
    title = f"{LONG[:5]},{LONG[5:40]}"
    assert cut_heading(f"2. {title}", "", f"又说{title[:10]}了")[0] == f"2. {LONG[:5]}"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("什么是卷积? 答:加权。", ["什么是卷积?", "答:加权。"]),
        ("What is it? A: a sum.", ["What is it?", "A: a sum."]),
        ("什么是卷积？参考答案：加权。", ["什么是卷积？", "参考答案：加权。"]),
        ("什么是卷积? 答加权。", ["什么是卷积? 答加权。"]),
        ("什么是卷积 答:加权。", ["什么是卷积 答:加权。"]),
        ("什么是`卷积`? 答:加权。", ["什么是`卷积`? 答:加权。"]),
        ("卷" * 89 + "?答:加权。", ["卷" * 89 + "?", "答:加权。"]),
        ("卷" * 90 + "?答:加权。", ["卷" * 90 + "?答:加权。"]),
    ],
)
def test_an_answer_on_the_line_of_its_question_gets_its_own(line: str, parts: list[str]) -> None:
    assert cut(line) == parts
    page = recognise_code(Page.of(f"```\n{line}\n```"))
    assert cut_headings_from_bodies(page) == page


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["1. 卷积。2. 池化。", "3. 残差。4. 激活。", "5. 归一。"], 5),
        (["1. 卷积。2. 池化。", "3. 残差。4. 激活。", "好。"], 3),
        (["好。1. 卷积。2. 池化。", "3. 残差。4. 激活。", "5. 归一。"], 6),
        (["好。2. 卷积。3. 池化。", "4. 残差。5. 激活。", "6. 归一。"], 3),
        (["1. 卷积。2. 池化。", "好。3. 残差。", "4. 激活。"], 3),
        (["1. 卷积。2. 池化。3. 残差。4. 激活。5. 归一。", "好。"], 2),
        (["1. 卷积。2. 池化。3. 残差。4. 激活。", "5. 归一。"], 2),
        (["1. 卷积。2. 池化。3. 残差。", "4. 激活。", "5. 归一。"], 5),
        (["1. 卷积。2. 池化。", "3. 残差。", "4. 激活。", "5. 归一。"], 4),
        (["1. 卷积。", "2. 池化。", "3. 残差。", "4. 激活。", "5. 归一。"], 5),
    ],
)
def test_headings_count_up_to_five_inside_lines_and_from_line_to_line(
    lines: list[str], count: int
) -> None:
    assert len(cut(*lines)) == count


def test_a_number_in_program_text_counts_nothing() -> None:
    lines = ["```", "1. 卷积。2. 池化。", "```", "3. 残差。4. 激活。", "5. 归一。"]
    page = recognise_code(Page.of("\n".join(lines)))
    assert cut_headings_from_bodies(page) == page


def test_a_line_without_a_heading_stays_as_it_is_among_those_that_are_cut() -> None:
    lines = ["  说明。", "1. 卷积。2. 池化。", "", "3. 残差。4. 激活。", "5. 归一。  "]
    assert cut(*lines) == [
        "  说明。",
        "1. 卷积。",
        "2. 池化。",
        "",
        "3. 残差。",
        "4. 激活。",
        "5. 归一。",
    ]
