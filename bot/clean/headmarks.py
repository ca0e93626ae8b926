"""Headings marked in other ways, brought to the one of Markdown: hashes, a space, the words.

##什么是感受野      ＃＃ 什么是感受野      == Tuning ==      Setext
                                                      ------
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bot.clean.evidence import units
from bot.clean.page import Line, Page

_HASHES = re.compile(r"\s{0,3}([#＃]{1,6})(\s*+)(?![#＃])(\S.*)")
# One hash without a space marks a heading or a tag, or numbers a question.
_TAG = re.compile(r"#(?![\d!+])[^#\s][^#]*")
_FEWEST_TAGS = 2
_EQUALS = re.compile(r"(={2,6})\s*([^\s=](?:[^=]*[^\s=])?)\s*\1")
_RULE = re.compile(r"\s{0,3}(={3,}|-{3,})\s*")
_NO_TITLE = re.compile(r"\s*[-*+•>|#$`=]|.*[。.;；!！,，、:：|]\s*$")
# The name of a place, which some editors write behind a heading.
_ANCHOR = re.compile(r"(?<!\s)\s++\{#[\w-]{1,60}\}\s*+$")
_LONGEST = 30


def mark_headings(page: Page) -> Page:
    """Mark what is written as a heading the way of Markdown; a rule below one goes.

    A word behind one hash may be a tag. Such lines are headings where there are several, each with
    text below it, or where others have more hashes.
    """
    texts = [line.text if line.number not in page.code else "" for line in page.lines]
    marked = {**dict(_hashes(texts)), **dict(_equals(texts))}
    ruled = dict(_underlined(texts))
    marked.update({at - 1: mark for at, mark in ruled.items()})
    lines = tuple(
        Line(line.number, marked[at]) if marked.get(at, line.text) != line.text else line
        for at, line in enumerate(page.lines)
    )
    return replace(page, lines=lines).without(dict.fromkeys(ruled, "mark_headings"))


def _hashes(texts: list[str]) -> Iterator[tuple[int, str]]:
    """The positions of headings with hashes, and how Markdown writes them."""
    found = {at: match for at, text in enumerate(texts) if (match := _HASHES.fullmatch(text))}
    loose = {at for at, match in found.items() if not match[2]}
    tags = {at for at in loose if len(found[at][1]) == 1}
    if not (loose - tags or _are_headings(texts, tags)):
        loose = set()
    for at, match in found.items():
        if at in loose and at in tags and not _TAG.fullmatch(texts[at].strip()):
            continue
        if match[2] or at in loose:
            yield at, f"{'#' * len(match[1])} {_ANCHOR.sub('', match[3])}"


def _are_headings(texts: list[str], tags: set[int]) -> bool:
    """Whether lines of a hash and a word are headings: several, each with text below it."""
    filled = [at for at, text in enumerate(texts) if text.strip()]
    below = dict(pairwise(filled))
    return len(tags) >= _FEWEST_TAGS and all(below.get(at, at) not in tags for at in tags)


def _equals(texts: list[str]) -> Iterator[tuple[int, str]]:
    """The positions of headings between signs of equality, the way of wikis."""
    for at, text in enumerate(texts):
        match = _EQUALS.fullmatch(text.strip()) if text.lstrip().startswith("==") else None
        if match:
            yield at, f"{'#' * len(match[1])} {match[2]}"


def _underlined(texts: list[str]) -> Iterator[tuple[int, str]]:
    """The positions of rules right below a heading, and that heading with the mark of Markdown.

    A rule may also part two texts; a heading stands alone above it and is no sentence.
    """
    for at in range(1, len(texts)):
        rule = _RULE.fullmatch(texts[at])
        title = texts[at - 1]
        if not rule or not title.strip() or _NO_TITLE.match(title) or units(title) > _LONGEST:
            continue
        above = texts[at - 2].strip() if at > 1 else ""
        if not above or _RULE.fullmatch(above):
            yield at, f"{'#' if rule[1][0] == '=' else '##'} {title.strip()}"
