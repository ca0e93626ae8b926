"""The unit that is indexed, returned and graded: one answer of one note."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "outline", "heading"]
"""``answer`` explains; ``outline`` only lists topics; ``heading`` lost its answer: at most labels
that announced something are left."""
COMPANION = "companion"
"""The origin of the notes that ship with the program to answer what the user's notes ask."""
Span = tuple[int, int]
"""Where a stretch of a text begins and ends, so that ``text[a:b]`` is the stretch."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim stretch of a cleaned note under one heading.

    id:        stable under edits elsewhere in the file, unique in the corpus
    source:    the note's file name, relative to the corpus folder
    heading:   the question or title the text stands under, without its number
    text:      the cleaned text as displayed, at most 1,200 characters; never HTML
    language:  ``"zh"`` or ``"en"``, the language of most of the text
    trail:     the headings above this one, outermost first
    kind:      whether the text answers, only lists, or was lost
    line:      first line of the passage in the raw file, counted from 1; 0 if unknown
    part, parts: position among the pieces of one long answer, counted from 1
    origin:    ``"scraped"``, ``"companion"`` or ``"imported"``
    also_in:   other sources that hold (nearly) the same text
    """

    id: str
    source: str
    heading: str
    text: str
    language: str
    trail: tuple[str, ...] = ()
    kind: Kind = "answer"
    line: int = 0
    part: int = 1
    parts: int = 1
    origin: str = "scraped"
    also_in: tuple[str, ...] = ()

    @property
    def is_companion(self) -> bool:
        """Whether it is of a companion note, not of one of the user's."""
        return self.origin == COMPANION


def section(passages: Sequence[Passage], number: int) -> tuple[Passage, ...]:
    """All parts of the answer that passage ``number`` belongs to, in order."""
    return tuple(passages[part] for part in section_numbers(passages, number))


def section_numbers(passages: Sequence[Passage], number: int) -> range:
    """The numbers of the parts of the answer that passage ``number`` belongs to, in order."""
    first = number - passages[number].part + 1
    return range(first, first + passages[number].parts)
