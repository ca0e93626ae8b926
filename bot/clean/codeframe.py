"""What a site puts around program text: the name of the language, its buttons, the line numbers."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from bot.clean.page import Page
from bot.resources import read_toml

_NUMBER = re.compile(r"\d{1,4}")
_FEWEST = 3
_MOST_WORDS = 4


def drop_code_frame(page: Page) -> Page:
    """Drop the labels above unfenced program text, and a count of its lines beside it.

    Elsewhere the same words and numbers are text.
    """
    rows = [at for at, line in enumerate(page.lines) if line.text.strip()]
    code = [page.lines[at].number in page.code for at in rows]
    texts = [page.lines[at].text.strip().lower() for at in rows]
    dropped: set[int] = set()
    for at, (before, here) in enumerate(pairwise(code), start=1):
        if here and not before:
            dropped |= _above(texts, at)
        elif before and not here:
            dropped |= _count(texts, at)
    return page.without({rows[at]: "drop_code_frame" for at in dropped if not code[at]})


def _above(texts: Sequence[str], at: int) -> set[int]:
    """The rows right above ``at`` that are labels, or a count of lines."""
    start = at
    while start and at - start < _MOST_WORDS and texts[start - 1] in _labels():
        start -= 1
    first = start
    while first and _NUMBER.fullmatch(texts[first - 1]):
        first -= 1
    return set(range(start, at)) | _count(texts, first)


def _count(texts: Sequence[str], at: int) -> set[int]:
    """The rows from ``at`` that count 1, 2, 3, …, if there are at least three."""
    end = at
    while end < len(texts) and texts[end] == str(end - at + 1):
        end += 1
    return set(range(at, end)) if end - at >= _FEWEST else set()


@cache
def _labels() -> frozenset[str]:
    table = read_toml("cleaning.toml")["code"]
    return frozenset((*table["languages"], *table["buttons"]))
