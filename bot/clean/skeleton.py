r"""The skeleton of a formula: the letters and digits it is made of, whatever notation it is in.

Two copies of a formula have the same skeleton, though the plain one lost its minus sign, its bars
and the order of its fractions.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from bot.resources import read_toml

LETTER = re.compile(r"[A-Za-z0-9\u00b5\u0370-\u03ff\u2113\u2126\u2206]")
"""What formulas are made of."""
_ITEM = re.compile(rf"\\([A-Za-z]+)|({LETTER.pattern})")
LONGEST = 120
"""The most letters a formula may have to be compared with its copy."""


@lru_cache(4096)
def rendered(text: str) -> str:
    r"""The letters and digits that ``text`` renders as.

    >>> rendered(r"\hat{y} = \sigma(x_1)")
    'yσx1'
    """
    commands, same = _letters(), read_toml("latex.toml")["same"]
    return "".join(
        commands.get(command, "") if command else same.get(letter, letter)
        for command, letter in _ITEM.findall(text)
    )


class Item(NamedTuple):
    """A letter or digit of a formula's skeleton and where it stands."""

    letter: str
    start: int
    end: int


@cache
def _letters() -> dict[str, str]:
    """Command name -> the letters it renders as; commands not in it render as none."""
    data = read_toml("latex.toml")
    return {**data["letters"], **{name: name for name in data["functions"]["names"]}}


def skeleton(text: str) -> list[Item]:
    r"""The letters and digits that ``text`` renders as, with their places.

    >>> skeleton(r"\hat{y}")
    [Item(letter='y', start=5, end=6)]
    """
    commands, same = _letters(), read_toml("latex.toml")["same"]
    items: list[Item] = []
    for match in _ITEM.finditer(text):
        command, letter = match.groups()
        start, end = match.span()
        for shown in commands.get(command, "") if command else same.get(letter, letter):
            items.append(Item(shown, start, end))
    return items


@cache
def _value(letter: str) -> int:
    """A number for a letter: sums of many are the same for the same letters in any order."""
    return pow(ord(letter) + 17, 7, 2**61 - 1)


class Equal:
    """Which stretches of a skeleton are made of the same letters, in any order."""

    def __init__(self, items: list[Item], anywhere: bool) -> None:
        self.sums = [0, *accumulate([_value(item.letter) for item in items])]
        self.items = items
        self.anywhere = anywhere

    def lengths(self, at: int, longest: int = LONGEST, shortest: int = 1) -> Iterator[int]:
        """The lengths, longest first, with which two equal stretches begin at ``at``."""
        sums, items = self.sums, self.items
        letter = items[at].letter
        for length in range(min(longest, LONGEST, (len(items) - at) // 2), shortest - 1, -1):
            if not self.anywhere and items[at + length].letter != letter:
                continue
            if 2 * sums[at + length] == sums[at] + sums[at + 2 * length]:
                yield length

    def again(self, at: int, length: int, start: int) -> bool:
        """Whether the stretch at ``start`` has the letters of the one at ``at``."""
        if start + length >= len(self.sums):
            return False
        sums = self.sums
        return sums[at + length] - sums[at] == sums[start + length] - sums[start]
