"""Counts and marks seen through a patch: some passages are gone, others stand between those left.

A question reads a few rows of a large index. So a changed collection needs no new one: what a row
holds is found when it is asked for, from the old row, without the passages that are gone and with
the new ones at their places. Counts, and so all scores, are those of an index built anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.counting import Counts, Terms
from bot.index.grams import GramTable, gram_of
from bot.index.marks import Marks
from bot.index.patch import Patch as Patch
from bot.index.rows import Rows
from bot.index.table import StringTable
from bot.passage import Span

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Difference:
    """How the terms of a field change.

    rows:    the row of every added term, beyond the old ones for terms that are new
    losing:  the rows with passages that are gone
    losses:  beside each, how many
    """

    rows: Numbers
    losing: Numbers
    losses: Numbers

    @classmethod
    def of(cls, old: Terms, added: Terms, gone: Counts) -> "Difference":
        """The difference that counts of ``added`` and of ``gone`` passages make."""
        rows = _rows_in(old, added)
        new = (rows < 0).nonzero()[0]
        rows[new] = np.arange(len(old), len(old) + len(new))
        return cls(rows, _rows_in(old, gone.terms), gone.rows.lengths)

    @cached_property
    def number_of(self) -> dict[int, int]:
        """The number of the added term of a row."""
        return dict(zip(self.rows.tolist(), range(len(self.rows)), strict=True))

    @cached_property
    def lost(self) -> dict[int, int]:
        """How many passages of a row are gone."""
        return dict(zip(self.losing.tolist(), self.losses.tolist(), strict=True))


def _rows_in(old: Terms, terms: Terms) -> Numbers:
    """The rows of terms among the old ones, -1 where there is none."""
    if isinstance(old, GramTable) and isinstance(terms, GramTable) and len(old):
        places = old.ascending.searchsorted(terms.ascending).clip(max=len(old) - 1)
        return np.where(old.ascending[places] == terms.ascending, places, -1)
    return np.fromiter((old.get(term, -1) for term in terms), np.int64, len(terms))


def _named(terms: Terms, numbers: Numbers) -> Sequence[str]:
    """The terms with these numbers."""
    if isinstance(terms, GramTable):
        return [gram_of(key) for key in terms.ascending[numbers].tolist()]
    strings = terms.strings if isinstance(terms, StringTable) else list(terms)
    return [strings[number] for number in numbers.tolist()]


@dataclass(frozen=True)
class PatchedTerms(Mapping[str, int]):
    """The terms of the old passages, without the ``dead`` rows, and the ``new`` ones."""

    old: Terms
    new: Mapping[str, int]
    dead: frozenset[int]

    def get(self, term: str, default: Any = None, /) -> Any:
        """The row of a term, ``default`` without one."""
        row = self.old.get(term)
        if row is None:
            return self.new.get(term, default)
        return default if row in self.dead else row

    def __getitem__(self, term: str) -> int:
        row: int | None = self.get(term)
        if row is None:
            raise KeyError(term)
        return row

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self.get(term) is not None

    def __len__(self) -> int:
        return len(self.old) + len(self.new) - len(self.dead)

    def __iter__(self) -> Iterator[str]:
        yield from (term for row, term in enumerate(self.old) if row not in self.dead)
        yield from self.new


@dataclass(frozen=True, kw_only=True)
class PatchedRows(Rows):
    """Rows through a patch; ``starts``, ``columns`` and ``values`` are those of the old ones.

    further:  rows of the added passages
    """

    patch: Patch
    further: Rows
    difference: Difference

    @property
    def size(self) -> int:
        """How many entries all rows have together."""
        return super().size + self.further.size - int(self.difference.losses.sum())

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many entries each row has."""
        old, rows = super().lengths, self.difference.rows
        height = max(len(old), int(rows.max(initial=-1)) + 1)
        lengths = np.concatenate((old, np.zeros(height - len(old), np.int64)))
        lengths[rows] += self.further.lengths
        lengths[self.difference.losing] -= self.difference.losses
        return lengths

    def length(self, row: int) -> int:
        """How many entries one row has."""
        old = super().length(row) if row < len(self.starts) - 1 else 0
        number = self.difference.number_of.get(row)
        new = 0 if number is None else self.further.length(number)
        return old + new - self.difference.lost.get(row, 0)

    def entries(self, row: int) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """Columns and stored values of one row."""
        columns, values = np.empty(0, np.int32), self.values[:0]
        if row < len(self.starts) - 1:
            columns, values = super().entries(row)
            columns = self.patch.places[columns]
        if row in self.difference.lost:
            left = columns >= 0
            columns, values = columns[left], values[left]
        if (number := self.difference.number_of.get(row)) is None:
            return columns, values
        new, further = self.further.entries(number)
        columns = np.concatenate((columns, self.patch.added[new]))
        order = columns.argsort(kind="stable")
        return columns[order], np.concatenate((values, further))[order]


@dataclass(frozen=True, kw_only=True)
class PatchedMarks(Marks):
    """Marks through a patch; the arrays are those of the old ones."""

    patch: Patch
    further: Marks

    def each(self, text: int, wanted: Iterable[str]) -> dict[str, list[Span]]:
        """Name -> where it stands in text number ``text``, of the ``wanted`` ones that do."""
        origin = int(self.patch.origins[text])
        if origin < 0:
            return self.further.each(-1 - origin, wanted)
        return super().each(origin, wanted)

    def greatest_weights(self, text: int) -> dict[str, float]:
        """The names in text number ``text`` with the greatest weight of their places."""
        origin = int(self.patch.origins[text])
        if origin < 0:
            return self.further.greatest_weights(-1 - origin)
        return super().greatest_weights(origin)


def patched_counts(old: Counts, added: Counts, patch: Patch, difference: Difference) -> Counts:
    """The counts of the changed collection."""
    base = old.rows
    rows = PatchedRows(
        base.starts,
        base.columns,
        base.values,
        len(patch.origins),
        patch=patch,
        further=added.rows,
        difference=difference,
    )
    new = (difference.rows >= len(old.terms)).nonzero()[0]
    names = zip(_named(added.terms, new), difference.rows[new].tolist(), strict=True)
    dead = frozenset(row for row in difference.lost if not rows.length(row))
    lengths = patch.of_passages(old.lengths, added.lengths)
    return Counts(PatchedTerms(old.terms, dict(names), dead), rows, lengths)


def patched_marks(old: Marks, added: Marks, patch: Patch) -> PatchedMarks:
    """The marks of the changed collection."""
    columns = old.names, old.begins, old.lengths, old.weights
    return PatchedMarks(old.numbers, old.starts, *columns, patch=patch, further=added)
