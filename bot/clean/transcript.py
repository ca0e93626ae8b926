"""Transcripts of talks: the time before each line, taken off."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.clean.page import Line, Page

_STAMP = re.compile(r"\s*[\[(（]?(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)[\])）]?(?:\s+|$)")
_FEWEST = 4
_SHARE = 0.25
_RISING = 0.9
# A talk begins within so many hours, minutes and seconds; the first hour of a timetable is later.
_LATEST_START = (0, 2, 0)


def strip_time_stamps(page: Page) -> Page:
    """Take the times off the lines of a transcript; a line that is only a time goes.

    The evidence is that a good part of the lines, from the first time to the last, begins with
    times, that they begin near zero, and that they rise. The times of a timetable and of a chat
    begin later in the day.
    """
    stamps = {
        at: match
        for at, line in enumerate(page.lines)
        if line.number not in page.code and (match := _STAMP.match(line.text))
    }
    if len(stamps) < _FEWEST or not _rise(list(stamps.values())):
        return page
    spoken = page.lines[min(stamps) : max(stamps) + 1]
    if len(stamps) < _SHARE * sum(bool(line.text.strip()) for line in spoken):
        return page
    lines, dropped = list(page.lines), {}
    for at, match in stamps.items():
        text = page.lines[at].text[match.end() :]
        if text:
            lines[at] = Line(page.lines[at].number, text)
        else:
            dropped[at] = "time_stamp"
    return replace(page, lines=tuple(lines)).without(dropped)


def _rise(stamps: Sequence[re.Match[str]]) -> bool:
    times = [(int(stamp[1] or 0), int(stamp[2]), int(stamp[3])) for stamp in stamps]
    rising = sum(a < b for a, b in pairwise(times))
    return times[0] <= _LATEST_START and rising >= _RISING * (len(times) - 1)
