"""Which lines of an outline are chrome.

An outline has hardly any sentences, so its names look like the entries of a menu, and the weights
of :mod:`bot.clean.chrome`, which were fitted on pages of prose, do not hold. What tells the two
apart is that a menu is made of the words of sites. In an outline only the lines at its head and
end that have such words are chrome.
"""

import re
from collections.abc import Sequence

from bot.clean.evidence import FEATURES, Evidence, units
from bot.clean.page import Line

_BULLET = re.compile(r"\s*[-*•+·]\s*\S")
_SENTENCE = re.compile(r"[。.!！;；]\s*$")
_FEWEST = 20
_LEAST_BULLETS, _MOST_PROSE, _MOST_CHROME = 0.1, 0.1, 0.25
_PROSE = 25
_EDGE = 6
_COVERED = 0.5


def is_outline(lines: Sequence[Line], evidence: Sequence[Evidence]) -> bool:
    """Whether the lines list topics: bullets, few sentences, and few words of sites."""
    n = len(lines)
    bullets = sum(bool(_BULLET.match(line.text)) for line in lines)
    prose = sum(units(line.text) > _PROSE or bool(_SENTENCE.search(line.text)) for line in lines)
    return (
        n >= _FEWEST
        and bullets >= _LEAST_BULLETS * n
        and prose <= _MOST_PROSE * n
        and sum(map(_has_words, evidence)) <= _MOST_CHROME * n
    )


def edge_chrome(evidence: Sequence[Evidence]) -> set[int]:
    """The positions of the chrome at the head and at the end of an outline.

    At the end, where the last topics stand, one word of sites is not enough: a topic may be 推荐.
    """
    n = len(evidence)
    head = {at for at in range(min(_EDGE, n)) if _has_words(evidence[at])}
    tail = {at for at in range(max(n - _EDGE, 0), n) if _is_told(evidence[at])}
    return head | tail


def _has_words(item: Evidence) -> bool:
    return _value(item, "coverage") > _COVERED or _is_told(item)


def _is_told(item: Evidence) -> bool:
    return any(_value(item, name) for name in ("start", "phrase", "address", "date"))


def _value(item: Evidence, name: str) -> float:
    return item.features[FEATURES.index(name)]
