"""Stretches of passages before their terms have names: what a reader gathers, and puts together.

A reader numbers terms as it meets them and keeps to these numbers from the first passage to the
last. So parts are put together by arithmetic on numbers, and only at the end are the terms named
and put in order, once for all parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.counting import Counts, Tally, grams_of, named, side_by_side, tally
from bot.index.marks import Marks, merged_marks
from bot.index.stretch import Groups, Stretch, joined_groups

Numbers = NDArray[Any]
GRAMS = "grams"
"""The field whose keys are n-grams; those of all others are terms."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Stretches of the texts of a part with the numbers of their names; equal names in order."""

    texts: Numbers
    names: Numbers
    begins: Numbers
    lengths: Numbers
    weights: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Part:
    """Passages in a row; terms and concepts are numbers.

    fields:    the occurrences of the terms of every field of a :class:`Stretch`, in one array or,
               those of lower terms first, in several
    in_texts:  the concepts of the texts, without those of the titles
    """

    width: int
    fields: dict[str, tuple[Numbers, ...]]
    titles: Tally
    in_texts: Tally
    aspects: Groups
    part_aspects: Groups
    words: Placed
    concepts: Placed

    @property
    def size(self) -> int:
        """How many occurrences there are."""
        return sum(len(one) for field in self.fields.values() for one in field)


@dataclass(frozen=True, slots=True)
class Block:
    """Parts in a row, counted together: most n-grams stand in few passages of many."""

    parts: Sequence[Part]
    counts: dict[str, Tally]

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "Block":
        """The block of these parts; takes their fields away."""
        widths, counts = [part.width for part in parts], {}
        for name in list(parts[0].fields):
            own = zip(*(part.fields.pop(name) for part in parts), strict=True)
            counts[name] = tally((side_by_side(one, widths) for one in own), sum(widths))
        return cls(parts, counts)

    @property
    def width(self) -> int:
        """How many passages there are."""
        return sum(part.width for part in self.parts)


def put_together(blocks: Sequence[Block], terms: Sequence[str], concepts: Sequence[str]) -> Stretch:
    """The stretch of all blocks, one after another; takes their counts away.

    ``terms`` and ``concepts`` are the names by number.
    """
    counts = {}
    for name in list(blocks[0].counts):
        # One field after another, and each given up at once: of many passages all are gigabytes.
        own = [block.counts.pop(name) for block in blocks]
        counts[name] = grams_of(own) if name == GRAMS else named(own, terms)
    parts = [part for block in blocks for part in block.parts]
    widths = [part.width for part in parts]
    titles = named([part.titles for part in parts], concepts)
    in_texts = named([part.in_texts for part in parts], concepts)
    return Stretch(
        counts,
        Counts(titles.terms, titles.rows, np.zeros(sum(widths), np.int32)),
        joined_groups([part.aspects for part in parts], widths),
        joined_groups([part.part_aspects for part in parts], widths),
        _marks([part.words for part in parts], widths, counts["words"], terms),
        _marks([part.concepts for part in parts], widths, in_texts, concepts),
    )


def _marks(
    placed: Sequence[Placed], widths: Sequence[int], counts: Counts, names: Sequence[str]
) -> Marks:
    """The marks of all parts, named by the terms of ``counts``."""
    number_of = np.array([counts.terms.get(name, 0) for name in names], np.int32)
    marks = [
        Marks.of(
            counts.terms,
            one.texts,
            width,
            (number_of[one.names], one.begins, one.lengths, one.weights),
        )
        for one, width in zip(placed, widths, strict=True)
    ]
    return merged_marks(marks, counts.terms, [np.arange(len(counts.terms))] * len(marks))
