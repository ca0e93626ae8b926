"""How deep the elements of a page may nest: the tags of deeper ones go, what is in them stays.

A parser walks up the open elements at each tag, and opens the unclosed ones of styling again in
every paragraph: without limits a page of 25 kB that never closes its ``<b>`` took 27 seconds and
2 GB. Browsers have such limits for the same reason.
"""

import re
from collections import Counter
from functools import cache

from bot.resources import read_toml

_TAG = re.compile(r"<!--(?:-?>)?|--!?>|<(/?)([A-Za-z][A-Za-z0-9-]{0,30})(?=[\s/>]|\Z)([^<>]*)")
_FLAT = "meta"
"""An element that holds nothing and may stand anywhere: what a tag too deep becomes."""
_RAW = {"<!--": ("-->", "--!>"), "script": ("/script",), "style": ("/style",)}
"""What begins a stretch without tags, and what ends it."""
_FOREIGN = ("svg", "math")


def flattened(html: str, attribute: str) -> str:
    """The page with at most so many open elements, each with the line it begins in.

    attribute:  its name; lines end with a line feed and count from 1

    >>> flattened("<p>\\n<b>a</b>", "line")
    '<p line=1 >\\n<b line=2 >a</b>'
    """
    nesting, line, end = _Nesting(), 1, 0

    def tag(match: re.Match[str]) -> str:
        nonlocal line, end
        line += html.count("\n", end, match.start())
        end = match.start()
        name = nesting.name(match)
        return f"<{name} {attribute}={line} {match[3]}" if name else match[0]

    return _TAG.sub(tag, html)


class _Nesting:
    """The elements that are open, by name, and what ends a stretch without tags."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.deep = self.styles = 0
        self.ends: tuple[str, ...] = ()

    def name(self, match: re.Match[str]) -> str:
        """The name to open an element with; ``""`` where none is opened."""
        name = (match[2] or "").lower()
        mark = f"{match[1]}{name}" if name else match[0]
        if self.ends:
            self.ends = () if mark in self.ends else self.ends
            return ""
        if not name:
            self.ends = _RAW.get(mark, ())
            return ""
        if match[1]:
            self._count(name, -1)
            return ""
        return match[2] if self._has_room(name, match[3]) else _FLAT

    def _has_room(self, name: str, rest: str) -> bool:
        """Whether an element may be opened, which is counted."""
        foreign = any(self.open[outer] for outer in _FOREIGN)
        if name in _RAW and not foreign:
            self.ends = _RAW[name]
            return True
        lone = foreign and rest.endswith("/") and name not in _names("never-lone")
        if lone or name in _names("loose"):
            return True
        limits = read_toml("html.toml")["nesting"]
        styling = name in _names("styling")
        if self.deep >= limits["deepest"] or (styling and self.styles >= limits["styles"]):
            return False
        self._count(name, 1)
        return True

    def _count(self, name: str, step: int) -> None:
        """One more or one less element of that name; what was never opened is not closed."""
        if step > 0 or self.open[name]:
            self.open[name] += step
            self.deep += step
            self.styles += step * (name in _names("styling"))


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(read_toml("html.toml")["nesting"][kind])
