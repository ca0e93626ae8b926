"""How often each term stands in each passage, counted by sorting numbers.

An occurrence is one number: the term's in the high bits, the passage's in the low ones. Sorting
them brings equal ones together; how many there are of each is the count. numpy sorts a hundred
million numbers a second, where a dictionary takes a few million strings.

A :class:`Tally` names terms by numbers that only whoever counts knows, :class:`Counts` by strings.
Counts are canonical: terms are numbered by the first passage that holds them and then by their
letters, whatever the order in which passages were counted. So tallies of stretches of passages, put
together in order, and counts that are merged in order, are those of all passages counted together,
bit for bit.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import changes, narrow
from bot.index.grams import GramTable, united
from bot.index.merging import merged_rows, scattered
from bot.index.rows import Entries, Rows
from bot.index.table import StringTable

Numbers = NDArray[Any]
"""Whole numbers."""
_SHORT = 32
"""Numbers of so many bits are sorted faster than those of 64."""
Terms = Mapping[str, int]
_NOWHERE: Entries = np.empty(0, np.int32), np.empty(0, np.uint8)
_AT_ONCE = 1 << 18
"""Occurrences that are counted together."""
COLUMN_BITS = 16
"""Bits of the number of a passage among those that are counted together."""


@dataclass(frozen=True, slots=True)
class Counts:
    """``rows``: a row per term, a column per passage; ``lengths``: the passages' tokens."""

    terms: Terms
    rows: Rows
    lengths: NDArray[np.int32]

    def entries(self, terms: Iterable[str]) -> list[Entries]:
        """Columns and counts of each of the terms, none of one that no passage has."""
        rows = map(self.terms.get, terms)
        return [_NOWHERE if row is None else self.rows.entries(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Tally:
    """``rows``: a row for each of the numbers ``keys``, ascending; ``lengths`` as in Counts."""

    keys: Numbers
    rows: Rows
    lengths: NDArray[np.int32]


def count_terms(corpus: Iterable[Iterable[str]]) -> Counts:
    """The counts of token lists.

    >>> count_terms([["a", "b", "a"], ["b"]]).rows.sum([0, 1], [1, 10]).tolist()
    [12.0, 10.0]
    """
    numbers: dict[str, int] = {}
    occurrences, lengths = array("i"), array("i")
    for tokens in corpus:
        before = len(occurrences)
        occurrences.extend([numbers.setdefault(token, len(numbers)) for token in tokens])
        lengths.append(len(occurrences) - before)
    width, columns = len(lengths), np.repeat(np.arange(len(lengths)), lengths)
    packed = occurring(np.array(occurrences, np.int64), columns, width.bit_length())
    return named([tally([packed], width, width.bit_length())], list(numbers))


def occurring(terms: Numbers, columns: Numbers, bits: int = COLUMN_BITS) -> Numbers:
    """Occurrences of terms, given by numbers, beside each its column, which has so many bits.

    ``terms`` need as many bits as are left of 64.
    """
    short = int(terms.max(initial=0)).bit_length() + bits <= _SHORT
    kind: Any = np.uint32 if short else np.uint64
    packed = terms.astype(kind)
    packed <<= kind(bits)
    packed |= columns.astype(kind)
    return packed


def side_by_side(parts: Sequence[Numbers], widths: Sequence[int]) -> Numbers:
    """The occurrences of all parts, whose columns are counted on from one to the next."""
    whole, place, before = np.concatenate(parts), 0, 0
    for part, width in zip(parts, widths, strict=True):
        whole[place : place + len(part)] += whole.dtype.type(before)
        place, before = place + len(part), before + width
    return whole


def tally(occurrences: Iterable[Numbers], width: int, bits: int = COLUMN_BITS) -> Tally:
    """How often each term stands in each of ``width`` passages; sorts the occurrences.

    All terms of an array are above those of the arrays before it.
    """
    lengths, found = np.zeros(width, np.int64), []
    for one in occurrences:
        for piece in _sorted_pieces(one, bits):
            columns = piece & piece.dtype.type((1 << bits) - 1)
            lengths += np.bincount(columns.astype(np.int64), minlength=width)
            found.append(_counted(piece, columns, bits))
    keys, sizes, columns, values = map(np.concatenate, zip(*found, strict=True))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    return Tally(keys, Rows(starts, columns, values, width), lengths.astype(np.int32))


def _sorted_pieces(occurrences: Numbers, bits: int) -> Iterator[Numbers]:
    """The occurrences in order, as many at a time as the caches hold and all of a term together."""
    occurrences.sort()
    shift = occurrences.dtype.type(bits)
    terms = occurrences[_AT_ONCE::_AT_ONCE] >> shift << shift
    borders = occurrences.searchsorted(terms).tolist()
    for start, stop in pairwise((0, *borders, len(occurrences))):
        yield occurrences[start:stop]


def _counted(piece: Numbers, columns: Numbers, bits: int) -> tuple[Numbers, ...]:
    """Terms, and how many passages have each; these passages, and how often it stands there."""
    firsts = changes(piece)
    terms, counts = piece[firsts] >> piece.dtype.type(bits), np.diff(firsts, append=len(piece))
    starts = changes(terms)
    sizes = np.diff(starts, append=len(terms))
    return terms[starts], sizes, columns[firsts].astype(np.int32), narrow(counts)


def named(parts: Sequence[Tally], names: Sequence[str]) -> Counts:
    """The counts of all parts, those of the first part in front; keys are places in ``names``."""
    nowhere = sum(part.rows.width for part in parts)
    firsts, after = np.full(len(names), nowhere), nowhere
    for part in reversed(parts):
        after -= part.rows.width
        firsts[part.keys] = part.rows.columns[part.rows.starts[:-1]] + after
    found = (firsts < nowhere).nonzero()[0].tolist()
    order = sorted(zip(firsts[found].tolist(), [names[key] for key in found], found, strict=True))
    numbers = np.zeros(len(names), np.int64)
    numbers[[key for _, _, key in order]] = np.arange(len(order))
    rows = scattered([p.rows for p in parts], [numbers[p.keys] for p in parts], len(order))
    lengths = np.concatenate([part.lengths for part in parts])
    return Counts({name: number for number, (_, name, _) in enumerate(order)}, rows, lengths)


def grams_of(parts: Sequence[Tally]) -> Counts:
    """The counts of all parts, those of the first part in front; keys are those of n-grams."""
    return merged([Counts(GramTable(part.keys), part.rows, part.lengths) for part in parts])


def merged(parts: Sequence[Counts]) -> Counts:
    """The counts of all passages, those of the first part in front."""
    if len(parts) == 1:
        return parts[0]
    terms, numbers = union([part.terms for part in parts])
    rows = merged_rows([part.rows for part in parts], numbers, len(terms))
    return Counts(terms, rows, np.concatenate([part.lengths for part in parts]))


def union(tables: Sequence[Terms]) -> tuple[Terms, list[Numbers]]:
    """All terms, and for each table the numbers that its terms have among them."""
    if all(isinstance(table, GramTable) for table in tables):
        return united(cast(Sequence[GramTable], tables))
    first, new = tables[0], dict[str, int]()
    numbers = [np.arange(len(first))]
    for table in tables[1:]:
        known = (first.get(term) for term in table)
        found = [
            new.setdefault(term, len(first) + len(new)) if number is None else number
            for term, number in zip(table, known, strict=True)
        ]
        numbers.append(np.array(found, np.int64))
    if isinstance(first, StringTable):
        return first.extended(list(new)), numbers
    return {**first, **new}, numbers
