"""The Latin word that is meant by a misspelt one: of a name, of the notes, or an everyday one.

Errors are counted as optimal string alignment does (a swap of two letters is one), by the rules of
length common in search boxes. Words of the notes are compared by their stems, for an index has no
others.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from bot.analysis.targets import SHORTEST_WORD, Targets
from bot.analysis.words import stem

_VERSIONED = re.compile(r"([a-z]+?)(v?\d+)")
_NAME_OF_NOTES, _WORD_OF_NOTES, _NAME, _EVERYDAY = range(4)
"""What is meant among words with equally many errors, the likeliest first."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of the notes: their ``stems``, and how one is ``written`` there."""

    stems: Collection[str]
    written: Callable[[str], str]


NO_WORDS = OwnWords((), str)


@dataclass(frozen=True)
class LatinWords:
    """The words that a misspelt one may be."""

    targets: Targets
    own: OwnWords

    def closest(self, written: str, is_name: bool) -> str | None:
        """The known word that is meant, None when none is near enough."""
        start = written[0], split_version(written)[1]
        own = self.own.stems
        found = [
            (errors, _NAME_OF_NOTES if stem(word) in own else _NAME, word)
            for word, errors in _nearest(written, self._near[start])
        ]
        if not is_name:
            stems = _nearest(stem(written), self._stems[start])
            found += [(errors, _WORD_OF_NOTES, term) for term, errors in stems]
            everyday = _nearest(written, self._everyday[start])
            found += [(errors, _EVERYDAY, word) for word, errors in everyday]
        _, kind, read = min(found, key=itemgetter(0, 1), default=(0, _NAME, ""))
        return (self.own.written(read) if kind == _WORD_OF_NOTES else read) or None

    @cached_property
    def _near(self) -> Mapping[tuple[str, str], list[str]]:
        """The words of names by first letter and version."""
        return _by_start(self.targets.latin)

    @cached_property
    def _stems(self) -> Mapping[tuple[str, str], list[str]]:
        """The stems of the words of the notes that are long enough, by first letter and version."""
        return _by_start(s for s in self.own.stems if s.isascii() and len(s) >= SHORTEST_WORD)

    @cached_property
    def _everyday(self) -> Mapping[tuple[str, str], list[str]]:
        """The everyday words by first letter and version, which none has."""
        return _by_start(self.targets.everyday)


def _nearest(written: str, words: Sequence[str]) -> list[tuple[str, float]]:
    """The words within the allowed errors, and how many errors part them."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = allowed_errors(split_version(written)[0])
    near = process.extract(
        written, words if allowed else (), scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    return [(word, errors) for word, errors, _ in near]


def _by_start(words: Iterable[str]) -> Mapping[tuple[str, str], list[str]]:
    """Words by their first letter and their version, in the order given."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in words:
        found[word[0], split_version(word)[1]].append(word)
    return found


def split_version(word: str) -> tuple[str, str]:
    """A word in lower case and the version at its end, ``""`` when it has none.

    >>> split_version("mobilnetv2"), split_version("conv"), split_version("3d")
    (('mobilnet', 'v2'), ('conv', ''), ('3d', ''))
    """
    found = _VERSIONED.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


def allowed_errors(word: str) -> int:
    """How many errors a word of this length may hold; 0 for words with digits.

    >>> [allowed_errors(w) for w in ("relu", "feild", "recpetive", "resnet50")]
    [0, 1, 2, 0]
    """
    if not word.isalpha() or len(word) < 5:
        return 0
    return 1 if len(word) <= 8 else 2
