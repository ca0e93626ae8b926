"""What typing errors are repaired towards: words and names of a glossary, and everyday words.

An everyday word is repaired too, since a question is lost on one that nobody knows ("when do
gradients vanich?"): of 400 English and mixed development questions with one slip each, 5 points of
answer@1 were lost without the everyday words and 2.5 with them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from bot.analysis.analyzer import Analyzer, frame_words
from bot.analysis.dictionary import everyday_words
from bot.analysis.glossary import Concept
from bot.analysis.remembered import Remembered
from bot.analysis.words import WORD, stem

SHORTEST_NAME, LONGEST_NAME = 3, 9
SHORTEST_WORD = 4
WIDEST_PAIR = 3
"""With two errors among four characters, two right ones stand at most this far apart."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What questions are repaired towards.

    latin:     lower-case words of the names, from four letters on, those of most names first
    everyday:  further words, the commonest first
    stems:     stems that are no errors: those of ``latin``, of ``everyday`` and more
    chinese:   Chinese names of repairable length
    """

    latin: Sequence[str]
    everyday: Sequence[str]
    stems: Collection[str]
    chinese: Sequence[str]

    @classmethod
    def of(
        cls,
        concepts: Iterable[Concept],
        everyday: Iterable[str] = (),
        sound: Set[str] = frozenset(),
    ) -> "Targets":
        """The names of concepts, ``everyday`` words, and ``sound`` stems, which are no errors."""
        names = [n for c in concepts for n in (*c.zh, *c.en, *c.abbr)]
        named = Counter(word for name in names for word in latin_words(name))
        latin = sorted(named, key=lambda word: (-named[word], word))
        others = [word for word in dict.fromkeys(everyday) if word not in named]
        chinese = [
            n
            for n in dict.fromkeys(names)
            if SHORTEST_NAME <= len(n) <= LONGEST_NAME and all("㐀" <= c <= "鿿" for c in n)
        ]
        stems = {stem(word) for word in (*latin, *others)} | sound
        return cls(latin, others, stems, chinese)


def repair_targets(analyzer: Analyzer) -> Targets:
    """What questions are repaired towards; names of neighbouring fields are only no errors."""
    concepts = analyzer.glossary.values()
    own = (concept for concept in concepts if not analyzer.is_foreign(concept.id))
    foreign = (concept for concept in concepts if analyzer.is_foreign(concept.id))
    frames = (word for phrase in sorted(frame_words()) for word in latin_words(phrase))
    elsewhere = Targets.of(foreign).stems
    return Targets.of(own, (*frames, *everyday_words()), frozenset(elsewhere))


def latin_words(text: str) -> Iterator[str]:
    """The Latin words of a text in lower case that are long enough to be repaired towards.

    >>> list(latin_words("RoI Pooling (Fast R-CNN)"))
    ['pooling', 'fast']
    """
    return (m[0].lower() for m in WORD.finditer(text) if len(m[0]) >= SHORTEST_WORD)


class Places:
    """Where characters stand in names, looked up in all names put in a row."""

    def __init__(self, names: Iterable[str]) -> None:
        self._row = "\n".join((*names, "\n" * WIDEST_PAIR))
        self._found = Remembered(self._places)

    def of(self, window: str) -> Iterator[tuple[str, int]]:
        """(name, place) where the first character of ``window`` stands, another at its place.

        It comes once for each such character.
        """
        found = self._found[window[0]]
        for distance, other in enumerate(window[1:], 1):
            yield from found.get((distance, other), ())

    def _places(self, character: str) -> dict[tuple[int, str], list[tuple[str, int]]]:
        """The names with one character by what else they have how far behind it, with its place."""
        found: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
        at = self._row.find(character)
        while at >= 0:
            start, end = self._row.rfind("\n", 0, at) + 1, self._row.find("\n", at)
            for distance, other in enumerate(self._row[at + 1 : min(end, at + 1 + WIDEST_PAIR)], 1):
                found[distance, other].append((self._row[start:end], at - start))
            at = self._row.find(character, at + 1)
        return found
