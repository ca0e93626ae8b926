"""One question as a value: what is asked, what went before it, and how it is to be taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from bot.errors import InputError
from bot.text import Text

Source = Literal["all", "notes", "companion"]
SOURCES: tuple[Source, ...] = ("all", "notes", "companion")
"""Which passages may answer: any, the user's notes, or the companion notes."""
LONGEST_QUESTION = 2_000
"""Characters of a question that are read; what follows is noise to a search of short passages."""


class How(TypedDict, total=False):
    """How a question is to be taken; whatever is not said is as in :class:`Asked`."""

    top: int
    as_written: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be read. Raises InputError for what is no text.

    question:    its first ``LONGEST_QUESTION`` characters are kept
    history:     the user's earlier turns, oldest first
    top:         how many passages to find
    as_written:  whether its typing errors are left as they are
    source:      which passages may answer

    >>> Asked("IoU 是什么?", ["NMS?"]).history
    ('NMS?',)
    """

    question: str
    history: Sequence[str] = ()
    top: int = 10
    as_written: bool = False
    source: Source = "all"

    def __post_init__(self) -> None:
        if not isinstance(self.question, str):
            raise _wrong("问题应是文字", "the question must be a text", self.question)
        if not _are_texts(self.history):
            raise _wrong("前文应是文字的列表", "the history must be a list of texts", self.history)
        if not isinstance(self.top, int):
            raise _wrong("段数应是整数", "top must be a whole number", self.top)
        if self.source not in SOURCES:
            names = ", ".join(SOURCES)
            raise _wrong(f"来源应是 {names} 之一", f"source must be one of {names}", self.source)
        turns = tuple(turn[:LONGEST_QUESTION] for turn in self.history)
        object.__setattr__(self, "question", self.question[:LONGEST_QUESTION])
        object.__setattr__(self, "history", turns)


def _are_texts(turns: object) -> bool:
    """Whether ``turns`` are texts; a single text is no list of turns."""
    if isinstance(turns, str) or not isinstance(turns, Iterable):
        return False
    return all(isinstance(turn, str) for turn in turns)


def _wrong(zh: str, en: str, got: object) -> InputError:
    kind = type(got).__name__
    return InputError(Text(f"{zh}，收到 {kind}", f"{en}, got {kind}"))
