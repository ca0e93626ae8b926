"""What stays the same during an interview in a terminal: questions, grader, store, ways in and out.

Input, output and clock are arguments: ``read(prompt)`` returns a line and raises EOFError at the
end, ``write(line)`` prints one, ``now()`` tells the time with its zone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.analysis.analyzer import Analyzer
from bot.corpus import Corpus
from bot.interview.grading import Grader
from bot.interview.questions import Question
from bot.interview.records import questions
from bot.interview.saved_sessions import save_step
from bot.interview.schedule import Habits
from bot.interview.session import Session
from bot.interview.store import Store
from bot.resources import read_toml
from bot.text import Text

Read = Callable[[str], str]
Write = Callable[[str], None]


class Notes(Protocol):
    """What an interview needs of a Bot."""

    @property
    def corpus(self) -> Corpus:
        """The notes."""

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the notes."""


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that stays the same during an interview."""

    bank: Mapping[str, Question]
    grader: Grader
    store: Store
    read: Read
    write: Write
    now: Callable[[], datetime]
    habits: Habits
    language: str

    def known(self) -> dict[str, Question]:
        """Every question by id: those of the bank, else as they read when they were asked."""
        return questions(self.store) | dict(self.bank)

    def say(self, name: str, **values: object) -> str:
        """A sentence of ``interview.toml`` in the language of the interview."""
        return Text(*read_toml("interview.toml")["terminal"][name]).format(**values).to(
            self.language
        )  # fmt: skip

    def tell(self, name: str, **values: object) -> None:
        """Print a sentence of ``interview.toml``."""
        self.write(self.say(name, **values))

    def step(self, before: Session, after: Session) -> Session:
        """Store a step, unless another window has taken one from the same question."""
        save_step(self.store, before, after, self.now())
        return after
