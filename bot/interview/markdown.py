"""Words of the user and of the notes inside a Markdown file: shown, never obeyed.

Formulas between dollars stay as they are, so that an editor sets them; one that could be read as a
link, a picture or a tag, or that names a command which does more than draw, is escaped like
everything else.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

_MATH = re.compile(r"\$\$[^$]+\$\$|\$[^$\s](?:[^$\n]*[^$\s])?\$")
_ACTING = re.compile(r"[`!]|\]\s*[(\[]|<\s*[/!?a-zA-Z]|&\w*;")
_COMMAND = re.compile(
    r"\\(?:href|url|html\w*|class|cssId|style|require|include\w*|input|[egx]?def|let|futurelet|"
    r"(?:re)?new\w+|provide\w+|unicode|char|mathtip|texttip|toggle|action|mmlToken|verb|rule|kern|"
    r"raisebox|color\w*|textcolor|bbox)(?![A-Za-z])"
)
"""What KaTeX and MathJax know that follows an address, defines, hides, or draws over the page."""
_ENTITY = re.compile(r"&(?=#?\w+;)|~(?=~)|(?<=~)~")
_SECTION = re.compile(r"#{1,6} +(\S.*)")
_FENCE = re.compile(r" {0,3}```")
_SIGNS = "\\`*_[]<>#|"
Kind = Literal["title", "code", "text"]


def inline(text: str) -> str:
    r"""Text on one line.

    >>> inline("a_b <b> $x_1$"), inline("$![x](y)$")
    ('a\\_b \\<b\\> $x_1$', '$!\\[x\\](y)$')
    """
    return _escaped(" ".join(text.split()))


def quote(text: str) -> list[str]:
    r"""Text as the lines of a quotation, titles of its sections in bold, code set in as it stands.

    Nothing ends code that is set in, whatever stands in it.

    >>> quote("## Why\nbecause *it* is")
    ['> **Why**', '>', '> because \\*it\\* is']
    >>> quote("So:\n```python\nif x:\n    y()\n```")
    ['> So:', '>', '>     if x:', '>         y()']
    """
    parts = [_quoted(kind, part) for kind, part in blocks(text)]
    lines = [line for part in parts if part for line in ("", *part)][1:]
    return [f"> {line}".rstrip() for line in lines] or [">"]


def blocks(text: str) -> Iterator[tuple[Kind, str]]:
    r"""The titles of sections, the pieces of code and the stretches of other lines, in order.

    Fences belong to neither; one that is never closed holds the rest.

    >>> list(blocks("a\nb\n## C\n```py\nd\n```"))
    [('text', 'a\nb'), ('title', 'C'), ('code', 'd')]
    """
    for (_, kind), rows in groupby(_marked(text.splitlines()), lambda row: row[0]):
        yield kind, "\n".join(line for _, line in rows)


def _marked(lines: list[str]) -> Iterator[tuple[tuple[int, Kind], str]]:
    """Every line that is no fence with the number of its block and its kind."""
    number, code = 0, False
    for line in lines:
        if _FENCE.match(line):
            number, code = number + 1, not code
        elif not code and (title := _SECTION.fullmatch(line.strip())):
            yield (number + 1, "title"), title[1].strip()
            number += 2
        else:
            yield (number, "code" if code else "text"), line


def _quoted(kind: Kind, part: str) -> list[str]:
    """The lines of a block inside a quotation."""
    if kind == "code":
        return [f"    {line}" for line in part.splitlines()]
    if kind == "title":
        return [f"**{_escaped(part)}**"]
    return [_escaped(" ".join(line.split())) for line in _whole(part.strip("\n")).splitlines()]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.splitlines()]


@dataclass(frozen=True, slots=True)
class Writing:
    """How text is written: on one line, and as a quotation."""

    inline: Callable[[str], str]
    quote: Callable[[str], list[str]]


MARKDOWN = Writing(inline, quote)
PLAIN = Writing(_flat, _indented)
"""For a terminal, where nothing is obeyed and escapes would only disturb."""


def _whole(text: str) -> str:
    """The text with every formula on one line."""
    return _MATH.sub(lambda found: " ".join(found[0].split()), text)


def _escaped(text: str) -> str:
    parts, end = [], 0
    for found in _MATH.finditer(text):
        if not _ACTING.search(found[0]) and draws_only(found[0]):
            parts += [_plain(text[end : found.start()]), found[0]]
            end = found.end()
    return "".join([*parts, _plain(text[end:])])


def draws_only(latex: str) -> bool:
    r"""Whether a formula names no command that does more than draw.

    >>> draws_only(r"\frac{a}{b}"), draws_only(r"\href{javascript:x}{y}")
    (True, False)
    """
    return not _COMMAND.search(latex)


def _plain(text: str) -> str:
    escaped = "".join(f"\\{c}" if c in _SIGNS else c for c in text)
    return _ENTITY.sub(r"\\\g<0>", escaped)
