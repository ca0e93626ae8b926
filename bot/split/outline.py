"""Outlines: pages that list topics and hardly explain any.

An outline has lost its indentation, so what belongs below what must be told from the lines: a line
with bullets or an explanation below it is a topic, so is the first line after those, and so is a
line that names a field (基础模块). Every other line is a leaf of the topic above it.
"""

import re
from collections.abc import Sequence

from bot.clean.evidence import units
from bot.split.rows import Row
from bot.split.signs import is_generic, signs

_GLOSS = re.compile(r"[(（][^()（）]*[)）]")
_BULLET = re.compile(r"\s*[-*•+·]\s*\S")
_FEWEST = 20
_MOST_PROSE, _LEAST_BULLETS = 0.2, 0.15
_PROSE, _SENTENCE, _EXPLAINS, _SHORTEST = 25, 20, 14, 8


def is_outline(rows: Sequence[Row]) -> bool:
    """Whether a page is an outline: at least twenty lines, hardly any of them prose."""
    prose = sum(row.units >= _PROSE or row.text.rstrip().endswith("。") for row in rows)
    marked = any(row.level or row.verbatim for row in rows)
    bullets = sum(bool(_BULLET.match(row.text)) for row in rows)
    listed = bullets >= _LEAST_BULLETS * len(rows)
    return len(rows) >= _FEWEST and prose <= _MOST_PROSE * len(rows) and listed and not marked


def find_topics(rows: Sequence[Row]) -> list[int]:
    """The positions of the topics among the rows of an outline."""
    topics: list[int] = []
    for at, row in enumerate(rows):
        leaf = bool(_BULLET.match(row.text)) or is_generic(row) or explains(row)
        if topics and (leaf or row.units >= _SENTENCE):
            continue
        above = rows[at - 1] if at else None
        below = rows[at + 1] if at + 1 < len(rows) else None
        leads = bool(below and (_BULLET.match(below.text) or explains(below) or is_generic(below)))
        fresh = above is None or bool(_BULLET.match(above.text)) or explains(above)
        if leads or fresh or row.question or row.title.lower().endswith(signs()["containers"]):
            topics.append(at)
    return topics


def explains(row: Row) -> bool:
    """Whether a line of an outline says something about its topic instead of naming another.

    A gloss in brackets makes a name longer, but explains nothing; a short line that asks names a
    question.
    """
    text = _GLOSS.sub("", row.title.lower())
    length = units(text)
    asks = sum(word in text for word in signs()["interrogatives"])
    if row.question or asks > 1 or (asks and length < _SENTENCE):
        return False
    said = any(word in text for word in signs()["explaining"])
    return length >= _EXPLAINS or (said and length >= _SHORTEST)
