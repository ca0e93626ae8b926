"""A long body cut into parts that each fit on the screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clean.code import fenced
from bot.clean.page import Line
from bot.split.rows import read_rows
from bot.split.signs import signs
from bot.split.unnumbered import own_points, points_around

LIMIT = 1200
"""The most characters a passage may have."""

_SENTENCE = re.compile(r"(?<=[。！？!?；;])|(?<=\.)(?=\s)")
_BLANK = re.compile(r"\n{3,}")
_LETTER = re.compile(r"\w")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_FENCED = 8  # what the fences around a piece of a cut block cost


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a body, the raw line it begins on, and the sub-heading it begins with."""

    text: str
    line: int
    title: str = ""


def cut(body: Sequence[Line]) -> list[Part]:
    """The parts of a body, none longer than :data:`LIMIT`; none at all when nothing is said.

    A body that fits is one part. A longer one is cut before its own sub-headings, and where there
    are none, between paragraphs, lines and at last sentences. Code keeps its fences.
    """
    text = _tidy("\n".join(line.text.rstrip() for line in body))
    if not _LETTER.search(text):
        return []
    if len(text) <= LIMIT:
        return [Part(text, next(line.number for line in body if line.text.strip()))]
    parts: list[Part] = []
    for block in _blocks(body):
        if parts and not _begins_part(parts[-1], block):
            last = parts[-1]
            parts[-1] = Part(_tidy(f"{last.text}\n\n{block.text}"), last.line, last.title)
        else:
            parts.append(block)
    return [part for part in parts if _LETTER.search(part.text)]


def _begins_part(last: Part, block: Part) -> bool:
    """Whether a block opens a new part: it must when it does not fit, it may at a sub-heading."""
    total = len(last.text) + 2 + len(block.text)
    return total > LIMIT or (bool(block.title) and total > LIMIT // 2)


def _tidy(text: str) -> str:
    return _BLANK.sub("\n\n", text).strip("\n")


def _blocks(body: Sequence[Line]) -> list[Part]:
    """Paragraphs, whole pieces of code, and sub-headings together with what follows them."""
    titles = _titles(body)
    blocks: list[Part] = []
    lines: list[Line] = []
    inside, said = fenced(body), False
    for at, line in enumerate(body):
        lines.append(line)
        said |= bool(line.text.strip()) and at not in titles
        ends = not line.text.strip() or at + 1 in titles
        # A sub-heading stays with the text under it, over an empty line.
        closed = at not in inside or at + 1 not in inside
        if closed and ends and said:
            blocks.extend(_pieces(lines, titles, at))
            lines, said = [], False
    return blocks + _pieces(lines, titles, len(body) - 1)


def _titles(body: Sequence[Line]) -> dict[int, str]:
    """The positions of the sub-headings in the body, with their words."""
    rows = read_rows(body, ())
    filled = [at for at, line in enumerate(body) if line.text.strip()]
    own, threshold = own_points(rows), signs()["short"]["threshold"]

    def is_short_heading(at: int) -> bool:
        return not rows[at].numbered and own[at] + points_around(rows, at, False) >= threshold

    return {
        filled[at]: row.title
        for at, row in enumerate(rows)
        if not row.verbatim and at + 1 < len(rows) and (row.level > 0 or is_short_heading(at))
    }


def _pieces(lines: Sequence[Line], titles: dict[int, str], last: int) -> list[Part]:
    """The lines as one block, or as several when they are too long for one."""
    filled = [line for line in lines if line.text.strip()]
    if not filled:
        return []
    first = next(at for at, line in enumerate(lines) if line.text.strip())
    title = titles.get(last - len(lines) + 1 + first, "")
    code = len(filled) > 2 and all(_FENCE.match(line.text) for line in (filled[0], filled[-1]))
    inside = filled[1:-1] if code else filled
    text = _tidy("\n".join(line.text.rstrip() for line in lines))
    if len(text) <= LIMIT:
        return [Part(text, filled[0].number, title)]
    parts = [Part("", inside[0].number, title)]
    for line in inside:
        for piece in _sentences(line.text.rstrip()):
            if len(parts[-1].text) + 1 + len(piece) > LIMIT - (_FENCED if code else 0):
                parts.append(Part(piece, line.number))
            else:
                parts[-1] = Part(f"{parts[-1].text}\n{piece}", parts[-1].line, parts[-1].title)
    fence = ("```\n", "\n```") if code else ("", "")
    return [
        Part(fence[0] + part.text.strip("\n") + fence[1], part.line, part.title)
        for part in parts
        if part.text.strip()
    ]


def _sentences(text: str) -> list[str]:
    """A line, cut after sentences into pieces that fit, and anywhere if a sentence does not."""
    if len(text) <= LIMIT - _FENCED:
        return [text]
    pieces = [""]
    for sentence in _SENTENCE.split(text):
        for at in range(0, len(sentence), LIMIT - _FENCED):
            piece = sentence[at : at + LIMIT - _FENCED]
            if len(pieces[-1]) + len(piece) > LIMIT - _FENCED:
                pieces.append("")
            pieces[-1] += piece
    return [piece for piece in pieces if piece.strip()]
