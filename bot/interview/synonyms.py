"""Words that mean the same, found through the other language.

Two English words are near in meaning when the Chinese–English dictionary translates them by the
same Chinese words, and two Chinese words when they share English ones (pivoting: Bannard and
Callison-Burch, ACL 2005). Each shared translation is one piece of evidence; one that many words
have proves little. What the dictionary does not know (element, item, node) stands in hand-made
groups.
"""

from collections.abc import Iterable
from functools import cache

from bot.analysis.dictionary import key, read_pairs
from bot.resources import read_toml

PROOF, MOST_PROOF = 2.0, 0.6
"""A shared translation proves PROOF / (number of words that have it), at most MOST_PROOF."""


class Thesaurus:
    """Similarity of word terms in either language; holds the dictionary."""

    def __init__(self, translations: Iterable[tuple[str, str]], groups: Iterable[str] = ()) -> None:
        """``translations`` are (English stem, Chinese word); ``groups`` lines of equal words."""
        self._links: dict[str, dict[str, None]] = {}
        for english, chinese in translations:
            self._links.setdefault(english, {})[chinese] = None
            self._links.setdefault(chinese, {})[english] = None
        self._groups: dict[str, set[int]] = {}
        for number, line in enumerate(groups):
            for word in line.split("|"):
                self._groups.setdefault(key(word.strip()), set()).add(number)

    def keys(self, term: str) -> set[str]:
        """What two terms must share at least one of to be similar at all."""
        groups = {f"group {number}" for number in self._groups.get(term, ())}
        return {term, *self._links.get(term, ()), *groups}

    def similarity(self, one: str, other: str) -> float:
        """Nearness of two terms in [0, 1]; 1 for the same term or the same hand-made group.

        >>> words = Thesaurus([("begin", "开始"), ("start", "开始"), ("start", "启动")])
        >>> words.similarity("begin", "start"), words.similarity("begin", "开始")
        (0.6, 1.0)
        """
        if one == other or self._groups.get(one, set()) & self._groups.get(other, set()):
            return 1.0
        links = self._links.get(one, {})
        if other in links:
            return 1.0
        if one.isascii() != other.isascii():
            return 0.0
        doubt = 1.0
        for shared in links.keys() & self._links.get(other, {}).keys():
            doubt *= 1 - min(MOST_PROOF, PROOF / len(self._links[shared]))
        return 1 - doubt


@cache
def shipped_thesaurus() -> Thesaurus:
    """The thesaurus of the shipped dictionary and the groups of ``interview.toml``."""
    groups = read_toml("interview.toml")["synonyms"]["groups"]
    return Thesaurus(read_pairs(), groups)
