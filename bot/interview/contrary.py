"""Whether an answer says the contrary of a reference: opposite words and other numbers.

These are hints. When a clause of the answer repeats a clause of the reference but for one opposite
word (more for fewer), it may say the contrary; a cause and an effect that are both turned round
cancel out. Negation alone proves nothing: a third to a half of good answers negate where the
reference does not.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bot.analysis.folding import fold
from bot.interview.coverage import Credits
from bot.interview.opposites import effects, negation, opposites
from bot.interview.wording import Side, Span, formula_families, formulas, units_in

_ALIKE, _NEARLY = 0.5, 0.8
"""Least likeness of two clauses, and the part of the best that others need to be asked as well."""


def contrary_clauses(reference: Side, answer: Side, matrix: Credits) -> list[tuple[Span, Span]]:
    """(clause of the answer, clause of the reference) that are alike but for an opposite word."""
    spans = {fold(reference.text[slice(*span)]): span for span in reversed(reference.clauses)}
    held = {s: rows for s in spans.values() if len(rows := units_in(reference, s)) > 1}
    opposed: dict[str, Span | None] = {}
    for mine in answer.clauses:
        said = fold(answer.text[slice(*mine)])
        if said not in opposed:
            columns = units_in(answer, mine)
            told = len(columns) > 1 and bool(_sides(said))
            close = closest(matrix[:, columns], held) if told else []
            contrary = all(_opposed(said, fold(reference.text[slice(*span)])) for span in close)
            opposed[said] = close[0] if close and contrary else None
    held_by = ((mine, opposed[fold(answer.text[slice(*mine)])]) for mine in answer.clauses)
    return [(mine, theirs) for mine, theirs in held_by if theirs]


def closest(credits: Credits, held: Mapping[Span, range]) -> list[Span]:
    """Clauses of the reference that share half of their units with one, closest first.

    ``credits`` are those of the units of that one; ``held`` holds the units of each clause of
    the reference. One that shares much less than the closest is left out.
    """
    if not held:
        return []
    borders = [place for rows in held.values() for place in (rows.start, rows.stop)]
    padded = np.vstack([credits, np.zeros(credits.shape[1])])
    met = np.maximum.reduceat(padded, borders)[::2].sum(axis=1)
    said = np.add.reduceat(padded.max(axis=1), borders)[::2]
    sizes = np.array([len(rows) for rows in held.values()]) + credits.shape[1]
    alike = (met + said) / sizes
    likeness = {
        span: float(share) for span, share in zip(held, alike, strict=True) if share > _ALIKE
    }
    best = max(likeness.values(), default=0.0)
    close = [span for span, alike in likeness.items() if alike >= _NEARLY * best]
    return sorted(close, key=lambda span: -likeness[span])


def _opposed(one: str, other: str) -> bool:
    """Whether opposites stand between two folded clauses that do not cancel out.

    >>> _opposed("there are fewer collisions", "there are more collisions")
    True
    >>> _opposed("keep those below it", "delete those above it")
    False
    """
    here, there = _sides(one), _sides(other)
    turned = [
        pair
        for pair, sides in here.items()
        if len(sides) == 1 and len(there.get(pair, ())) == 1 and sides != there[pair]
    ]
    outcomes = sum(pair < effects() for pair in turned)
    return bool(turned) and not 0 < outcomes < len(turned)


class Named(NamedTuple):
    """One side (0 or 1) of a pair of opposites at ``folded[start:end]``."""

    start: int
    end: int
    pair: int
    side: int


def opposites_in(folded: str) -> list[Named]:
    """The opposites that a folded text names, in order.

    A word inside a longer one of another pair (高 in 越高) is not named by itself, and one after a
    negation names the other side.

    >>> [word.side for word in opposites_in("it converges; it does not converge; it diverges")]
    [0, 1, 1]
    """
    found = sorted(
        Named(match.start(), match.end(), pair, side ^ _negated(folded, match.start()))
        for pair, patterns in enumerate(opposites())
        for side, pattern in enumerate(patterns)
        for match in pattern.finditer(folded)
    )
    return [name for name in found if not _inside_longer(name, found)]


def _inside_longer(name: Named, found: Sequence[Named]) -> bool:
    start, end = name.start, name.end
    near = found[bisect_left(found, (end - _LONGEST,)) : bisect_left(found, (start + 1,))]
    return any(end <= other.end and other.end - other.start > end - start for other in near)


@lru_cache(maxsize=4096)
def _sides(clause: str) -> Mapping[int, set[int]]:
    """The sides of each pair of opposites that a folded clause names; remembered, since every
    clause of an answer is held against many of the reference.

    >>> _sides("it does not converge") == _sides("it diverges"), _sides("不收敛") == _sides("收敛")
    (True, False)
    """
    named: dict[int, set[int]] = {}
    for name in opposites_in(clause):
        named.setdefault(name.pair, set()).add(name.side)
    return named


_LONGEST = 40
"""Characters of the longest opposite."""


def _negated(clause: str, start: int) -> bool:
    """Whether a negation stands right before a place of a folded clause."""
    return bool(negation().search(clause[max(0, start - _LEAD) : start]))


_LEAD = 16
"""Characters before a word that may negate it."""


def other_values(reference: str, answer: str) -> list[tuple[str, str]]:
    """(value of the answer, value of the reference) where they name different ones of a family.

    >>> other_values("它是 O(n^2)", "O(n log n)"), other_values("O(n) or O(1)", "O(1)")
    ([('O(n log n)', 'O(n^2)')], [])
    """
    right = {m.concept for m in formulas(reference)}
    said = {m.concept for m in formulas(answer)}
    found = []
    for family in formula_families():
        expected, given = right & family, said & family
        if expected and given and not expected & given:
            found.append((min(given), min(expected)))
    return found
