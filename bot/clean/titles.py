"""The title of a page: the line near its head that looks most like one.

A Markdown heading of the first level is the title. On a page of questions and answers it is the
question above the counters of views and answers. Else each short line near the head gets points
for the signs of :data:`_POINTS`, and the best one is the title if it has enough.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.clean import vocabulary
from bot.clean.chrome import alone
from bot.clean.evidence import units
from bot.clean.facts import author_of, date_of, squeezed, squeezed_lines
from bot.clean.page import Line, Page

_ROWS = 40
_LATER = 0.02
_ENOUGH = 1.1
_LONGEST = 45
# Of a line more likely to be chrome than this, each tenth costs the tenth of `chrome`.
_CHROME = 0.5
# A sentence of this many units that is hardly chrome is the text; the title stands above it.
_TEXT, _TEXT_CHROME = 15, 0.4
_LONG = 25
_FRAME = " |\t"
_POINTS = {
    "speaks_of_interviews": 2.0,
    "again": 1.0,
    "byline_below": 1.0,
    "alone_above": 0.8,
    "a_phrase": 0.5,
    "one_word": -1.5,
    "above_text": 0.5,
    "near_text": 0.5,
    "chrome": -3.0,
    "byline": -2.0,
    "site": -2.0,
}
_INTERVIEW = re.compile(
    r"面试|面经|总结|汇总|笔记|大全|指南|合集|专栏|秘籍|整理|题库|八股|教程|知识点|必备|速通|复习|问答|"
    r"interview|questions|guide|cheat ?sheet|tutorial|notes|handbook|primer|prep|q ?& ?a|faq|"
    r"explained|introduction|overview|basics",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"https?://|@|©|[|»›>]|\bviews?\b|阅读|浏览|登录|注册|\s·\s|^[ru]/\w|^#\S|^[\w.-]+/[\w.-]+$",
    re.IGNORECASE,
)
# A title that stands this many lines above the text is not near it.
_NEAR = 8
_READING = re.compile(r"\b\d+ min(?:ute)?s? read|阅读时间|预计阅读|分钟阅读", re.IGNORECASE)
_CATEGORY = re.compile(r"^\[[^\]]{1,12}\]\s*(?=\S)")
_ENDS = ("。", ".", "!", "！", ";", "；", ":", "：", ",", "，")
_NUMBERED = re.compile(
    r"\s*(?:[【(（]?[\d一二三四五六七八九十]{1,3}[】)）.、:：]|[-*+•]\s|Q\d|0\d\s|第.{1,3}[题问章节]|1\s+(?=[\u4e00-\u9fffA-Z])|1\.1)"
)
_BEHIND = re.compile(r"\s*[-–—_|·•»]\s*\S")
"""What parts the title of a page from the name of its site."""
_LINKS = re.compile(r"[>»›/|→]")
_FEWEST_LINKS, _LONGEST_TRAIL, _SHORTEST_KEY, _SHORTEST_TITLE = 3, 200, 4, 2
# A copy of the title may have more white space and marks than the title, up to twice its length.
_EXTRA = 20
_ASKS = re.compile(r"[?？]\s*$")
_BELOW, _MARKS, _SHORTEST = 8, 2, 8
# "回答:" stands before an answer, "浏览: 12" is a counter.
_LABEL = re.compile(r"[:：](?!\s*\d)")


def read_title(page: Page) -> Page:
    """Note the title, which no rule may drop then, and whether the page is one question."""
    rows = [line for line in page.lines if line.text.strip() and line.number not in page.code]
    if page.facts.title:
        title = without_site(page.facts.title, [row.text for row in rows[:_ROWS]])
        return replace(page, facts=replace(page.facts, title=title))
    for line in rows[:_ROWS]:
        if line.text.startswith("# "):
            return _titled(page, line)
    if _is_alone(rows):
        return _titled(page, rows[0])
    asked = _question_of_thread(rows)
    if asked:
        titled = _titled(page, asked)
        return replace(titled, facts=replace(titled.facts, single=True))
    return _best(page, rows)


def without_site(title: str, lines: Sequence[str]) -> str:
    """The title of a page without the site behind it, when a heading tells where it ends.

    >>> without_site("BERT explained | A blog", ["Home", "# BERT explained"])
    'BERT explained'
    >>> without_site("Attention - what is it?", ["## What is it?"])
    'Attention - what is it?'
    """
    heads = [line.strip(" #\t") for line in lines if line.startswith("#")]
    told = [
        head
        for head in heads
        if len(head) >= _SHORTEST_KEY and title.startswith(head) and _BEHIND.match(title, len(head))
    ]
    return max(told, key=len, default=title)


def drop_repeated_title(page: Page) -> Page:
    """Drop the running heads, which only say the title again, and trails of links to it.

    A marked heading that is called like the title is the author's.
    """
    key = squeezed(page.facts.title)
    if len(key) < _SHORTEST_KEY:
        return page
    longest = 2 * len(page.facts.title) + _EXTRA
    same = [
        at
        for at, line in enumerate(page.lines)
        if len(key) <= len(line.text) <= longest
        and not line.text.startswith("#")
        and squeezed(line.text) == key
    ]
    trails = [at for at, line in enumerate(page.lines) if _is_trail(line.text, key)]
    return page.without(dict.fromkeys([*same[1:], *trails], "repeated"))


def _is_trail(text: str, key: str) -> bool:
    """Whether a line is the way through a site to the page with the squeezed title ``key``.

    >>> _is_trail("首页 > 人工智能 > 面经总结", "面经总结"), _is_trail("a > b", "b")
    (True, False)
    """
    if len(text) > _LONGEST_TRAIL or len(_LINKS.findall(text)) < _FEWEST_LINKS - 1:
        return False
    parts = [squeezed(part) for part in _LINKS.split(text)]
    return len(parts) >= _FEWEST_LINKS and key in parts


def drop_above_question(page: Page) -> Page:
    """Drop what stands above the question of a page that has only one."""
    if not page.facts.single:
        return page
    title = squeezed(page.facts.title)
    place = next((at for at, x in enumerate(page.lines) if squeezed(x.text).endswith(title)), 0)
    above = [at for at in range(place) if page.lines[at].text.strip()]
    return page.without(dict.fromkeys(above, "drop_front_matter"))


def _question_of_thread(rows: Sequence[Line]) -> Line | None:
    """The question near the head of the page with the counters of such a page below it."""
    marks = vocabulary.vocabulary().thread
    for at, line in enumerate(rows[:_ROWS]):
        if not _ASKS.search(line.text) or not _SHORTEST <= units(line.text) <= _LONGEST:
            continue
        below = [row.text.strip().lower() for row in rows[at + 1 : at + 1 + _BELOW]]
        counters = [text for text in below if not _LABEL.search(text)]
        if sum(text.startswith(marks) or text.endswith(marks) for text in counters) >= _MARKS:
            return line
    return None


def _is_alone(rows: Sequence[Line]) -> bool:
    """Whether the first line is the only one above the headings that are marked."""
    first, marked = (row.text for row in rows[:2]) if len(rows) > 1 else ("", "")
    below = marked.startswith("#") and not first.startswith("#")
    return below and _may_be_title(first) and not _SITE.search(first)


def _best(page: Page, rows: Sequence[Line]) -> Page:
    head = rows[:_ROWS]
    chrome = alone(head)
    everything = squeezed_lines(line.text for line in rows)
    best, points, text = None, _ENOUGH, _first_text(rows)
    for at, line in enumerate(head):
        if best and _is_text(line, chrome[at]):
            break
        found = _weigh(rows, at, chrome[at], everything, text - at) - _LATER * at
        if found > points:
            best, points = line, found
    return _titled(page, best) if best else page


def _first_text(rows: Sequence[Line]) -> int:
    """Where the text begins: the first numbered line, question or long sentence."""
    for at, line in enumerate(rows):
        long = line.text.rstrip().endswith(_ENDS) and units(line.text) >= _LONG
        if long or _NUMBERED.match(line.text) or _ASKS.search(line.text):
            return at
    return len(rows)


def _is_text(line: Line, chrome: float) -> bool:
    sentence = line.text.rstrip().endswith(("。", ".", "！", "!"))
    return sentence and units(line.text) >= _TEXT and chrome < _TEXT_CHROME


def _weigh(rows: Sequence[Line], at: int, chrome: float, everything: str, above: int) -> float:
    """The points of a line that stands so many lines above the text."""
    shown = _signs(rows, at, chrome, everything, above)
    return sum(_POINTS[name] * there for name, there in shown.items())


def _signs(
    rows: Sequence[Line], at: int, chrome: float, everything: str, above: int
) -> dict[str, float]:
    """How much of each sign of :data:`_POINTS` a line shows, nothing when it is no title."""
    text = rows[at].text.strip(_FRAME)
    key = squeezed(text)
    if not _may_be_title(text) or len(key) < _SHORTEST_TITLE:
        return {}
    below = [row.text for row in rows[at + 1 : at + 4]]
    byline = any(date_of(x) or author_of(x) or _READING.search(x) for x in below)
    return {
        "speaks_of_interviews": bool(_INTERVIEW.search(text)),
        "again": len(key) > 5 and everything.count(key) > 1,
        "byline_below": byline,
        "alone_above": at == 0 and (len(rows) < 2 or rows[1].number > rows[0].number + 1),
        "above_text": above > 0,
        "near_text": max(1 - above / _NEAR, 0.0) * (above > 0),
        "a_phrase": units(text) > 4,
        "one_word": units(text) < 5 and " " not in text,
        "chrome": max(chrome - _CHROME, 0.0),
        "byline": bool(date_of(text) or author_of(text)),
        "site": bool(_SITE.search(text)),
    }


def title_in(line: str) -> str:
    """The title that a line says, without heading marks, bars and the category before it.

    >>> title_in("# [AI] Notes on attention |")
    'Notes on attention'
    """
    return _CATEGORY.sub("", line.strip(" #|\t*"))


def _titled(page: Page, line: Line) -> Page:
    facts = replace(page.facts, title=title_in(line.text))
    return replace(page, facts=facts, kept=page.kept | {line.number})


def _may_be_title(text: str) -> bool:
    return (
        len(text) <= 120
        and "\t" not in text
        and units(text) <= 40
        and not text.rstrip().endswith(_ENDS)
        and not _NUMBERED.match(text)
    )
