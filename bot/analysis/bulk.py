"""Many texts analysed at once: the tokens and mentions of :meth:`Analyzer.analyze`, in arrays.

The texts are written one below the other on a :class:`Sheet` and cut into *runs*: stretches of Han
characters, Latin words, Greek letters. By Zipf's law most runs were met before; what a run is made
of is found once, by the tokenizer and by the compact form of names, and then only copied to its
places. Everything else is arithmetic on whole arrays. Of a long
sheet Chinese is not cut run by run but all at once (:mod:`bot.analysis.bulk_cutter`).

A test compares the result with that of one text after another.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.arrays import NONE, ranges
from bot.analysis.bulk_cutter import BulkCutter
from bot.analysis.bulk_mentions import Mentions as Mentions
from bot.analysis.bulk_mentions import Occurrence, find_mentions
from bot.analysis.compact import compact_borders
from bot.analysis.sheet import FIRST_HAN, LAST_HAN
from bot.analysis.sheet import Sheet as Sheet
from bot.analysis.trie import Trie
from bot.analysis.words import WORD

Numbers = NDArray[Any]
"""Whole numbers."""
_RUN = re.compile(rf"([㐀-鿿]+|{WORD.pattern}|[α-ω]|\+\+)", re.IGNORECASE)
_RUN_BUT_HAN = re.compile(rf"({WORD.pattern}|[α-ω]|\+\+)", re.IGNORECASE)
_MOST_RUNS = 1_000_000
"""How many distinct runs are remembered."""
MUCH_HAN = 40_000
"""Han characters from which cutting them at once saves more time than its tables take to make."""


class Vocabulary(dict[str, int]):
    """Numbers strings in the order in which they are first asked for."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word tokens of a sheet in order; ``terms`` are numbers of a vocabulary."""

    terms: Numbers
    starts: Numbers
    ends: Numbers
    whole: NDArray[np.bool_]


