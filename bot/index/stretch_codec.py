"""A stretch of passages as arrays by name, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.column import Column
from bot.index.counting import Counts
from bot.index.grams import GramTable
from bot.index.marks import Marks
from bot.index.rows import Rows
from bot.index.storage import Arrays
from bot.index.stretch import LEXICAL, Stretch
from bot.index.table import Strings, StringTable, lines, table_of, unlines

Packed = dict[str, NDArray[Any]]


def pack_stretch(stretch: Stretch) -> Packed:
    """All counts, titles, groups and marks."""
    packed: Packed = {}
    for name, counts in stretch.counts.items():
        packed |= pack_counts(counts, name)
    packed |= table_of(stretch.titles.terms).arrays("titles.concepts")
    packed |= stretch.titles.rows.arrays("titles")
    packed |= stretch.words_marks.arrays("words.marks") | stretch.concept_marks.arrays("marks")
    packed |= table_of(stretch.concept_marks.numbers).arrays("marks.numbers")
    packed |= _pack_groups("aspects", stretch.aspects)
    return packed | _pack_groups("part_aspects", stretch.part_aspects)


def unpack_stretch(arrays: Arrays, width: int) -> Stretch:
    """What :func:`pack_stretch` packed of ``width`` passages."""
    counts = {name: unpack_counts(arrays, name, width) for name in LEXICAL}
    titles = StringTable.load(arrays, "titles.concepts")
    return Stretch(
        counts,
        Counts(titles, Rows.load(arrays, "titles", width), np.zeros(width, np.int32)),
        _unpack_groups(arrays, "aspects"),
        _unpack_groups(arrays, "part_aspects"),
        Marks.load(arrays, "words.marks", counts["words"].terms),
        Marks.load(arrays, "marks", StringTable.load(arrays, "marks.numbers")),
    )


def pack_counts(counts: Counts, name: str) -> Packed:
    """Terms, counts and lengths."""
    terms = counts.terms
    keys = (
        {f"{name}.keys": terms.ascending}
        if isinstance(terms, GramTable)
        else table_of(terms).arrays(f"{name}.terms")
    )
    return keys | counts.rows.arrays(name) | {f"{name}.lengths": counts.lengths}


def unpack_counts(arrays: Arrays, name: str, width: int) -> Counts:
    """What :func:`pack_counts` packed."""
    grams = f"{name}.keys" in arrays
    terms: Mapping[str, int] = (
        GramTable(arrays[f"{name}.keys"]) if grams else StringTable.load(arrays, f"{name}.terms")
    )
    return Counts(terms, Rows.load(arrays, name, width), arrays[f"{name}.lengths"])


def _pack_groups(name: str, groups: Mapping[str, NDArray[np.int64]]) -> Packed:
    numbers = np.concatenate([np.empty(0, np.int64), *groups.values()])
    sizes = np.array([len(group) for group in groups.values()], np.int64)
    names = lines(groups)
    return {f"{name}.names": names, f"{name}.sizes": sizes, f"{name}.numbers": numbers}


def _unpack_groups(arrays: Arrays, name: str) -> dict[str, NDArray[np.int64]]:
    names, ends = unlines(arrays[f"{name}.names"]), np.cumsum(arrays[f"{name}.sizes"])
    # The last piece is empty: what stands after the last end. Without groups it is the only one.
    pieces = np.split(arrays[f"{name}.numbers"], ends)[:-1]
    return dict(zip(names, pieces, strict=True))


def pack_words(table: Mapping[str, Sequence[str]], name: str) -> Packed:
    """Lists of words by name."""
    words = Strings.of(["|".join(words) for words in table.values()])
    return table_of(table).arrays(name) | words.arrays(f"{name}.words")


def unpack_words(arrays: Arrays, name: str) -> Mapping[str, tuple[str, ...]]:
    """What :func:`pack_words` packed."""
    words = Strings.load(arrays, f"{name}.words")
    return Column(StringTable.load(arrays, name), lambda number: tuple(words[number].split("|")))
