"""The title of a page, right at each limit of where it stands and what repeats it."""

from dataclasses import replace

import pytest

from bot.clean.code import recognise_code
from bot.clean.page import Facts, Page
from bot.clean.titles import drop_above_question, drop_repeated_title, read_title, without_site

TEXT = "卷积提取局部特征,参数共享,而且平移等变,所以适合图像,也适合语音和文本。"


def title(*lines: str) -> str:
    return read_title(Page.of("\n".join(lines))).facts.title


def left(page_title: str, *lines: str) -> list[str]:
    """The lines that stay on a page of that title."""
    page = replace(Page.of("\n".join(lines)), facts=Facts(page_title))
    after = drop_repeated_title(page)
    assert set(after.reasons.values()) <= {"repeated"}
    return [line.text for line in after.lines]


@pytest.mark.parametrize(("above", "found"), [(0, True), (39, True), (40, False)])
def test_a_heading_of_the_first_level_is_the_title_in_the_first_forty_lines(
    above: int, found: bool
) -> None:
    lines = [f"- 第{n}项" for n in range(above)]
    assert (title(*lines, "# 卷积", TEXT) == "卷积") is found
    page = replace(Page.of("\n".join([*lines, "# 卷积网络"])), facts=Facts("卷积网络 | 站"))
    assert (read_title(page).facts.title == "卷积网络") is found


@pytest.mark.parametrize(("units", "single"), [(7, False), (8, True), (45, True), (46, False)])
def test_a_question_with_counters_below_is_the_whole_page(units: int, single: bool) -> None:
    question = "卷" * units + "?"
    page = read_title(Page.of(f"首页\n{question}\n关注者\n12\n被浏览\n34\n{TEXT}"))
    assert page.facts.single is single
    assert not single or page.facts.title == question


@pytest.mark.parametrize(
    ("below", "single"),
    [
        (["关注者", "被浏览"], True),
        (["12 次浏览", "3 个回答"], True),
        (["关注者"], False),
        (["一。"] * 6 + ["关注者", "被浏览"], True),
        (["一。"] * 7 + ["关注者", "被浏览"], False),
    ],
)
def test_two_counters_stand_among_the_eight_lines_below_the_question(
    below: list[str], single: bool
) -> None:
    page = read_title(Page.of("\n".join(["什么是空洞卷积层?", *below, TEXT])))
    assert page.facts.single is single


@pytest.mark.parametrize(
    ("known", "lines", "told"),
    [
        ("卷积网络 | 站", ["# 卷积网络"], "卷积网络"),
        ("卷积网络 | 站", ["卷积网络"], "卷积网络 | 站"),
        ("xgboost | 站", ["# xgboost"], "xgboost"),
        ("卷积网 | 站", ["# 卷积网"], "卷积网 | 站"),
        ("卷积网络和池化", ["# 卷积网络"], "卷积网络和池化"),
        ("卷积网络 - 池化 - 站", ["## 卷积网络 - 池化", "# 卷积网络"], "卷积网络 - 池化"),
    ],
)
def test_the_name_of_the_site_goes_where_a_heading_ends(
    known: str, lines: list[str], told: str
) -> None:
    assert without_site(known, lines) == told


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("卷积网络", True),
        ("## 卷积网络", True),
        ("卷积网络:", True),
        ("卷积网络" + " " * 24, True),
        ("卷积网络" + " " * 25, False),
        ("卷积网络的", False),
        ("首页 > 人工智能 > 卷积网络", True),
        ("首页 -> 人工智能 -> 卷积网络", True),
        ("首页 > 卷积网络", False),
        ("首页 > 人工智能 > 池化网络", False),
        (f"{'首' * 186} > 人工智能 > 卷积网络", True),
        (f"{'首' * 187} > 人工智能 > 卷积网络", False),
        ("首页人工智能卷积网络", False),
    ],
)
def test_what_only_repeats_the_title_goes(line: str, gone: bool) -> None:
    shown = left("卷积网络", "卷积网络", TEXT, line, TEXT)
    assert shown == ["卷积网络", TEXT, *([] if gone else [line]), TEXT]


@pytest.mark.parametrize(("name", "gone"), [("卷积网", False), ("卷积网络", True)])
def test_a_title_of_three_letters_is_no_proof(name: str, gone: bool) -> None:
    assert left(name, name, TEXT, name) == [name, TEXT, *([] if gone else [name])]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["卷积网络入门", "", TEXT], "卷积网络入门"),
        (["首页", "登录", "卷积神经网络面试总结", TEXT], "卷积神经网络面试总结"),
        (["首页", "卷积神经网络", "1. 定义", TEXT], "卷积神经网络"),
        (["卷积神经网络的感受野", "作者: 张三", "2020-01-02", TEXT], "卷积神经网络的感受野"),
        (["卷积"], ""),
        (["作者: 张三面试总结", TEXT], ""),
        (["阅读 12 面试", TEXT], ""),
    ],
)
def test_the_line_near_the_head_that_looks_most_like_a_title_is_it(
    lines: list[str], told: str
) -> None:
    assert title(*lines) == told


def test_a_comment_of_a_program_is_no_title() -> None:
    page = recognise_code(Page.of(f"```\n# 卷积\n```\n{TEXT}"))
    assert read_title(page).facts.title != "卷积"


def test_nothing_goes_above_a_question_that_is_not_on_the_page() -> None:
    page = replace(Page.of(f"首页\n{TEXT}"), facts=Facts("什么是卷积?", single=True))
    assert drop_above_question(page) == page
