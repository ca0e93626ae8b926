"""Every word of the interface stands in strings.toml, in both languages, and is used."""

import ast
import re
import string
from pathlib import Path

import pytest

from bot.ui.words import strings

ROOT = Path(__file__).parents[2]
FILES = sorted([ROOT / "app.py", *(ROOT / "bot" / "ui").rglob("*.py")])
HAN = re.compile(r"[\u4e00-\u9fff]")
PROSE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
SHOWING = {
    "button", "caption", "checkbox", "chat_input", "date_input", "download_button", "error",
    "expander", "file_uploader", "header", "info", "markdown", "number_input", "page_link",
    "pills", "popover", "progress", "segmented_control", "selectbox", "slider", "status",
    "subheader", "success", "tabs", "text", "text_area", "text_input", "title", "toast",
    "toggle", "warning", "write",
}  # fmt: skip
LANGUAGE_NAMES = {"中文"}
"""A language is named in itself, whatever the language of the interface."""
BILINGUAL_CALLS = {"Text", "refuse"}
"""Sentences given in both languages where they arise, as errors are."""


def literals(tree: ast.AST) -> list[ast.Constant]:
    """The string constants that are no docstrings and no part of a bilingual sentence."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in BILINGUAL_CALLS:
            skipped.update(id(part) for part in ast.walk(node))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in skipped
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    for node in literals(ast.parse(path.read_text("utf-8"))):
        text = node.value
        if text in LANGUAGE_NAMES or text == "Mianda 面答" or path.name == "palette.py":
            continue
        is_markup = text.lstrip().startswith(("<", "python -m", "'", "max(")) or "{" in text
        is_pattern = "\\" in text or "[" in text
        assert is_pattern or not HAN.search(text), f"{path.name}:{node.lineno}: {text!r}"
        if not (is_markup or is_pattern or "font" in text.lower() or "serif" in text):
            assert not PROSE.search(text), f"{path.name}:{node.lineno}: {text!r}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_widget_is_labelled_with_a_literal(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SHOWING and node.args:
            first = node.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            assert not literal, f"{path.name}:{node.lineno} shows a literal"


def test_every_sentence_is_said_in_both_languages_with_the_same_places() -> None:
    for key, text in strings().items():
        assert text.zh.strip() and text.en.strip(), key
        places = [
            {name for _, name, _, _ in string.Formatter().parse(side) if name}
            for side in (text.zh, text.en)
        ]
        assert places[0] == places[1], key
        assert not HAN.search(text.en), key


def test_every_sentence_is_used_and_every_used_one_exists() -> None:
    used: set[str] = set()
    prefixes: set[str] = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefixes.add(str(node.values[0].value))
    for key in strings():
        area = key.split(".")[0]
        dynamic = any(p.startswith(f"{area}.") and key.startswith(p) for p in prefixes)
        assert key in used or dynamic, f"{key} is never said"
    areas = {key.split(".")[0] for key in strings()}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "phrase"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    assert first.value in strings(), f"{path.name}:{node.lineno}: {first.value}"
                    assert str(first.value).split(".")[0] in areas


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name == "pages"], ids=lambda path: path.name
)
def test_a_page_has_no_text_that_streamlit_would_write_by_itself(path: Path) -> None:
    """A bare string on the top level of a page, such as a note below a constant, is shown."""
    _, *statements = ast.parse(path.read_text("utf-8")).body
    bare = [s.lineno for s in statements if isinstance(s, ast.Expr)]
    assert bare == []
