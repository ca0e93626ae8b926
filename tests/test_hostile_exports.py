"""What notes say in files for other programs and in the terminal is read and never obeyed."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.interview.anki import to_html
from bot.interview.markdown import inline, quote
from bot.interview.report import safe_cell

SOUNDS = ("[sound:evil.mp3]", "[latex]\\input{/etc/passwd}[/latex]", "[$]\\write18{x}[/$]",
          "[$$]x[/$$]", "[anki:tts lang=en]x[/anki:tts]", "[anki:play:q:0]")  # fmt: skip
ACTING = ("\\href{javascript:alert(1)}{x}", "\\url{http://evil.invalid}",
          "\\htmlStyle{color:red}{x}",
          "\\includegraphics{http://evil.invalid/a.png}", "\\def\\x{\\x\\x}\\x",
          "\\rule{999em}{999em}",
          "\\class{x}{y}", "\\cssId{x}{y}", "\\style{position:fixed}{x}",
          "\\require{html}", "\\newcommand{\\frac}[2]{x}", "\\color{white}x", "\\kern-99em x",
          "\\xdef\\x{y}", "\\gdef\\x{y}",
          "\\toggle{x}{y}\\endtoggle", "\\htmlData{a=b}{x}")  # fmt: skip
CELLS = ("＝1+1", "＋1", "－1", "＠SUM(1)", "\ufeff=1", "\u200b=1", "\u2060\u00a0=1", "\u3000=1",
         "\x0b=1", "\u202e=1", "\u00ad+1", "\x00=1", " \t=1", "'\n=1"[1:])  # fmt: skip


@pytest.mark.parametrize("text", SOUNDS)
def test_what_anki_would_play_or_run_is_shown(text: str) -> None:
    for field in (text, f"a {text} b", f"$x$ {text}", f"${text}$"):
        html = to_html(field)
        assert not re.search(r"\[(?!\\)", html.replace("\\[", ""))
        assert "&#91;" in html


@pytest.mark.parametrize("latex", ACTING)
def test_a_formula_that_does_more_than_draw_is_shown_as_it_is_written(latex: str) -> None:
    for text in (
        f"${latex}$",
        f"$${latex}$$",
        f"\\({latex}\\)",
        f"\\[{latex}\\]",
        f"$a\\)\\({latex}$",
    ):
        html = to_html(text)
        assert "\\(" not in html and "\\[" not in html and "\\)" not in html
    for written in (inline(f"a ${latex}$"), *quote(f"$$\n{latex}\n$$")):
        assert not re.search(r"(?<!\\)\\[a-zA-Z]", written.replace("\\\\", "\\\\ "))


PARTS = ("[", "\\(", "\\[", "\\)", "$", "$$", "x", "\\", "(", " ", "\n", "sound:", "\\frac{a}{b}",
         "\\href")  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_every_mark_of_a_formula_in_a_card_is_ours(text: str) -> None:
    html = to_html(text)
    depth = 0
    for mark in re.findall(r"\\[(\[)\]]", html):
        depth += 1 if mark[1] in "([" else -1
        assert depth in (0, 1)
    assert depth == 0
    assert "[" not in html.replace("\\[", "")


def test_sound_formulas_and_brackets_stay() -> None:
    assert to_html("$x^2$ and $$\\left[a\\right]$$") == "\\(x^2\\) and \\[\\left&#91;a\\right]\\]"
    assert inline("$\\frac{a}{b}$ & c") == "$\\frac{a}{b}$ & c"
    assert inline("&lt;b&gt; ~~a~~ ~b") == "\\&lt;b\\&gt; \\~\\~a\\~\\~ ~b"


@pytest.mark.parametrize("text", CELLS, ids=ascii)
def test_no_wide_sign_and_nothing_unseen_begins_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(text)])
    assert out.getvalue().lstrip('"').startswith("'")


def test_a_name_of_words_and_a_number_stay_as_they_are() -> None:
    for value in ("a=b", "卷积＝加权和", -0.5, 3, "(-1)", "100%"):
        assert safe_cell(value) == str(value)


EVIL = "\x1b[31m\x9b2J\x07\u202eabc\u2066\u200f\u061c\r"
NAME = "a\x1b[31m\x9b2J\u202e\nb.md"


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    try:
        (tmp_path / NAME).write_text(
            f"# {EVIL}\n\n## 什么是空洞卷积{EVIL}?\n\n空洞卷积{EVIL}好。\n", "utf-8"
        )
        (tmp_path / f"x{NAME}").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    except OSError:
        pytest.skip("this disk knows no such names")
    error = {"source": NAME, "quote": "好", "evidence": EVIL} | dict.fromkeys(
        ("wrong_zh", "wrong_en", "right_zh", "right_en"), EVIL
    )
    rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in error.items())
    (tmp_path / "errata.toml").write_text(f"[[erratum]]\n{rows}", "utf-8")
    return tmp_path


@pytest.mark.usefixtures("one_analyzer")
def test_no_command_prints_what_a_terminal_obeys(
    evil: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    over = ["--corpus", str(evil)]
    question = f"什么是空洞卷积{EVIL}"
    commands = [
        ["ask", question, *over], ["ask", question, "--json", *over],
        ["ask", question, "--explain", "--why-not", "空洞", *over],
        ["search", question, *over], ["search", "卷积", *over], ["search", "卷积", "--json", *over],
        ["clean", str(evil / NAME)], ["clean", str(evil / NAME), "--json"],
        ["clean", str(evil / f"x{NAME}")], ["clean", str(evil / "none\x1b[2J.md")],
        ["ask", question, "--corpus", f"{evil}\x1b[2J"], ["demo", EVIL],
        ["demo", "iou", "--set", f"{EVIL}=1"],
    ]  # fmt: skip
    for words in commands:
        main(words)
        for told in capsys.readouterr():
            obeyed = {c for c in told if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"}
            assert not obeyed, (words[:3], obeyed)


def test_json_says_the_same_by_numbers(evil: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from bot.commands.shared import print_json

    print_json({"text": EVIL})
    out = capsys.readouterr().out
    assert json.loads(out) == {"text": EVIL}
    assert all(c.isprintable() or c == "\n" for c in out)
