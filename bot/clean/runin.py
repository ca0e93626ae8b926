"""Headings that run into their bodies, cut apart.

A copy that loses its line breaks leaves "2. 空洞卷积空洞卷积(dilated)是一种". The numbers are
found again when they count up through the page; where the heading ends is told by what comes
after it: a question mark, a first item, the heading's own words once more.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.clean.evidence import units
from bot.clean.page import Line, Page

_STYLES = (
    re.compile(r"(?:^|(?<=[\s。:：?？;；!！|)）\]\u4e00-\u9fffA-Za-z$]))(\d{1,2})\. (?=\S)"),
    re.compile(r"(?:^|(?<=[\s。:：?？;；!！|)）\]\u4e00-\u9fffA-Za-z$]))(\d{1,2})、(?=\S)"),
    re.compile(r"(?:^|(?<=[\s。:：?？;；!！|)）\].]))Q(\d{1,2})[.:：]\s*(?=\S)"),
    re.compile(r"(?:^|(?<=[\s。:：?？;；!！|)）\].]))【(\d{1,2})】(?=\S)"),
)
_FEWEST = 5
_QUESTION = re.compile(r"[?？]")
_ITEM = re.compile(r"[(（]1[)）]|①|(?<![\d(])1[、)]")
_ANSWER = re.compile(r"(?<=[?？。.])\s*(?=(?:A|答|答案|回答|解答|参考答案|Answer)\s*[:：])")
_CLAUSE = re.compile(r"[,，。;；!！]")
_CASE = re.compile(r"(?<=[A-Z]{2})(?=[a-z]{4,})")
_MARK = re.compile(r"\s*#{1,6}\s+")
"""What makes a line a heading as a whole, so that its number stands at its beginning."""
_LONGEST = 45
_SHORT_HEADING = 30


def cut_headings_from_bodies(page: Page) -> Page:
    """Begin a new line at every heading that stands inside a line, and after it.

    The evidence is a count of at least five that goes on inside lines and from line to line. A
    list within one paragraph is none.
    """
    lines = [line for line in page.lines for line in _cut_answer(line, page)]
    for style in _STYLES:
        chain = _chain(lines, style, page)
        if chain:
            lines = _cut_chain(lines, chain)
            break
    return replace(page, lines=tuple(lines)) if len(lines) != len(page.lines) else page


def _cut_answer(line: Line, page: Page) -> list[Line]:
    """Question and answer on one line: "… ? 答:…" becomes two lines."""
    if line.number in page.code or "`" in line.text:
        return [line]
    found = _ANSWER.search(line.text) if ":" in line.text or "：" in line.text else None
    if not found or found.start() > 2 * _LONGEST:
        return [line]
    head, tail = line.text[: found.start()], line.text[found.end() :]
    return [Line(line.number, head), Line(line.number, tail)]


def _chain(lines: list[Line], style: re.Pattern[str], page: Page) -> dict[int, list[int]]:
    """Line position -> offsets where a counted heading begins; empty without such a count."""
    chain: dict[int, list[int]] = {}
    expected, inside = 1, 0
    for at, line in enumerate(lines):
        # Most lines do not hold the number at all, which is quickly seen.
        if str(expected) not in line.text or line.number in page.code:
            continue
        for match in style.finditer(line.text):
            if int(match[1]) == expected:
                expected += 1
                before = line.text[: match.start()]
                if not _MARK.fullmatch(before):
                    chain.setdefault(at, []).append(match.start())
                    inside += bool(before.strip())
    return chain if expected > _FEWEST and inside >= 2 and len(chain) > 2 else {}


def _cut_chain(lines: list[Line], chain: dict[int, list[int]]) -> list[Line]:
    cut: list[Line] = []
    for at, line in enumerate(lines):
        offsets = chain.get(at, [])
        if not offsets:
            cut.append(line)
            continue
        if line.text[: offsets[0]].strip():
            cut.append(Line(line.number, line.text[: offsets[0]].rstrip()))
        for start, end in pairwise([*offsets, len(line.text)]):
            following = lines[at + 1].text if end == len(line.text) and at + 1 < len(lines) else ""
            later = line.text[end:] + "\n".join(other.text for other in lines[at + 1 :])
            parts = cut_heading(line.text[start:end].strip(), following.strip(), later)
            cut.extend(Line(line.number, part) for part in parts if part)
    return cut


def cut_heading(text: str, following: str = "", later: str = "") -> tuple[str, str]:
    """The heading that ``text`` begins with, and its body; an empty body when it is all heading.

    following:  the next line of the page
    later:      the rest of the page

    >>> cut_heading("2. 空洞卷积空洞卷积(dilated convolution)是一种思路。")
    ('2. 空洞卷积', '空洞卷积(dilated convolution)是一种思路。')
    >>> cut_heading("6. 为什么用Dropout?(1)取平均的作用")
    ('6. 为什么用Dropout?', '(1)取平均的作用')
    """
    number = re.match(r"\S*?\d{1,2}(?:\. |、|[.:：]\s*|】)", text)
    offset = number.end() if number else 0
    title = text[offset:]
    at = _before_sibling(title, following) or _after_question(title)
    at = at or _before_item(title) or _before_repeat(title)
    if not at and units(title) <= _SHORT_HEADING and not _CLAUSE.search(title):
        return text, ""
    at = at or _known_prefix(title, later) or _before_case(title) or _before_parallel(title)
    return (text[: offset + at].rstrip(), title[at:].strip()) if at else (text, "")


def _after_question(title: str) -> int:
    found = _QUESTION.search(title[:_LONGEST])
    return found.end() if found else 0


def _before_item(title: str) -> int:
    found = _ITEM.search(title, 2, _LONGEST)
    return found.start() if found else 0


def _before_repeat(title: str) -> int:
    """Where the words the title begins with come a second time, no clause in between."""
    for length in range(20, 1, -1):
        start = title[:length]
        if len(start) < length or (start.isascii() and length < 3):
            continue
        again = title.find(start, length, _LONGEST)
        if again >= length and not _CLAUSE.search(title[:again]):
            return again
    return 0


def _before_sibling(title: str, following: str) -> int:
    """Where a label begins that has its like on the next line: 解决欠拟合: / 解决过拟合:"""
    labels = title.endswith((":", "：")) and following.endswith((":", "："))
    at = title.find(following[:2]) if labels and len(following) > 3 else 0
    return max(at, 0)


def _known_prefix(title: str, later: str) -> int:
    """The longest beginning that the page uses again as a phrase."""
    for length in range(20, 3, -1):
        start = title[:length]
        if (start in later or start in title[length:]) and not _CLAUSE.search(start):
            return length
    return 0


def _before_case(title: str) -> int:
    """Where lower case follows an abbreviation without a space: SNbatchNorm"""
    found = _CASE.search(title[:_LONGEST])
    return found.start() if found else 0


def _before_parallel(title: str) -> int:
    """Where the first clause begins that a later clause repeats with another beginning."""
    first, *later = _CLAUSE.split(title)
    for clause in later:
        for skip in range(3):
            shared = clause[skip : skip + 8]
            at = first.find(shared)
            if len(shared) == 8 and at > skip:
                return at - skip
    return 0
