"""Signs of a site that need no weights: lines that say nothing, and runs of lines without any sign.

The weights of :mod:`bot.clean.chrome` know that short lines at the edge of a page are mostly
chrome. A note of one's own may be nothing but short lines, and then no line of it has a word of a
site, a date, a link or a counter. So what has no sign of its own goes only beside a line that has.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from bot.clean.evidence import Evidence
from bot.clean.page import Line
from bot.clean.scan import Flags, told_once
from bot.resources import read_toml

_SEPARATORS = re.compile(r"[|·•>»/→←\s]+")
# Tags as notes and posts bear them; a number after the mark is that of an issue or a question.
_TAGS = re.compile(r"\s*(?:#[^\W\d][\w/-]{0,40}#?(?:[\s,，、]+|$))+")
# The way from the home page to this one; each step is short and none is a sentence.
_TRAIL = re.compile(r"[^>»›。？！?!]{1,30}(?:\s+[>»›]\s+[^>»›。？！?!]{1,30}){2,8}")
# Pictures of the state of a project, each with its link: [![build](picture)](page).
_BADGES = re.compile(r"(?:\s*\[?!\[[^\]\n]{0,80}\]\([^)\s]{1,300}\)(?:\]\([^)\s]{0,300}\))?)+\s*")
# An address with the name of the page it leads to, and what may stand around them.
_TARGET = (
    r"[^。！？!?]{0,60}?(?:https?://|www\.)[^\s，。、；]{3,300}[\s)）\]】》>」”\"'.。;；|*_]{0,8}"
)
_SHIELD = re.compile(r"\]\(https?://[^)\s]*(?:badge|shields|/workflows/|codecov|star-history)")
_SIGNS = (
    "start",
    "phrase",
    "spam",
    "date",
    "link",
    "handle",
    "username",
    "stamp",
    "address",
    "repeated",
    "places",
)
_COVERED = 0.5
# Of the lines that go from the labelled pages at least a quarter have signs of their own.
_ENOUGH = 0.2
# No line of text of the pages under fit and styles is chrome with so much certainty.
_PLAIN = 0.95


def says_nothing(lines: Sequence[Line], outside: Flags, evidence: Evidence) -> Flags:
    """Which lines are only tags, badges or the page's own address.

    Outside the text, also separators, addresses and trails.
    """
    texts = [line.text for line in lines]
    anywhere = np.array(told_once(_is_empty, texts), bool)
    edge = np.zeros(len(texts), bool)
    edge[outside] = told_once(_is_edge, [*compress(texts, outside)])
    addresses = outside & (evidence.column("address") > 0)
    return np.asarray(anywhere | edge | addresses, bool)


def supported(dropped: Flags, evidence: Evidence) -> Flags:
    """Which of the lines to drop stand in an unbroken run with a sign of a site.

    All of them, if many have a sign of their own: then there is a site around the text.
    """
    own = dropped & ((evidence.column("coverage") > _COVERED) | _signed(evidence))
    if np.count_nonzero(own) >= _ENOUGH * np.count_nonzero(dropped):
        return dropped
    return _shared(dropped, own)


def plain(first: NDArray[np.float64], evidence: Evidence) -> Flags:
    """Which lines are chrome wherever they stand, even amid text, for a sign.

    first:  the probability of each line by itself
    """
    return np.asarray((first >= _PLAIN) & _signed(evidence), bool)


def _signed(evidence: Evidence) -> Flags:
    signs = [evidence.column(name) > 0 for name in _SIGNS]
    return np.asarray(np.any(signs, axis=0), bool)


def _shared(dropped: Flags, signs: NDArray[np.bool_]) -> Flags:
    """For each line, whether a line of its run of equal ``dropped`` has a sign."""
    runs = np.cumsum(np.diff(dropped, prepend=dropped[:1]))
    counts = np.bincount(runs, signs)
    return np.asarray(counts[runs] > 0, bool)


def _is_empty(text: str) -> bool:
    return _is_tags(text) or _is_badges(text) or is_origin(text)


def _is_tags(text: str) -> bool:
    return "#" in text and bool(_TAGS.fullmatch(text))


def _is_badges(text: str) -> bool:
    return "](" in text and bool(_SHIELD.search(text)) and bool(_BADGES.fullmatch(text))


def _is_edge(text: str) -> bool:
    return bool(
        _SEPARATORS.fullmatch(text) or _TRAIL.fullmatch(text.strip()) or is_origin(text, "edges")
    )


def is_origin(text: str, labels: str = "labels") -> bool:
    """Whether a line is a label of ``[origin]`` with an address behind it.

    >>> is_origin("本文链接：https://example.org/12"), is_origin("Paper: https://arxiv.org/abs/1")
    (True, False)
    """
    return ("://" in text or "www." in text) and bool(_origins(labels).fullmatch(text.lower()))


@cache
def _origins(labels: str) -> re.Pattern[str]:
    words = read_toml("boilerplate.toml")["origin"][labels]
    return re.compile(
        rf"[\s>*_\-【\[(（|]{{0,6}}(?:{'|'.join(map(re.escape, words))})[\s*_】\])）]{{0,4}}"
        rf"[:：\s\[(（《【<]{_TARGET}"
    )
