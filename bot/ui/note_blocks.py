"""Which stretches of a note are program text, which are tables, and which are prose."""

import re
from collections.abc import Iterator

from bot.passage import Span

FENCE = re.compile(r"^[ \t]*(```|~~~).*$", re.MULTILINE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RULE = re.compile(r"[\s|:-]*--[\s|:-]*")
"""The row of dashes below the head of a Markdown table."""
# Possessive and with one look ahead: blanks and names are read once, a long line in time.
_STRONG_CODE = re.compile(
    r"^\s*+(?:def \w+\(.*|class \w.*:|for (?=.*:$).+ in .+:|while .+:|if .+:|elif .+:|else:|try:|"
    r"return\b.*|import \w+.*|from \w+ import .*|"
    r"(?:[\w.\[\], ]{1,60}+\s*+|(?<= ))[-+*/]?=\s*[^=\s].*)$"
)
_WEAK_CODE = re.compile(r"^(?:\s*#.*|\s{2,}[^\s\d*•-].*)$")


def blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """``("code" | "table" | "prose", start, end)`` in order, covering the text."""
    at = 0
    for start, end in [*_code_spans(text), (len(text), len(text))]:
        for first, last in table_spans(text, at, start):
            if first > at:
                yield "prose", at, first
            yield "table", first, last
            at = last
        if start > at:
            yield "prose", at, start
        if end > start:
            yield "code", start, end
        at = end


def _code_spans(text: str) -> list[Span]:
    fences = [match.span() for match in FENCE.finditer(text)]
    if fences:
        closing = [*fences[1::2], (len(text), len(text))]
        return [(a[0], b[1]) for a, b in zip(fences[::2], closing, strict=False)]
    return _unfenced_code(text)


def _unfenced_code(text: str) -> list[Span]:
    """Runs of lines that read like program text: at least two that clearly do."""
    spans: list[Span] = []
    start = last = at = strong = 0
    for line in [*text.split("\n"), "."]:
        clear = bool(_STRONG_CODE.match(line)) and not _HAN.search(line.split("#")[0])
        if clear and not strong:
            start = at
        if clear or (strong and _WEAK_CODE.match(line)):
            strong, last = strong + clear, at + len(line)
        elif line.strip():
            if strong >= 2:
                spans.append((start, last))
            strong = 0
        at += len(line) + 1
    return spans


def table_spans(text: str, start: int, end: int) -> list[Span]:
    """The tables of ``text[start:end]``: rows of as many cells, at least two, a line each.

    >>> text = "Cost:\\n| net | n |\\n|---|---|\\n| VGG | 16 |\\nP(a | b) = 1\\nP(b | a) = 1"
    >>> [text[a:b] for a, b in table_spans(text, 0, len(text))]
    ['| net | n |\\n|---|---|\\n| VGG | 16 |']
    """
    spans: list[Span] = []
    rows, width, at = 0, 0, start
    first = last = start
    for line in [*text[start:end].split("\n"), "end"]:
        cells = len(_cells(line, at))
        if cells and rows and cells == width:
            rows, last = rows + 1, at + len(line)
        elif line.strip() or line == "end":
            if rows > 1:
                spans.append((first, last))
            rows, width, first, last = min(cells, 1), cells, at, at + len(line)
        at += len(line) + 1
    return spans


def table_rows(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """The cells of each row of a table as spans of the text, without the row of dashes."""
    at = start
    for line in text[start:end].split("\n"):
        if line.strip() and not _RULE.fullmatch(line):
            yield _cells(line, at)
        at += len(line) + 1


def _cells(line: str, at: int) -> list[Span]:
    """The cells of a line that begins at ``at``; none of a line that is no row.

    A row begins or ends with a bar that stands apart from what is in the cell.
    """
    row = line.strip()
    if (
        not (row.startswith(("| ", "|-", "|:")) or row.endswith((" |", "-|", ":|")))
        or row.count("|") < 2
    ):
        return []
    begin = at + line.index(row)
    inner = row.removesuffix("|")
    begin, inner = (begin + 1, inner[1:]) if inner.startswith("|") else (begin, inner)
    cells = []
    for cell in inner.split("|"):
        lead = len(cell) - len(cell.lstrip())
        cells.append((begin + lead, begin + lead + len(cell.strip())))
        begin += len(cell) + 1
    return cells
