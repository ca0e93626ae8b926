"""The mentions of :class:`MentionFinder` in many texts at once, for :mod:`bot.analysis.bulk`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.arrays import (
    NONE,
    Columns,
    GrowingNumbers,
    Table,
    different,
    first_places,
    grown,
    stable_order,
)
from bot.analysis.bulk_names import Compact, Matches
from bot.analysis.bulk_spellings import LONGEST, Spellings, spellable
from bot.analysis.mentions import CHINESE, NESTED_WEIGHT, TOPIC_WEIGHT, Writing
from bot.analysis.sheet import Sheet

Numbers = NDArray[Any]
_MOST_ANSWERS = 1_000_000
"""How many stretches of text are remembered as fitting a name or not."""


@dataclass(frozen=True, slots=True)
class Mentions(Columns):
    """Concepts by number, with spans of the sheet and weights, in the order of each text."""

    concepts: Numbers
    starts: Numbers
    ends: Numbers
    weights: NDArray[np.float64]


class BulkFinder:
    """Finds mentions on sheets; remembers who is named by a form from one sheet to the next."""

    def __init__(self, analyzer: Analyzer, numbers: Mapping[str, int]) -> None:
        """``numbers`` of the concepts follow their order."""
        self._analyzer, self._finder, self._numbers = analyzer, analyzer.finder, numbers
        self._topics = np.zeros(len(numbers), bool)
        self._topics[[numbers[concept] for concept in self._finder.names.topics]] = True
        self._row_of = np.full(len(self._finder.names.forms), NONE, np.int64)
        self._owners, self._rows = Table(2), 0
        self._answers = _Answers()

    def find(self, compact: Compact, sheet: Sheet, at_once: bool) -> Mentions:
        """All mentions by text, start, falling end and concept.

        ``at_once``: by a trie in arrays, which is worth making for long texts only.
        """
        trie = self._analyzer.name_trie if at_once else None
        found = trie.find(compact) if trie else self._one_by_one(compact)
        same = sheet.owners[found.starts] == sheet.owners[found.ends - 1]
        concepts, places = self._named(
            found.forms[same], found.starts[same], found.ends[same], sheet
        )
        starts, ends = found.starts[same][places], found.ends[same][places]
        lengths = ends - starts
        order = stable_order(starts, lengths.max(initial=0) - lengths, concepts)
        concepts, starts, ends = concepts[order], starts[order], ends[order]
        new = np.ones(len(order), bool)
        new[1:] = (np.diff(concepts) != 0) | (np.diff(starts) != 0) | (np.diff(ends) != 0)
        return self._weighed(concepts[new], starts[new], ends[new])

    def _one_by_one(self, compact: Compact) -> Matches:
        """The names as :class:`MentionFinder` finds them."""
        text = compact.codes[:-1].astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
        found = np.array(list(self._finder.matches(text)), np.int64).reshape(-1, 2)
        lasts, forms = found.T
        starts = np.full(len(compact.codes), NONE, np.int64)
        starts[compact.begins] = compact.starts
        begun = starts[lasts + 1 - np.array(self._finder.lengths, np.int64)[forms]]
        whole = (begun >= 0) & (compact.ends[lasts] >= 0)
        return Matches(forms[whole], begun[whole], compact.ends[lasts[whole]])

    def _weighed(self, concepts: Numbers, starts: Numbers, ends: Numbers) -> Mentions:
        topics = self._topics[concepts]
        weights = np.where(topics, TOPIC_WEIGHT, 1.0)
        own = (~topics).nonzero()[0]
        weights[own[_nested(starts[own], ends[own])]] = NESTED_WEIGHT
        return Mentions(concepts, starts, ends, weights)

    def _named(
        self, forms: Numbers, starts: Numbers, ends: Numbers, sheet: Sheet
    ) -> tuple[Numbers, Numbers]:
        """The concepts whose demands on the writing are met, and beside each its place."""
        (concepts, writings), counts = self._owners.rows(self._rows_of(forms))
        places = np.repeat(np.arange(len(forms)), counts)
        fits = writings == NONE
        asked = (~fits).nonzero()[0]
        where = places[asked]
        strict = (sheet.chinese_shares < CHINESE)[sheet.owners[starts[where]]]
        question = _Asked(writings[asked], starts[where], ends[where], strict)
        fits[asked] = self._answers.of(question, sheet)
        return concepts[fits], places[fits]

    def _rows_of(self, forms: Numbers) -> Numbers:
        """The rows of the owners of forms."""
        rows = self._row_of[forms]
        for form in different(forms[rows == NONE]).tolist():
            self._row_of[form], self._rows = self._rows, self._rows + 1
            self._owners.append([self._owner(*owner) for owner in self._finder.owners_of(form)])
        return self._row_of[forms]

    def _owner(self, concept: str, writing: Writing) -> tuple[int, int]:
        """The numbers of a concept and of its demands on the writing."""
        if not writing.demands:
            return self._numbers[concept], NONE
        return self._numbers[concept], self._answers.take_in(writing)


@dataclass(frozen=True, slots=True)
class _Asked(Columns):
    """Demands on the writing by number, each asked of a piece of a sheet; whether strictly."""

    writings: Numbers
    starts: Numbers
    ends: Numbers
    strict: NDArray[np.bool_]


class _Answers:
    """Whether pieces of text meet the demands on the writing of names; remembers the answers."""

    def __init__(self) -> None:
        self._writings: list[Writing] = []
        self._forget()

    def _forget(self) -> None:
        self._spellings, self._keys = Spellings(), GrowingNumbers()
        self._known = np.empty(0, np.int8)

    def take_in(self, writing: Writing) -> int:
        """A number for some demands."""
        self._writings.append(writing)
        return len(self._writings) - 1

    def of(self, asked: _Asked, sheet: Sheet) -> NDArray[np.bool_]:
        """Whether each writing fits its piece of the sheet."""
        odd = np.append(0, np.cumsum(~spellable(sheet.written)))
        short = odd[asked.starts] == odd[asked.ends]
        short &= asked.ends - asked.starts <= LONGEST
        fits = np.empty(len(short), bool)
        fits[short] = self._remembered(asked.only(short), sheet)
        fits[~short] = self._found(asked.only(~short), sheet)
        return fits

    def _remembered(self, asked: _Asked, sheet: Sheet) -> NDArray[np.bool_]:
        """The same of short pieces of ASCII text: each different one is looked at once."""
        if len(self._keys) >= _MOST_ANSWERS:
            self._forget()
        spelled = self._spellings.numbers(sheet.written, asked.starts, asked.ends)
        keys = spelled << 32 | asked.writings << 1 | asked.strict
        numbers = self._keys.numbers(keys.astype(np.uint64))
        self._known = grown(self._known, len(self._keys))
        unknown = (self._known[numbers] == NONE).nonzero()[0]
        new = unknown[first_places(numbers[unknown])]
        self._known[numbers[new]] = self._found(asked.only(new), sheet)
        fits: NDArray[np.bool_] = self._known[numbers] == 1
        return fits

    def _found(self, asked: _Asked, sheet: Sheet) -> list[bool]:
        text = sheet.text
        columns = (asked.writings, asked.starts, asked.ends, asked.strict)
        return [
            self._writings[writing].fits(text[start:end], strict)
            for writing, start, end, strict in zip(*(c.tolist() for c in columns), strict=True)
        ]


def _nested(starts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
    """Which spans, by start and falling end, lie wholly inside a longer one."""
    if not len(starts):
        return np.zeros(0, bool)
    new = np.append(True, (np.diff(starts) != 0) | (np.diff(ends) != 0))
    spans = np.cumsum(new) - 1
    furthest = np.maximum.accumulate(ends[new])
    before = np.append(-1, furthest[:-1])
    inside: NDArray[np.bool_] = (before >= ends[new])[spans]
    return inside
