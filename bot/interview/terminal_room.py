"""A terminal as an interview sees it: ways in and out, a clock and a language.

``read(prompt)`` returns a line and raises EOFError at the end, ``write(line)`` prints one,
``now()`` tells the time with its zone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.interview.room import Room
from bot.resources import read_toml
from bot.text import Text

Read = Callable[[str], str]
Write = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Terminal:
    """The room of the interview, and how it is spoken with."""

    room: Room
    read: Read
    write: Write
    now: Callable[[], datetime]
    language: str

    def say(self, name: str, **values: object) -> str:
        """A sentence of ``interview.toml`` in the language of the interview."""
        said = Text(*read_toml("interview.toml")["terminal"][name])
        return said.format(**values).to(self.language)

    def tell(self, name: str, **values: object) -> None:
        """Print a sentence of ``interview.toml``."""
        self.write(self.say(name, **values))
