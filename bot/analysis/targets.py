"""What typing errors are repaired towards: the words and names of a glossary."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from operator import eq

from bot.analysis.glossary import Concept
from bot.analysis.words import WORD, stem

SHORTEST_NAME, LONGEST_NAME = 3, 9
WIDEST_PAIR = 3
"""With two errors among four characters, two right ones stand at most this far apart."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What questions are repaired towards.

    latin:    lower-case words of the names, from four letters on
    stems:    stems that are no errors: those of ``latin`` and more
    chinese:  Chinese names of repairable length
    """

    latin: Sequence[str]
    stems: Collection[str]
    chinese: Sequence[str]

    @classmethod
    def of(cls, concepts: Iterable[Concept], sound: Set[str] = frozenset()) -> "Targets":
        """The names of concepts; ``sound`` are further stems that are no errors."""
        names = [n for c in concepts for n in (*c.zh, *c.en, *c.abbr)]
        latin = {m[0].lower() for name in names for m in WORD.finditer(name) if len(m[0]) >= 4}
        chinese = [
            n
            for n in dict.fromkeys(names)
            if SHORTEST_NAME <= len(n) <= LONGEST_NAME and all("㐀" <= c <= "鿿" for c in n)
        ]
        return cls(sorted(latin), {stem(word) for word in latin} | sound, chinese)


class Places:
    """Where characters stand in names, looked up in all names put in a row."""

    def __init__(self, names: Iterable[str]) -> None:
        self._row = "\n".join((*names, "\n" * WIDEST_PAIR))
        self._found: dict[str, list[tuple[str, int, str]]] = {}

    def of(self, window: str) -> Iterator[tuple[str, int]]:
        """(name, place) where the first character of ``window`` stands, another at its place."""
        first, after = window[0], window[1:]
        if first not in self._found:
            self._found[first] = list(self._places(first))
        for name, place, following in self._found[first]:
            if any(map(eq, after, following)):
                yield name, place

    def _places(self, character: str) -> Iterator[tuple[str, int, str]]:
        """(name, place, the characters that follow in the name) for one character."""
        at = self._row.find(character)
        while at >= 0:
            start, end = self._row.rfind("\n", 0, at) + 1, self._row.find("\n", at)
            name = self._row[start:end]
            yield name, at - start, name[at - start + 1 :]
            at = self._row.find(character, at + 1)
