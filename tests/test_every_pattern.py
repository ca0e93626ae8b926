"""No pattern of the program takes more than the length of what it reads, whatever that holds.

Those of cleaning and splitting have a test of their own (tests/clean/test_clean_hostile.py).
"""

import importlib
import pkgutil
import re
import time
from pathlib import Path
from types import ModuleType

import pytest

import bot

SIZE = 10_000
MOST = 0.3
"""Seconds of the processor; a pattern that tries each character of a run anew takes one or more."""
PIECES = (
    "a", "1", " ", "\n", "感", "(", "[", "{", "<", "$", "`", "*", "|", "#", "-", "=", "/", '"', "“",
    "的", "a ", "Aa", "a1", "1.", "a:", "a.", "a, ", "(a", "[](", "<a ", "\\a", "\\(", "$a", "x^",
    "x_{", "\\frac{", "3x", "v1", "a=", "http://", "&#", "**a", "# ", "- ", "1. a\n", "x\ny\n",
    "不", "不是", "\u0301", "🙂",
)  # fmt: skip
OWN = ("bot.clean", "bot.split", "bot.demos", "bot.numerics", "bot.__main__")
"""Packages whose patterns are tested elsewhere, or that read no text."""


def modules() -> list[ModuleType]:
    names = (module.name for module in pkgutil.walk_packages(bot.__path__, "bot."))
    return [importlib.import_module(name) for name in names if not name.startswith(OWN)]


def patterns() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Every compiled pattern that stands in a module, and whether it scans a whole text."""
    found = {}
    for module in modules():
        source = Path(str(module.__file__)).read_text("utf-8")
        for name, value in vars(module).items():
            scans = re.search(rf"\b{name}\.(?:search|sub|subn|findall|finditer|split)\(", source)
            for at, item in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(item, re.Pattern) and isinstance(item.pattern, str):
                    found[f"{module.__name__}.{name}.{at}"] = (item, bool(scans))
    return found


PATTERNS = patterns()


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 60
    assert sum(scans for _, scans in PATTERNS.values()) > 40


@pytest.mark.parametrize("name", PATTERNS)
def test_no_run_of_characters_is_tried_again_and_again(name: str) -> None:
    pattern, scans = PATTERNS[name]
    for piece in PIECES:
        text = piece * (SIZE // len(piece))
        start = time.process_time()
        pattern.match(text)
        if scans:
            for _ in pattern.finditer(text + "\0"):
                if time.process_time() - start > MOST:
                    break
        assert time.process_time() - start < MOST, piece
