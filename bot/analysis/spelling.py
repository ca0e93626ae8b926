"""Typing errors in a question, repaired only when nothing else explains the word.

English: a word that is neither in the notes, nor in the glossary, nor in the dictionary is read as
the closest known word, by the rules of length common in search boxes: up to 4 letters no error,
5 to 8 one, from 9 on two; the first letter must be right. Of equally close words the one of most
names is meant, one that the notes hold before others, and any word of the notes before what they
lack. A capital inside a question begins a name, which is never read as an everyday word.
Digits are never touched: of a name with
a version (mobilnetv2) only the letters are repaired, towards a name of the same version.

Chinese: a stretch of characters that differs from a glossary name of at least three characters in
a few characters that sound (nearly) the same or look alike, or by one swapped, missing or doubled
character. A stretch that is part of a correctly written name is never touched, nor one that
crosses a function word.

A word written as one that the notes write as two (``batchnorm``) needs no repair: concepts are
matched without spaces, see :mod:`bot.analysis.mentions`.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import ne

from bot.analysis.analyzer import Analysis
from bot.analysis.confusable import confusable
from bot.analysis.folding import fold
from bot.analysis.nearest import NO_WORDS, LatinWords, OwnWords
from bot.analysis.query import Correction, frame_spans
from bot.analysis.targets import SHORTEST_NAME, WIDEST_PAIR, Places, Targets
from bot.analysis.tokenizer import Token

_HAN_RUN = re.compile(r"[㐀-鿿]{2,}")
_MISCOUNTED = 5
"""A name of so many characters is met with one missing or doubled."""


@dataclass(frozen=True, slots=True)
class Slip:
    """``text[start:end]`` is read as ``read``."""

    start: int
    end: int
    read: str


class SpellingRepair:
    """Repairs questions against the names of a glossary and the vocabulary of the notes."""

    def __init__(
        self,
        targets: Targets,
        known: Iterable[Container[str]],
        words: Mapping[str, int],
        own: OwnWords = NO_WORDS,
    ) -> None:
        """What to repair towards, terms that are no errors, frequencies of Chinese words."""
        self._words = words
        self._latin = LatinWords(targets, own)
        self._known = (targets.stems, *known)
        self._names = Places(targets.chinese)

    def is_known(self, term: str) -> bool:
        """Whether a term is no error: the glossary or the notes have it."""
        return any(term in terms for terms in self._known)

    def is_word(self, term: str) -> bool:
        """Whether a Chinese dictionary has the word."""
        return bool(self._words.get(term))

    def latin(self, tokens: Iterable[Token], text: str) -> list[Slip]:
        """Slips among the Latin words of ``text``."""
        slips = []
        for token in tokens:
            written = text[token.start : token.end]
            if self.is_known(token.term):
                continue
            if read := self._latin.closest(written.lower(), token.start > 0 and written.istitle()):
                slips.append(Slip(token.start, token.end, read))
        return slips

    def chinese(self, runs: Iterable[tuple[int, str]]) -> list[Slip]:
        """Slips in runs of Chinese characters ``(start, characters)`` that no mention covers."""
        slips: list[Slip] = []
        for offset, run in runs:
            slips += self._slips_in(run, offset)
        return slips

    def _slips_in(self, run: str, offset: int) -> list[Slip]:
        """The best slips of one run that do not overlap, longer names first."""
        found = []
        cost_of = cache(self._cost)  # a long question may say the same thing many times
        for name, start in self._candidates(run):
            others = (len(name) - 1, len(name) + 1) if len(name) >= _MISCOUNTED else ()
            for length in (len(name), *others):
                window = run[start : start + length]
                cost = cost_of(window, name) if len(window) == length else None
                if cost is not None:
                    found.append((cost - len(name), start, length, name))
        slips: list[Slip] = []
        for _, start, length, name in sorted(found):
            a, b = offset + start, offset + start + length
            if all(b <= slip.start or slip.end <= a for slip in slips):
                slips.append(Slip(a, b, name))
        return slips

    def _candidates(self, run: str) -> set[tuple[str, int]]:
        """(name, start) for every name that shares two characters at their places with ``run``."""
        return {
            (name, i - place)
            for i in range(len(run) - 1)
            for name, place in self._names.of(run[i : i + 1 + WIDEST_PAIR])
            if i >= place
        }

    def _cost(self, window: str, name: str) -> float | None:
        """How unlike the two are, or None when they are too unlike to be the same name."""
        if window == name:
            return None
        if len(window) == len(name):
            allowed = 1 if len(name) == 3 else 2
            if sum(map(ne, window, name)) > allowed:
                return None
            wrong = [(a, b) for a, b in zip(window, name, strict=True) if a != b]
            if len(wrong) == 2 and wrong[0] == wrong[1][::-1]:
                return 1.0 if _is_one_error(window, name) else None
            near = all(confusable(a, b, loosely=len(name) > SHORTEST_NAME) for a, b in wrong)
            return 0.5 * len(wrong) if near else None
        return 1.5 if len(name) >= _MISCOUNTED and _is_one_error(window, name) else None


def _is_one_error(written: str, name: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(written, name) == 1


def repair(
    text: str, analysis: Analysis, spelling: SpellingRepair
) -> tuple[str, tuple[Correction, ...]]:
    """``text`` with its slips replaced, and what was replaced; sound text comes back as it is."""
    latin = spelling.latin((t for t in analysis.tokens if t.term.isascii() and t.whole), text)
    chinese = [
        slip
        for slip in spelling.chinese(_uncovered_runs(text, analysis))
        if not _is_sound(slip, analysis, spelling)
    ]
    return replace(text, latin + chinese)


def replace(text: str, slips: Iterable[Slip]) -> tuple[str, tuple[Correction, ...]]:
    """``text`` with the slips replaced, and what was replaced.

    >>> replace("recpetive field", [Slip(0, 9, "receptive")])[0]
    'receptive field'
    """
    corrections = []
    for slip in sorted(slips, key=lambda slip: -slip.start):
        corrections.append(Correction(text[slip.start : slip.end], slip.read))
        text = text[: slip.start] + slip.read + text[slip.end :]
    return text, tuple(reversed(corrections))


def _uncovered_runs(text: str, analysis: Analysis) -> Iterable[tuple[int, str]]:
    """Runs of Han characters outside correctly written names and outside question frames."""
    folded = list(fold(text))
    named = [(m.start, m.end) for m in analysis.mentions if m.end - m.start >= SHORTEST_NAME]
    frames = [(start, end) for start, end in frame_spans(text) if end - start > 1]
    for start, end in (*named, *frames):
        folded[start:end] = " " * (end - start)
    for match in _HAN_RUN.finditer("".join(folded)):
        yield match.start(), match.group()


def _is_sound(slip: Slip, analysis: Analysis, spelling: SpellingRepair) -> bool:
    """Whether a stretch that looks like a misspelt name is well written after all.

    A typing error breaks a word into single characters or turns it into one that the notes do not
    have. A stretch whose border cuts a word, or that is made of words of the notes, is no error;
    one of another length than the name must not be made of dictionary words either. A function word
    of one character is a word here: 结构和 is no 结构核.
    """
    inside = [t for t in analysis.tokens if t.whole and t.start < slip.end and t.end > slip.start]
    frames = set(frame_spans(analysis.text))
    words = [
        t
        for t in inside
        if (t.start, t.end) in frames or (t.end - t.start > 1 and spelling.is_word(t.term))
    ]
    if any(t.start < slip.start or t.end > slip.end for t in words):
        return True
    if len(slip.read) == slip.end - slip.start:
        words = [t for t in words if spelling.is_known(t.term)]
    return len(words) == len(inside)
