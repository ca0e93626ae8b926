"""The tags of HTML that writers of Markdown put between their words: colours, folds, line breaks.

A note may also speak of tags, or list a program that has them. So a tag goes only where it does
something: it has attributes, breaks the line, or is closed in the same line, or the line is nothing
but tags. Code is not looked at, neither lines of it nor what stands between backticks.
"""

import re
from functools import cache

from bot.resources import read_toml

_SCRIPT = re.compile(r"<(su[bp])>([^<>]{1,20})</\1>", re.IGNORECASE)
_SIGNS = {"sub": "_", "sup": "^"}
_SPAN = re.compile(r"(`+[^`]*+`+)")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)


def strip_tags(text: str) -> str:
    """The text without tags that only change its look, and without comments.

    >>> strip_tags("<font color=red>ReLU</font> 最常用<br>x<sup>2</sup><!-- more -->")
    'ReLU 最常用 x^2'
    >>> strip_tags("<b> 和 <strong> 的区别; `<br>`; List<int>")
    '<b> 和 <strong> 的区别; `<br>`; List<int>'
    """
    if "<" not in text:
        return text
    return "\n".join(_stripped(line) if "<" in line else line for line in text.split("\n"))


def _stripped(line: str) -> str:
    if not _tags().sub("", line).strip():
        return ""
    parts = _SPAN.split(line)
    return "".join(part if part[:1] == "`" else _without_tags(part) for part in parts).rstrip()


def _without_tags(text: str) -> str:
    text = _BREAK.sub(" ", _without_comments(text))
    text = _SCRIPT.sub(lambda match: _SIGNS[match[1].lower()] + match[2], text)
    tags = [(match[1], match[2].lower()) for match in _tags().finditer(text)]
    closed = {name for mark, name in tags if not mark} & {name for mark, name in tags if mark}
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())

    def shown(match: re.Match[str]) -> str:
        mark, name, attributes = match[1], match[2].lower(), match[3] or ""
        at_edge = match.start() == first or match.end() == last
        frames = at_edge and (mark or name in _frames())
        return "" if name in closed or "=" in attributes or frames else match[0]

    return _tags().sub(shown, text)


def _without_comments(text: str) -> str:
    """The text without whole comments; one that is not closed in it stays."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + len("-->")
    return "".join((*parts, text[at:]))


@cache
def _frames() -> frozenset[str]:
    return frozenset(read_toml("html.toml")["markdown"]["frame"])


@cache
def _tags() -> re.Pattern[str]:
    names = "|".join((*read_toml("html.toml")["markdown"]["look"], *_frames()))
    return re.compile(rf"<(/?)({names})(\s[^<>]{{0,1000}})?/?>", re.IGNORECASE)
