"""The parts of an index as arrays by name, and back.

Everything that a question touches is laid out so that it is looked up in place: terms, words and
concepts are string tables, passages and concepts are parsed when they are asked for. What comes
back scores exactly as what was stored.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.bm25 import BM25
from bot.index.descriptions import Descriptions
from bot.index.fields import LEXICAL, Fields, Headings
from bot.index.fusion import Translations
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


def pack_passages(passages: Iterable[Passage]) -> Packed:
    """Passages as JSON lines."""
    rows = [json.dumps(asdict(p), ensure_ascii=False, sort_keys=True) for p in passages]
    return Strings.of(rows).arrays("passages")


def unpack_passages(arrays: Arrays) -> StoredPassages:
    """What :func:`pack_passages` packed."""
    return StoredPassages(Strings.load(arrays, "passages"))


def pack_fields(fields: Fields) -> Packed:
    """All indexes; the n-grams of BM25 and TF-IDF are stored once."""
    packed: Packed = {}
    for name in LEXICAL:
        field: BM25 = getattr(fields, name)
        packed |= table_of(field.terms).arrays(f"{name}.terms")
        packed |= field.weights.arrays(name)
    packed |= fields.words_marks.arrays("words.marks") | fields.concept_marks.arrays("marks")
    packed |= fields.tfidf.weights.arrays("tfidf") | {"tfidf.idf": fields.tfidf.idf}
    titles = fields.titles
    packed |= table_of(titles.concepts).arrays("titles.concepts") | titles.weights.arrays("titles")
    packed |= {"titles.idf": titles.idf, "titles.norms": titles.norms}
    packed |= _pack_groups("aspects", fields.aspects)
    return packed | _pack_groups("part_aspects", fields.part_aspects)


def unpack_fields(arrays: Arrays, width: int) -> Fields:
    """What :func:`pack_fields` packed of ``width`` passages."""
    fields = {
        name: BM25.restore(
            StringTable.load(arrays, f"{name}.terms"), Rows.load(arrays, name, width)
        )
        for name in LEXICAL
    }
    tfidf = Rows.load(arrays, "tfidf", width)
    titles = Headings(
        StringTable.load(arrays, "titles.concepts"),
        arrays["titles.idf"],
        Rows.load(arrays, "titles", width),
        arrays["titles.norms"],
    )
    return Fields(
        **fields,
        tfidf=TfIdf(fields["grams"].terms, arrays["tfidf.idf"], tfidf),
        titles=titles,
        aspects=_unpack_groups(arrays, "aspects"),
        part_aspects=_unpack_groups(arrays, "part_aspects"),
        words_marks=Marks.load(arrays, "words.marks"),
        concept_marks=Marks.load(arrays, "marks"),
    )


def pack_lexicon(lexicon: Lexicon) -> Packed:
    """Translations, commonness and the reverse dictionary."""
    packed: Packed = {}
    for name in ("english", "chinese"):
        table: Mapping[str, tuple[str, ...]] = getattr(lexicon.translations, name)
        packed |= table_of(table).arrays(name)
        packed |= Strings.of(["|".join(words) for words in table.values()]).arrays(f"{name}.words")
    packed |= table_of(lexicon.commonness).arrays("commonness")
    packed["commonness"] = np.fromiter(lexicon.commonness.values(), np.float64)
    descriptions = lexicon.descriptions
    index = descriptions.index
    packed |= Strings.of(descriptions.owners).arrays("descriptions.owners")
    packed |= table_of(index.terms).arrays("descriptions.terms")
    return packed | index.weights.arrays("descriptions") | {"descriptions.idf": index.idf}


def unpack_lexicon(arrays: Arrays) -> Lexicon:
    """What :func:`pack_lexicon` packed; the words of descriptions serve only to build an index."""
    owners = tuple(Strings.load(arrays, "descriptions.owners"))
    index = TfIdf(
        StringTable.load(arrays, "descriptions.terms"),
        arrays["descriptions.idf"],
        Rows.load(arrays, "descriptions", len(owners)),
    )
    return Lexicon(
        Translations(_unpack_words(arrays, "english"), _unpack_words(arrays, "chinese")),
        Column(StringTable.load(arrays, "commonness"), arrays["commonness"].data.__getitem__),
        Descriptions(owners, index, {}),
    )


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
