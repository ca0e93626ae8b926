"""What a page tells about itself, read before the lines that tell it are dropped."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.clean import vocabulary
from bot.clean.page import Page

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b|"
    rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})[a-z]*\.?,?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:作者|文/|撰文|by-line|Author)\s*[:：|]\s*(?P<a>[^\s|,，。;；·()（）]{1,30})|"
    r"(?:^|\|\s*)(?:Written by|Posted by|By)\s+"
    r"(?P<b>(?:u/)?[A-Z\w][\w.\-']*(?: [A-Z][\w.\-']*){0,2})"
)
# "Hello, I'm …" at the head of a page; a profession is no name.
_INTRODUCED = re.compile(
    r"(?:大家好|各位好|你好|[Hh]i|[Hh]ello)(?: all| everyone| there)?[,，!！。 ]{0,2}"
    r"(?:我是|我叫|I'm |I am |my name is )\s?(?!一)"
    r"(?P<c>[A-Z][A-Za-z]{1,20}|[\u4e00-\u9fff]{2,4})(?=[,，。.!！]|$)"
)
_URL = re.compile(
    r"(?:本文链接|原文链接|原文地址|链接|出处|Original link|Source|URL|Link)\s*[:：]\s*(https?://\S{4,300})"
)
_EDGE = 15
_SQUEEZE = re.compile(r"[\W_]+")
_SQUEEZE_LINES = re.compile(r"[^\w\n]+|_+")
_NEAR = re.compile(
    r"发布|发表|编辑于|更新于|修改于|作者|posted|published|updated|edited|written",
    re.IGNORECASE,
)


def read_facts(page: Page) -> Page:
    """Note the author, the date and the address that bylines at the edges of the page give."""
    filled = [line.text for line in page.lines if line.text.strip()]
    head, tail = filled[:_EDGE], filled[_EDGE:][-_EDGE:]
    edges = head + tail
    dated = head + [line for line in tail if _NEAR.search(line)]
    facts = page.facts
    found = replace(
        facts,
        author=facts.author or _first(map(author_of, edges)) or _first(map(_introduced, head)),
        date=facts.date or _first(map(date_of, dated)),
        url=facts.url or _first(map(_url, edges)),
    )
    return replace(page, facts=found)


def drop_front_matter(page: Page) -> Page:
    """Drop what stands above a line like 正文开始, except the title."""
    begin = vocabulary.vocabulary().begin
    for at, line in enumerate(page.lines[: len(page.lines) // 2]):
        if line.text.strip(" \t-=*#—:：【】") in begin:
            title = squeezed(page.facts.title)
            above = [
                i for i in range(at + 1) if page.lines[i].text.strip()
                and squeezed(page.lines[i].text) != title
            ]  # fmt: skip
            return page.without(dict.fromkeys(above, "drop_front_matter"))
    return page


def squeezed(text: str) -> str:
    """The letters and digits of a text, lower case."""
    return _SQUEEZE.sub("", text).lower()


def squeezed_lines(lines: Iterable[str]) -> str:
    """The letters and digits of many lines, each line still on its own."""
    return _SQUEEZE_LINES.sub("", "\n".join(lines)).lower()


def _first(values: "map[str]") -> str:
    return next((value for value in values if value), "")


def author_of(text: str) -> str:
    """The author that a byline names, or ``""``."""
    found = _AUTHOR.search(text) if len(text) < 120 else None
    return (found["a"] or found["b"]).strip() if found else ""


def _introduced(text: str) -> str:
    found = _INTRODUCED.match(text.strip())
    return found["c"] if found else ""


def _url(text: str) -> str:
    found = _URL.search(text)
    return found[1] if found else ""


def date_of(text: str) -> str:
    """The date of a byline as year-month-day; prose that happens to hold a date has none."""
    if len(text) > 120 or not (_NEAR.search(text) or len(text) < 24):
        return ""
    found = _DATE.search(text)
    if found:
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    named = _ENGLISH.search(text)
    if not named:
        return ""
    month, day, year = (
        (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
    )
    return _iso(int(year), _MONTHS.index(month.lower()) + 1, int(day))


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}" if month <= 12 and 0 < day <= 31 else ""
