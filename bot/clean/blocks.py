r"""Lines that stand or go together and are never chrome: Markdown tables and displayed formulas."""

import re
from collections.abc import Sequence

from bot.clean.page import Line

_RULED = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_DOLLARS = "$$"
_BEGIN = re.compile(r"\s*\\begin\{(\w{1,30}\*?)\}")
# A displayed formula has no more lines than this; a mark that is never closed opens none.
_LONGEST = 60


def blocks(lines: Sequence[Line]) -> set[int]:
    """The positions of the lines of tables and of formulas over several lines."""
    return _tables(lines) | _formulas(lines)


def _tables(lines: Sequence[Line]) -> set[int]:
    """The positions of the rows of Markdown tables, which have a row of dashes below the first."""
    found: set[int] = set()
    for at, line in enumerate(lines):
        if "--" not in line.text or at in found or not _RULED.fullmatch(line.text.strip()):
            continue
        end = at + 1
        while end < len(lines) and "|" in lines[end].text:
            end += 1
        found.update(range(max(at - 1, 0), end))
    return found


def _formulas(lines: Sequence[Line]) -> set[int]:
    """The positions of the lines between two marks of a displayed formula, marks included."""
    found: set[int] = set()
    start, closing = -1, ""
    for at, line in enumerate(lines):
        if start >= 0 and at - start > _LONGEST:
            start = -1
        opening = _closing(line.text) if start < 0 else ""
        if opening:
            start, closing = at, opening
        elif start >= 0 and closing in line.text:
            found.update(range(start, at + 1))
            start = -1
    return found


def _closing(text: str) -> str:
    r"""What closes the formula that a line opens and does not close itself, or ``""``.

    >>> _closing("$$"), _closing(r"\begin{align}"), _closing("$$ x^2 $$"), _closing("costs $5")
    ('$$', '\\end{align}', '', '')
    """
    if text.lstrip().startswith(_DOLLARS):
        return _DOLLARS if text.count(_DOLLARS) == 1 else ""
    begin = _BEGIN.match(text)
    end = rf"\end{{{begin[1]}}}" if begin else ""
    return "" if end in text else end
