"""The lines of a cleaned page with all that the search for headings asks of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clean.code import fenced
from bot.clean.evidence import units
from bot.clean.page import Line
from bot.split.numbering import Number, read_number

MARKDOWN = re.compile(r"(#{1,6})\s+(?=\S)")
_BOLD = re.compile(
    r"\s*(?:[-*+•]\s+)?(?:(\*\*|__)(?=\S)(.{1,80}?)(?<=\S)\1|【([^【】]{1,60})】)\s*[:：]?\s*$"
)
_LINK = re.compile(
    r"!?\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]|\[([^\[\]]{1,200})\]\([^()\s]{0,300}\)"
)
_TRAIL = re.compile(r"(?<!\s)\s++#*+\s*+$")
_PUNCTUATION = re.compile(r"[\s\W_]+")
_ASKED = re.compile(r"^(?:Q|问题?|問題?)\s*[:：]\s*(?=\S)")
"""Marks a question as a number does: "Q: What is stride?"."""
_QUESTION = re.compile(r"[?？][)）\"”』」】]*\s*$")


BOLD = 7
"""The level of a line that is all in bold or in brackets; Markdown headings have 1 to 6."""
LABEL_ENDS = (":", "：")
SENTENCE_ENDS = ("。", ".", ";", "；", "!", "！", ",", "，", "、")


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not blank.

    number:    line of the raw file
    text:      the line as displayed
    units:     its length (see :func:`bot.clean.evidence.units`)
    level:     the number of ``#`` of a Markdown heading, 7 for a line all in bold or 【】, else 0
    title:     the line without heading mark, number, bold mark and addresses
    numbered:  its number, if it begins with one
    question:  whether it ends with a question mark
    verbatim:  whether it is program text
    listed:    whether the table of contents of the page names it
    gap:       whether a blank line stands above it
    """

    number: int
    text: str
    units: int
    level: int
    title: str
    numbered: Number | None
    question: bool
    verbatim: bool
    listed: bool
    gap: bool


def read_rows(
    lines: Sequence[Line], contents: Sequence[str], code: frozenset[int] = frozenset()
) -> list[Row]:
    """The rows of a page; ``contents`` are the entries of its table of contents."""
    known = {squeeze(entry) for entry in contents}
    rows, inside, gap = [], fenced(lines), True
    for at, line in enumerate(lines):
        if not line.text.strip():
            gap = True
            continue
        rows.append(_read(line, known, at in inside or line.number in code, gap))
        gap = False
    return rows


def _read(line: Line, known: set[str], verbatim: bool, gap: bool) -> Row:
    text = line.text.rstrip()
    level, title = _heading_mark(text)
    numbered = None if verbatim else read_number(title)
    if numbered:
        title = numbered.rest
    title = _LINK.sub(r"\1\2", title) if "[" in title else title
    title = title.strip(" \t*_") or text.strip()
    title = _ASKED.sub("", title)
    listed = bool(known) and not verbatim and squeeze(title) in known
    question = bool(_QUESTION.search(title))
    return Row(
        line.number, text, units(text), 0 if verbatim else level, title, numbered, question,
        verbatim, listed, gap,
    )  # fmt: skip


def _heading_mark(text: str) -> tuple[int, str]:
    mark = MARKDOWN.match(text)
    if mark:
        return len(mark[1]), _TRAIL.sub("", text[mark.end() :])
    bold = _BOLD.match(text)
    if bold:
        return BOLD, bold[2] or bold[3]
    return 0, text


def squeeze(text: str) -> str:
    """The letters and digits of a title, for comparing two copies of it.

    >>> squeeze("【十】SPP(Spatial Pyramid) 的知识?"), squeeze("10. SPP (Spatial Pyramid)的知识")
    ('sppspatialpyramid的知识', 'sppspatialpyramid的知识')
    """
    numbered = read_number(text)
    return _PUNCTUATION.sub("", numbered.rest if numbered else text).lower()
