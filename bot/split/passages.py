"""A cleaned page cut into passages: one for each heading, long answers into parts."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clean.page import Cleaned, Line
from bot.clean.titles import title_in
from bot.passage import Kind, Passage
from bot.split.headings import Heading, find_headings, is_one_answer
from bot.split.language import language_of, language_within
from bot.split.outline import cut_question, find_topics, is_outline
from bot.split.parts import LIMIT, cut
from bot.split.rows import BOLD, LABEL_ENDS, Row, read_rows, squeeze
from bot.split.unnumbered import FAMILY

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
    lines, above = _without_title(cleaned, title)
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
    trails = _trails(rows, headings, above)
    starts = _positions(lines, headings)
    first = _above_headings(lines[: starts[0] if starts else None], title, above, trails)
    return first + _under_headings(
        lines, [rows[heading.at] for heading in headings], starts, trails
    )


def _positions(lines: Sequence[Line], headings: Sequence[Heading]) -> list[int]:
    """Where the headings, which count only lines that are not blank, stand among all lines."""
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    return [filled[heading.at] for heading in headings]


def _under_headings(
    lines: tuple[Line, ...],
    named: Sequence[Row],
    starts: Sequence[int],
    trails: Sequence[tuple[str, ...]],
) -> list[Section]:
    """The headings with their bodies.

    One with nothing of its own right above one inside it is in the trail of that one: nothing of it
    was lost.
    """
    found = []
    for at, (row, start, trail) in enumerate(zip(named, starts, trails, strict=True)):
        last = at + 1 == len(named)
        body = lines[start + 1 : None if last else starts[at + 1]]
        if last or len(trail) >= len(trails[at + 1]) or _says_something(body):
            found.append(Section(row.title, trail, row.number, body))
    return found


def _above_headings(
    lines: tuple[Line, ...], title: str, above: Row | None, trails: Sequence[tuple[str, ...]]
) -> list[Section]:
    """What stands under the title alone; the title, marked, with nothing of its own was lost."""
    name = above.title if above else title
    if _says_something(lines):
        number = next(line.number for line in lines if line.text.strip())
        return [Section(name, (), number, lines)]
    return [Section(name, (), above.number, ())] if above and not trails[0] else []


def _trails(
    rows: Sequence[Row], headings: Sequence[Heading], above: Row | None
) -> list[tuple[str, ...]]:
    """For each heading those above it, outermost first; ``above`` is over the first of them."""
    trails: list[tuple[str, ...]] = []
    trail: list[str] = []
    for heading in headings:
        row = rows[heading.at]
        if above and 0 < row.level <= above.level:
            above = None
        trail = [*trail[: heading.depth], row.title]
        trails.append((*([above.title] if above else ()), *trail[:-1]))
    return trails


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


def _without_title(cleaned: Cleaned, title: str) -> tuple[tuple[Line, ...], Row | None]:
    """The lines without the one that says the title, and its row where that is marked as a heading.

    Only the first line is the title; further down what says the same is a heading or a text as any
    other.
    """
    lines = cleaned.lines
    at = next((at for at, line in enumerate(lines) if _LETTER.search(line.text)), 0)
    if not squeeze(title) or not lines or squeeze(title_in(lines[at].text)) != squeeze(title):
        return lines, None
    (row,) = read_rows([lines[at]], ())
    marked = 0 < row.level < BOLD and row.number not in cleaned.code
    return (*lines[:at], *lines[at + 1 :]), row if marked else None


def _says_something(lines: Sequence[Line]) -> bool:
    return any(_LETTER.search(line.text) for line in lines)


__all__ = ["LIMIT", "Section", "identify", "sections", "split"]
