"""Program text: found without its fences, and protected from every other rule.

A line of code is known by its grammar, not by its words. One such line proves nothing, several in
a row do; comments, blank and indented lines between them belong to them.
"""

import ast
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace

from bot.clean.page import Line, Page
from bot.clean.scan import told_once

_FENCE = re.compile(r"\s*(```|~~~)[`~]*(.*)")
_STATEMENT = re.compile(
    r"\s*(?:(?:async )?def \w+\s*\(.*|class \w+\s*[(:].*|"
    r"(?:from [\w.]+ )?import [\w.*, ]+(?: as \w+)?$|"
    r"(?:if|elif|while|for|with|except)\b[^。，]*:\s*(?:#.*)?$|(?:else|try|finally)\s*:\s*$|"
    r"return\b(?: [^。，]*)?$|raise \w+|assert .+|print\(.*\)\s*$|@\w+[\w.]*(?:\(.*\))?$|"
    r"#include\s*[<\"]|using namespace|(?:public|private|protected|static|const|let|var|int|float|"
    r"double|void|auto|bool|string|char|func|fn|function) [\w*&<>\[\] ]+[=({;].*|"
    r"(?:pip3?|conda|npm|git|cd|python3?|docker|sudo|apt-get|brew|curl|wget) [\w./-][\w./= :@-]*$|"
    r"\$ \w+.*|>>> .*|(?:SELECT|INSERT|UPDATE|CREATE|DELETE|FROM|WHERE) .+|"
    r"(?:break|continue|pass|end)\s*;?\s*$|[)\]}]+[;,)]*\s*$|[{(\[]\s*$|"
    # What frames a part of a note is no program.
    r"</?(?!(?:aside|br|center|details|figure|font|hr|img|summary)\b)\w[^>]*>\s*$)"
)
_ASSIGNMENT = re.compile(
    r"\s*(?:self\.)?[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\s*,\s*[A-Za-z_]\w*)*\s*"
    r"(?:[-+*/|&]?=(?!=)\s*[^=\s].*)$"
)
_CALL = re.compile(r"\s*[A-Za-z_][\w.]*\([^\u4e00-\u9fff]*\)\s*;?\s*(?:#.*|//.*)?$")
_ENDING = re.compile(r".*(?:;|\{|\}|\)\s*:)\s*(?:#.*|//.*)?$")
_COMMENT = re.compile(r"\s*(?:#(?!#)\s?\S|//|/\*|\*/|--\s|\"\"\"|''')")
_INDENTED = re.compile(r"(?:  |\t)\s*\S")
_LISTED = re.compile(r"\s*(?:\d+[.、)]|[-*+•])\s")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PROSE = re.compile(r"[。，；：？！]|[\u4e00-\u9fff]{8,}")
_SAYS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LEAST = 2
_LONGEST = 1000
_WHOLE = 0.8


def recognise_code(page: Page) -> Page:
    """Remember which lines are program text: fenced lines, and runs of unfenced code."""
    inside = fenced(page.lines)
    sound = told_once(is_code, [line.text for line in page.lines])
    runs = [run for run in _runs(page.lines, inside, sound) if _is_proven(page.lines, run, sound)]
    code = inside | {at for run in runs for at in range(*run)}
    if runs and _is_program(page, code, bool(inside)):
        code = set(range(len(page.lines)))
    return replace(page, code=frozenset(page.lines[at].number for at in code)) if code else page


def _is_program(page: Page, code: set[int], marked: bool) -> bool:
    """Whether a page is nothing but a program: its lines look so, or Python can read it."""
    filled = [at for at, line in enumerate(page.lines) if line.text.strip()]
    whole = sum(at in code or bool(_COMMENT.match(page.lines[at].text)) for at in filled)
    return (not marked and whole >= _WHOLE * len(filled)) or _is_python(page.text)


def _is_python(text: str) -> bool:
    """Whether a text is a Python module, which brings in or defines something.

    >>> _is_python("import os\\nx = (\\n    1,\\n)"), _is_python("word"), _is_python("Why? So.")
    (True, False, False)
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(statement, _SAYS) for statement in body)


def fence_code(page: Page) -> Page:
    """Put the marks of Markdown around program text that has none, to show it as it is.

    A page that is nothing but a program needs no marks.
    """
    inside = fenced(page.lines)
    code = [line.number in page.code and at not in inside for at, line in enumerate(page.lines)]
    if not any(code) or all(code):
        return page
    lines: list[Line] = []
    for at, line in enumerate(page.lines):
        if code[at] and not (at and code[at - 1]):
            lines.append(Line(line.number, "```"))
        lines.append(line)
        if code[at] and not (at + 1 < len(code) and code[at + 1]):
            lines.append(Line(line.number, "```"))
    return replace(page, lines=tuple(lines))


def is_code(text: str) -> bool:
    """Whether a line alone looks like a statement of a program.

    >>> is_code("  S = (r[2] - r[0]) * (r[3] - r[1])"), is_code("感受野 = 前一层的感受野加上增量。")
    (True, False)
    """
    if len(text) > _LONGEST:
        return False
    sound = bool(_STATEMENT.match(text) or _CALL.match(text))
    sound = sound or (bool(_ASSIGNMENT.match(text)) and not _HAN.search(text.split("#")[0]))
    # Sought last, for most lines are no statement.
    words = text.split("#")[0].split("//")[0].split("'")[0].split('"')[0] if sound else ""
    return sound and not _PROSE.search(words)


def fenced(lines: Sequence[Line]) -> set[int]:
    """The positions of fences and of the lines between them; an open fence counts for nothing.

    A fence that names a language opens: what was open above it was never closed.
    """
    found: set[int] = set()
    start, mark = -1, ""
    for at, line in enumerate(lines):
        match = _FENCE.match(line.text)
        if not match:
            continue
        if start < 0 or (match[1] == mark and match[2].strip()):
            start, mark = at, match[1]
        elif match[1] == mark:
            found.update(range(start, at + 1))
            start = -1
    return found


def _runs(lines: tuple[Line, ...], inside: set[int], sound: list[bool]) -> list[tuple[int, int]]:
    """Stretches from one line of code to another with nothing but code-like lines between."""
    ends: dict[int, int] = {}
    open_at = -1
    for at, line in enumerate(lines):
        if at in inside:
            open_at = -1
        elif sound[at]:
            if open_at < 0:
                open_at = at
                while open_at and _COMMENT.match(lines[open_at - 1].text):
                    open_at -= 1
            ends[open_at] = at + 1
        elif open_at >= 0 and not _may_stand_inside(line.text):
            open_at = -1
    return [*ends.items()]


def _may_stand_inside(text: str) -> bool:
    if not text.strip() or _COMMENT.match(text):
        return True
    return bool(_INDENTED.match(text)) and not _LISTED.match(text) and not _PROSE.search(text)


def _is_proven(lines: tuple[Line, ...], run: tuple[int, int], sound: list[bool]) -> bool:
    """Whether a run has enough code: two lines, one of which is more than an assignment."""
    texts = [lines[at].text for at in range(*run)]
    code = [text for text, is_sound in zip(texts, sound[slice(*run)], strict=True) if is_sound]
    strong = [text for text in code if _STATEMENT.match(text) or _ENDING.match(text)]
    indented = any(_INDENTED.match(text) for text in texts)
    return len(code) >= _LEAST and (len(strong) >= _LEAST or (bool(strong) and indented))
