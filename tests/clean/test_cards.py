"""Lines that are a name and what is said of it: cards with a tab, terms with a colon."""

import pytest

from bot.clean.cards import cut_cards
from bot.clean.page import Page

TERMS = ("早停:误差不降就停", "动量:累积梯度", "步长:移动的距离", "填充:在周围补零")


def cut(*lines: str, code: int = 0) -> list[str]:
    page = Page.of("\n".join(lines))
    return cut_cards(Page(page.lines, frozenset({code} if code else ()))).text.split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        TERMS[:3],
        (*TERMS, "这一行没有名称", "这一行也没有"),
        (*TERMS[:3], TERMS[0]),
        ("甲\t乙",),
        ("甲\t乙\t丙", "丁\t戊\t己"),
        ("甲\t——", "乙\t——"),
    ],
)
def test_a_few_or_other_lines_stay(lines: tuple[str, ...]) -> None:
    assert cut(*lines) == [*lines]


def test_names_become_headings_and_the_title_and_code_stay() -> None:
    assert cut("# 术语", "", *TERMS)[:4] == ["# 术语", "", "## 早停", "误差不降就停"]
    assert cut("甲\t乙", "", "丙\t丁")[2:] == ["", "## 丙", "丁"]
    assert cut("甲\t乙", "丙\t丁", "x\ty", code=3) == ["## 甲", "乙", "## 丙", "丁", "x\ty"]
