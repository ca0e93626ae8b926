"""The title of a page, right at each limit of where it stands and what repeats it."""

from dataclasses import replace

import pytest

from bot.clean.code import recognise_code
from bot.clean.page import Facts, Line, Page
from bot.clean.titles import (
    _first_text,
    _is_text,
    _signs,
    drop_above_question,
    drop_repeated_title,
    read_title,
    without_site,
)

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
        ("## 卷积网络", False),
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


BARE = {
    "speaks_of_interviews": 0,
    "again": 0,
    "byline_below": 0,
    "alone_above": 0,
    "above_text": 0,
    "near_text": 0,
    "a_phrase": 0,
    "one_word": 0,
    "chrome": 0,
    "byline": 0,
    "site": 0,
}
"""A line of the page without any sign of a title, or against one."""


def signs(
    *lines: str, at: int = 0, chrome: float = 0.5, everything: str = "", above: int = 0
) -> dict[str, float]:
    """What speaks for or against the line."""
    rows = [line for line in Page.of("\n".join(lines)).lines if line.text]
    return _signs(rows, at, chrome, everything, above)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("卷积 网络", {}),
        ("| 卷积 网络\t", {}),
        ("卷积网络", {"one_word": 1}),
        ("卷积神经网", {"a_phrase": 1}),
        ("卷积 神经网", {"a_phrase": 1}),
        ("卷积 面试", {"speaks_of_interviews": 1}),
        ("CNN Interview", {"speaks_of_interviews": 1}),
        ("卷积 @网", {"site": 1}),
        ("阅读 卷积", {"site": 1}),
        ("2023-03-05", {"byline": 1, "one_word": 1}),
        ("作者:老鹿 写", {"byline": 1, "a_phrase": 1}),
    ],
)
def test_what_a_line_shows_of_a_title(text: str, found: dict[str, float]) -> None:
    assert signs("首页", text, "池化", at=1) == BARE | found


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("卷积", True),
        ("卷!", False),
        ("卷" * 40, True),
        ("卷" * 41, False),
        ("卷" + "-" * 118 + "积", True),
        ("卷" + "-" * 119 + "积", False),
        ("卷积网络。", False),
        ("1. 卷积网络", False),
    ],
)
def test_what_may_be_a_title_at_all(text: str, may: bool) -> None:
    assert bool(signs("首页", text, "池化", at=1)) is may


@pytest.mark.parametrize(
    "told", ["2023-03-05", "作者:老鹿", "5 min read", "预计阅读 5", "12 minutes read"]
)
@pytest.mark.parametrize(("place", "below"), [(1, 1), (3, 1), (4, 0)])
def test_a_byline_stands_in_one_of_the_three_lines_below(told: str, place: int, below: int) -> None:
    lines = ["卷积 网络", "池化", "残差", "归一", "激活"]
    lines[place] = told
    assert signs("首页", *lines, at=1)["byline_below"] == below


@pytest.mark.parametrize(
    ("text", "everything", "again"),
    [
        ("卷积神经网络", "卷积神经网络\n卷积神经网络面经", 1),
        ("卷积神经网络", "卷积神经网络\n池化", 0),
        ("卷积神经网", "卷积神经网\n卷积神经网", 0),
    ],
)
def test_a_title_of_six_letters_may_come_again(text: str, everything: str, again: int) -> None:
    assert signs("首页", text, at=1, everything=everything)["again"] == again


@pytest.mark.parametrize(
    ("lines", "at", "alone"),
    [
        (["卷积 网络"], 0, 1),
        (["卷积 网络", "", "池化"], 0, 1),
        (["卷积 网络", "池化"], 0, 0),
        (["首页", "", "卷积 网络"], 1, 0),
        (["首页", "卷积 网络", "", "池化"], 1, 0),
    ],
)
def test_the_first_line_may_stand_alone(lines: list[str], at: int, alone: int) -> None:
    assert signs(*lines, at=at)["alone_above"] == alone


@pytest.mark.parametrize(
    ("above", "near"), [(1, 7 / 8), (4, 4 / 8), (8, 0), (9, 0), (0, 0), (-1, 0)]
)
def test_how_near_above_the_text_a_line_stands(above: int, near: float) -> None:
    found = signs("首页", "卷积 网络", at=1, above=above)
    assert (found["above_text"], found["near_text"]) == (above > 0, near)


def test_only_what_is_more_likely_chrome_than_not_loses_by_it() -> None:
    for chrome, lost in ((0.4, 0), (0.5, 0), (0.75, 0.25)):
        assert signs("首页", "卷积 网络", at=1, chrome=chrome)["chrome"] == lost


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("卷" * 25 + "。", True),
        ("卷" * 24 + "。", False),
        ("卷" * 25, False),
        ("1. 卷积", True),
        ("什么是卷积?", True),
    ],
)
def test_the_text_begins_with_a_long_sentence_an_item_or_a_question(
    text: str, begins: bool
) -> None:
    rows = Page.of(f"卷积网络\n{text}\n池化").lines
    assert _first_text(rows) == (1 if begins else 3)


@pytest.mark.parametrize("mark", "。.！!")
@pytest.mark.parametrize(
    ("size", "chrome", "is_text"), [(15, 0.39, True), (14, 0.39, False), (15, 0.4, False)]
)
def test_a_sentence_that_is_hardly_chrome_is_text(
    mark: str, size: int, chrome: float, is_text: bool
) -> None:
    assert _is_text(Line(1, "卷" * size + mark), chrome) is is_text
    assert not _is_text(Line(1, "卷" * size), chrome)


@pytest.mark.parametrize("text", ["Softmax", "x 是什么", "XGBoost 面试题 x"])
def test_a_title_keeps_its_letters(text: str) -> None:
    assert title(f"# {text} #", "", TEXT) == text


def test_of_two_titles_the_nearer_to_the_text_is_that_of_the_page_or_else_the_first() -> None:
    one, other = "卷积 面试题总结", "池化 面试题总结"
    assert title(one, other, TEXT, TEXT) == other
    assert title(one, other, *["甲"] * 9, TEXT, TEXT) == one
