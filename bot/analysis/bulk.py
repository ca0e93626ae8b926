"""Many texts analysed at once: the tokens and mentions of :meth:`Analyzer.analyze`, in arrays.

The texts are written one below the other on a :class:`Sheet` and cut into *runs*: stretches of Han
characters, Latin words, Greek letters. By Zipf's law most runs were met before; what a run is made
of is found once, by the tokenizer and by the compact form of names, and then only copied to its
places. Everything else is arithmetic on whole arrays. Of a long
sheet Chinese is not cut run by run but all at once (:mod:`bot.analysis.bulk_cutter`).

A test compares the result with that of one text after another.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.arrays import NONE, different, ranges
from bot.analysis.bulk_cutter import BulkCutter
from bot.analysis.bulk_mentions import BulkFinder
from bot.analysis.bulk_mentions import Mentions as Mentions
from bot.analysis.bulk_names import Compact
from bot.analysis.bulk_runs import NOWHERE, Runs, Spans, latin_runs, stretches
from bot.analysis.sheet import Sheet as Sheet

Numbers = NDArray[Any]
"""Whole numbers."""
_MOST_RUNS = 1_000_000
"""How many distinct runs are remembered."""
_CODES = 0x10000
"""Characters from this one on are in no word and no name."""
MUCH_HAN = 40_000
"""Han characters from which cutting them at once saves more time than its tables take to make."""


class Vocabulary(dict[str, int]):
    """Numbers strings in the order in which they are first asked for."""

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word tokens of a sheet, those of a term in order; ``terms`` are numbers of a vocabulary."""

    terms: Numbers
    starts: Numbers
    ends: Numbers
    whole: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a sheet is made of.

    tokens, mentions:  as :meth:`Analyzer.analyze` finds them in each text
    characters:        single Han characters and whole Latin words: numbers of the vocabulary, and
                       where they stand
    """

    tokens: Tokens
    mentions: Mentions
    characters: tuple[Numbers, Numbers]


class BulkAnalyzer:
    """Analyses sheets; remembers runs and terms from one sheet to the next."""

    def __init__(self, analyzer: Analyzer, much_han: int = MUCH_HAN) -> None:
        """``much_han``: from how many Han characters on a sheet on they are cut all at once.

        From as many characters on names are looked for all at once.
        """
        self._analyzer, self._much_han = analyzer, much_han
        self._at_once = self._names_at_once = False
        self.vocabulary = Vocabulary()
        self.concepts = sorted(analyzer.glossary)
        self._numbers = {concept: number for number, concept in enumerate(self.concepts)}
        self._foreign = np.array([analyzer.is_foreign(concept) for concept in self.concepts], bool)
        self._runs = Runs(analyzer, self.vocabulary)
        self._characters = np.full(_CODES, NONE, np.int64)

    def analyze(self, sheet: Sheet) -> Analysed:
        """The tokens and mentions of all texts, with spans of the sheet."""
        if len(self._runs) > _MOST_RUNS:
            self._runs = Runs(self._analyzer, self.vocabulary)
        self._at_once = self._at_once or int(sheet.han.sum()) >= self._much_han
        spans = latin_runs(sheet)
        runs = self._runs.numbers(sheet, spans)
        latin = self._tokens_of(runs, spans.starts)
        tokens = _together(
            latin, self._han_words(sheet) if self._at_once else self._han_runs(sheet)
        )
        mentions = self._mentions(sheet, self._compact(sheet, spans.starts, runs), tokens)
        return Analysed(tokens, mentions, self._single_characters(sheet, spans, runs))

    def _tokens_of(self, runs: Numbers, starts: Numbers) -> Tokens:
        """The tokens of runs that begin at the starts."""
        (terms, begins, ends, whole), counts = self._runs.tokens.rows(runs)
        offsets = np.repeat(starts, counts)
        return Tokens(terms, begins + offsets, ends + offsets, whole.astype(bool))

    def _han_runs(self, sheet: Sheet) -> Tokens:
        """The words of all Han characters, cut run by run."""
        starts, ends = stretches(sheet.han)
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        runs = [self._runs[sheet.folded[start:end]] for start, end in spans]
        return self._tokens_of(np.array(runs, np.int64), starts)

    def _han_words(self, sheet: Sheet) -> Tokens:
        """The words of all Han characters, cut at once."""
        # Each stretch with the character after it, so that stretches stay apart.
        han = sheet.han
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
        return Tokens(terms, starts, ends, words.whole)

    def _compact(self, sheet: Sheet, starts: Numbers, runs: Numbers) -> Compact:
        """The compact form of a sheet with runs that begin at the starts."""
        (codes, ends), lengths = self._runs.compact.rows(runs)
        (slots, begins), counts = self._runs.begins.rows(runs)
        han = sheet.han.nonzero()[0]
        sizes = sheet.han.astype(np.int64)
        sizes[starts] = lengths
        stops = np.cumsum(sizes)
        of_han, of_runs = stops[han] - 1, stops[starts] - lengths
        text = np.zeros(int(sizes.sum()) + 1, np.int64)
        behind = np.full(len(text), NOWHERE)
        text[of_han], behind[of_han] = sheet.codes[han], han + 1
        own = ranges(of_runs, lengths)
        text[own], behind[own] = codes, ends + np.repeat(starts, lengths)
        return Compact(
            text,
            np.concatenate((of_han, slots + np.repeat(of_runs, counts))),
            np.concatenate((han, begins + np.repeat(starts, counts))),
            behind,
        )

    def _single_characters(
        self, sheet: Sheet, spans: Spans, runs: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Single Han characters and whole Latin words: terms and places."""
        han = sheet.han.nonzero()[0]
        codes = sheet.codes[han]
        new = different(codes[self._characters[codes] == NONE])
        self._characters[new] = [self.vocabulary[chr(code)] for code in new.tolist()]
        plain = spans.starts[spans.plain]
        starts, ends = stretches(sheet.latin)
        is_plain = np.zeros(len(sheet.codes), bool)
        is_plain[plain] = True
        others = ~is_plain[starts]
        written = zip(starts[others].tolist(), ends[others].tolist(), strict=True)
        terms = [self.vocabulary[sheet.folded[start:end]] for start, end in written]
        return (
            np.concatenate(
                (
                    self._characters[codes],
                    self._runs.whole[runs[spans.plain]],
                    np.array(terms, np.int64),
                )
            ),
            np.concatenate((han, plain, starts[others])),
        )

    @cached_property
    def _cutter(self) -> BulkCutter:
        return BulkCutter(self._analyzer.tokenizer.model, self._analyzer.word_trie)

    @cached_property
    def _terms(self) -> Numbers:
        """The term of every word of the dictionary, below 0 until it is met; then one for none."""
        return np.full(self._cutter.size + 1, NONE, np.int64)

    @cached_property
    def _finder(self) -> BulkFinder:
        return BulkFinder(self._analyzer, self._numbers)

    def _mentions(self, sheet: Sheet, compact: Compact, tokens: Tokens) -> Mentions:
        self._names_at_once = self._names_at_once or len(compact.codes) > self._much_han
        found = self._finder.find(compact, sheet, self._names_at_once)
        sound = np.ones(len(found.concepts), bool)
        foreign = self._foreign[found.concepts].nonzero()[0]
        sound[foreign] = ~_inside(tokens, len(sheet.text), found.only(foreign))
        return found.only(sound)


def _together(one: Tokens, other: Tokens) -> Tokens:
    pairs = zip(_columns(one), _columns(other), strict=True)
    return Tokens(*map(np.concatenate, pairs))


def _columns(tokens: Tokens) -> tuple[Numbers, ...]:
    return tokens.terms, tokens.starts, tokens.ends, tokens.whole


def _inside(tokens: Tokens, length: int, mentions: Mentions) -> NDArray[np.bool_]:
    """Whether a mention begins or ends inside a whole word."""
    asked = np.zeros(length + 1, bool)
    asked[mentions.starts] = asked[mentions.ends] = True
    borders = asked.nonzero()[0]
    # A word has as many of the borders inside it as there are before its end, but not its start.
    before = np.cumsum(asked)
    inner = before[tokens.ends - 1] - before[tokens.starts]
    around = (tokens.whole & (inner > 0)).nonzero()[0]
    firsts = before[tokens.starts[around]]
    inside = np.zeros(length + 1, bool)
    inside[borders[ranges(firsts, inner[around])]] = True
    found: NDArray[np.bool_] = inside[mentions.starts] | inside[mentions.ends]
    return found
