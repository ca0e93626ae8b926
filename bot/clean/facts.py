"""What a page tells about itself, read before the lines that tell it are dropped."""

import re
from dataclasses import replace

from bot.clean.evidence import units
from bot.clean.page import Facts, Page

_DATE = re.compile(r"\b((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b|"
    rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})[a-z]*\.?,?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:作者|文/|撰文|by-line|Author)\s*[:：|]\s*(?P<a>[^\s|,，。;；·()（）]{1,30})|"
    r"(?:^|\|\s*)(?:Written by|Posted by|By)\s+(?P<b>(?:u/)?[A-Z\w][\w.\-']*(?: [A-Z][\w.\-']*){0,2})"
)
_URL = re.compile(
    r"(?:本文链接|原文链接|原文地址|链接|出处|Original link|Source|URL|Link)\s*[:：]\s*(https?://\S{4,300})"
)
_EDGE = 15
_TITLE_ROWS = 3
_TITLE = re.compile(
    r"面试|面经|总结|汇总|笔记|大全|指南|合集|专栏|秘籍|整理|题库|八股|教程|知识点|必备|速通|复习|问答|"
    r"interview|questions|guide|cheat ?sheet|tutorial|notes|handbook|primer|prep|q ?& ?a|faq|"
    r"explained|introduction|overview|basics",
    re.IGNORECASE,
)
_SENTENCE = ("。", "!", "！", ";", "；", ":", "：", ",", "，")
_NUMBERED = re.compile(r"\s*(?:[【(（]?[\d一二三四五六七八九十]{1,3}[】)）.、:：]|[-*+•]\s|Q\d)")
_NEAR = re.compile(
    r"发布|发表|更新|编辑|作者|日期|时间|阅读|浏览|posted|published|updated|by\b|read|min\b|date",
    re.IGNORECASE,
)


def read_facts(page: Page) -> Page:
    """Note the author, the date and the address that bylines at the edges of the page give."""
    filled = [line.text for line in page.lines if line.text.strip()]
    edges = filled[:_EDGE] + filled[-_EDGE:] if len(filled) > 2 * _EDGE else filled
    facts = page.facts
    found = Facts(
        title=facts.title,
        author=facts.author or _first(map(_author, edges)),
        date=facts.date or _first(map(_date, edges)),
        site=facts.site,
        url=facts.url or _first(map(_url, edges)),
    )
    return replace(page, facts=found)


def read_title(page: Page) -> Page:
    """Note the title: the first line left, when it looks like one and not like a question.

    A Markdown heading of the first level is one. So is a short line that speaks of interview
    questions, or one that an empty line sets off from what follows.
    """
    if page.facts.title:
        return page
    rows = [(at, line) for at, line in enumerate(page.lines) if line.text.strip()]
    for at, line in rows[:_TITLE_ROWS]:
        text = line.text.strip(" |\t")
        if line.number in page.code:
            break
        if text.startswith("# "):
            return _titled(page, text[2:])
        if _TITLE.search(text) and _may_be_title(text):
            return _titled(page, text)
    if rows and _may_be_title(rows[0][1].text) and not rows[0][1].text.startswith("#"):
        at = rows[0][0]
        if at + 1 < len(page.lines) and not page.lines[at + 1].text.strip():
            return _titled(page, rows[0][1].text)
    return page


def _titled(page: Page, title: str) -> Page:
    return replace(page, facts=replace(page.facts, title=title.strip(" #|\t*")))


def _may_be_title(text: str) -> bool:
    return (
        2 <= len(text) <= 120
        and units(text) <= 40
        and not text.rstrip().endswith(_SENTENCE)
        and not _NUMBERED.match(text)
    )


def _first(values: "map[str]") -> str:
    return next((value for value in values if value), "")


def _author(text: str) -> str:
    found = _AUTHOR.search(text) if len(text) < 120 else None
    return (found["a"] or found["b"]).strip() if found else ""


def _url(text: str) -> str:
    found = _URL.search(text)
    return found[1] if found else ""


def _date(text: str) -> str:
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
    return _iso(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}" if month <= 12 and 0 < day <= 31 else ""
