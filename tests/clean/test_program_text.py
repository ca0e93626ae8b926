"""Which lines of a page are program text, by pages of a few lines."""

import pytest

from bot.clean.code import fence_code, is_code, recognise_code
from bot.clean.codeframe import drop_code_frame
from bot.clean.page import Page

PROSE = "卷积核在输入上滑动,每一步做一次点积。"


@pytest.mark.parametrize(
    "line",
    [
        "x = 1 # 卷积核的尺寸",
        "print('这是图像的尺寸，卷积核是方形的。')",
        'print("这是图像的尺寸，卷积核是方形的。")',
        "f(x) // 这是图像的尺寸，卷积核是方形的。",
        "self.w[0], b += 1",
        "x" * 996 + " = 1",
    ],
)
def test_a_statement_is_code_whatever_its_words_and_comments_say(line: str) -> None:
    assert is_code(line)


@pytest.mark.parametrize(
    "line",
    [
        "x = 前一层的感受野",
        "RF = 前一层的感受野 # RF",
        "if a == b",
        "f(卷积)",
        "x" * 997 + " = 1",
        "FROM 知乎：卷积怎么学",
        "assert 的意思是断言，真假",
        "print(这是图像的尺寸卷积核是方形的)",
    ],
)
def test_words_are_no_code(line: str) -> None:
    assert not is_code(line)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # Two lines, of which two are more than an assignment, or one if another is indented.
        ("x = 1;\ny = 2;", {1, 2}),
        ("x = 1\ny = 2", set()),
        ("x = {\ny = 1;", {1, 2}),
        ("x = 1;  # one\ny = 2;  // two", {1, 2}),
        ("x = 1\n  y = 2;", {1, 2}),
        ("x = 1\ny = 2;", set()),
        ("f(1);", set()),
        # Between two lines of code comments, blank and indented lines, but no list and no prose.
        (f"f(1);\n\n# so\n  and so\ng(2);\n{PROSE}\n{PROSE}", {1, 2, 3, 4, 5}),
        (f"f(1);\n  - a layer\ng(2);\n{PROSE}", set()),
        (f"f(1);\n  1. a layer\ng(2);\n{PROSE}", set()),
        (f"f(1);\n  {PROSE}\ng(2);\n{PROSE}", set()),
        (f"f(1);\na layer\ng(2);\n{PROSE}", set()),
        # The comments above belong to it, those below on a page that is nothing but a program.
        (f"{PROSE}\n// one\n// two\nf(1);\ng(2);\n// end\n{PROSE}", {2, 3, 4, 5}),
        ("f(1);\ng(2);\nh(3);\nf(4);\n// end", {1, 2, 3, 4, 5}),
        (f"f(1);\ng(2);\nh(3);\n// end\n{PROSE}", {1, 2, 3, 4, 5}),
        (f"f(1);\ng(2);\n// end\n{PROSE}", {1, 2}),
        # A comment at the end of the page does not stand above its first line.
        (f"# 卷积\nf(1);\ng(2);\n{PROSE}\n{PROSE}\n# 参考", {1, 2, 3}),
        (f"# 卷积\nf(1);\n{PROSE}\n# 参考\n# 完", set()),
        # A fence and what is in it, to the same mark; one that stays open is none.
        (f"{PROSE}\n```\nx\n~~~\n```\n{PROSE}", {2, 3, 4, 5}),
        (f"~~~\nx\n~~~\n{PROSE}\n~~~\ny\n~~~", {1, 2, 3, 5, 6, 7}),
        (f"{PROSE}\n```\nx", set()),
        (f"// a\n```\nx\n```\nf(1);\ng(2);\n{PROSE}", {2, 3, 4, 5, 6}),
    ],
)
def test_runs_of_statements_and_fences_are_code(text: str, code: set[int]) -> None:
    assert recognise_code(Page.of(text)).code == code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{PROSE}\nf(1);\ng(2);", f"{PROSE}\n```\nf(1);\ng(2);\n```"),
        (f"f(1);\ng(2);\n{PROSE}\n{PROSE}", f"```\nf(1);\ng(2);\n```\n{PROSE}\n{PROSE}"),
        ("f(1);\ng(2);", "f(1);\ng(2);"),
        (f"```\nx\n```\n{PROSE}", f"```\nx\n```\n{PROSE}"),
    ],
)
def test_unfenced_code_gets_a_fence_beside_text(text: str, shown: str) -> None:
    assert fence_code(recognise_code(Page.of(text))).text == shown


CODE = "f(1);\ng(2);"


@pytest.mark.parametrize(
    ("above", "below", "left"),
    [
        ("python", PROSE, []),
        ("1\n2\n3", PROSE, []),
        ("1\n2\n3\npython\ncopy", PROSE, []),
        ("1\n2", PROSE, ["1", "2"]),
        ("2\n3\n4", PROSE, ["2", "3", "4"]),
        ("copy\ncopy\ncopy\ncopy\ncopy", PROSE, ["copy"]),
        ("copy\n" + PROSE, PROSE, ["copy", PROSE]),
        (PROSE, "1\n2\n3\n" + PROSE, [PROSE]),
        (PROSE, "1\n2\n" + PROSE, [PROSE, "1", "2"]),
        (PROSE, "python\n" + PROSE, [PROSE, "python"]),
    ],
)
def test_labels_above_code_and_the_numbers_of_its_lines_go(
    above: str, below: str, left: list[str]
) -> None:
    page = drop_code_frame(recognise_code(Page.of(f"{above}\n{CODE}\n{below}\n{PROSE}")))
    shown = [line.text for line in page.lines if line.number not in page.code]
    assert shown[: len(left)] == left and set(shown[len(left) :]) == {PROSE}
    assert set(page.reasons.values()) <= {"drop_code_frame"}


def test_the_numbers_of_the_lines_may_end_the_page() -> None:
    page = drop_code_frame(recognise_code(Page.of(f"{PROSE}\n{PROSE}\n{CODE}\n1\n2\n3")))
    assert page.text == f"{PROSE}\n{PROSE}\n{CODE}"
