"""Whether an answer denies what a reference states, or states what it denies.

Two clauses that say the same of the same thing, one with a negation and one without, contradict
each other. Negation alone proves nothing, since a third to a half of good answers negate where the
reference does not; so every unit of the answer's clause must stand in that of the reference, most
of the reference's in the answer's, and no other clause as close may agree with it. What is hedged
or limited ("not only", "less", "until", 除非), and verbs that negate by themselves ("lacks", 避免),
turn a sentence round in ways that are not followed here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.analysis.folding import fold
from bot.interview.coverage import Credits
from bot.interview.opposites import denial, denied_inside, limit
from bot.interview.wording import Side, Span, Unit, units_in

Same = NDArray[np.bool_]
_SAME = 0.8
"""Least credit of two units that say the same."""
_MOST = 0.6
"""Least share of the units of the reference's clause that the answer's has."""
_JOINS = re.compile(r"[ -]*|\s+n?or\s+")
"""What stands between two units of one thing, or of two that are denied together."""
_AFTER = 4
"""Characters behind a clause that may say that it only leads to the next ("…,而是")."""
_CLOSE = 0.9
"""Part of the closest clause's credit that another needs to be asked as well."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause with the numbers of its units and of those that it denies."""

    span: Span
    units: Sequence[int]
    denied: frozenset[int]


def denials(reference: Side, answer: Side, credits: Credits) -> list[tuple[Span, Span]]:
    """(clause of the answer, clause of the reference) that differ by a negation.

    ``credits`` has shape (units of the reference, units of the answer).
    """
    same = _same(reference, answer, credits)
    held = [claim for claim in claims(reference) if len(claim.units) > 1]
    told = np.array([same[claim.units].any(axis=0) for claim in held])
    found = []
    for mine in claims(answer):
        if held and len(mine.units) > 1:
            met = [held[n] for n in np.flatnonzero(told[:, mine.units].all(axis=1))]
            part = {c.span: same[np.ix_(c.units, mine.units)] for c in met}
            close = _closest(met, part)
            if close and all(_contradicts(mine, theirs, part[theirs.span]) for theirs in close):
                found.append((mine.span, close[0].span))
    return found


def _same(reference: Side, answer: Side, credits: Credits) -> Same:
    """Which units say the same without one being a part of the other.

    What both say many times is compared once: a thousand "3x3" on either side are a million pairs.
    """
    rows, columns = np.nonzero(credits >= _SAME)
    kinds: dict[tuple[frozenset[str], tuple[str, ...]], int] = {}
    ones, others = (
        np.array([kinds.setdefault((u.concepts, u.words), len(kinds)) for u in side.units], np.intp)
        for side in (reference, answer)
    )
    pairs = ones[rows] * len(kinds) + others[columns]
    _, first, pair = np.unique(pairs, return_index=True, return_inverse=True)
    whole = np.array(
        [not _partly(reference.units[rows[n]], answer.units[columns[n]]) for n in first], np.bool_
    )
    same = np.zeros(credits.shape, np.bool_)
    same[rows, columns] = whole[pair]
    return same


def _partly(one: Unit, other: Unit) -> bool:
    """Whether one of two units is a part of the other (特征 in 特征选择), by another name."""
    if one.concepts & other.concepts or one.words[:1] == other.words[:1]:
        return False
    return not {*one.words[:1]}.isdisjoint(other.words) or not {*other.words[:1]}.isdisjoint(
        one.words
    )


def claims(side: Side) -> list[Claim]:
    """The clauses of a text without those that are hedged or limited, negations left out of their
    units."""
    folded = fold(side.text)
    found = []
    for span in side.clauses:
        if not limit().search(folded, span[0], span[1] + _AFTER):
            units = [n for n in units_in(side, span) if not _negates(side.units[n], folded)]
            found.append(Claim(span, units, denied_units(side, span[0], units, folded)))
    return found


def denied_in(side: Side) -> Same:
    """Whether each unit of a text stands in what is denied, shape (units,): right after a negation,
    or right after a unit that does ("no separate cell state", "no order or delivery")."""
    folded = fold(side.text)
    denied = np.zeros(len(side.units), dtype=np.bool_)
    for span in side.clauses:
        told = [n for n in units_in(side, span) if not _negates(side.units[n], folded)]
        denied[list(denied_units(side, span[0], told, folded))] = True
    for n, (one, other) in enumerate(pairwise(side.units), start=1):
        denied[n] |= denied[n - 1] and bool(_JOINS.fullmatch(folded, one.end, other.start))
    return denied


def _negates(unit: Unit, folded: str) -> bool:
    return bool(denial().fullmatch(folded, unit.start, unit.end))


def denied_units(side: Side, start: int, numbers: Sequence[int], folded: str) -> frozenset[int]:
    """Of the units of a clause from ``start`` on, those right after a negation or in one's word."""
    denied = set()
    for number in numbers:
        unit = side.units[number]
        inside = not unit.concepts and denied_inside().match(folded, unit.start, unit.end)
        if bool(inside) != bool(denial().search(folded, start, unit.start)):
            denied.add(number)
        start = unit.end
    return frozenset(denied)


def _closest(met: Sequence[Claim], part: Mapping[Span, Same]) -> list[Claim]:
    """Of the clauses that have every unit of the answer's, those that share most, first the one
    that shares most."""
    share = {c.span: float(part[c.span].any(axis=1).mean()) for c in met}
    best = max(share.values(), default=0.0)
    near = [c for c in met if share[c.span] >= max(_MOST, _CLOSE * best)]
    return sorted(near, key=lambda c: -share[c.span])


def _contradicts(mine: Claim, theirs: Claim, same: Same) -> bool:
    """Whether one unit, and no more, is denied on one side and not on the other."""
    if len(mine.denied) == len(theirs.denied):
        return False
    turned = [
        column
        for column, number in enumerate(mine.units)
        if all(
            (theirs.units[int(row)] in theirs.denied) != (number in mine.denied)
            for row in np.flatnonzero(same[:, column])
        )
    ]
    return len(turned) == 1
