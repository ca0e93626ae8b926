"""The Latin words of the notes: their other forms, what they are a slip of, how they split."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.analysis.nearest import allowed_errors
from bot.analysis.words import pieces, stem
from bot.keyword.alphabet import fold_text
from bot.keyword.postings import Words
from bot.resources import read_toml

_SHORTEST_PART = 3
_MOST_FORMS, _MOST_NEIGHBOURS = 12, 4


class Vocabulary:
    """Answers questions about Latin words; ``stems`` are the words of each stem."""

    def __init__(
        self, words: Words, understood: Iterable[str] = (), targets: Iterable[str] = ()
    ) -> None:
        """``understood`` are words of the glossary, ``targets`` those of concepts in the notes."""
        self._words = words
        self._known = frozenset(map(fold_text, understood))
        self._targets = sorted(set(map(fold_text, targets)))
        self.stems: dict[str, list[str]] = defaultdict(list)
        for word in words.words:
            self.stems[stem(word)].append(word)

    def __contains__(self, word: str) -> bool:
        return self._words.find(word) is not None

    def begins(self, prefix: str) -> bool:
        """Whether some word begins so."""
        return len(self._words.with_prefix(prefix)) > 0

    def understands(self, word: str) -> bool:
        """Whether the glossary or another form in the notes explains the word."""
        return word in self or word in self._known or bool(self.forms(word))

    def forms(self, word: str) -> list[str]:
        """Other words of the notes with the same stem: plurals, -ing, -ization and -isation."""
        return [w for w in self.stems.get(stem(word), []) if w != word][:_MOST_FORMS]

    def correction(self, word: str, prefix: bool) -> str | None:
        """The word that an unknown word is most likely a slip of.

        By the rules of length of :func:`bot.analysis.nearest.allowed_errors`; a wrong first
        letter counts twice. With ``prefix`` the word may be unfinished.
        """
        allowed = allowed_errors(word)
        if not allowed:
            return None
        for words in (self._words.words, self._targets):
            near = _nearest(word, _beginning(words, word[0]), allowed)
            near = near or (_other_first_letter(word, words) if allowed > 1 else [])
            if near:
                return near[0]
        if prefix:
            initials = {w[: len(word)] for w in _beginning(self._words.words, word[0])}
            near = _nearest(word, sorted(initials), allowed)
            return near[0] if near else None
        return None

    def neighbours(self, word: str) -> list[str]:
        """Much commoner words that a rare word of the notes may be a slip of."""
        limits = read_toml("keyword.toml")["limits"]
        allowed, number = allowed_errors(word), self._words.find(word)
        if not allowed or number is None or self._words.count(number) > limits["rare"]:
            return []
        if word in self._known:
            return []
        often = limits["oftener"] * self._words.count(number)
        near = _nearest(word, _beginning(self._words.words, word[0]), allowed)
        counts = {w: self._words.count(i) for w in near if (i := self._words.find(w)) is not None}
        return [w for w, count in counts.items() if w != word and count >= often]

    def splits(self, word: str, prefix: bool) -> list[tuple[str, str]]:
        """Two words of the notes that the word joins; the second may be unfinished."""
        return [
            (word[:i], word[i:])
            for i in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
            if word[:i] in self and (self.begins(word[i:]) if prefix else word[i:] in self)
        ]


def camel_parts(word: str) -> list[str]:
    """The folded parts of a CamelCase word; none when there is nothing to part.

    >>> camel_parts("BatchNorm"), camel_parts("ResNet50"), camel_parts("IoU")
    (['batch', 'norm'], [], [])
    """
    parts = [fold_text(word[a:b]) for a, b in pieces(word)]
    whole = len(parts) > 1 and "".join(parts) == fold_text(word)
    return parts if whole and all(len(p) >= _SHORTEST_PART for p in parts) else []


def _nearest(word: str, words: Sequence[str], allowed: int) -> list[str]:
    """The words within ``allowed`` errors, fewest errors first."""
    found = process.extract(
        word, words, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST_NEIGHBOURS
    )
    return [str(choice) for choice, _, _ in found]


def _beginning(words: list[str], letter: str) -> list[str]:
    """Those of sorted ``words`` that begin with ``letter``."""
    return words[bisect_left(words, letter) : bisect_left(words, chr(ord(letter) + 1))]


def _other_first_letter(word: str, words: list[str]) -> list[str]:
    """Those of sorted ``words`` that differ from ``word`` in the first letter alone.

    >>> [_other_first_letter(word, ["receptive"]) for word in ("eceptive", "erceptive")]
    [['receptive'], ['receptive']]
    """
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    candidates = [word[1:], word[1] + word[0] + word[2:]]
    candidates += [letter + rest for letter in alphabet for rest in (word[1:], word)]
    places = ((c, bisect_left(words, c)) for c in candidates)
    return [c for c, i in places if i < len(words) and words[i] == c]
