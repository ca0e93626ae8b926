"""Runs of Chinese characters into words, by jieba's algorithm on tables that are handed in.

    route      the most probable path through all dictionary words of a run: from right to left,
               best(k) = max over words [k, j) of log(f / total) + best(j)
    unknown    single characters in a row are joined into words by a hidden Markov model with the
               states Begin, Middle, End, Single (Viterbi)
    search     a word of the path is preceded by the dictionary words of 2 and 3 characters in it

The cuts are those of ``jieba.Tokenizer.tokenize(run, mode="search")``, word by word; a test
compares them. jieba keeps its dictionary in a dict of half a million strings that takes a second
to load; here any mapping will do, so that a stored table opens at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, log

import numpy as np
from numpy.typing import NDArray

Word = tuple[str, int, int]
"""(word, start, end) in the run"""
FIRST, LAST = 0x4E00, 0x9FD5
"""jieba knows the characters of this range; others stand alone."""
_BEFORE = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}
"""The states that can precede a state; in this order ties are broken as jieba breaks them."""
IMPOSSIBLE = -3.14e100
INNER = 20
"""Less than so many words may stand between a word and the longer word around it."""
_NOTHING = 1.0
"""Stands for text that begins no word; a log probability is never positive."""
_MOST_REMEMBERED = 400_000


class Emission(Mapping[str, float]):
    """Log probabilities of the characters that jieba knows.

    row:  of all of its range in order, minus infinity where there is none

    >>> emission = Emission.of({"丁": -1.5})
    >>> list(emission.items()), emission.get("一")
    ([('丁', -1.5)], None)
    """

    def __init__(self, row: NDArray[np.float64]) -> None:
        self.row, self._view = row, row.data

    @classmethod
    def of(cls, known: Mapping[str, float]) -> "Emission":
        """The probabilities of a dictionary, without characters out of the range."""
        row = np.full(LAST - FIRST + 1, -np.inf)
        for character, probability in known.items():
            if FIRST <= ord(character) <= LAST:
                row[ord(character) - FIRST] = probability
        return cls(row)

    def __getitem__(self, character: str) -> float:
        place = ord(character) - FIRST
        value = self._view[place] if 0 <= place < len(self._view) else -inf
        if value == -inf:
            raise KeyError(character)
        return float(value)

    def __iter__(self) -> Iterator[str]:
        return (chr(FIRST + place) for place in (self.row > -inf).nonzero()[0].tolist())

    def __len__(self) -> int:
        return int((self.row > -inf).sum())


@dataclass(frozen=True, slots=True)
class WordModel:
    """What jieba knows of Chinese.

    frequencies:  of words; 0 for a beginning of words that is none itself
    total:        the sum of the frequencies
    start:        log probability of a state at the beginning, by state
    change:       of a state after another, by the two states in a row ("BM")
    emit:         by state, of every character
    """

    frequencies: Mapping[str, int]
    total: int
    start: Mapping[str, float]
    change: Mapping[str, float]
    emit: Mapping[str, Emission]


class Cutter:
    """Cuts runs of Chinese characters; remembers what it looked up."""

    def __init__(self, model: WordModel) -> None:
        self._model = model
        self._log_total = log(model.total)
        # A piece of text -> its log probability; None for a mere beginning.
        self._remembered: dict[str, float | None] = {}

    def cut(self, run: str) -> list[Word]:
        """The words of ``run``, which holds Han characters only; inner words come before outer."""
        words: list[Word] = []
        for start, end in _known_stretches(run):
            if end - start == 1:
                words.append((run[start:end], start, end))
                continue
            for word in self._words(run[start:end]):
                width = len(word)
                words += self._inner(word, start)
                words.append((word, start, start + width))
                start += width
        return words

    def _inner(self, word: str, start: int) -> Iterator[Word]:
        """The dictionary words of 2, then of 3 characters inside a longer word."""
        for n in (2, 3):
            for i in range(len(word) - n + 1 if len(word) > n else 0):
                piece = word[i : i + n]
                if self._is_word(piece):
                    yield piece, start + i, start + i + n

    def _words(self, text: str) -> Iterator[str]:
        """The words of the best route, single characters in a row joined by the Markov model."""
        ends = self._route(text)
        single = start = 0
        while start < len(text):
            end = ends[start]
            if end - start > 1:
                yield from self._joined(text[single:start])
                yield text[start:end]
                single = end
            start = end
        yield from self._joined(text[single:])

    def _joined(self, characters: str) -> Iterator[str]:
        if len(characters) < 2 or self._is_word(characters):
            yield from characters
        else:
            yield from self._unknown(characters)

    def _route(self, text: str) -> list[int]:
        """For every start, the end of the word there on the most probable route."""
        n = len(text)
        best, ends = [0.0] * (n + 1), [0] * n
        unseen = -self._log_total
        for start in range(n - 1, -1, -1):
            score, end = IMPOSSIBLE, start
            for stop in range(start + 1, n + 1):
                weight = self._weight(text[start:stop])
                if weight == _NOTHING:
                    break
                if weight is not None and weight + best[stop] >= score:
                    score, end = weight + best[stop], stop
            if end == start:
                score, end = unseen + best[start + 1], start + 1
            best[start], ends[start] = score, end
        return ends

    def _weight(self, piece: str) -> float | None:
        """log(f / total) of a word; None for a beginning of words; _NOTHING for else."""
        try:
            return self._remembered[piece]
        except KeyError:
            return self._looked_up(piece)

    def _looked_up(self, piece: str) -> float | None:
        frequency = self._model.frequencies.get(piece)
        weight: float | None = _NOTHING
        if frequency is not None:
            weight = log(frequency) - self._log_total if frequency else None
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[piece] = weight
        return weight

    def _is_word(self, piece: str) -> bool:
        weight = self._weight(piece)
        return weight is not None and weight != _NOTHING

    def _unknown(self, text: str) -> Iterator[str]:
        """Words of a stretch without dictionary words, by the states of its characters."""
        start = 0
        for i, state in enumerate(self._states(text)):
            if state == "B":
                start = i
            elif state in "ES":
                yield text[start if state == "E" else i : i + 1]
                start = i + 1
        if start < len(text):
            yield text[start:]

    def _states(self, text: str) -> str:
        """The most probable states of the characters (Viterbi)."""
        emit, change = self._model.emit, self._model.change
        scores = {s: self._model.start[s] + emit[s].get(text[0], IMPOSSIBLE) for s in "BMES"}
        paths = {s: s for s in "BMES"}
        for character in text[1:]:
            now: dict[str, float] = {}
            then: dict[str, str] = {}
            for state in "BMES":
                here = emit[state].get(character, IMPOSSIBLE)
                now[state], before = max(
                    (scores[b] + change[b + state] + here, b) for b in _BEFORE[state]
                )
                then[state] = paths[before] + state
            scores, paths = now, then
        return paths[max("ES", key=lambda state: (scores[state], state))]


def _known_stretches(run: str) -> Iterator[tuple[int, int]]:
    """Stretches of characters that jieba knows; every other character alone."""
    start = 0
    for i, character in enumerate(run):
        if not FIRST <= ord(character) <= LAST:
            if start < i:
                yield start, i
            yield i, i + 1
            start = i + 1
    if start < len(run):
        yield start, len(run)
