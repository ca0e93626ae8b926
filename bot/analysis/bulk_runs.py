"""The Latin runs of a sheet: where they are, and a number for each that is the same on every sheet.

A *run* is a Latin word or number, a Greek letter or ``++``. By Zipf's law most runs were met
before, so that a run is looked up, not read (:mod:`bot.analysis.bulk_spellings`), all runs of a
sheet at once. Runs that are rare in any text are found by the pattern and looked up as strings:
those that begin with a digit, that have letters other than a to z, or that are very long.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.arrays import NONE, Table, first_places, grown
from bot.analysis.bulk_spellings import LONGEST, Spellings
from bot.analysis.compact import compact_borders
from bot.analysis.folding import fold
from bot.analysis.sheet import Sheet
from bot.analysis.words import WORD

Numbers = NDArray[Any]
NOWHERE = -(1 << 30)
"""Where a name cannot end, counted from any place of a sheet."""
_RUN = re.compile(rf"{WORD.pattern}|[α-ω]|\+\+", re.IGNORECASE)
_DOTTED_OR_DOTLESS = 0x131
"""ı and, one number lower, İ: letters for the pattern, and folding leaves them alone."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of a sheet in order; ``plain`` are those of few ASCII letters and digits."""

    starts: Numbers
    ends: Numbers
    plain: NDArray[np.bool_]


def latin_runs(sheet: Sheet) -> Spans:
    """The runs of a sheet.

    >>> spans = latin_runs(Sheet.of(["3.5x BatchNorm α"]))
    >>> spans.starts.tolist(), spans.ends.tolist(), spans.plain.tolist()
    ([0, 5, 15], [4, 14, 16], [False, True, False])
    """
    codes = sheet.codes
    inside = sheet.latin | ((codes | 1) == _DOTTED_OR_DOTLESS)
    starts, ends = stretches(inside)
    # What begins with a letter is a run as far as letters and digits go.
    number = codes[starts] <= ord("9")
    plain = ends - starts <= LONGEST
    plain[starts.searchsorted((inside & (sheet.written >= 0x80)).nonzero()[0], "right") - 1] = False
    greek = ((codes >= ord("α")) & (codes <= ord("ω"))).nonzero()[0]
    plus = (codes == ord("+")).nonzero()[0]
    others = _others(sheet, np.sort(np.concatenate((starts[number], greek, plus))))
    whole = Spans(starts[~number], ends[~number], plain[~number])
    return _with(whole, others) if others else whole


def stretches(inside: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Where stretches of characters that are inside begin and end."""
    borders = np.diff(inside, prepend=False, append=False).nonzero()[0]
    return borders[::2], borders[1::2]


def _others(sheet: Sheet, places: Numbers) -> list[tuple[int, int]]:
    """The runs that begin at some of the places, one after another."""
    found, end = [], 0
    for place in places.tolist():
        if place >= end and (run := _RUN.match(sheet.folded, place)):
            found.append(run.span())
            end = run.end()
            # 3d2net is 3d and 2net.
            while (run := _RUN.match(sheet.folded, end)) and run.group()[0].isdigit():
                found.append(run.span())
                end = run.end()
    return found


def _with(spans: Spans, others: list[tuple[int, int]]) -> Spans:
    """The spans with others among them, none of which is plain."""
    starts, ends = np.array(others, np.int64).T
    places = spans.starts.searchsorted(starts)
    return Spans(
        np.insert(spans.starts, places, starts),
        np.insert(spans.ends, places, ends),
        np.insert(spans.plain, places, False),
    )


class Runs(dict[str, int]):
    """Numbers of runs, with what each is made of.

    tokens:   term, start, end, whether it is a whole word
    compact:  the compact form: a character, and where a name may end behind it or ``NOWHERE``
    begins:   where a name may begin: in the compact form and in the run
    """

    def __init__(self, analyzer: Analyzer, vocabulary: dict[str, int]) -> None:
        self._tokenizer, self._vocabulary = analyzer.tokenizer, vocabulary
        self.tokens, self.compact, self.begins = Table(4), Table(2), Table(2)
        self._spellings = Spellings()
        self._of_spelling = np.empty(0, np.int64)
        self._whole: list[int] = []

    @property
    def whole(self) -> Numbers:
        """The terms of the runs as they are, folded."""
        return np.array(self._whole, np.int64)

    def __missing__(self, run: str) -> int:
        number = self[run] = len(self)
        self.tokens.append(
            (self._vocabulary[token.term], token.start, token.end, token.whole)
            for token in self._tokenizer.tokenize(run)
        )
        text, borders = compact_borders(run)
        ends = (NOWHERE if end < 0 else end for _, end in borders)
        self.compact.append(zip(map(ord, text), ends, strict=True))
        self.begins.append((i, start) for i, (start, _) in enumerate(borders) if start >= 0)
        self._whole.append(self._vocabulary[fold(run)])
        return number

    def numbers(self, sheet: Sheet, spans: Spans) -> Numbers:
        """The numbers of the runs of a sheet."""
        numbers = np.empty(len(spans.starts), np.int64)
        plain, others = spans.plain.nonzero()[0], (~spans.plain).nonzero()[0]
        # A word is cut by its capitals too, which folding takes away.
        numbers[others] = [self[run] for run in _written(sheet, spans, others)]
        spelled = self._spellings.numbers(sheet.written, spans.starts[plain], spans.ends[plain])
        self._of_spelling = grown(self._of_spelling, len(self._spellings))
        found = self._of_spelling[spelled]
        new = (found == NONE).nonzero()[0]
        if len(new):
            new = new[first_places(spelled[new])]
            written = _written(sheet, spans, plain[new])
            self._of_spelling[spelled[new]] = [self[run] for run in written]
            found = self._of_spelling[spelled]
        numbers[plain] = found
        return numbers


def _written(sheet: Sheet, spans: Spans, chosen: Numbers) -> Iterable[str]:
    """Some runs as they are written; of a Han run the simplified form counts."""
    text = sheet.text
    starts, ends = spans.starts[chosen].tolist(), spans.ends[chosen].tolist()
    return (text[start:end] for start, end in zip(starts, ends, strict=True))
