"""Parts of cleaning by their values, where a fault would not be seen on whole pages."""

import re

import numpy as np
import pytest

from bot.clean.asides import without_asides
from bot.clean.broken import join_broken_formulas, join_broken_lines
from bot.clean.characters import (
    decode_entities,
    drop_invisible,
    simplify_traditional,
    strip_pinyin_annotations,
)
from bot.clean.chrome import _distances, _neighbours, _places, _runs
from bot.clean.code import fenced, is_code, recognise_code
from bot.clean.copies import borders
from bot.clean.page import Page
from bot.clean.skeleton import skeleton

NOBODY = re.compile("小编")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("SPP is faster,小编已在专栏中详细讲解。", "SPP is faster."),
        ("它加速,小编已在专栏中详细讲解。", "它加速。"),
        ("速度快 40 fps,小编已在专栏中详细讲解。", "速度快 40 fps。"),
    ],
)
def test_what_is_left_of_a_sentence_ends_as_its_language_does(text: str, left: str) -> None:
    assert without_asides(text, NOBODY) == left


@pytest.mark.parametrize(("letters", "lines"), [(3, 1), (400, 1), (401, 403)])
def test_a_formula_of_one_letter_a_line_is_joined_up_to_400_letters(
    letters: int, lines: int
) -> None:
    each = [chr(ord("a") + at % 26) for at in range(letters)]
    page = Page.of("\n".join([*each, "".join(each), "".join(each)]))
    assert len(join_broken_formulas(page).lines) == lines


def test_a_broken_formula_is_joined_wherever_it_stands() -> None:
    page = Page.of("\n".join(["卷积提取局部特征。"] * 900 + ["x", "=", "y", "x=y", "x=y"]))
    assert len(join_broken_formulas(page).lines) == 901


@pytest.mark.parametrize("mark", "。!！?？;；:：|`")
def test_nothing_is_joined_to_a_line_that_is_complete(mark: str) -> None:
    page = Page.of(f"优点如下{mark}\n,参数共享")
    assert join_broken_lines(page) == page
    assert join_broken_lines(Page.of("优点如下\n,参数共享")).text == "优点如下,参数共享"


def test_control_characters_show_nothing_and_ends_of_lines_stay() -> None:
    assert drop_invisible("感\x00受\x08野\x0b\x1f\x7f\x84\x86\x9f") == "感受野"
    assert drop_invisible("a\tb\nc\rd\x85e") == "a\tb\nc\rd\x85e"


@pytest.mark.parametrize(("traditional", "converted"), [(1, False), (2, True), (3, True)])
def test_more_than_one_han_character_in_twenty_makes_a_traditional_page(
    traditional: int, converted: bool
) -> None:
    plain, old = "卷积核在特征的上面一步步移", "習學層"[:traditional]
    text = plain + "核" * (20 - len(plain) - traditional) + old
    simple = text[:-traditional] + "习学层"[:traditional]
    assert simplify_traditional(text) == (simple if converted else text)


def test_one_kana_to_twenty_han_characters_makes_no_japanese_page() -> None:
    text = "核" * 18 + "學習"
    assert simplify_traditional(f"{text}の") == "核" * 18 + "学习の"
    assert simplify_traditional(f"{text}のは") == f"{text}のは"


@pytest.mark.parametrize("text", ["学习(xi)", "向量x(xu)", "坐标(x)", "特征(xie)"])
def test_letters_without_a_tone_are_no_reading(text: str) -> None:
    assert strip_pinyin_annotations(text) == text


def test_entities_of_spaces_and_line_breaks_become_spaces() -> None:
    assert decode_entities("a&nbsp;b&#160;c&#10;d&#13;e") == "a b c d e"


def test_text_is_near_for_ten_lines() -> None:
    distances = _distances([False, True, *[False] * 12])
    assert distances == pytest.approx([1.0, 0.0, *(n / 10 for n in range(1, 11)), 1.0, 1.0])


def test_the_edges_of_a_page_are_its_first_and_last_twelve_lines() -> None:
    body = np.zeros(16, bool)
    body[[3, 11]] = True
    places = {name: np.asarray(column) for name, column in _places(body).items()}
    assert np.flatnonzero(places["head"]).tolist() == [0, 1, 2]
    assert np.flatnonzero(places["tail"]).tolist() == [12, 13, 14, 15]
    fading = [max(12 - at, 0) / 12 for at in range(16)]
    assert places["edge_head"].tolist() == pytest.approx(fading)
    assert places["edge_tail"].tolist() == pytest.approx(fading[::-1])
    nowhere = _places(np.zeros(2, bool))
    assert np.asarray(nowhere["head"]).all() and np.asarray(nowhere["tail"]).all()


def test_what_stands_around_a_line_is_the_mean_of_four_on_each_side() -> None:
    first = np.array([0.9, 0.1, 0.6, 0.1, 0.7, 0.8])
    lengths = np.array([4, 9, 9, 12, 3, 3])
    found = {name: np.asarray(c).tolist() for name, c in _neighbours(first, lengths).items()}
    assert found["self"] == first.tolist()
    assert found["before"] == [1.0, *first[:-1]] and found["after"] == [*first[1:], 1.0]
    assert found["before2"] == [1.0, 1.0, *first[:-2]]
    assert found["after2"] == [*first[2:], 1.0, 1.0]
    around = [(sum(first[:5]) - 0.9) / 4, *((sum(first) - own) / 5 for own in first[1:5])]
    assert found["around"] == pytest.approx([*around, sum(first[1:5]) / 4])
    assert found["answered"] == [True, False, True, False, False, False]
    assert found["run"] == [0.125, 0.0, 0.125, 0.0, 0.25, 0.25]


