"""What an author says about himself goes, and what he says of the subject beside it stays."""

import re

import pytest

from bot.clean.asides import drop_asides, without_asides
from bot.clean.code import recognise_code
from bot.clean.page import Page

SPEAKERS = re.compile("小编|this author")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # A sentence of his own, amid others.
        (
            "空洞卷积扩大感受野。小编已在专栏中详细讲解。它不增加参数。",
            "空洞卷积扩大感受野。它不增加参数。",
        ),
        (
            "SPP is fast! Really. This author has written on it. It pools.",
            "SPP is fast! Really. It pools.",
        ),
        # The end of a sentence, up to the last letter before it.
        ("它有一个参数 x,小编已在专栏中详细讲解。", "它有一个参数 x。"),
        ("SPP pools at many sizes , this author has written about it", "SPP pools at many sizes."),
        # What announces the next line stays.
        ("SPP 很快,它也准,小编被问到的是：", None),
        ("SPP 很快,它也准,小编被问到的是:", None),
        ("SPP 很快,它也准,小编被问到的是。", "SPP 很快,它也准。"),
        # He comes back to himself soon, or only after some clauses on the subject.
        ("SPP 快,小编写过,核大,步长大,小编讲过。", ""),
        ("SPP 快,小编写过,核大,步长大,参数多,小编讲过。", "SPP 快,小编写过,核大,步长大,参数多。"),
        ("SPP 快,小编写过,小编讲过。", "SPP 快。"),
        ("SPP 快,小编写过,核大,小编讲过。", ""),
        # Only a condition leads to him.
        ("如果想进一步了解SPP,小编写过。", ""),
        ("If you want to know more, this author has written on it.", ""),
        # A deed alone may be that of anybody.
        ("SPP 快,专栏里讲过池化。", None),
    ],
)  # fmt: skip
def test_what_is_left_of_what_an_author_says(text: str, left: str | None) -> None:
    assert without_asides(text, SPEAKERS) == (text if left is None else left)


def test_lines_of_nothing_else_go_and_code_and_kept_lines_stay() -> None:
    aside, spoken = "笔者之前写过这个。", "print('笔者之前写过这个。')"
    text = "\n".join(["```", spoken, "```", aside, "空洞卷积,笔者之前写过。", "笔者之前写过池化。"])
    page = drop_asides(recognise_code(Page.of(text, keep=frozenset({"笔者之前写过池化。"}))))
    assert page.text.split("\n") == ["```", spoken, "```", "空洞卷积。", "笔者之前写过池化。"]
    assert page.reasons == {4: "drop_asides"}
