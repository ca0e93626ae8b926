"""Folded text into word tokens.

Chinese is cut by a private jieba.Tokenizer that knows the glossary's words, in the "search" manner:
a long word is followed by the words inside it. jieba's module-level functions share one global
dictionary that any program may change, so they are never used. Latin words are cut by a regular
expression and stemmed; a CamelCase word also yields its parts.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import jieba

from bot.analysis.folding import fold
from bot.analysis.words import WORD, pieces, stem

_RUN = re.compile(rf"(?P<han>[㐀-鿿]+)|(?P<latin>{WORD.pattern})", re.IGNORECASE)
_INNER = 20
"""How many tokens may stand between a word and the longer word around it."""
# jieba announces on stderr that it builds its dictionary; a terminal answer must stay clean.
jieba.setLogLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Token:
    """A term and the half-open span of the displayed text it stands for.

    ``whole`` is false for a word inside a longer word that is a token too.
    """

    term: str
    start: int
    end: int
    whole: bool = True


class Tokenizer:
    """Cuts text into word tokens; holds the dictionary, which loads at the first Chinese word."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """``words`` are Chinese words that must survive whole."""
        self._words = tuple(sorted(set(words)))
        self._jieba: jieba.Tokenizer | None = None

    def tokenize(self, text: str) -> Iterator[Token]:
        """The word tokens of ``text`` in order of their starts, with spans of ``text``.

        >>> [t.term for t in Tokenizer(["空洞卷积"]).tokenize("空洞卷積的 BatchNorms")]
        ['空洞', '卷积', '空洞卷积', '的', 'batchnorm', 'batch', 'norm']
        """
        folded = fold(text)
        for run in _RUN.finditer(folded):
            if run["han"]:
                yield from self._cut_han(run["han"], run.start())
            else:
                yield from _cut_latin(text[run.start() : run.end()], run.start())

    @property
    def frequencies(self) -> Mapping[str, int]:
        """How often jieba's corpus and the given words have each word."""
        frequencies: Mapping[str, int] = self._dictionary().FREQ
        return frequencies

    def _cut_han(self, run: str, offset: int) -> Iterator[Token]:
        if len(run) == 1:
            yield Token(run, offset, offset + 1)
            return
        words = list(self._dictionary().tokenize(run, mode="search"))
        for i, (term, start, end) in enumerate(words):
            # In search mode the words inside a long word come before it.
            inner = any(a <= start and end <= b for _, a, b in words[i + 1 : i + _INNER])
            yield Token(term, offset + start, offset + end, whole=not inner)

    def _dictionary(self) -> jieba.Tokenizer:
        if self._jieba is None:
            dictionary = jieba.Tokenizer()
            dictionary.initialize()
            for word in self._words:
                dictionary.add_word(word)
            self._jieba = dictionary
        return self._jieba


def _cut_latin(run: str, offset: int) -> Iterator[Token]:
    """The whole word first, then its CamelCase parts where there are several."""
    folded = fold(run)
    yield Token(stem(folded), offset, offset + len(run))
    parts = pieces(run)
    if len(parts) > 1:
        for start, end in parts:
            if end - start > 2:
                yield Token(stem(folded[start:end]), offset + start, offset + end, whole=False)
