"""What is measured of a segment once, so that copies of formulas are not sought letter by letter.

In a long line of one short formula every stretch of letters equals the next one; what can be no
copy has to be told from numbers, or the work grows with the cube of its length.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from bot.clean.skeleton import Equal, Item

MARK = re.compile(r"\\[A-Za-z{}]|[_^]\{|_[A-Za-z0-9]|\^[A-Za-z0-9*]")
"""What LaTeX has and plain text has not."""
_WALL = re.compile(rf"{MARK.pattern}| ")
_CLOSERS = re.compile(r"(?:\\\}|[)\]}?'’|>⟩~])*")
BEFORE = "-−~∇∂√∑∏∫¬([{"
"""Signs before its first letter that belong to a formula."""
_BRACES = {"{": 1, "}": -1}
OPERATORS = "×*/+=<>·"
NO_BASE = f"{OPERATORS}_^"
"""What no formula begins with: the underscore of max_x has no letter to stand under."""


def spread(segment: str, items: list[Item]) -> list[int]:
    """For each item how many, from it on, stand apart by spaces: 1 when the next one touches it.

    An item that touches the one before it begins no spaced copy of more than itself.
    """
    spread = [1] * len(items)
    for at in range(len(items) - 2, -1, -1):
        if " " in segment[items[at].end : items[at + 1].start]:
            spread[at] = spread[at + 1] + 1
    return spread


def until_mark(segment: str, items: list[Item]) -> list[int]:
    """For each item how many items on the next mark of LaTeX stands; more than all if none does."""
    distance = [sys.maxsize] * (len(items) + 1)
    starts = [item.end for item in items]
    for mark in MARK.finditer(segment):
        distance[bisect_right(starts, mark.start())] = 0
    for at in range(len(items) - 1, -1, -1):
        if distance[at]:
            distance[at] = distance[at + 1] + 1
    return distance


class First:
    """Which stretches may be the plain first copy of a pair."""

    def __init__(self, segment: str, items: list[Item]) -> None:
        self.free = _free(segment, items)
        self.starts = [item.start for item in items]
        self.ends = [end_after(segment, items, at) for at in range(len(items) - 1)]
        self.segment = segment
        self.depth = [0, *accumulate(_BRACES.get(character, 0) for character in segment)]

    def lengths(self, at: int, equal: Equal, mark: int) -> Iterator[int]:
        """The lengths of equal stretches that are plain, reach the mark and leave a base behind.

        mark:  the number of items from ``at`` to the next mark of LaTeX
        """
        if mark > 2 * self.free[at]:
            return
        start = self.starts[at]
        head = self.segment[:start]
        more = head[len(head.rstrip(BEFORE)) :].count("{")
        for length in equal.lengths(at, self.free[at], max(1, (mark + 1) // 2)):
            end = self.ends[at + length - 1]
            opened = self.depth[end] - self.depth[start]
            # Braces before the first letter make up for some too few, none for one too many.
            if self.segment[end] not in NO_BASE and -more <= opened <= 0:
                yield length


def _free(segment: str, items: list[Item]) -> list[int]:
    """For each item how many, from it on, stand before a mark of LaTeX or a space: 0 for a command.

    No plain copy is longer.
    """
    ends = [item.end for item in items]
    walls = {bisect_right(ends, wall.start()) for wall in _WALL.finditer(segment)}
    free = [0] * (len(items) + 1)
    for at in range(len(items) - 1, -1, -1):
        if segment[items[at].start] != "\\":
            free[at] = 1 if at + 1 in walls else free[at + 1] + 1
    return free


def end_after(segment: str, items: list[Item], at: int) -> int:
    """Where a copy ends whose last letter is the item ``at``, which is not the last one."""
    last, following = items[at].end, items[at + 1].start
    gap = _CLOSERS.match(segment, last, following)
    end = gap.end() if gap else last
    while segment[end] in ":,; ":
        end += 1
    return end
