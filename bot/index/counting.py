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

from bot.analysis.arrays import different, narrow, ranges
from bot.index.grams import GramTable, united
from bot.index.rows import Rows
from bot.index.table import StringTable

Numbers = NDArray[Any]
"""Whole numbers."""
_FAR = 16
"""How many times as large a part is that far outweighs another one."""
_AT_ONCE = 1 << 19
"""Entries that are moved together."""
_SHORT = 32
"""Numbers of so many bits are sorted faster than those of 64."""
Terms = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """``rows``: a row per term, a column per passage; ``lengths``: the passages' tokens."""

    terms: Terms
    rows: Rows
    lengths: NDArray[np.int32]


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
    columns = np.repeat(np.arange(len(lengths)), lengths)
    return named([tally(np.array(occurrences, np.int64), columns, len(lengths))], list(numbers))


def tally(terms: NDArray[Any], columns: Numbers, width: int) -> Tally:
    """How often terms, given by numbers, stand in passages: beside each occurrence its column.

    ``terms`` need as many bits as are left of 64 beside those of a column number.
    """
    lengths = np.bincount(columns, minlength=width).astype(np.int32)
    bits = max(width - 1, 1).bit_length()
    short = int(terms.max(initial=0)).bit_length() + bits <= _SHORT
    kind: Any = np.uint32 if short else np.uint64
    packed = terms.astype(kind)
    packed <<= kind(bits)
    packed |= columns.astype(kind)
    packed.sort()
    firsts = _firsts(packed)
    counts = np.diff(np.append(firsts, len(packed)))
    packed = packed[firsts]
    found = (packed & kind((1 << bits) - 1)).astype(np.int32)
    packed >>= kind(bits)
    starts = _firsts(packed)
    rows = Rows(np.append(starts, len(packed)), found, narrow(counts), width)
    return Tally(packed[starts], rows, lengths)


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
    rows = _scattered([p.rows for p in parts], [numbers[p.keys] for p in parts], len(order))
    lengths = np.concatenate([part.lengths for part in parts])
    return Counts({name: number for number, (_, name, _) in enumerate(order)}, rows, lengths)


def grams_of(parts: Sequence[Tally]) -> Counts:
    """The counts of all parts, those of the first part in front; keys are those of n-grams."""
    lengths = np.concatenate([part.lengths for part in parts])
    terms, numbers = united([GramTable(part.keys) for part in parts])
    rows = merged_rows([part.rows for part in parts], numbers, len(terms))
    return Counts(terms, rows, lengths)


def stable_order(major: NDArray[Any], minor: NDArray[Any]) -> Numbers:
    """The order by two numbers; what is equal in both stays in order.

    Where the numbers and the place fit into 64 bits they are sorted as one, which is faster.

    >>> stable_order(np.array([1, 0, 0]), np.array([5, 7, 7])).tolist()
    [1, 2, 0]
    """
    high, low, place = (int(top).bit_length() for top in (
        major.max(initial=0), minor.max(initial=0), max(len(major) - 1, 0)
    ))  # fmt: skip
    if high + low + place > 64:
        return np.lexsort((minor, major))
    packed = (major.astype(np.uint64) << np.uint64(low)) | minor.astype(np.uint64)
    packed = (packed << np.uint64(place)) | np.arange(len(major), dtype=np.uint64)
    packed.sort()
    order: Numbers = (packed & np.uint64((1 << place) - 1)).astype(np.int64)
    return order


def _firsts(ascending: NDArray[Any]) -> Numbers:
    """Where another number begins."""
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return new.nonzero()[0]


def _permuted(rows: Rows, order: Numbers) -> Rows:
    lengths = rows.lengths[order]
    places = ranges(rows.starts[:-1][order], lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return Rows(starts, rows.columns[places], rows.values[places], rows.width)


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


def merged_rows(parts: Sequence[Rows], numbers: Sequence[Numbers], height: int) -> Rows:
    """The rows of all parts side by side; ``numbers`` are those of each part's rows in the whole.

    A first part that far outweighs the second one is copied in long pieces.
    """
    if len(parts) == 2 and len(parts[1].columns) * _FAR < len(parts[0].columns):
        return _inserted(parts[0], parts[1], numbers, height)
    return _scattered(parts, numbers, height)


def _starts(parts: Sequence[Rows], numbers: Sequence[Numbers], height: int) -> Numbers:
    """Where the rows of all parts together begin."""
    lengths = np.zeros(height, np.int64)
    for part, row in zip(parts, numbers, strict=True):
        lengths[row] += part.lengths
    return np.concatenate(([0], np.cumsum(lengths)))


def _inserted(first: Rows, second: Rows, numbers: Sequence[Numbers], height: int) -> Rows:
    starts = _starts((first, second), numbers, height)
    order = np.argsort(numbers[1])
    second = _permuted(second, order)
    # How many rows of the first part come before a row, and the row itself if it is one of them.
    before = numbers[0].searchsorted(numbers[1][order], "right")
    places = first.starts[before]
    kind = np.result_type(first.values, second.values)
    moved = second.columns + np.int32(first.width)
    return Rows(
        starts,
        _spliced(first.columns, places, moved, second.starts),
        _spliced(first.values.astype(kind, copy=False), places, second.values, second.starts),
        first.width + second.width,
    )


def _spliced(
    old: NDArray[Any], places: Numbers, new: NDArray[Any], starts: Numbers
) -> NDArray[Any]:
    """``old`` with the stretches of ``new`` that begin at ``starts`` put in at ``places``."""
    pieces: list[NDArray[Any]] = [old[: places[0]]] if len(places) else [old]
    for place, following, start, stop in zip(
        places.tolist(),
        np.append(places, len(old))[1:].tolist(),
        starts[:-1].tolist(),
        starts[1:].tolist(),
        strict=True,
    ):
        pieces += (new[start:stop], old[place:following])
    return np.concatenate(pieces, dtype=old.dtype, casting="unsafe")


def _pieces(starts: Numbers) -> Iterator[slice]:
    """Rows in a row that have so many entries together that their places take little memory."""
    borders = starts.searchsorted(np.arange(0, int(starts[-1]), _AT_ONCE))
    for first, last in pairwise((*different(borders).tolist(), len(starts) - 1)):
        yield slice(first, last)


def _scattered(parts: Sequence[Rows], numbers: Sequence[Numbers], height: int) -> Rows:
    starts = _starts(parts, numbers, height)
    columns = np.empty(starts[-1], np.int32)
    values = np.empty(starts[-1], np.result_type(*(part.values for part in parts)))
    free, before = starts[:-1].copy(), 0
    for part, row in zip(parts, numbers, strict=True):
        for some in _pieces(part.starts):
            entries = slice(part.starts[some.start], part.starts[some.stop])
            places = ranges(free[row[some]], np.diff(part.starts[some.start : some.stop + 1]))
            columns[places] = part.columns[entries] + np.int32(before)
            values[places] = part.values[entries]
        free[row] += part.lengths
        before += part.width
    return Rows(starts, columns, values, before)
