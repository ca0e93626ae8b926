"""Answers that are no answers: blank, the question echoed, key words without sentences."""

import re

import numpy as np

from bot.interview.coverage import Credits
from bot.interview.wording import Side
from bot.resources import read_toml

_SEPARATOR = re.compile(r"[,、;/|\uff0c\uff1b\n]|(?<=\S)\s+(?=\S)")
_PUNCTUATION = re.compile(r"[,、;/|\uff0c\uff1b\n]")


def is_echo(answer: Side, weights: Credits) -> bool:
    """Whether the answer mostly repeats the question.

    ``weights`` are those of its units with the words of the question demoted.
    """
    rules = read_toml("interview.toml")["checks"]
    full = np.array([unit.weight for unit in answer.units], dtype=np.float64)
    repeated, new = float(full[weights < full].sum()), float(full[weights == full].sum())
    total = repeated + new
    return bool(total and repeated / total > rules["echo_share"] and new < rules["echo_new_mass"])


def is_stuffing(answer: Side, reference: Side) -> bool:
    """Whether the answer lists words without saying anything about them.

    A reference that is a list itself is answered rightly by a list.
    """
    rules = read_toml("interview.toml")["checks"]
    if len(answer.units) < rules["stuffing_least_units"] or _looks_listed(reference):
        return False
    return _looks_listed(answer)


def _looks_listed(side: Side) -> bool:
    rules = read_toml("interview.toml")["checks"]
    units = max(len(side.units), 1)
    separators = len(_separators(side.text)) / units
    dense = separators >= rules["stuffing_separators"]
    return bool(dense and light_share(side) <= rules["stuffing_light_share"])


def _separators(text: str) -> list[str]:
    """Commas and the like; blanks too where a Chinese text has no punctuation at all."""
    marks = _PUNCTUATION.findall(text)
    if len(marks) <= 1:
        return _SEPARATOR.findall(text)
    return marks


def light_share(side: Side) -> float:
    """Share of the letters and Han characters of a text that no unit covers, in [0, 1]."""
    letters = [i for i, c in enumerate(side.text) if c.isalnum()]
    covered = {i for unit in side.units for i in range(unit.start, unit.end)}
    return 1 - sum(i in covered for i in letters) / len(letters) if letters else 0.0
