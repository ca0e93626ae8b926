"""Whether an answer gives other numbers than a reference does, in a clause that says the same.

An answer may well count an example of its own: only where a clause is otherwise like one of the
reference are its numbers held against that one's. Of 1,260 good answers of twelve sets of graded
answers one is suspected so, and 9 of 17 whose numbers alone are wrong.
"""

import re
from collections.abc import Set
from dataclasses import replace

import numpy as np

from bot.analysis.folding import fold
from bot.interview.contrary import closest
from bot.interview.coverage import Credits
from bot.interview.wording import Side, Span, units_in

_NUMBER = re.compile(
    r"(?<![a-z0-9_.])(?<![a-z][-_])(?P<value>\d+(?:\.\d+)?)(?P<percent>%?)(?![a-z0-9_]*[a-z])(?!\.\d)"
)
"""A number that is no part of a name: neither the 50 of ResNet-50 nor the 2 of v2."""


def numbers_in(text: str) -> list[float]:
    """The numbers of a text; of percentages the share.

    >>> numbers_in("ResNet-50 在 3×3 卷积上快 25%,Yolov2 为 1.5 倍")
    [3.0, 3.0, 0.25, 1.5]
    """
    found = _NUMBER.finditer(fold(text))
    return [float(m["value"]) / (100 if m["percent"] else 1) for m in found]


def other_numbers(
    question: str, reference: Side, answer: Side, credits: Credits
) -> list[tuple[Span, Span]]:
    """(clause of the answer, clause of the reference) that are alike but for their numbers.

    The one has a number that neither the reference nor the question names anywhere, the other has
    one that neither the answer nor the question names. ``credits`` are those of the units of the
    reference, in rows, by the units of the answer; those with a digit tell nothing of likeness.
    """
    asked = numbers_in(question)
    known = {*asked, *numbers_in(reference.text)}
    told = {*asked, *numbers_in(answer.text)}
    left = [span for span in reference.clauses if _beyond(reference, span, told)]
    credits = credits[np.ix_(_spelt(reference), _spelt(answer))]
    reference, answer = _without_digits(reference), _without_digits(answer)
    held = {span: rows for span in left if (rows := units_in(reference, span))}
    found = []
    for mine in answer.clauses:
        columns = units_in(answer, mine)
        if columns and _beyond(answer, mine, known):
            found += [(mine, theirs) for theirs in closest(credits[:, columns], held)[:1]]
    return found


def _spelt(side: Side) -> list[int]:
    """The numbers of the units of a text that hold no digit."""
    texts = (side.text[unit.start : unit.end] for unit in side.units)
    return [n for n, text in enumerate(texts) if not any(map(str.isdigit, text))]


def _without_digits(side: Side) -> Side:
    return replace(side, units=tuple(side.units[n] for n in _spelt(side)))


def _beyond(side: Side, clause: Span, known: Set[float]) -> bool:
    """Whether a clause has a number that is not among the known ones."""
    return any(number not in known for number in numbers_in(side.text[slice(*clause)]))
