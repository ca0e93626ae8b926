"""What the pages of a book or a PDF leave in its text: page numbers, running heads, wrapped lines.

A page number proves nothing alone. Three that count up, each some lines below the last, do; the
short lines that stand beside several of them are running heads. Only on such a page are lines
that were cut at the right margin put together again, for elsewhere a line break means something.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.clean.evidence import units
from bot.clean.page import Line, Page

_NUMBER = re.compile(
    r"[-—–~·•|\s\[(（]*+(?:(?:page|p\.?|slide|第)\s?)?(?P<n>\d{1,4})"
    r"(?:\s?[页张])?(?:\s?(?:/|of|[,，])?\s?共?\s?\d{1,4}(?:\s?[页张])?)?"
    r"[-—–~·•|\s\])）]*+",
    re.IGNORECASE,
)
# A running head with the page number in the same line, far from it.
_HEAD_NUMBER = re.compile(r"(?P<head>\S.{2,80}?)(?:\s{3,60}|\s?[|·]\s?)(?P<n>\d{1,4})")
_NUMBER_HEAD = re.compile(r"(?P<n>\d{1,4})(?:\s{3,60}|\s?[|·]\s?)(?P<head>\S.{2,80})")
_DIGITS = re.compile(r"[\W\d_]+")
_HYPHEN = re.compile(r"(?<=[a-z]{2})-$")
_ENDS = re.compile(r"[。.!?！？:：;；]['\"”’)）]?$")
_GOES_ON = re.compile(r"[a-z(\u4e00-\u9fff,，]")
_STARTS_NEW = re.compile(r"\s*(?:[-*•#|]|[【(（\[]?[\d一二三四五六七八九十]{1,3}[】)）\].、:：])")
_FEWEST = 3
_BESIDE = 2
# A running head stands beside so many page numbers, or beside half of few.
_OFTEN = 3
_APART = 3
_STEP = 2
_FULL = 0.75
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 30
_NO_CHAIN = (0, -1)


def undo_pagination(page: Page) -> Page:
    """Drop page numbers and running heads, and join what the right margin cut."""
    rows = [
        at
        for at, line in enumerate(page.lines)
        if line.text.strip() and line.number not in page.code
    ]
    texts = [page.lines[at].text.strip() for at in rows]
    numbered = _page_numbers(texts)
    if len(numbered) < _FEWEST:
        return page
    furniture = set(numbered) | _running_heads(texts, numbered)
    dropped = {rows[at]: "pagination" for at in furniture}
    breaks = {page.lines[at].number for at in dropped}
    return _unwrap(page.without(dropped), sorted(breaks))


def _page_numbers(texts: Sequence[str]) -> list[int]:
    """The longest chain of rows with page numbers that count up; the cost is linear in the rows."""
    best: dict[int, tuple[int, int]] = {}  # number -> length of its chain, row it ends in
    above: dict[int, int] = {}  # row -> the row before it in its chain
    longest = _NO_CHAIN
    for at, value in _numbers(texts):
        length, before = max(best.get(value - step, _NO_CHAIN) for step in range(1, _STEP + 1))
        if before < 0 or at - before < _APART:
            length, before = _NO_CHAIN
        above[at] = before
        if length + 1 >= best.get(value, _NO_CHAIN)[0]:
            best[value] = (length + 1, at)
        if length + 1 > longest[0]:
            longest = (length + 1, at)
    chain, at = [], longest[1]
    while at >= 0:
        chain.append(at)
        at = above[at]
    return chain[::-1]


def _numbers(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for at, text in enumerate(texts):
        if len(text) > 100:
            continue
        match = _NUMBER.fullmatch(text) or _HEAD_NUMBER.fullmatch(text)
        match = match or _NUMBER_HEAD.fullmatch(text)
        if match:
            yield at, int(match["n"])


def _running_heads(texts: Sequence[str], numbered: Sequence[int]) -> set[int]:
    """The short rows beside page numbers whose words stand beside other page numbers, too."""
    beside = [
        at
        for number in numbered
        for at in range(max(number - _BESIDE, 0), min(number + _BESIDE + 1, len(texts)))
        if at != number and units(texts[at]) <= _LONGEST_HEAD
    ]
    words = {at: _DIGITS.sub("", texts[at]).lower() for at in beside}
    counts = Counter(words.values())
    often = min(_OFTEN, (len(numbered) + 1) // 2)
    return {
        at for at in beside if counts[words[at]] >= often and units(texts[at]) >= _SHORTEST_HEAD
    }


def _unwrap(page: Page, breaks: Sequence[int]) -> Page:
    """Join each line that the margin cut with the line that goes on, also over a page break.

    breaks:  raw numbers of the lines that were dropped, rising
    """
    filled = [len(line.text) for line in page.lines if line.text.strip()]
    full = _FULL * sorted(filled)[len(filled) * 9 // 10] if filled else 0
    joined: list[Line] = []
    last = -1  # the last line in ``joined`` that is not blank, and the raw line it ends on
    ends_on, length = 0, 0
    for line in page.lines:
        crossed = bisect_left(breaks, ends_on) < bisect_left(breaks, line.number)
        near = last == len(joined) - 1 or crossed
        goes_on = last >= 0 and near and _goes_on(joined[last], line, page)
        if goes_on and (length >= full or _HYPHEN.search(joined[last].text.rstrip())):
            del joined[last + 1 :]
            joined[last] = replace(joined[last], text=_glue(joined[last].text, line.text.strip()))
        else:
            joined.append(line)
        if line.text.strip():
            last, ends_on, length = len(joined) - 1, line.number, len(line.text)
    return replace(page, lines=tuple(joined))


def _goes_on(before: Line, line: Line, page: Page) -> bool:
    if before.number in page.code or line.number in page.code or _STARTS_NEW.match(line.text):
        return False
    return bool(_GOES_ON.match(line.text)) and not _ENDS.search(before.text.rstrip())


def _glue(left: str, right: str) -> str:
    """Two pieces of a line as one: a hyphen goes, and Latin words keep a space between them."""
    left = left.rstrip()
    if _HYPHEN.search(left):
        return _HYPHEN.sub("", left) + right
    return f"{left} {right}" if left[-1:].isascii() and right[:1].isascii() else left + right
