"""Answers that are no answers: blank, the question echoed, key words without sentences."""

import re

import numpy as np

from bot.interview.coverage import Credits
from bot.interview.wording import Side
from bot.resources import read_toml

_MARK = re.compile(r"[,、;/|。.!?\uff0c\uff1b\uff01\uff1f\n]+(?!\d)")
_BLANK = re.compile(r"\s+")


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
    if len(answer.units) < rules["stuffing_least_units"] or _looks_listed(reference, 2):
        return False
    return _looks_listed(answer, rules["stuffing_least_pieces"])


def _looks_listed(side: Side, least: int) -> bool:
    """Whether a text is cut into pieces of hardly more than a unit, without words to join them."""
    rules = read_toml("interview.toml")["checks"]
    marked = len(_MARK.findall(side.text)) > 1
    cut, light = (_MARK, "stuffing_light_share") if marked else (_BLANK, "stuffing_light_unmarked")
    pieces = sum(any(c.isalnum() for c in piece) for piece in cut.split(side.text))
    return bool(
        pieces >= least
        and len(side.units) / pieces < rules["stuffing_units_per_piece"]
        and light_share(side) < rules[light]
    )


def light_share(side: Side) -> float:
    """Share of the letters and Han characters of a text that no unit covers, in [0, 1]."""
    letters = [i for i, c in enumerate(side.text) if c.isalnum()]
    covered = {i for unit in side.units for i in range(unit.start, unit.end)}
    return 1 - sum(i in covered for i in letters) / len(letters) if letters else 0.0