def test_of_two_lines_each_has_only_the_other_around_it() -> None:
    found = _neighbours(np.array([0.2, 0.6]), np.array([3, 3]))
    assert np.asarray(found["around"]).tolist() == pytest.approx([0.6, 0.2])


def test_a_run_of_likely_chrome_counts_to_eight() -> None:
    assert _runs([0.5] * 9 + [0.4, 0.5, 0.9]) == [1.0] * 9 + [0.0, 0.25, 0.25]


@pytest.mark.parametrize(
    "program",
    [
        "// adds two numbers\nint add(int a) {\n  return a;\n}\nint x = add(1);\nadd(2);",
        "import os\nx = os.name\ny = x.lower()\n'''\nwords of a docstring\nmore words of it\n"
        "and more\n'''\nprint(x)\nprint(y)",
    ],
)
def test_a_page_that_is_a_program_is_code_to_its_last_comment(program: str) -> None:
    assert recognise_code(Page.of(program)).code == {*range(1, program.count("\n") + 2)}


def test_a_fence_in_the_first_line_is_closed_by_the_next() -> None:
    assert fenced(Page.of("```\n卷积提取局部特征。\n```\n参数共享。").lines) == {0, 1, 2}


def test_a_bracket_that_no_copy_closes_stands_before_the_formula() -> None:
    assert borders("(a1a_1", skeleton("(a1a_1"), 0, 2)[0] == 1
    assert borders("(a)1(a)_1", skeleton("(a)1(a)_1"), 0, 2)[0] == 0


@pytest.mark.parametrize("mark", ["#", "//"])
def test_the_words_of_a_comment_do_not_make_a_statement_prose(mark: str) -> None:
    assert is_code(f"f(x) {mark} 这是图像的尺寸，卷积核是方形的。")


XY = ["x", "=", "y", "x=y", "x=y"]
"""A formula of one letter a line, as LaTeX and in plain letters; below, what becomes of it."""
ONE = "x = y x=y x=y"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (XY, [ONE]),
        (["xx", "=", "y", "xx=y", "xx=y"], ["xx = y xx=y xx=y"]),
        (["xxx", "=", "y", "xxx=y", "xxx=y"], ["xxx", "=", "y", "xxx=y", "xxx=y"]),
        # It goes on what is open, and on a formula that ends where its plain copy does.
        *[([f"损失{mark}", *XY], [f"损失{mark}{ONE}"]) for mark in "(（[{“、-"],
        (["损失x", *XY], ["损失x", ONE]),
        ([*XY, *XY], [f"{ONE} {ONE}"]),
        ([*XY[:4], "x=y是和", *XY], ["x = y x=y x=y是和 " + ONE]),
        ([*XY[:4], "x=y是z", *XY], ["x = y x=y x=y是z", ONE]),
        (["卷积层", *XY, "池化"], ["卷积层", ONE, "池化"]),
        (["卷积", *XY, "池化"], ["卷积", ONE, "池化"]),
        ([*XY[:3], "卷积", *XY[3:]], [*XY[:3], "卷积", *XY[3:]]),
        # Without both of its copies it is none.
        (["x", "=", "y", "x=y"], ["x", "=", "y", "x=y"]),
        (["x", "=", "y", "x=y", "x=z"], ["x", "=", "y", "x=y", "x=z"]),
        (["x", "=", "y", "x=z", "x=y"], ["x", "=", "y", "x=z", "x=y"]),
        (["x", "", "y", "xy", "xy"], ["x", "", "y", "xy", "xy"]),
    ],
)  # fmt: skip
def test_a_formula_of_one_letter_a_line_is_joined(lines: list[str], joined: list[str]) -> None:
    assert join_broken_formulas(Page.of("\n".join(lines))).text.split("\n") == joined


def test_letters_in_program_text_are_no_formula() -> None:
    page = recognise_code(Page.of("\n".join(["```", *XY, "```"])))
    assert join_broken_formulas(page) == page
    page = recognise_code(Page.of("```\nf(x)\n,y\n```\n,z"))
    assert join_broken_lines(page) == page


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["卷积、", "池化。"], ["卷积、池化。"]),
        (["卷积、", "- 池化。"], ["卷积、", "- 池化。"]),
        (["卷积、", "2. 池化。"], ["卷积、", "2. 池化。"]),
        (["卷积", "", "、池化。"], ["卷积、池化。"]),
        (["", ",池化。"], ["", ",池化。"]),
        (["卷积", "池化。"], ["卷积", "池化。"]),
    ],
)
def test_a_list_of_words_goes_on_but_not_over_a_list_mark(
    lines: list[str], joined: list[str]
) -> None:
    assert join_broken_lines(Page.of("\n".join(lines))).text.split("\n") == joined
