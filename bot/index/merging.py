"""Rows of passages in stretches put side by side: a row of the whole is those of all parts."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import different, ranges
from bot.index.rows import Rows
from bot.index.threads import each

Numbers = NDArray[Any]
_FAR = 16
"""How many times as large a part is that far outweighs another one."""
_AT_ONCE = 1 << 19
"""Entries that are moved together."""


def merged_rows(parts: Sequence[Rows], numbers: Sequence[Numbers], height: int) -> Rows:
    """The rows of all parts side by side; ``numbers`` are those of each part's rows in the whole.

    A first part that far outweighs the second one is copied in long pieces.
    """
    if len(parts) == 2 and len(parts[1].columns) * _FAR < len(parts[0].columns):
        return _inserted(parts[0], parts[1], numbers, height)
    return scattered(parts, numbers, height)


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


def _permuted(rows: Rows, order: Numbers) -> Rows:
    lengths = rows.lengths[order]
    places = ranges(rows.starts[:-1][order], lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return Rows(starts, rows.columns[places], rows.values[places], rows.width)


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


def scattered(parts: Sequence[Rows], numbers: Sequence[Numbers], height: int) -> Rows:
    """The rows of all parts side by side, for numbers in any order."""
    starts = _starts(parts, numbers, height)
    columns = np.empty(starts[-1], np.int32)
    values = np.empty(starts[-1], np.result_type(*(part.values for part in parts)))
    free, before = starts[:-1].copy(), 0
    for part, row in zip(parts, numbers, strict=True):
        _scatter(part, free[row], (columns, values), before)
        free[row] += part.lengths
        before += part.width
    return Rows(starts, columns, values, before)


def _scatter(part: Rows, firsts: Numbers, whole: tuple[Numbers, Numbers], before: int) -> None:
    """Put the entries of a part into the columns and values of the whole, each row at its first."""
    columns, values = whole

    def put(some: slice) -> None:
        entries = slice(part.starts[some.start], part.starts[some.stop])
        places = ranges(firsts[some], np.diff(part.starts[some.start : some.stop + 1]))
        columns[places] = part.columns[entries] + np.int32(before)
        values[places] = part.values[entries]

    for _ in each(put, _pieces(part.starts)):
        pass
