"""Exported chats: who spoke and when, and the small talk between questions and answers.

Messengers write each message after its speaker and time, in the same line or in the line above:

    半夏 19:15                               12/03/2023, 18:07 - Omar: Why does k-means …
    Adam 为什么要做偏差修正?

A page is a chat when such stamps fill a good part of it and speakers come back. The messages are
then the text; a short one that neither asks nor answers, nor uses a word of the longer messages,
is small talk.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clean import vocabulary
from bot.clean.chrome import kinship
from bot.clean.evidence import units
from bot.clean.page import Line, Page
from bot.clean.scan import Scan

_TIME = (
    r"(?:(?:\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?|today|yesterday|昨天|今天|星期.|周.)[,，]?"
    r"(?: at)? ?)?"
    r"(?:上午|下午|晚上|am |pm )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?"
)
_INLINE = re.compile(
    rf"\[?{_TIME}\]?\s?[-–—]?\s?(?P<name>[^\s:：\d][^:：\n]{{0,24}}?)\s?[:：]\s?(?P<text>\S.*)",
    re.IGNORECASE,
)
_SYSTEM = re.compile(rf"\[?{_TIME}\]?\s[-–—]\s(?P<text>[^:：\n]*)", re.IGNORECASE)
_ABOVE = re.compile(
    rf"(?P<name>[^\s:：][^:：\n]{{0,24}}?)\s*[,，—–-]?\s[(（\[]?{_TIME}[)）\]]?", re.IGNORECASE
)
_ASKS = re.compile(r"[?？]\s*$")
_TERM = re.compile(r"[A-Za-z]{2,}|\d")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FEWEST = 4
_SHARE = 0.2
_SPEAKERS = 2
_SHORT, _LONG, _BRIEF_QUESTION = 12, 14, 8
_KIN = 0.3
_LONGEST_STAMP = 80


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands before a message: who speaks, and the message if it is in the same line."""

    name: str
    text: str = ""


def read_chat(page: Page) -> Page:
    """Take the stamps off the messages of a chat, and drop the small talk."""
    rows = [at for at, line in enumerate(page.lines) if line.text.strip()]
    timed = [at for at in rows if ":" in page.lines[at].text]
    stamps = {at: stamp for at in timed if (stamp := read_stamp(page.lines[at].text.strip()))}
    if not _is_chat(stamps, len(rows)):
        return page
    lines, dropped, said = list(page.lines), {}, []
    for at in rows:
        stamp = stamps.get(at)
        if stamp and not stamp.text:
            dropped[at] = "stamp"
        else:
            said.append(at)
            if stamp:
                lines[at] = Line(page.lines[at].number, stamp.text)
    texts = [lines[at].text.strip() for at in said]
    idle = small_talk(texts)
    dropped |= {at: "small_talk" for at, is_idle in zip(said, idle, strict=True) if is_idle}
    return replace(page, lines=tuple(lines)).without(dropped)


def read_stamp(text: str) -> Stamp | None:
    """The stamp a line begins with or consists of.

    >>> read_stamp("12/03/2023, 18:07 - Omar: Why?"), read_stamp("半夏 19:15")
    (Stamp(name='Omar', text='Why?'), Stamp(name='半夏', text=''))
    >>> read_stamp("12/03/2023, 18:02 - Nadia added Omar")
    Stamp(name='', text='')
    >>> read_stamp("At 18:07 the model had converged.") is None
    True
    """
    inline = _INLINE.match(text)
    if inline:
        return Stamp(inline["name"].strip(), inline["text"])
    if _SYSTEM.fullmatch(text):
        return Stamp("")
    above = _ABOVE.fullmatch(text) if len(text) <= _LONGEST_STAMP else None
    return Stamp(above["name"].strip()) if above else None


def _is_chat(stamps: dict[int, Stamp], rows: int) -> bool:
    names = Counter(stamp.name for stamp in stamps.values() if stamp.name)
    back = sum(count > 1 for count in names.values())
    return len(stamps) >= max(_FEWEST, _SHARE * rows) and len(names) >= _SPEAKERS and back > 0


def small_talk(texts: Sequence[str]) -> list[bool]:
    """Which messages of a chat say nothing: short, not an answer, in words of their own.

    >>> small_talk(["What does dropout do?", "It zeroes units at random, so none relies on one.",
    ...             "ok thx", "same time next week?"])
    [False, False, True, True]
    """
    lengths = [units(text) for text in texts]
    kin = kinship(texts, [length > _LONG for length in lengths])
    asks = [bool(_ASKS.search(text)) for text in texts]
    system = {
        at
        for at, tables in vocabulary.phrase_tables(Scan([text.lower() for text in texts])).items()
        if "system" in tables and lengths[at] <= 2 * _SHORT
    }
    idle: list[bool] = []
    for at, text in enumerate(texts):
        answered = at + 1 < len(texts) and lengths[at + 1] > _LONG
        short = lengths[at] <= (_BRIEF_QUESTION if asks[at] else _SHORT)
        term = bool(_HAN.search(text) and _TERM.search(text))
        answers = at > 0 and asks[at - 1] and not idle[at - 1] and lengths[at] > 3
        spared = term or answers or (asks[at] and answered) or kin[at] >= _KIN
        idle.append(at in system or (short and not spared))
    return idle
