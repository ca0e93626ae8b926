"""Words that mean the same, found through the other language.

Two English words are near in meaning when the Chinese–English dictionary translates them by the
same Chinese words, and two Chinese words when they share English ones (pivoting: Bannard and
Callison-Burch, ACL 2005). Each shared translation is one piece of evidence; one that many words
have proves little. What the dictionary does not know (element, item, node) stands in hand-made
groups of equal words, and in wider ones of words that often stand for each other.
"""

from collections.abc import Iterable
from functools import cache

from bot.analysis.dictionary import key, read_pairs
from bot.resources import read_toml

PROOF, MOST_PROOF = 2.0, 0.6
"""A shared translation proves PROOF / (number of words that have it), at most MOST_PROOF."""
NEAR = 0.7
"""Similarity of two words of a wider group; .5 and 1 are worse by cross-validation."""


class Thesaurus:
    """Similarity of word terms in either language; holds the dictionary."""

    def __init__(
        self,
        translations: Iterable[tuple[str, str]],
        groups: Iterable[str] = (),
        near: Iterable[str] = (),
    ) -> None:
        """``translations`` are (English stem, Chinese word); ``groups`` lines of equal words,
        ``near`` lines of words that often stand for each other."""
        self._links: dict[str, dict[str, None]] = {}
        for english, chinese in translations:
            self._links.setdefault(english, {})[chinese] = None
            self._links.setdefault(chinese, {})[english] = None
        self._groups, self._near = _numbered(groups), _numbered(near)

    def keys(self, term: str) -> set[str]:
        """What two terms must share at least one of to be similar at all."""
        groups = {f"group {number}" for number in self._groups.get(term, ())}
        near = {f"near {number}" for number in self._near.get(term, ())}
        return {term, *self._links.get(term, ()), *groups, *near}

    def grouped(self, *terms: str) -> bool:
        """Whether a term stands in a hand-made group."""
        return any(term in self._groups or term in self._near for term in terms)

    def similarity(self, one: str, other: str) -> float:
        """Nearness of two terms in [0, 1]; 1 for the same term or the same hand-made group.

        >>> words = Thesaurus([("begin", "开始"), ("start", "开始"), ("start", "启动")])
        >>> words.similarity("begin", "start"), words.similarity("begin", "开始")
        (0.6, 1.0)
        """
        links = self._links.get(one, {})
        if one == other or other in links or _together(self._groups, one, other):
            return 1.0
        least = NEAR if _together(self._near, one, other) else 0.0
        if one.isascii() != other.isascii():
            return least
        doubt = 1.0
        for shared in links.keys() & self._links.get(other, {}).keys():
            doubt *= 1 - min(MOST_PROOF, PROOF / len(self._links[shared]))
        return max(least, 1 - doubt)


def _numbered(groups: Iterable[str]) -> dict[str, set[int]]:
    """The numbers of the lines that each term stands in."""
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(groups):
        for word in line.split("|"):
            lines.setdefault(key(word.strip()), set()).add(number)
    return lines


def _together(lines: dict[str, set[int]], one: str, other: str) -> bool:
    """Whether two terms stand in one line."""
    return not lines.get(one, set()).isdisjoint(lines.get(other, ()))


@cache
def shipped_thesaurus() -> Thesaurus:
    """The thesaurus of the shipped dictionary and the groups of ``interview.toml``."""
    rules = read_toml("interview.toml")["synonyms"]
    return Thesaurus(read_pairs(), rules["groups"], rules["near"])
