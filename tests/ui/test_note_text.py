"""The text of a note on its way to the screen: nothing lost, nothing obeyed."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.formula import as_text, can_be_drawn
from bot.ui.note_text import Html, Latex, label, marked, pieces

PAYLOADS = (Path(__file__).parents[1] / "browser" / "payloads.txt").read_text("utf-8").splitlines()
TAGS = re.compile(
    r"</?(?:p|b|i|mark|pre|code|span|sub|sup|div|table|tr|th|td)(?: [a-z]+=\"[a-z0-9 ]*\")*>"
)


def seen(text: str) -> str:
    """What a reader sees of a text, white space aside."""
    parts = (p.body if isinstance(p, Latex) else html.unescape(TAGS.sub("", p.body))
             for p in pieces(text))  # fmt: skip
    return re.sub(r"\s+", "", "".join(parts))


@given(st.text().filter(lambda text: "$" not in text and "`" not in text))
def test_every_character_is_shown(text: str) -> None:
    assert seen(text) == re.sub(r"\s+", "", text)


@given(st.text(alphabet="<>&\"'a/= \n$`{}\\^_*#!-[]()"))
def test_no_tag_but_our_own_is_made(text: str) -> None:
    for piece in pieces(text):
        if isinstance(piece, Html):
            assert not re.search(
                r"<(?!/?(?:p|b|i|mark|pre|code|span|sub|sup|div|table|tr|th|td)[ >])", piece.body
            )
        else:
            assert can_be_drawn(piece.body)


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marks_change_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    sound = [(a, b) for a, b in spans if a < b <= len(text)]
    assert html.unescape(re.sub(r"</?mark>", "", marked(text, sound))) == text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markup_or_a_formula_that_acts(payload: str) -> None:
    for piece in pieces(payload):
        assert not isinstance(piece, Latex) or can_be_drawn(piece.body)
        if isinstance(piece, Html):
            assert not re.search(
                r"<(?!/?(?:p|b|i|mark|pre|code|span|sub|sup|div|table|tr|th|td)[ >])", piece.body
            )
    assert "](" not in label(payload).replace("\u2060", "")


@pytest.mark.parametrize(
    "latex",
    [r"\href{x}{y}", r"\url{x}", r"\includegraphics{x}", r"\htmlStyle{x}{y}", r"\def\x{y}\x",
     r"\input{x}", r"\frac{a}{b", "x^", "a$b", "a & b", "", "x" * 3_000, r"\left( x", "{" * 900],
)  # fmt: skip
def test_a_formula_that_acts_or_is_broken_is_not_drawn(latex: str) -> None:
    assert not can_be_drawn(latex)


@pytest.mark.parametrize(
    "latex",
    [r"\frac{1}{2}", r"\sum_{i=1}^{n} x_i", r"\left(\frac{a}{b}\right)", r"A < B", r"\alpha^2",
     r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}", r"\mathrm{IoU}=\frac{25}{175}"],
)  # fmt: skip
def test_a_sound_formula_is_drawn(latex: str) -> None:
    assert can_be_drawn(latex)


def test_a_simple_formula_stays_in_its_line_and_a_tall_one_gets_its_own() -> None:
    simple, tall = pieces(r"核 $3\times3$ 很小"), pieces(r"即 $\frac{a}{b}$ 时")
    assert [type(p) for p in simple] == [Html]
    assert "3×3" in simple[0].body.replace(" ", "")
    assert [type(p) for p in tall] == [Html, Latex, Html]
    assert as_text("x_{i}^2") == "x<sub>i</sub><sup>2</sup>"


def test_the_best_sentence_is_emphasised_with_its_formulas() -> None:
    (piece,) = pieces("一层有 $w_1$ 个数。其余不算。", best=(0, 13))
    assert isinstance(piece, Html)
    assert re.sub("</b><b>", "", piece.body).startswith(
        "<p><b>一层有 <i>w<sub>1</sub></i> 个数。</b>"
    )


def test_the_name_of_a_function_stands_apart_from_its_factor() -> None:
    assert as_text(r"O(n\log n)") == "O(n\u2009log n)"
    assert as_text(r"\log(n)") == "log(n)"


def test_code_is_code_with_its_indentation() -> None:
    text = "如下:\n\ndef f(x):\n    y = x + 1\n    return y\n\n完。"
    body = pieces(text)[0].body
    assert "<code>def f(x):\n    y = x + 1\n    return y</code>" in body
    assert "完。" in body.split("</pre>")[1]


@given(st.text(alphabet="a| -:\n", max_size=60))
def test_every_character_of_a_table_is_shown_or_kept_unseen(text: str) -> None:
    assert seen(text) == re.sub(r"\s+", "", text)


def test_rows_become_a_table_whose_cells_are_marked_and_draw_their_formulas() -> None:
    text = "代价:\n\n模型 | 每层 |\n\nRNN | $n^2$ |\n\nCNN | <b> |\n\n之后"
    at = text.index("RNN")
    body = "".join(piece.body for piece in pieces(text, [(at, at + 3)]) if isinstance(piece, Html))
    assert body.count("<tr>") == 3 and body.count("<th>") == 2 and body.count("<td>") == 4
    assert "<mark>RNN</mark>" in body and "<i>n<sup>2</sup></i>" in body and "&lt;b&gt;" in body
    assert body.startswith("<p>代价:</p>") and body.endswith("<p>之后</p>")


def test_a_formula_on_its_own_line_keeps_the_stop_behind_it() -> None:
    shown = pieces(r"The weight is $\frac{\sum g}{\sum h+\lambda}$. It grows.")
    assert [piece.body for piece in shown if isinstance(piece, Latex)] == [
        r"\frac{\sum g}{\sum h+\lambda}\text{.}"
    ]
    assert can_be_drawn(shown[1].body)
