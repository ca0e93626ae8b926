"""Finding any of many fixed phrases in a folded text, in one pass (Aho and Corasick, 1975).

A regular expression of a thousand alternatives does the same, but takes longer to compile than a
question takes to answer.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

import ahocorasick

Owner = TypeVar("Owner", bound=Hashable)


class PhraseFinder(Generic[Owner]):
    """Finds phrases, each of which belongs to one or more owners.

    >>> finder = PhraseFinder([("优缺点", "pros"), ("缺点", "cons")])
    >>> list(finder.find("有什么优缺点"))
    [(3, 6, 'pros'), (4, 6, 'cons')]
    """

    def __init__(self, phrases: Iterable[tuple[str, Owner]]) -> None:
        """Folded phrases with their owners; empty phrases are skipped."""
        owners: dict[str, dict[Owner, None]] = {}
        for phrase, owner in phrases:
            if phrase:
                owners.setdefault(phrase, {})[owner] = None
        self._automaton = ahocorasick.Automaton()
        for phrase, found in owners.items():
            self._automaton.add_word(phrase, (len(phrase), tuple(found)))
        if owners:
            self._automaton.make_automaton()
        self._is_empty = not owners

    def find(self, text: str) -> Iterator[tuple[int, int, Owner]]:
        """(start, end, owner) of every phrase in ``text``, overlapping ones too, by their ends."""
        if self._is_empty:
            return
        for last, (length, owners) in self._automaton.iter(text):
            for owner in owners:
                yield last + 1 - length, last + 1, owner


def stands_alone(text: str, start: int, end: int, digits: bool = False) -> bool:
    """Whether no Latin letter, and with ``digits`` no digit, touches ``text[start:end]``.

    >>> stands_alone("use of", 0, 3), stands_alone("used", 0, 3)
    (True, False)
    """
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not any("a" <= c <= "z" or (digits and "0" <= c <= "9") for c in (before, after))
