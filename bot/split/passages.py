"""A cleaned page cut into passages: one for each heading, long answers into parts."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clean.page import Cleaned, Line
from bot.passage import Kind, Passage
from bot.split.headings import find_headings, is_one_answer
from bot.split.language import language_of, language_within
from bot.split.outline import cut_question, find_topics, is_outline
from bot.split.parts import LIMIT, cut
from bot.split.rows import LABEL_ENDS, Row, read_rows, squeeze
from bot.split.unnumbered import FAMILY

# A line may have this many characters more than the title and still only say the title.
_EXTRA = 12
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the raw lines of its body; ``number`` is the heading's raw line."""

    heading: str
    trail: tuple[str, ...]
    number: int
    body: tuple[Line, ...]
    kind: Kind = "answer"


def split(
    cleaned: Cleaned, source: str, language: str = "", origin: str = "scraped"
) -> tuple[Passage, ...]:
    """The passages of a cleaned page, in order.

    source:    the name of the note, which every passage carries
    language:  that of the page, for texts too short to tell; found when empty
    """
    language = language or language_of(cleaned.text)
    seen: dict[str, int] = {}
    passages: list[Passage] = []
    for section in sections(cleaned):
        count = seen[section.heading] = seen.get(section.heading, 0) + 1
        template = Passage(
            id=identify(source, section.heading, count),
            source=source,
            heading=section.heading,
            text="",
            language=language,
            trail=section.trail,
            line=section.number,
            origin=origin,
        )
        passages.extend(_fill(template, section))
    return tuple(passages)


_LONGEST_LABEL = 20
"""Characters of a line that may only announce; a longer one says something itself."""


def identify(source: str, heading: str, count: int, part: int = 1) -> str:
    """An id that changes only when the heading does, or the note's name.

    count:  1 for the first passage with this heading in the note, 2 for the second, …
    """
    key = "\0".join((source, heading, str(count), str(part)))
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _fill(template: Passage, section: Section) -> list[Passage]:
    pieces = cut(section.body)
    if not pieces:
        return [replace(template, kind="heading")]
    if len(pieces) == 1 and _only_announces(pieces[0].text):
        return [replace(template, kind="heading", text=pieces[0].text)]
    return [
        replace(
            template,
            id=template.id if part == 1 else identify(template.id, section.heading, 1, part),
            text=piece.text,
            trail=(*template.trail, piece.title) if part > 1 and piece.title else template.trail,
            line=piece.line if part > 1 else template.line,
            part=part,
            parts=len(pieces),
            kind=section.kind,
            language=language_within(template.language, section.heading, piece.text),
        )
        for part, piece in enumerate(pieces, start=1)
    ]


def _only_announces(text: str) -> bool:
    """Whether every line of a body announces something that was lost.

    >>> _only_announces("解决欠拟合:\\n解决过拟合:"), _only_announces("步骤:\\n1. 剪枝")
    (True, False)
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return all(len(line) <= _LONGEST_LABEL and line.endswith(LABEL_ENDS) for line in lines)


def sections(cleaned: Cleaned) -> list[Section]:
    """The page as headings with their bodies; what stands above the first has the page's title."""
    title = cleaned.facts.title
    lines = _without_title(cleaned.lines, title)
    if not _says_something(lines):
        return _title_alone(cleaned.lines, title)
    rows = read_rows(lines, cleaned.contents, cleaned.code)
    if title and is_one_answer(rows):
        return [Section(title, (), rows[0].number, lines)]
    headings = find_headings(rows)
    if is_outline(rows) and all(heading.family == FAMILY for heading in headings):
        return _outline_sections(lines, rows)
    if cleaned.facts.single and all(heading.family == FAMILY for heading in headings):
        # Questions inside the answers to one question are part of them.
        headings = []
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    starts = [filled[heading.at] for heading in headings]
    found = []
    preamble = lines[: starts[0] if starts else None]
    if _says_something(preamble):
        number = next(line.number for line in preamble if line.text.strip())
        found.append(Section(title, (), number, tuple(preamble)))
    trail: list[str] = []
    for heading, start, end in zip(headings, starts, [*starts, len(lines)][1:], strict=True):
        row = rows[heading.at]
        trail = [*trail[: heading.depth], row.title]
        found.append(Section(row.title, tuple(trail[:-1]), row.number, lines[start + 1 : end]))
    return found


def _title_alone(lines: Sequence[Line], title: str) -> list[Section]:
    """A note that is one line: a heading, or a sentence, which is its own answer."""
    line = next((line for line in lines if _LETTER.search(line.text)), None)
    if line is None:
        return []
    is_answer = not line.text.startswith("#") and len(line.text) > _LONGEST_LABEL
    return [Section(title, (), line.number, (line,) if is_answer else ())]


def _outline_sections(lines: tuple[Line, ...], rows: Sequence[Row]) -> list[Section]:
    """The topics of an outline with what stands under them."""
    filled = [line for line in lines if line.text.strip()]
    found = []
    for topic in find_topics(rows):
        row, body = rows[topic.at], tuple(filled[at] for at in topic.below)
        kind: Kind = "answer" if topic.said else "outline"
        heading, rest = cut_question(row.title) if topic.asks else (row.title, "")
        if rest and not body:
            kind, body = "heading", (Line(row.number, rest),)
        found.append(Section(heading, topic.trail, row.number, body, kind))
    return found


def _without_title(lines: tuple[Line, ...], title: str) -> tuple[Line, ...]:
    """The lines without those that only say the title of the page."""
    key = squeeze(title)
    if not key:
        return lines
    return tuple(
        line
        for line in lines
        if len(line.text) > len(title) + _EXTRA or not squeeze(line.text).endswith(key)
    )


def _says_something(lines: Sequence[Line]) -> bool:
    return any(_LETTER.search(line.text) for line in lines)


__all__ = ["LIMIT", "Section", "identify", "sections", "split"]
