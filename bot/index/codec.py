"""The parts of an index as arrays by name, and back.

Everything that a question touches is laid out so that it is looked up in place: terms, words and
concepts are string tables, passages and concepts are parsed when they are asked for. What comes
back scores exactly as what was stored.
"""

from collections.abc import Container, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.index.bm25 import BM25
from bot.index.column import Column
from bot.index.descriptions import Descriptions
from bot.index.fields import Fields, Headings
from bot.index.fusion import Translations
from bot.index.lexicon import Lexicon
from bot.index.storage import Arrays
from bot.index.stored_passages import extended_passages as extended_passages
from bot.index.stored_passages import pack_passages as pack_passages
from bot.index.stored_passages import unpack_passages as unpack_passages
from bot.index.stretch_codec import (
    pack_counts,
    pack_stretch,
    pack_words,
    unpack_counts,
    unpack_stretch,
    unpack_words,
)
from bot.index.table import Strings, StringTable, table_of
from bot.index.tfidf import TfIdf

Packed = dict[str, NDArray[Any]]
_LEXICON = ("english", "chinese", "commonness", "descriptions")
"""How the names of a lexicon's arrays begin."""


def pack_fields(fields: Fields) -> Packed:
    """All indexes, as counts: the weights of BM25 and TF-IDF follow from them."""
    titles = {"titles.idf": fields.titles.idf, "titles.norms": fields.titles.norms}
    tfidf = {"tfidf.norms": fields.tfidf.norms, "tfidf.sums": fields.tfidf.sums}
    return pack_stretch(fields.stretch) | titles | tfidf


def unpack_fields(arrays: Arrays, width: int) -> Fields:
    """What :func:`pack_fields` packed of ``width`` passages."""
    stretch = unpack_stretch(arrays, width)
    names = stretch.titles
    return Fields(
        **{name: BM25(counts) for name, counts in stretch.counts.items()},
        tfidf=TfIdf(stretch.counts["grams"], arrays["tfidf.norms"], arrays["tfidf.sums"]),
        titles=Headings(names.terms, arrays["titles.idf"], names.rows, arrays["titles.norms"]),
        aspects=stretch.aspects,
        part_aspects=stretch.part_aspects,
        words_marks=stretch.words_marks,
        concept_marks=stretch.concept_marks,
    )


def pack_lexicon(lexicon: Lexicon) -> Packed:
    """Translations, commonness and the reverse dictionary."""
    if lexicon.stored:
        return dict(lexicon.stored)
    packed: Packed = {}
    for name in ("english", "chinese"):
        table: Mapping[str, tuple[str, ...]] = getattr(lexicon, name)
        packed |= pack_words(table, name)
    packed |= table_of(lexicon.commonness).arrays("commonness")
    packed["commonness"] = np.fromiter(lexicon.commonness.values(), np.float64)
    descriptions = lexicon.descriptions
    index = descriptions.index
    packed |= Strings.of(descriptions.owners).arrays("descriptions.owners")
    packed |= pack_counts(index.counts, "descriptions")
    packed |= pack_words(descriptions.terms, "descriptions.by")
    return packed | {"descriptions.norms": index.norms, "descriptions.sums": index.sums}


def unpack_lexicon(arrays: Arrays, vocabulary: Container[str]) -> Lexicon:
    """What :func:`pack_lexicon` packed, for passages with that vocabulary."""
    owners = tuple(Strings.load(arrays, "descriptions.owners"))
    counts = unpack_counts(arrays, "descriptions", len(owners))
    index = TfIdf(counts, arrays["descriptions.norms"], arrays["descriptions.sums"])
    english, chinese = (unpack_words(arrays, name) for name in ("english", "chinese"))
    commonness = arrays["commonness"].data.__getitem__
    return Lexicon(
        english,
        chinese,
        Translations({}, {}),
        Column(StringTable.load(arrays, "commonness"), commonness),
        Descriptions(owners, index, unpack_words(arrays, "descriptions.by")),
        {name: array for name, array in arrays.items() if name.startswith(_LEXICON)},
    ).over(vocabulary)
