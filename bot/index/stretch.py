"""Passages in a row taken apart into terms: what all indexes over them are made of.

Stretches that follow each other are joined into one, which is the same, array for array, as that of
all their passages together. So an index can be built by several processes, and a note can be added
to a large index without reading the other notes again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.counting import Counts, merged, union
from bot.index.marks import Marks, merged_marks
from bot.index.merging import merged_rows
from bot.passage import Passage

Numbers = NDArray[Any]
Groups = Mapping[str, Numbers]
NESTED = "~"
"""Suffix of the concept term for a mention inside a longer name."""
_LONGEST_SUBHEADING, _GOING_ON = 24, "。.;;,,、"
"""How long a line is that announces something, and what it does not end with."""
LEXICAL = ("words", "heading", "subheadings", "grams", "characters", "concepts", "glosses")
"""The fields that are BM25 indexes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages in a row, term by term.

    counts:         of every lexical field
    titles:         the greatest weight with which the title names a concept
    aspects, part_aspects:  aspect id -> numbers of the passages that announce it
    words_marks, concept_marks:  where words and concepts stand in the texts
    """

    counts: dict[str, Counts]
    titles: Counts
    aspects: Groups
    part_aspects: Groups
    words_marks: Marks
    concept_marks: Marks


def title_of(passage: Passage) -> str:
    """Heading and the headings above it, innermost last."""
    return " › ".join((*passage.trail, passage.heading))


def sub_headings(text: str) -> list[str]:
    """Short lines of a passage that announce what follows them.

    >>> sub_headings("SPP的优点:\\n1. 可以忽略输入尺寸并且产生固定长度的输出。")
    ['SPP的优点:']
    """
    return [
        line
        for written in text.splitlines()
        if 1 < len(line := written.strip()) <= _LONGEST_SUBHEADING and line[-1] not in _GOING_ON
    ]


def joined(stretches: Sequence[Stretch]) -> Stretch:
    """The stretches, one after another, as one; takes their counts away.

    Of a million passages the counts are gigabytes, so those of a field are given up when they are
    merged.
    """
    stretches = [stretch for stretch in stretches if stretch.titles.rows.width] or stretches[:1]
    if len(stretches) == 1:
        return stretches[0]
    widths = [stretch.titles.rows.width for stretch in stretches]
    concepts = union([one.concept_marks.numbers for one in stretches])
    _, words = union([one.counts["words"].terms for one in stretches])
    counts = {
        name: merged([one.counts.pop(name) for one in stretches])
        for name in list(stretches[0].counts)
    }
    return Stretch(
        counts,
        _joined_titles([one.titles for one in stretches]),
        joined_groups([one.aspects for one in stretches], widths),
        joined_groups([one.part_aspects for one in stretches], widths),
        merged_marks([one.words_marks for one in stretches], counts["words"].terms, words),
        merged_marks([one.concept_marks for one in stretches], *concepts),
    )


def _joined_titles(titles: Sequence[Counts]) -> Counts:
    terms, numbers = union([one.terms for one in titles])
    rows = merged_rows([one.rows for one in titles], numbers, len(terms))
    return Counts(terms, rows, np.zeros(rows.width, np.int32))


def joined_groups(groups: Sequence[Groups], widths: Sequence[int]) -> Groups:
    """Numbers of passages by name, counted on from one stretch to the next; names in order."""
    offsets = np.cumsum([0, *widths])
    found: dict[str, list[Numbers]] = {}
    for own, offset in zip(groups, offsets, strict=False):
        for name, numbers in own.items():
            found.setdefault(name, []).append(numbers + offset)
    return {name: np.concatenate(found[name]) for name in sorted(found)}
