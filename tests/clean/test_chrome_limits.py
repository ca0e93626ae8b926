"""From which probability a line goes, on what page, and what a pitch takes with it."""

from dataclasses import replace

import numpy as np
import pytest

from bot.clean import chrome
from bot.clean.chrome import CONTEXT, context, drop_boilerplate, judge, kinship
from bot.clean.evidence import gather
from bot.clean.page import Line, Page


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each line ends with its probability; the lines that were judged are remembered."""
    asked: list[str] = []

    def by_its_end(lines: list[Line]) -> list[tuple[float, str]]:
        asked.extend(line.text for line in lines)
        return [(float(line.text.split()[-1]), "menu") for line in lines]

    monkeypatch.setattr(chrome, "judge", by_its_end)
    return asked


def gone(lines: list[str], reasons: int = 0) -> list[str]:
    page = Page.of("\n".join(lines))
    after = drop_boilerplate(replace(page, reasons={-n: "x" for n in range(1, reasons + 1)}))
    assert {reason for number, reason in after.reasons.items() if number > 0} <= {"menu"}
    return [line.text for line in page.lines if line not in after.lines]


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(
    ("line", "size", "reasons", "goes"),
    [
        ("首页 0.6", 10, 0, True),
        ("首页 0.59", 10, 0, False),
        # A heading with its mark is the author's.
        ("# 首页 0.8", 10, 0, True),
        ("# 首页 0.79", 10, 0, False),
        ("   ###### 首页 0.79", 10, 0, False),
        ("#首页 0.79", 10, 0, True),
        # A page of a few lines has no site around it, unless lines of one have gone before.
        ("首页 0.99", 9, 0, False),
        ("首页 0.99", 9, 1, True),
        ("首页 1.0", 9, 0, True),
    ],
)
def test_how_sure_it_is_that_a_line_that_goes_is_chrome(
    line: str, size: int, reasons: int, goes: bool
) -> None:
    assert gone([line, *["", "卷积 0.1"] * (size - 1)], reasons) == [line] * goes


@pytest.mark.usefixtures("judged")
def test_of_a_page_that_would_go_as_a_whole_only_what_is_certain_goes() -> None:
    assert gone(["首页 0.9"] * 12) == []
    assert gone(["首页 0.9"] * 6 + ["登录 1.0"] + ["首页 0.9"] * 6) == ["登录 1.0"]
    assert gone(["首页 0.9"] * 11 + ["卷积 0.1"]) == ["首页 0.9"] * 11


def test_code_tables_formulas_and_blank_lines_are_not_judged(judged: list[str]) -> None:
    page = Page.of("卷积 0.1\n\na | b\n---|---\nx 1.0 | 1.0\n\n$$\nx 1.0\n$$\nprint 1.0\n池化 0.2")
    assert drop_boilerplate(replace(page, code=frozenset({10}))).lines == page.lines
    assert judged == ["卷积 0.1", "池化 0.2"]


@pytest.mark.parametrize("mark", ":：")
@pytest.mark.parametrize(("size", "goes"), [(25, True), (26, False)])
def test_what_a_pitch_announces_is_brief(mark: str, size: int, goes: bool) -> None:
    pitch = f"点赞收藏关注{mark}"
    lines = [Line(n, text) for n, text in enumerate([pitch, "卷" * size, "积" * 30])]
    found = judge(lines)
    assert found[0][0] == 1.0
    assert (found[1] == (1.0, "promotion")) is goes
    assert found[2][0] < 1.0
    assert judge([Line(0, pitch[:-1]), *lines[1:]])[1][0] < 1.0


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("3. 卷积的核", True),
        ("【三】卷积的核", True),
        ("Q3 卷积的核", True),
        ("第三章 卷积的核", True),
        ("卷积的核是什么?", True),
        ("what is a kernel？", True),
        ("# 卷积的核", True),
        ("卷积的核,一个小矩阵", False),
    ],
)
def test_the_author_speaks_of_himself_up_to_the_first_item_question_or_heading(
    line: str, ends: bool
) -> None:
    lines = [Line(n, text) for n, text in enumerate(["关于作者", "一名学生", line, "完"])]
    rows = context(lines, gather(lines), np.zeros(4))
    other = rows[:, CONTEXT.index("other_section")].tolist()
    assert other == [1, 1, *[float(not ends)] * 2]


def test_links_end_where_text_begins_and_other_sections_do_not_end_at_a_question() -> None:
    for heading, column in (("相关推荐", "related_section"), ("评论", "other_section")):
        texts = [heading, "什么是池化?", "卷" * 26, "完"]
        lines = [Line(n, text) for n, text in enumerate(texts)]
        rows = context(lines, gather(lines), np.zeros(4))
        assert rows[:, CONTEXT.index(column)].tolist() == [1, 1, 0, 0]


def test_an_address_of_the_page_itself_is_told_as_its_origin() -> None:
    lines = Page.of("卷积核在输入上滑动,每一步做一次点积。\n本文链接：https://example.org/1").lines
    assert judge(lines)[1] == (1.0, "origin")


def test_words_that_the_text_uses_elsewhere_are_kin() -> None:
    texts = ["卷积核的池化", "卷积", "attention layer", "the attention is soft", "xyz", "卷积卷积"]
    strong = [True, False, False, True, False, False]
    # 卷积, 积核, 核的, 的池, 池化: none comes again in sure text; "attention" is in the fourth.
    assert kinship(texts, strong).tolist() == pytest.approx([0, 1, 1 / 2, 0, 0, 1 / 2])
    assert kinship(["卷积 池化", "卷积", "池化"], [True, False, False]).tolist() == [0, 1, 1]
    assert kinship(texts, [False] * 6).tolist() == [0] * 6
    assert kinship(["卷积", "卷积"], [True, True]).tolist() == [1, 1]


@pytest.mark.parametrize(("place", "sure"), [(0, True), (15, False), (30, True)])
def test_a_trail_of_links_is_one_at_the_ends_of_a_page_alone(place: int, sure: bool) -> None:
    texts = [f"第{n}句讲卷积的核,参数在各处共享,所以它平移等变,而且参数很少。" for n in range(30)]
    texts.insert(place, "卷积 > 平移 > 等变")
    assert (judge(Page.of("\n".join(texts)).lines)[place][0] == 1.0) is sure


def test_short_lines_without_a_sign_of_a_site_are_no_chrome() -> None:
    texts = ["卷积", "池化", "残差", "归一", "激活"] * 3
    lines = [Line(n, f"{text}{n}") for n, text in enumerate(texts)]
    assert {p for p, _ in judge(lines)} == {0.0}
    signed = [Line(99, "登录 注册"), *lines[:3]]
    assert min(p for p, _ in judge(signed)) >= 0.6


def test_text_is_long_and_surely_no_chrome() -> None:
    lines = [Line(n, "卷" * size) for n, size in enumerate((5, 25, 26, 5, 26, 26, 5))]
    rows = context(lines, gather(lines), np.array([0.0, 0.0, 0.19, 0.0, 0.19, 0.2, 0.0]))
    assert rows[:, CONTEXT.index("head")].tolist() == [1, 1, 0, 0, 0, 0, 0]
    assert rows[:, CONTEXT.index("tail")].tolist() == [0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("heading", "related"), [("相关推荐", True), ("评论", False), ("版权声明", False)]
)
def test_a_section_is_one_of_links_or_another(heading: str, related: bool) -> None:
    lines = [Line(n, text) for n, text in enumerate(["卷积", heading, "一"])]
    rows = context(lines, gather(lines), np.zeros(3))
    assert rows[:, CONTEXT.index("related_section")].tolist() == [0, related, related]
    assert rows[:, CONTEXT.index("other_section")].tolist() == [0, not related, not related]


@pytest.mark.parametrize(("chrome", "answered"), [(0.19, 1.0), (0.2, 0.0)])
def test_a_line_is_answered_by_text(chrome: float, answered: float) -> None:
    lines = [Line(n, "卷" * size) for n, size in enumerate((10, 11))]
    rows = context(lines, gather(lines), np.array([0.1, chrome]))
    assert rows[:, CONTEXT.index("answered")].tolist() == [answered, 0.0]
