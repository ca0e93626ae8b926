"""Whether an answer binds what it says to the subject that the reference binds it to.

Every unit belongs to the subject its statement is about. An answer that says of one subject what
the reference says of the other has swapped them: a hint, never a proof. What is denied of one is
taken for said of the other (a GRU has no cell state, the LSTM has one). What was said of the wrong
subject covers no point.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.folding import fold
from bot.interview.contrast import Subjects
from bot.interview.coverage import Credits
from bot.interview.denial import denied_in
from bot.interview.statements import owners
from bot.interview.wording import Side

_TELLING = 0.2
"""A unit tells the subjects apart when its credits on the two sides differ by more than this."""
_SURE = 0.5
"""Credit from which a unit of the answer is taken to be the one of the reference."""
_LEAST_EVIDENCE, _MUCH_EVIDENCE = 1.9, 3.0
"""Units that must tell the subjects apart before a swap is spoken of, and for it to count fully."""
_SLIP, _CLEAR = 0.15, 0.3
"""By how much of the evidence the swapped outweighs the kept: up to this a slip, from this sure."""


_LOOSE, _WRONG = 0.35, 0.6
"""Swapped share of the evidence up to which an answer binds well, and from which it binds as badly
as one that swaps everything; good answers lie at .1, paraphrases at .25, wrong ones at .45."""
_ENOUGH = 4.0
"""Units that must tell the two things asked for apart for a loose binding to count fully."""
_DOUBTED, _UNDOUBTED = 0.2, 0.4
"""The same share up to which one swapped pair is an accident, and from which it is believed."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Evidence, in units, that an answer keeps (``kept``) or swaps (``swapped``) two subjects.

    ``units`` are the numbers of the units of the answer that were said of the other subject.
    """

    kept: float = 0.0
    swapped: float = 0.0
    units: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """The swapped part of all evidence, in [0, 1]; 0 without evidence."""
        total = self.kept + self.swapped
        return self.swapped / total if total else 0.0

    @property
    def severity(self) -> float:
        """0 when kept, 1 when what tells the subjects apart is swapped beyond doubt.

        A slip among much that is kept is none, and little evidence proves little.
        """
        total = self.kept + self.swapped
        if total < _LEAST_EVIDENCE:
            return 0.0
        share = (self.swapped - self.kept) / total
        return _ramp(share, _SLIP, _CLEAR) * min(1.0, total / _MUCH_EVIDENCE)


@dataclass(frozen=True, slots=True)
class Binding:
    """How an answer binds what it says to every two subjects that it names.

    ``asked`` is the pair that the question joins, of several the one that most is said of.
    """

    pairs: tuple[Swap, ...] = ()
    asked: Swap = Swap()

    @property
    def loose(self) -> float:
        """How far what is said is bound to the wrong one of the two things asked for, in [0, 1]."""
        total = self.asked.kept + self.asked.swapped
        return _ramp(self.asked.share, _LOOSE, _WRONG) * min(1.0, total / _ENOUGH)

    def severity(self, swap: Swap) -> float:
        """The severity of one swap, less where the things asked for keep what they are bound to."""
        kept = self.asked.kept > 0
        return swap.severity * (_ramp(self.asked.share, _DOUBTED, _UNDOUBTED) if kept else 1.0)


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high`` on, a straight line between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def binding_of(
    groups: Iterable[Subjects], reference: Side, answer: Side, credits: Credits
) -> Binding:
    """How an answer binds what it says to the groups of subjects that the reference contrasts.

    ``credits`` has shape (units of the reference, units of the answer).
    """
    alike = denied_in(reference)[:, None] == denied_in(answer)
    met = np.where(alike, credits, 0.0), np.where(alike, 0.0, credits)
    asked, pairs = [Swap()], []
    for subjects in groups:
        swaps = swaps_of(subjects, reference, answer, met)
        pairs += swaps
        asked += swaps if subjects.ordinal else []
    return Binding(tuple(pairs), max(asked, key=lambda swap: swap.kept + swap.swapped))


def swaps_of(
    subjects: Subjects, reference: Side, answer: Side, met: tuple[Credits, Credits]
) -> list[Swap]:
    """The swap of every two subjects that the answer names; it may mean one by another name.

    ``met`` are the credits of what is stated or denied on both sides, and of what is on one.
    """
    folded = fold(answer.text)
    ours, theirs = subjects.called_in(folded), subjects.called_in(fold(reference.text))
    named = {n for n, name in enumerate(ours) if re.search(name, folded)} | {subjects.unnamed}
    pairs = [pair for pair in subjects.pairs if set(pair) <= named]
    if not pairs:
        return []
    held, said = (
        np.array(owners(side, names, goes_on=subjects.goes_on, unnamed=subjects.unnamed))
        for side, names in ((reference, theirs), (answer, ours))
    )
    weights = np.array([unit.weight for unit in answer.units])
    same, contrary = met
    best = {
        (a, b): np.maximum(_most(same, held == a), _most(contrary, held == b))
        for pair in pairs
        for a, b in (pair, pair[::-1])
    }
    return [_swap(said, (a, b), (best[a, b], best[b, a]), weights) for a, b in pairs]


def _most(credits: Credits, rows: NDArray[np.bool_]) -> Credits:
    """The best credit of every unit of the answer among some units of the reference."""
    best: Credits = credits[rows].max(axis=0, initial=0.0)
    return best


def _swap(
    said: Credits, pair: tuple[int, int], best: tuple[Credits, Credits], weights: Credits
) -> Swap:
    """How units of an answer, said of ``said``, are bound to two subjects.

    ``best`` holds the best credit of every unit among those the reference says of each of the two.
    """
    here, there = (np.where(said == pair[0], *which) for which in (best, best[::-1]))
    told = np.isin(said, pair) & (np.maximum(here, there) >= _SURE)
    kept = told & (here - there > _TELLING)
    swapped = told & (there - here > _TELLING)
    telling = np.abs(here - there) * weights
    return Swap(
        float(telling[kept].sum()),
        float(telling[swapped].sum()),
        tuple(map(int, np.flatnonzero(swapped))),
    )
