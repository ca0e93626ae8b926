r"""Formulas between \( \) and \[ \] get dollar signs, and what is no formula keeps its brackets."""

import pytest

from bot.clean.delimiters import mark_formulas

LONG = "x_1+" * 300


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (r"步长 \( s_1 \) 与 \(k\) 和 \(a + bc\)", r"步长 $s_1$ 与 $k$ 和 $a + bc$"),
        (r"\(\alpha\), \(a=b\), \(p < 1\)", r"$\alpha$, $a=b$, $p < 1$"),
        (r"\(σ\), \(f^2\)", r"$σ$, $f^2$"),
        (r"\[ s_1 \] 与 \[x = 1\]", r"$$s_1$$ 与 $$x = 1$$"),
        (r"\(\text{卷积} = k\)", r"$\text{卷积} = k$"),
        (r"\(f(x) = 1\)", r"$f(x) = 1$"),
        # Marks of a program, escaped brackets and words are none.
        (r"'\(x_1\)' and \"\[x_1\]\" and \\(x_1\\)", None),
        (r"see \[1\], \[x\], \(abc\), \(see a\), \(卷\), \(1 卷\), \(\), \( \)", None),
        (r"\(a_1 $b$\) \(a_1", None),
        ("\\(a_1\nb_1\\)", None),
        ("卷积 $x$", None),
        # Up to 400 characters in a line, up to 800 on one of its own.
        (rf"\({LONG[:400]}\)", f"${LONG[:400]}$"),
        (rf"\({LONG[:401]}\)", None),
        (rf"\[{LONG[:800]}\]", f"$${LONG[:800]}$$"),
        (rf"\[{LONG[:801]}\]", None),
        # Over several lines, each mark on its own.
        ("\\[\nx = 1\n\\]\n池化", "$$\nx = 1\n$$\n池化"),
        (" \\[\n" + "x = 1\n" * 19 + "\\] ", "$$\n" + "x = 1\n" * 19 + "$$"),
        ("\\[\n" + "x = 1\n" * 20 + "\\]", None),
        ("\\[\nx = 1\n\\[\ny = 1\n\\]", "\\[\nx = 1\n$$\ny = 1\n$$"),
        ("\\]\nx = 1\n\\[", None),
        ("池化\n" * 30 + "\\[\nx = 1\n\\]", "池化\n" * 30 + "$$\nx = 1\n$$"),
        ("\\[\nx\n\\]", None),
        ("\\[\n\\]", None),
        # What groups formulas shows nothing.
        (r"$\begingroup$定义 \(k_1\)\endgroup", "定义 $k_1$"),
    ],
)  # fmt: skip
def test_the_marks_around_formulas_become_dollar_signs(text: str, marked: str | None) -> None:
    assert mark_formulas(text) == (text if marked is None else marked)
