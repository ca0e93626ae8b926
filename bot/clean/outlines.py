"""Which lines of an outline are chrome.

An outline has hardly any sentences, so its names look like the entries of a menu, and the weights
of :mod:`bot.clean.chrome`, which were fitted on pages of prose, do not hold. What tells the two
apart is that a menu is made of the words of sites. In an outline only the lines at its head and
end that have such words are chrome.
"""

import re
from collections.abc import Sequence

import numpy as np

from bot.clean.evidence import Evidence
from bot.clean.page import Line
from bot.clean.scan import Flags

_BULLET = re.compile(r"\s*[-*•+·]\s*\S")
_SENTENCE = re.compile(r"[。.!！;；]\s*$")
_FEWEST = 20
_LEAST_BULLETS, _MOST_PROSE, _MOST_CHROME = 0.1, 0.1, 0.25
_PROSE = 25
_EDGE = 6
_COVERED = 0.5


def is_outline(lines: Sequence[Line], evidence: Evidence) -> bool:
    """Whether the lines list topics: bullets, few sentences, and few words of sites."""
    n = len(lines)
    bullets = sum(bool(_BULLET.match(line.text)) for line in lines)
    if n < _FEWEST or bullets < _LEAST_BULLETS * n:
        return False
    ends = np.array([bool(_SENTENCE.search(line.text)) for line in lines])
    prose = np.count_nonzero(ends | (evidence.lengths > _PROSE))
    chrome = np.count_nonzero(_has_words(evidence))
    return bool(prose <= _MOST_PROSE * n and chrome <= _MOST_CHROME * n)


def edge_chrome(evidence: Evidence) -> set[int]:
    """The positions of the chrome at the head and at the end of an outline.

    At the end, where the last topics stand, one word of sites is not enough: a topic may be 推荐.
    """
    n = len(evidence.reasons)
    head = {int(at) for at in np.flatnonzero(_has_words(evidence)) if at < _EDGE}
    tail = {int(at) for at in np.flatnonzero(_is_told(evidence)) if at >= n - _EDGE}
    return head | tail


def _has_words(evidence: Evidence) -> Flags:
    return (evidence.column("coverage") > _COVERED) | _is_told(evidence)


def _is_told(evidence: Evidence) -> Flags:
    told = sum(evidence.column(name) for name in ("start", "phrase", "address", "date"))
    return np.asarray(told) > 0
