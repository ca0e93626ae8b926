"""Two things of a reference that stand in each other's place in an answer.

An answer may repeat the reference, sentence by sentence, with two of its things exchanged. Then a
run of units follows the reference in its order, and beside the run, in the place of the unit that
the reference has there, stands another unit of the reference. One such place may be a matter of
wording. Two units each in the place of the other, in different clauses, are hardly ever; neither is
one in the place of another when the question asks to tell just those two apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.interview.binding import Swap
from bot.interview.coverage import Credits
from bot.interview.wording import Side, clause_numbers

_SURE, _SAME = 0.8, 0.95
"""Credit from which a unit of the answer is taken to be the one of the reference, and to be called
by the same name: an answer in words of one's own moves its verbs about and exchanges nothing."""
_LEAST_RUN = 2
"""Units of a run beside which a place is looked at."""
_REACH = 4
"""Places of the reference, from the run on, in which a unit beside the run is at home."""
_MOST_PLACES = 3
"""A run that the reference has more often than this tells no place."""
_MUTUAL, _ASKED = 0.43, 0.17
"""Evidence by a unit of a run beside an exchanged unit, and beside one that is only asked for."""
Same = NDArray[np.bool_]
Runs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """Unit ``said`` of the answer stands beside a run of ``length`` units.

    ``held`` is the unit that the reference has there, -1 where ``said`` is at home; ``step`` is 1
    when the run stands after the unit and -1 when before it.
    """

    said: int
    held: int
    length: int
    step: int

    @property
    def units(self) -> range:
        """The units of the answer from ``said`` to about the end of the run."""
        ends = sorted((self.said, self.said + self.step * self.length))
        return range(ends[0], ends[1] + 1)


def exchanged(reference: Side, answer: Side, credits: Credits, asked: Credits) -> Swap:
    """The evidence that an answer exchanges things of a reference.

    ``credits`` has shape (units of the reference, units of the answer); ``asked`` holds how well
    the question has each unit of the reference.
    """
    said = credits >= _SURE
    places = [*_places(said, 1), *_places(said[::-1, ::-1], -1)]
    same, named = credits >= _SAME, asked >= _SURE
    moved = [place for place in places if place.held >= 0]
    mutual = _mutual(moved, same, clause_numbers(reference), clause_numbers(answer))
    told = [
        place
        for place in moved
        if place not in mutual and named[place.held] and named[same[:, place.said]].any()
    ]
    evidence = _MUTUAL * _weight(mutual) + _ASKED * _weight(told)
    things = said[:, sorted({place.said for place in (*mutual, *told)})].any(axis=1)
    at_home = sum(p.length for p in places if p.held < 0 and (said[:, p.said] & things).any())
    units = {n for place in (*mutual, *told) for n in place.units}
    return Swap(_MUTUAL * at_home, evidence, tuple(sorted(units)))


def _places(same: Same, step: int) -> list[Place]:
    """The places before all runs of an answer; for a reversed ``same`` (step -1) those after."""
    rows, columns = same.shape
    runs = _runs(same)
    found = []
    for said in range(columns - 1):
        after = runs[:, said + 1]
        length = int(after.max(initial=0))
        starts = np.flatnonzero(after == length)
        if length < _LEAST_RUN or len(starts) > _MOST_PLACES or not same[:, said].any():
            continue
        near = {int(start) - n for start in starts for n in range(_REACH) if start >= n}
        held = [-1] if same[sorted(near), said].any() else [int(p) - 1 for p in starts if p]
        for p in held:
            found.append(
                Place(said, p, length, 1)
                if step > 0
                else Place(columns - 1 - said, rows - 1 - p if p >= 0 else -1, length, -1)
            )
    return found


def _runs(same: Same) -> Runs:
    """How many units follow the reference from each place on; one may be left out on either side.

    >>> _runs(np.array([[True, False], [False, False], [False, True]]))
    array([[2, 0],
           [0, 0],
           [0, 1]])
    """
    rows, columns = same.shape
    follows = np.ascontiguousarray(same.T)
    runs = np.zeros((columns + 2, rows + 2), dtype=np.int64)
    for n in range(columns - 1, -1, -1):
        longest = np.maximum(runs[n + 1], runs[n + 2])
        after = np.maximum(longest[1 : rows + 1], longest[2 : rows + 2])
        runs[n, :rows] = (1 + after) * follows[n]
    return runs[:columns, :rows].T


def _mutual(
    moved: Sequence[Place], same: Same, held_in: Sequence[int], said_in: Sequence[int]
) -> list[Place]:
    """Places whose units stand in each other's, in different clauses of either side."""
    by_held: dict[int, list[Place]] = {}
    for place in moved:
        by_held.setdefault(place.held, []).append(place)
    return [
        one
        for one in moved
        if any(
            same[one.held, other.said]
            and (
                held_in[one.held] != held_in[other.held] or said_in[one.said] != said_in[other.said]
            )
            for row in np.flatnonzero(same[:, one.said])
            for other in by_held.get(int(row), ())
        )
    ]


def _weight(places: Sequence[Place]) -> int:
    """Units of the longest run on each side of each unit, added up."""
    longest: dict[tuple[int, int], int] = {}
    for place in places:
        side = place.said, place.step
        longest[side] = max(longest.get(side, 0), place.length)
    return sum(longest.values())
