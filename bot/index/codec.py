"""The parts of an index as arrays by name, and back.

Everything that a question touches is laid out so that it is looked up in place: terms, words and
concepts are string tables, passages and concepts are parsed when they are asked for. What comes
back scores exactly as what was stored.
"""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import fields as fields_of
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.bm25 import BM25
from bot.index.counting import Counts
from bot.index.descriptions import Descriptions
from bot.index.fields import LEXICAL, Fields, Headings
from bot.index.fusion import Translations
from bot.index.grams import GramTable
from bot.index.lexicon import Lexicon
from bot.index.marks import Marks
from bot.index.rows import Rows
from bot.index.storage import Arrays
from bot.index.table import Column, Strings, StringTable, lines, table_of, unlines
from bot.index.tfidf import TfIdf
from bot.passage import Passage

Packed = dict[str, NDArray[Any]]
_REMEMBERED = 4_096
"""Passages that are kept once they were parsed."""


class StoredPassages(Sequence[Passage]):
    """Passages that are parsed when they are asked for."""

    def __init__(self, lines: Strings) -> None:
        self._lines = lines
        self._read = lru_cache(_REMEMBERED)(self._parsed)

    def _parsed(self, number: int) -> Passage:
        values = json.loads(self._lines[number])
        return Passage(**{**values, **{k: tuple(values[k]) for k in ("trail", "also_in")}})

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return tuple(self._read(i) for i in range(*number.indices(len(self))))
        place = int(number)
        return self._read(place + len(self) if place < 0 else place)

    def extended(self, passages: Iterable[Passage]) -> "StoredPassages":
        """These passages, and further ones after them."""
        return StoredPassages(self._lines.extended(_rows(passages)))

    def arrays(self) -> Packed:
        """The arrays to store."""
        return self._lines.arrays("passages")


def pack_passages(passages: Sequence[Passage]) -> Packed:
    """Passages as JSON lines."""
    if isinstance(passages, StoredPassages):
        return passages.arrays()
    return Strings.of(_rows(passages)).arrays("passages")


def extended_passages(passages: Sequence[Passage], new: Sequence[Passage]) -> Sequence[Passage]:
    """Passages with further ones after them."""
    if isinstance(passages, StoredPassages):
        return passages.extended(new)
    return (*passages, *new)


def _rows(passages: Iterable[Passage]) -> list[str]:
    names = [field.name for field in fields_of(Passage)]
    return [
        json.dumps({name: getattr(passage, name) for name in names}, ensure_ascii=False)
        for passage in passages
    ]


def unpack_passages(arrays: Arrays) -> StoredPassages:
    """What :func:`pack_passages` packed."""
    return StoredPassages(Strings.load(arrays, "passages"))


def pack_fields(fields: Fields) -> Packed:
    """All indexes, as counts: the weights of BM25 and TF-IDF follow from them."""
    packed: Packed = {}
    for name in LEXICAL:
        packed |= pack_counts(getattr(fields, name).counts, name)
    packed |= fields.words_marks.arrays("words.marks") | fields.concept_marks.arrays("marks")
    packed |= table_of(fields.concept_marks.numbers).arrays("marks.numbers")
    packed["tfidf.norms"] = fields.tfidf.norms
    titles = fields.titles
    packed |= table_of(titles.concepts).arrays("titles.concepts") | titles.weights.arrays("titles")
    packed |= {"titles.idf": titles.idf, "titles.norms": titles.norms}
    packed |= _pack_groups("aspects", fields.aspects)
    return packed | _pack_groups("part_aspects", fields.part_aspects)


def unpack_fields(arrays: Arrays, width: int) -> Fields:
    """What :func:`pack_fields` packed of ``width`` passages."""
    fields = {name: BM25(unpack_counts(arrays, name, width)) for name in LEXICAL}
    titles = Headings(
        StringTable.load(arrays, "titles.concepts"),
        arrays["titles.idf"],
        Rows.load(arrays, "titles", width),
        arrays["titles.norms"],
    )
    return Fields(
        **fields,
        tfidf=TfIdf(fields["grams"].counts, arrays["tfidf.norms"]),
        titles=titles,
        aspects=_unpack_groups(arrays, "aspects"),
        part_aspects=_unpack_groups(arrays, "part_aspects"),
        words_marks=Marks.load(arrays, "words.marks", fields["words"].terms),
        concept_marks=Marks.load(arrays, "marks", StringTable.load(arrays, "marks.numbers")),
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


def pack_lexicon(lexicon: Lexicon) -> Packed:
    """Translations, commonness and the reverse dictionary."""
    packed: Packed = {}
    for name in ("english", "chinese"):
        table: Mapping[str, tuple[str, ...]] = getattr(lexicon, name)
        packed |= _pack_words(table, name)
    packed |= table_of(lexicon.commonness).arrays("commonness")
    packed["commonness"] = np.fromiter(lexicon.commonness.values(), np.float64)
    descriptions = lexicon.descriptions
    index = descriptions.index
    packed |= Strings.of(descriptions.owners).arrays("descriptions.owners")
    packed |= pack_counts(index.counts, "descriptions")
    packed |= _pack_words(descriptions.terms, "descriptions.by")
    return packed | {"descriptions.norms": index.norms}


def unpack_lexicon(arrays: Arrays, vocabulary: Container[str]) -> Lexicon:
    """What :func:`pack_lexicon` packed, for passages with that vocabulary."""
    owners = tuple(Strings.load(arrays, "descriptions.owners"))
    counts = unpack_counts(arrays, "descriptions", len(owners))
    index = TfIdf(counts, arrays["descriptions.norms"])
    english, chinese = (_unpack_words(arrays, name) for name in ("english", "chinese"))
    commonness = arrays["commonness"].data.__getitem__
    return Lexicon(
        english,
        chinese,
        Translations({}, {}),
        Column(StringTable.load(arrays, "commonness"), commonness),
        Descriptions(owners, index, _unpack_words(arrays, "descriptions.by")),
    ).over(vocabulary)


def _pack_words(table: Mapping[str, tuple[str, ...]], name: str) -> Packed:
    words = Strings.of(["|".join(words) for words in table.values()])
    return table_of(table).arrays(name) | words.arrays(f"{name}.words")


def _unpack_words(arrays: Arrays, name: str) -> Mapping[str, tuple[str, ...]]:
    words = Strings.load(arrays, f"{name}.words")
    return Column(StringTable.load(arrays, name), lambda number: tuple(words[number].split("|")))


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
