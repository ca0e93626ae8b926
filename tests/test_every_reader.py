"""Every function of the program that takes nothing but texts, called with any text.

They are found, not listed: a new function is called from the day it is written.
"""

import gc
import importlib
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import bot
from bot.errors import MiandaError

TEXTS = (
    "", "a", "\x00", "空洞卷积", "$\\frac{1}{", "\\frac{1}{2}", "İ", "½٣１２²", "- ", "|a|\n|-|",
    "1. a", "a\u0301", "%s{n}{", "-5", "1e999", "[[[", "```py\nx", "a -> b", "2020-13-99",
    "https://[", "\n\n", "(jīng)", "Ⅳ", "🙂", '{"a":', '"', 'lang:zh -a "b', "9" * 5000,
    "&#x110000;", "---\na: b\n---\n", "x" * 300, "...", "？", "\\", "<p", "</", "<!--", "K=(W-F)/S",
    "不是A而是B", "a\tb", "\u2028a", "\r\n",
)  # fmt: skip
ENDLESS = ("a", " ", "\n", "感", "(", "[](", "$a", "\\a", "3x3 ", "- a\n", "x\ny\n", "不是", "A.")
SIZE, SECONDS = 5_000, 0.5
OTHERS = ("bot.__main__", "bot.cli", "bot.commands", "bot.ui.pages", "bot.demos", "bot.numerics")
"""What reads words of a command line, draws a page, or takes numbers: tested elsewhere."""
NAMES = {
    "bot.judging.forest.fitted_forest", "bot.resources.read_rows", "bot.resources.read_text",
    "bot.resources.read_toml", "bot.kept.cache.note_latest", "bot.reasons.part_name",
    "bot.ui.shell.page_file",
}  # fmt: skip
"""Functions that are given the name of a thing that ships with the program."""
PARTS = {
    "bot.resources.parse_toml", "bot.resources.parse_rows", "bot.analysis.glossary.parse_glossary",
    "bot.interview.session_json.from_json", "bot.keyword.alphabet.kind_of",
    "bot.split.numbering.to_value", "bot.ui.latex.spelled", "bot.ui.lines.answer_of",
}  # fmt: skip
"""Functions whose docstring says what else they raise; those that call them turn it into words."""
OPENING = {
    "bot.imports.put_back", "bot.imports.remove", "bot.ui.places.note_title",
    "bot.ui.places.question_source", "bot.ui.rooms.room_for",
}  # fmt: skip
"""Functions that move a user's files or open the notes of the app."""

Reader = Callable[..., Any]


def readers() -> Iterator[tuple[str, Reader, int]]:
    """Name, function and number of texts of every public function of texts."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.startswith(OTHERS):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            function = inspect.unwrap(value) if callable(value) else None
            if inspect.isfunction(function) and function.__module__ == module.name:
                count = texts_of(function)
                if count and not name.startswith("_"):
                    yield f"{module.name}.{name}", value, count


def texts_of(function: Reader) -> int:
    """How many texts a function takes; 0 when it needs anything else."""
    needed = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    texts = (p.annotation in (str, "str") and p.kind is p.POSITIONAL_OR_KEYWORD for p in needed)
    return len(needed) if all(texts) else 0


FOUND = {name: (f, n) for name, f, n in readers() if name not in NAMES | PARTS | OPENING}


def test_what_is_left_out_is_there_and_the_rest_is_much() -> None:
    assert {name for name, _, _ in readers()} >= NAMES | PARTS | OPENING
    assert len(FOUND) > 120


def read(function: Reader, texts: tuple[str, ...]) -> None:
    try:
        result = function(*texts)
        if inspect.isgenerator(result):
            list(result)
    except MiandaError as error:
        assert error.message.zh and error.message.en


@pytest.fixture(scope="module", autouse=True)
def own_objects() -> None:
    """Count no search for garbage among what other tests left: 0.3 s, in whoever is called then."""
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("name", FOUND)
def test_any_text_is_read_in_good_time(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path_factory.getbasetemp()))
    function, count = FOUND[name]
    for text in TEXTS:
        read(function, (text,) * count)
        read(function, (text, *["空洞 a"] * (count - 1)))
        read(function, (*["空洞 a"] * (count - 1), text))
    for piece in ENDLESS:
        text = (piece * SIZE)[:SIZE]
        start = time.process_time()
        read(function, (text,) * count)
        assert time.process_time() - start < SECONDS, piece
