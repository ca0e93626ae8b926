"""Questions with a number for an answer: a demo works it out, and what was typed is checked.

The wording stands in ``exercises.toml``; no answer is stored anywhere, each is computed when it is
asked. A typed number may be rounded: it is right when the true value rounds to it. Fractions,
percentages, powers of ten and the letters k, M, G, T or 万, 亿 behind a number are understood.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from bot.demos import get_demo
from bot.demos._params import Json
from bot.resources import read_toml
from bot.text import Text

LEAST_DIGITS = 2
"""Significant digits that a rounded number must have to show that it was worked out."""
MOST_DIGITS = 300
"""A longer number is no answer: no demo works one out, and Python refuses to read thousands."""
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])(?P<sign>[-+−]?)(?P<digits>\d[\d,]*(?:\.\d*)?|\.\d+)"
    r"(?:[eE](?P<power>[-+]?\d{1,3}))?(?:\s*/\s*(?P<below>\d+(?:\.\d+)?))?"
    r"\s*(?P<scale>%|[kKMGT万亿](?![A-Za-z]))?"
)
_SCALES = {"%": -2, "k": 3, "K": 3, "M": 6, "G": 9, "T": 12, "万": 4, "亿": 8}
_ALMOST = Fraction(1, 10**9)


class Verdict(StrEnum):
    """What a typed number is: right, right but too rough, wrong, or no number at all."""

    RIGHT = "right"
    ROUGH = "rough"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Computed:
    """What became of an exercise: what was asked, the number typed last, and what it is worth."""

    asked: Text
    typed: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question whose number the demo works out from ``inputs``; ``unit`` is empty for none."""

    demo: str
    text: Text
    unit: Text
    inputs: Mapping[str, Json]
    answer: float

    @property
    def told(self) -> Text:
        """The answer as it is shown: whole numbers in full, others with six digits, and the unit.

        >>> Exercise("iou", Text("", ""), Text("像素", "px"), {}, 34944.0).told.en
        '34,944 px'
        """
        whole = self.answer.is_integer()
        number = f"{int(self.answer):,}" if whole else f"{self.answer:.6g}"
        return Text(f"{number} {self.unit.zh}".strip(), f"{number} {self.unit.en}".strip())


def exercise_for(concepts: Sequence[str], seed: int = 0) -> Exercise | None:
    """The exercise closest to the main concept of a question, with inputs drawn by ``seed``."""
    for concept in concepts[:1]:
        fitting = [(row["topics"].index(concept), n) for n, row in enumerate(_rows())
                   if concept in row["topics"]]  # fmt: skip
        if fitting:
            row = _rows()[min(fitting)[1]]
            return _exercise(row, row["inputs"][seed % len(row["inputs"])])
    return None


def computed(exercise: Exercise | None, typed: str) -> Computed | None:
    """What became of ``exercise`` when ``typed`` was typed; None when there was nothing of it."""
    if exercise is None or not typed.strip():
        return None
    verdict = check_number(typed, exercise.answer)
    return Computed(exercise.text, typed.strip()[:MOST_DIGITS], verdict)


def seed_of(key: str) -> int:
    """A number that stays the same for the same key, such as a session and its question."""
    return zlib.crc32(key.encode())


def check_number(answer: str, expected: float) -> Verdict:
    """What the last number of ``answer`` is worth beside ``expected``.

    >>> check_number("IoU = 25/175 = 0.143", 1 / 7).value, check_number("14.3 %", 1 / 7).value
    ('right', 'right')
    >>> check_number("0.1", 1 / 7).value, check_number("0.15", 1 / 7).value
    ('rough', 'wrong')
    >>> check_number("105.4M", 105_415_200).value, check_number("?", 7).value
    ('right', 'none')
    """
    found = list(_NUMBER.finditer(answer))
    if not found:
        return Verdict.NONE
    written = found[-1]
    if max(len(written["digits"]), len(written["below"] or "")) > MOST_DIGITS:
        return Verdict.WRONG
    return _compare(written, expected)


def _compare(written: re.Match[str], expected: float) -> Verdict:
    """A written number against the true one: exactly, then as the rounded number it may be."""
    plain = written["digits"].replace(",", "")
    scale = Fraction(10) ** (int(written["power"] or 0) + _SCALES.get(written["scale"], 0))
    below = Fraction(written["below"] or 1)
    if not below:
        return Verdict.WRONG
    value = Fraction(plain) * scale / below * (-1 if written["sign"] in ("-", "−") else 1)
    true = Fraction(expected)
    off = abs(value - true)
    if off <= _ALMOST or off <= _ALMOST * abs(true):
        return Verdict.RIGHT
    # A fraction or a bare whole number beside a whole one is no rounding: it must be exact.
    bare = "." not in plain and scale == 1
    if written["below"] or (bare and float(expected).is_integer()):
        return Verdict.WRONG
    if off > scale / Fraction(10) ** len(plain.partition(".")[2]) / 2:
        return Verdict.WRONG
    exact_enough = len(plain.replace(".", "").lstrip("0")) >= LEAST_DIGITS
    return Verdict.RIGHT if exact_enough else Verdict.ROUGH


def _exercise(row: Mapping[str, Any], inputs: Mapping[str, Json]) -> Exercise:
    value: Any = get_demo(row["demo"])(**inputs).values
    for part in row["output"].split("."):
        value = value[int(part)] if part.isdigit() else value[part]
    told = {name: _told(given) for name, given in inputs.items()}
    text = Text(row["zh"], row["en"]).format(**told)
    return Exercise(row["demo"], text, Text(*row["unit"]), inputs, float(value))


def _told(value: Json) -> str:
    """An input as it is read out.

    >>> _told([{"k": 3, "s": 1}, {"k": 2, "s": 2}]), _told([[2], [4]]), _told(0.5), _told(0.0)
    ('k=3 s=1 → k=2 s=2', '2, 4', '0.5', '0')
    """
    items = value if isinstance(value, list) else []
    if items and all(isinstance(item, dict) for item in items):
        return " → ".join(" ".join(f"{k}={v}" for k, v in layer.items()) for layer in items)
    if items and all(isinstance(item, list) and len(item) == 1 for item in items):
        return ", ".join(str(item[0]) for item in items)
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(read_toml("exercises.toml")["exercise"])
