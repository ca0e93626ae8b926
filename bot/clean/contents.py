"""Tables of contents: found, remembered as evidence of the real headings, and dropped."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.clean.evidence import units
from bot.clean.page import Page
from bot.clean.scan import told_once

_MARKER = re.compile(
    r"[\s#*=\-—【\[「]*(?:本文)?(?:目\s*录|目录先行|文章目录|contents|"
    r"table of contents|toc|on this page|"
    r"in this article|what's inside|题目列表|问题列表|问题清单|导航目录)[\s:：】\]」*=\-—]*$",
    re.IGNORECASE,
)
# An entry with the dots to its page, which no sentence has.
_DOTTED = re.compile(
    r"\s*(?=\S)[^\n]{1,120}?(?:[.·・]{4,300}|…{2,150})\s*(?:\d{1,4}|[ivxlc]{1,7})\s*", re.IGNORECASE
)
# An entry that is a link to a place on the page itself.
_ANCHOR = re.compile(r"[\s\-*+•\d.、)]{0,40}\[[^\[\]]{1,200}\]\(#[^()]{0,300}\)\s*")
_LINK = re.compile(r"\[([^\]]{1,200})\]\([^)]{0,300}\)")
# Dots, or only white space, and a page number; possessive, so that no run is tried twice.
_LEADERS = re.compile(r"(?<![\s.…·。・\-_])[\s.…·。・\-_]{3,}+\d{1,4}\s*+$|(?<!\s)\s++\d{1,4}\s*+$")
_NUMBER = re.compile(
    r"^[\s\-*+•#>]*(?:[【\[(（]?\s*(?:第|Q|q)?\s*[\d一二三四五六七八九十]{1,3}(?:\.\d{1,2}){0,2}\s*(?:题|章|节|问)?"
    r"\s*[】\])）.、:：]+\s*|0\d\s+|\d{1,2}\s+(?=[\u4e00-\u9fffA-Z]))?"
)
_NUMBER_STARTS = "第Qq一二三四五六七八九十"
_INLINE = re.compile(r"(?:^|\s)(?:\d{1,2}\s*[.、]\s*|0\d\s+|\d{2}\s+)(?=\S)")
_LONGEST = 90
_STOPS = ("。", ".", "！", "!", "；", ";")
_LONGEST_DOTTED = 400
_FEWEST = 3
_SHARE = 0.6
# The first number of a table of contents on one line stands among its first characters.
_HEAD = 24


def drop_contents(page: Page) -> Page:
    """Drop the lines that list the headings of the page; they are kept as ``page.contents``.

    A table of contents is a run of short lines most of which stand somewhere else on the page
    again, there with text between them. A list whose entries come back together is a menu.
    """
    at = [
        i for i, line in enumerate(page.lines) if line.text.strip() and line.number not in page.code
    ]
    texts = [page.lines[i].text for i in at]
    keys = told_once(entry_key, texts)
    targets = _targets(keys)
    dropped: dict[int, str] = {}
    entries: list[str] = []
    listed: set[int] = set()
    for start, end in _runs(texts, keys, targets):
        first = _marker_before(texts, start)
        own = [-1 if targets[row] in listed else targets[row] for row in range(start, end)]
        if _is_contents(own, range(start, end), marked=first < start):
            listed.update(range(start, end))
            entries.extend(_entry(texts[i]) for i in range(start, end) if targets[i] >= 0)
            dropped.update(dict.fromkeys(at[first:end], "drop_contents"))
    known = set(keys)
    for row, text in enumerate(texts):
        found = _inline_entries(text, known)
        if found:
            entries.extend(found)
            dropped[at[row]] = "drop_contents"
            dropped.update(dict.fromkeys(at[_marker_before(texts, row) : row], "drop_contents"))
    leading = [row for row, text in enumerate(texts) if _leads_on(text)]
    for row in leading if len(leading) > 1 else ():
        dropped.setdefault(at[row], "drop_contents")
        dropped.update(dict.fromkeys(at[_marker_before(texts, row) : row], "drop_contents"))
    return replace(page.without(dropped), contents=tuple(entries)) if dropped else page


def _leads_on(text: str) -> bool:
    """Whether a line leads by dots to the number of a page, or by a link to a heading of its own.

    >>> _leads_on("4 Hypothesis tests ........ 61"), _leads_on("  - [Tests](#tests)")
    (True, True)
    >>> _leads_on("1, 2, 3, ..., 10"), _leads_on("see [Tests](#tests)")
    (False, False)
    """
    if len(text) >= _LONGEST_DOTTED:
        return False
    dots = "..." in text or "……" in text or "···" in text
    return bool(dots and _DOTTED.fullmatch(text)) or bool("](#" in text and _ANCHOR.fullmatch(text))


def entry_key(text: str) -> str:
    """The letters of an entry without link, number, dots and page number.

    >>> entry_key("3. 感受野的计算 ........ 12") == entry_key("【三】感受野的计算")
    True
    """
    return "".join(filter(str.isalnum, _entry(text))).lower() if len(text) < 300 else ""


def _entry(text: str) -> str:
    text = _LINK.sub(r"\1", text) if "](" in text else text
    text = _LEADERS.sub("", text) if text.rstrip()[-1:].isdigit() else text
    if text[:1].isalpha() and text[0] not in _NUMBER_STARTS:
        return text.strip()
    return _NUMBER.sub("", text).strip()


def _targets(keys: Sequence[str]) -> list[int]:
    """For each line, the place where it stands again: after it if possible; -1 if nowhere."""
    places: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        if len(key) > 1:
            places.setdefault(key, []).append(row)
    targets = [-1] * len(keys)
    for own in places.values():
        if len(own) > 1:
            for row, following in zip(own, [*own[1:], own[0]], strict=True):
                targets[row] = following
    return targets


def _runs(
    texts: Sequence[str], keys: Sequence[str], targets: Sequence[int]
) -> list[tuple[int, int]]:
    """The runs of lines with a target, with at most one line without in between, no sentence."""
    ends: dict[int, int] = {}
    seen: set[str] = set()
    start = end = len(texts)  # of the last run; no line follows it before there is one
    for row, target in enumerate(targets):
        if target < 0 or len(keys[row]) > _LONGEST:
            continue
        follows = row == end or (row == end + 1 and not texts[end].rstrip().endswith(_STOPS))
        # An entry that comes again is the first heading after the contents.
        if not follows or keys[row] in seen:
            start, seen = row, set()
        seen.add(keys[row])
        ends[start] = end = row + 1
    return [*ends.items()]


def _is_contents(targets: Sequence[int], rows: range, marked: bool) -> bool:
    """Whether the lines of these rows, which stand again at ``targets``, list headings.

    What is listed already is no target: the headings themselves are no table of contents.
    """
    outside = [place for place in targets if place >= 0 and place not in rows]
    if len(outside) < (2 if marked else _FEWEST) or len(outside) < _SHARE * len(rows):
        return False
    together = sum(b - a == 1 for a, b in pairwise(outside))
    rising = sum(b > a for a, b in pairwise(outside))
    return together <= 0.5 * (len(outside) - 1) and rising >= 0.7 * (len(outside) - 1)


def _marker_before(texts: Sequence[str], start: int) -> int:
    """The line "目录" at most two short lines above ``start``, or ``start`` itself."""
    for row in range(start - 1, max(start - 4, -1), -1):
        if _MARKER.match(texts[row]):
            return row
        if units(texts[row]) > 20:
            break
    return start


def _inline_entries(text: str, known: set[str]) -> list[str]:
    """The entries of a table of contents written on one line, or none."""
    if len(text) > 3000 or not any(map(str.isdigit, text[:_HEAD])):
        return []
    starts = [match.start() for match in _INLINE.finditer(text)]
    if len(starts) < 4 or starts[0] > 20:
        return []
    parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    there = [part for part in parts if entry_key(part.strip()) in known]
    return [_entry(part.strip()) for part in parts] if len(there) >= _SHARE * len(parts) else []
