"""What a page tells about itself, read before the lines that tell it are dropped."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.clean import vocabulary
from bot.clean.evidence import units
from bot.clean.page import Facts, Line, Page

_DATE = re.compile(r"\b((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
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
_TITLE_ROWS = 40
_TITLE_LENGTH = 45
_LATER = 0.02
_MENU, _MENU_LENGTH = 0.98, 5
_SITE_LINE = re.compile(r"https?://|@|©|[|»›>]|\bviews?\b|阅读|浏览|登录|注册|\s·\s", re.IGNORECASE)
_CATEGORY = re.compile(r"^\[[^\]]{1,12}\]\s*(?=\S)")
_SQUEEZE = re.compile(r"[\W_]+")
_TITLE = re.compile(
    r"面试|面经|总结|汇总|笔记|大全|指南|合集|专栏|秘籍|整理|题库|八股|教程|知识点|必备|速通|复习|问答|"
    r"interview|questions|guide|cheat ?sheet|tutorial|notes|handbook|primer|prep|q ?& ?a|faq|"
    r"explained|introduction|overview|basics",
    re.IGNORECASE,
)
_SENTENCE = ("。", "!", "！", ";", "；", ":", "：", ",", "，")
_NUMBERED = re.compile(r"\s*(?:[【(（]?[\d一二三四五六七八九十]{1,3}[】)）.、:：]|[-*+•]\s|Q\d)")
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
    found = Facts(
        title=facts.title,
        author=facts.author or _first(map(_author, edges)) or _first(map(_introduced, head)),
        date=facts.date or _first(map(_date, dated)),
        site=facts.site,
        url=facts.url or _first(map(_url, edges)),
    )
    return replace(page, facts=found)


def read_title(page: Page) -> Page:
    """Note the title: the line near the head that looks most like one.

    A Markdown heading of the first level is one. Else a short line gets points for speaking of
    interview questions, for standing in another line of the page again (a breadcrumb, a comment
    bar), and for a byline below it.
    """
    if page.facts.title:
        return page
    rows = [line for line in page.lines if line.text.strip() and line.number not in page.code]
    for line in rows[:_TITLE_ROWS]:
        if line.text.startswith("# "):
            return _titled(page, line)
    keys = [squeezed(line.text) for line in rows]
    best, points = None, 1.5
    for at, line in enumerate(rows[:_TITLE_ROWS]):
        if units(line.text) > _TITLE_LENGTH and line.text.rstrip().endswith(("。", ".")):
            break
        found = _title_points(rows, keys, at) - _LATER * at
        if found > points:
            best, points = line, found
    return _titled(page, best) if best else page


def _title_points(rows: Sequence[Line], keys: Sequence[str], at: int) -> float:
    text = rows[at].text.strip(" |\t")
    if not _may_be_title(text) or len(keys[at]) < 2:
        return 0.0
    again = any(keys[at] in key and row != at for row, key in enumerate(keys)) and len(keys[at]) > 5
    below = [row.text for row in rows[at + 1 : at + 4]]
    byline = any(_date(line) or _author(line) for line in below)
    menu = vocabulary.covering(text.lower())[0] > _MENU and units(text) < _MENU_LENGTH
    first = at == 0 and (len(rows) < 2 or rows[1].number > rows[0].number + 1)
    return (
        2.0 * bool(_TITLE.search(text))
        + 1.5 * again
        + byline
        + 0.8 * first
        + 0.5 * (units(text) >= _MENU_LENGTH)
        - 3.0 * menu
        - 2.0 * bool(_date(text) or _author(text) or _SITE_LINE.search(text))
    )


def drop_repeated_title(page: Page) -> Page:
    """Drop the running heads: lines that say nothing but the title once more."""
    key = squeezed(page.facts.title)
    if len(key) < 4:
        return page
    same = [at for at, line in enumerate(page.lines) if squeezed(line.text) == key]
    return page.without(dict.fromkeys(same[1:], "repeated"))


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


def _titled(page: Page, line: Line) -> Page:
    facts = replace(page.facts, title=_CATEGORY.sub("", line.text.strip(" #|\t*")))
    return replace(page, facts=facts, kept=page.kept | {line.number})


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


def _introduced(text: str) -> str:
    found = _INTRODUCED.match(text.strip())
    return found["c"] if found else ""


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
