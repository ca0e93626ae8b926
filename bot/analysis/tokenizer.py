"""Folded text into word tokens.

Chinese is cut as jieba cuts it in its "search" manner, with the glossary's words in its dictionary:
a long word is preceded by the words inside it. The dictionary comes from a private jieba.Tokenizer,
or from where it was stored, see :mod:`bot.analysis.cutter`. jieba's module-level functions share
one global dictionary that any program may change, so they are never used. Latin words are cut by a
regular expression and stemmed; a CamelCase word also yields its parts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.analysis.cutter import INNER, Cutter, Emission, WordModel
from bot.analysis.folding import fold
from bot.analysis.words import WORD, pieces, stem

# Without regard to case Han characters would be folded one by one, 2.5 ms of a start.
_RUN = re.compile(rf"(?P<han>[㐀-鿿]+)|(?P<latin>(?i:{WORD.pattern}))")


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
    """Cuts text into word tokens; the dictionary loads at the first Chinese word."""

    def __init__(self, words: Iterable[str] = (), model: WordModel | None = None) -> None:
        """``words`` are Chinese words that must survive whole; a ``model`` knows them already."""
        self._words = tuple(sorted(set(words)))
        self._stored = model

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
        return self.model.frequencies

    @cached_property
    def model(self) -> WordModel:
        """What the cuts rest on."""
        return self._stored or jieba_model(self._words)

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self.model)

    def _cut_han(self, run: str, offset: int) -> Iterator[Token]:
        if len(run) == 1:
            yield Token(run, offset, offset + 1)
            return
        words = self._cutter.cut(run)
        for i, (term, start, end) in enumerate(words):
            # In search mode the words inside a long word come before it.
            inner = any(a <= start and end <= b for _, a, b in words[i + 1 : i + INNER])
            yield Token(term, offset + start, offset + end, whole=not inner)


def jieba_model(words: Iterable[str] = ()) -> WordModel:
    """jieba's dictionary, extended by ``words``, and its model of unknown words; takes a second."""
    import jieba
    from jieba import finalseg

    dictionary = jieba.Tokenizer()
    # initialize() would unmarshal a file that anybody may have put into the temporary folder.
    with dictionary.get_dict_file() as file:
        dictionary.FREQ, dictionary.total = _frequencies(file.read().decode("utf-8"))
    dictionary.initialized = True
    for word in words:
        dictionary.add_word(word)
    change = {a + b: p for a, row in finalseg.trans_P.items() for b, p in row.items()}
    emit = {state: Emission.of(row) for state, row in finalseg.emit_P.items()}
    return WordModel(dictionary.FREQ, dictionary.total, finalseg.start_P, change, emit)


def _frequencies(entries: str) -> tuple[dict[str, int], int]:
    """The frequencies of words, 0 for a beginning of words that is none, and their sum.

    ``entries`` are lines of a word, its frequency and its part of speech. The same as jieba's
    gen_pfdict gives, in half the time.

    >>> _frequencies("空洞 2 n\\n空洞卷积 1 n\\n")
    ({'空洞': 2, '空洞卷积': 1, '空': 0, '空洞卷': 0}, 3)
    """
    fields = entries.split()
    words, counts = fields[::3], list(map(int, fields[1::3]))
    frequencies, left = dict(zip(words, counts, strict=True)), words
    while left:
        beginnings = dict.fromkeys(word[:-1] for word in left)
        left = [beginning for beginning in beginnings if beginning not in frequencies and beginning]
        frequencies.update(dict.fromkeys(left, 0))
    return frequencies, sum(counts)


def _cut_latin(run: str, offset: int) -> Iterator[Token]:
    """The whole word first, then its CamelCase parts where there are several."""
    folded = fold(run)
    yield Token(stem(folded), offset, offset + len(run))
    parts = pieces(run)
    if len(parts) > 1:
        for start, end in parts:
            if end - start > 2:
                yield Token(stem(folded[start:end]), offset + start, offset + end, whole=False)
