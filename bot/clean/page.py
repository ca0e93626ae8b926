"""The nouns of cleaning: a line of a page, the page, an entry of the receipt, the result.

A page is a sequence of lines that remember where they stood in the raw file. A rule takes a page
and returns a page; the pipeline compares the two and writes the receipt, so that no rule has to
report, and none can forget to.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.text import Text

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""What ends a line besides the line feed."""

Action = Literal["removed", "changed"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and the line of the raw file it came from, counted from 1.

    Several lines may share a number (a raw line that was cut), and one line may stand for several
    raw lines (a formula that was written one character a line); it then has the first number.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page tells about itself; every field is empty when the page does not say.

    single:  whether the page is one question, its title, with answers to it
    """

    title: str = ""
    author: str = ""
    date: str = ""
    site: str = ""
    url: str = ""
    single: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page on its way through the rules.

    lines:     what is left of it
    code:      raw numbers of the lines that are program text and must stay as they are
    contents:  the entries of its table of contents, once that was taken away
    facts:     title, author and date, read before the lines that told them were dropped
    reasons:   raw line number -> key of the reason why a rule dropped the line
    kept:      raw numbers of the lines that the user wants kept whatever the rules say
    """

    lines: tuple[Line, ...]
    code: frozenset[int] = frozenset()
    contents: tuple[str, ...] = ()
    facts: Facts = Facts()
    reasons: dict[int, str] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str, keep: frozenset[str] = frozenset()) -> "Page":
        """The page with the given text; ``keep`` holds lines, stripped, that must not go."""
        lines = tuple(Line(i, line) for i, line in enumerate(text.split("\n"), start=1))
        kept = frozenset(line.number for line in lines if line.text.strip() in keep) if keep else ()
        return cls(lines, kept=frozenset(kept))

    @property
    def text(self) -> str:
        """The lines of the page, joined again."""
        return "\n".join(line.text for line in self.lines)

    def without(self, dropped: dict[int, str]) -> "Page":
        """The page without the lines at the given positions, whose reasons are remembered.

        Lines the user keeps are not dropped. Positions count from 0 in :attr:`lines`.
        """
        going = {
            at: reason for at, reason in dropped.items() if self.lines[at].number not in self.kept
        }
        if not going:
            return self
        reasons = dict(self.reasons)
        reasons.update({self.lines[at].number: reason for at, reason in going.items()})
        left = tuple(line for at, line in enumerate(self.lines) if at not in going)
        return replace(self, lines=left, reasons=reasons)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the receipt: what a rule did to one line of the raw file, and why."""

    line: int
    rule: str
    action: Action
    before: str
    after: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The result of cleaning: the lines that stay, and the receipt of everything else."""

    lines: tuple[Line, ...]
    receipt: tuple[Entry, ...] = ()
    code: frozenset[int] = frozenset()
    contents: tuple[str, ...] = ()
    facts: Facts = Facts()

    @property
    def text(self) -> str:
        """The cleaned text as one string."""
        return "\n".join(line.text for line in self.lines)