class _Table:
    """Rows of different lengths, several numbers in each entry; grows by rows."""

    def __init__(self, width: int) -> None:
        self._entries: list[tuple[int, ...]] = []
        self._ends = [0]
        self._array = np.empty((0, width), np.int64)
        self._borders = np.zeros(1, np.int64)

    def append(self, row: Iterable[tuple[int, ...]]) -> None:
        self._entries.extend(row)
        self._ends.append(len(self._array) + len(self._entries))

    def rows(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """The entries of these rows one after another, and how many each row has."""
        if self._entries or len(self._ends) > 1:
            if self._entries:
                self._array = np.concatenate((self._array, np.array(self._entries, np.int64)))
            self._borders = np.concatenate((self._borders, self._ends[1:]))
            self._entries, self._ends = [], [0]
        starts = self._borders[numbers]
        lengths = self._borders[numbers + 1] - starts
        return self._array[ranges(starts, lengths)], lengths


class _Runs(dict[str, int]):
    """Numbers of runs, with the tokens and the compact form of each."""

    def __init__(self, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self._tokenizer, self._vocabulary = analyzer.tokenizer, vocabulary
        self.tokens, self.compact = _Table(4), _Table(3)

    def __missing__(self, run: str) -> int:
        number = self[run] = len(self)
        self.tokens.append(
            (self._vocabulary[token.term], token.start, token.end, token.whole)
            for token in self._tokenizer.tokenize(run)
        )
        text, borders = compact_borders(run)
        self.compact.append((ord(c), *b) for c, b in zip(text, borders, strict=True))
        return number


class BulkAnalyzer:
    """Analyses sheets; remembers runs and terms from one sheet to the next."""

    def __init__(
        self, analyzer: Analyzer, much_han: int = MUCH_HAN, trie: Trie | None = None
    ) -> None:
        """``much_han``: from how many Han characters on a sheet on they are cut all at once."""
        self._trie = trie
        self._analyzer, self._much_han, self._at_once = analyzer, much_han, False
        self.vocabulary = Vocabulary()
        self.concepts = sorted(analyzer.glossary)
        self._numbers = {concept: number for number, concept in enumerate(self.concepts)}
        self._foreign = np.array([analyzer.is_foreign(concept) for concept in self.concepts], bool)
        self._runs = _Runs(analyzer, self.vocabulary)

    def analyze(self, sheet: Sheet) -> tuple[Tokens, Mentions]:
        """The tokens and mentions of all texts, with spans of the sheet."""
        if len(self._runs) > _MOST_RUNS:
            self._runs = _Runs(self._analyzer, self.vocabulary)
        han = (sheet.codes >= ord(FIRST_HAN)) & (sheet.codes <= ord(LAST_HAN))
        self._at_once = self._at_once or int(han.sum()) >= self._much_han
        if not self._at_once:
            words, compact = self._of_runs(sheet, _RUN)
        else:
            words, compact = self._of_runs(sheet, _RUN_BUT_HAN)
            words = _in_order(words, self._han_words(sheet, han))
            places = han.nonzero()[0]
            of_han = np.stack((sheet.codes[places], places, places + 1), 1)
            compact = _in_order(compact, of_han)
        terms, starts, ends, whole = words.T
        tokens = Tokens(terms, starts, ends, whole.astype(bool))
        return tokens, self._mentions(sheet, compact, tokens)

    def _of_runs(self, sheet: Sheet, pattern: re.Pattern[str]) -> tuple[Numbers, Numbers]:
        """The words and the compact form of all runs: rows with a start and an end behind."""
        runs, starts = self._cut(sheet, pattern)
        words, lengths = self._runs.tokens.rows(runs)
        words[:, 1:3] += np.repeat(starts, lengths)[:, None]
        compact, lengths = self._runs.compact.rows(runs)
        borders = compact[:, 1:]
        compact[:, 1:] = np.where(borders < 0, -1, borders + np.repeat(starts, lengths)[:, None])
        return words, compact

    def _cut(self, sheet: Sheet, pattern: re.Pattern[str]) -> tuple[Numbers, Numbers]:
        """Numbers and starts of the runs of a sheet."""
        pieces = pattern.split(sheet.folded)
        ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
        starts, known, text = ends[0:-1:2], self._runs, sheet.text
        # A Latin word is cut by its capitals too, which folding takes away.
        numbers = [
            known[run if run[0] >= FIRST_HAN else text[start : start + len(run)]]
            for run, start in zip(pieces[1::2], starts.tolist(), strict=True)
        ]
        return np.array(numbers, np.int64), starts

    def _han_words(self, sheet: Sheet, han: NDArray[np.bool_]) -> Numbers:
        """The words of all Han characters, cut at once."""
        # Each stretch with the character after it, so that stretches stay apart.
        places = (han | np.append(False, han[:-1])).nonzero()[0]
        words = self._cutter.cut(sheet.codes[places], han[places])
        starts, ends = places[words.starts], places[words.ends]
        terms = self._terms[words.nodes]
        new = (terms < 0).nonzero()[0]
        text, vocabulary = sheet.folded, self.vocabulary
        spans = zip(starts[new].tolist(), ends[new].tolist(), strict=True)
        terms[new] = [vocabulary[text[start:end]] for start, end in spans]
        self._terms[words.nodes[new]] = terms[new]
        self._terms[NONE] = NONE
        return np.stack((terms, starts, ends, words.whole), 1)

    @cached_property
    def _cutter(self) -> BulkCutter:
        tokenizer = self._analyzer.tokenizer
        return BulkCutter(tokenizer.model, self._trie) if self._trie else tokenizer.bulk_cutter

    @cached_property
    def _terms(self) -> Numbers:
        """The term of every word of the dictionary, below 0 until it is met; then one for none."""
        return np.full(self._cutter.size + 1, NONE, np.int64)

    def _mentions(self, sheet: Sheet, compact: Numbers, tokens: Tokens) -> Mentions:
        codes, starts, ends = compact.T
        text = codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
        names = Occurrence(text, starts, ends)
        found = find_mentions(self._analyzer.finder, names, sheet, self._numbers)
        accident = self._foreign[found.concepts] & _inside(tokens, len(sheet.text), found)
        return found.only(~accident)


def _in_order(one: Numbers, other: Numbers) -> Numbers:
    """The rows of both by their places in the text, which stand in the second column.

    Rows of one word or run keep their order, though the parts of a word begin before its end.
    """
    places, further = (np.maximum.accumulate(rows[:, 1]) for rows in (one, other))
    slots = places.searchsorted(further) + np.arange(len(other))
    rows = np.empty((len(one) + len(other), one.shape[1]), np.int64)
    of_one = np.ones(len(rows), bool)
    of_one[slots] = False
    rows[of_one], rows[slots] = one, other
    return rows


def _inside(tokens: Tokens, length: int, mentions: Mentions) -> NDArray[np.bool_]:
    """Whether a mention begins or ends inside a whole word."""
    long = tokens.whole & (tokens.ends - tokens.starts > 1)
    begun = np.bincount(tokens.starts[long] + 1, minlength=length + 2)
    covered = np.cumsum(begun - np.bincount(tokens.ends[long], minlength=length + 2)) > 0
    return np.asarray(covered[mentions.starts] | covered[mentions.ends])
