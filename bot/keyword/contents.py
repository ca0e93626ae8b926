"""All that a keyword search looks things up in, made of passages once and kept as arrays by name.

What comes back from arrays finds exactly what was stored; passages and analyzer are kept by others.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Concept
from bot.analysis.words import WORD
from bot.index.storage import Arrays
from bot.index.table import lines, unlines
from bot.keyword.alphabet import Alphabet
from bot.keyword.concepts import Concepts, Topics, find_concepts
from bot.keyword.facets import HELD, holdings
from bot.keyword.layout import Layout, Mask, lay_out, read_segments
from bot.keyword.matching import Finder
from bot.keyword.postings import Pairs, Words, index_pairs, index_words
from bot.passage import Passage

Demos = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Contents:
    """finder:      where every text stands
    concepts:    where every concept is named
    holdings:    which passages hold code, formulas, demos
    understood:  Latin words of the glossary; targets: of those concepts that the notes name
    demos:       passage id -> the ids of its demos
    """

    finder: Finder
    concepts: Concepts
    holdings: Mapping[str, Mask]
    understood: tuple[str, ...]
    targets: tuple[str, ...]
    demos: Demos


def contents_of(passages: Sequence[Passage], analyzer: Analyzer, demos: Demos) -> Contents:
    """The contents of an index over the passages."""
    read = read_segments(passages)
    layout, points = lay_out(read)
    finder = Finder(layout, index_pairs(layout), index_words(layout, points))
    concepts = find_concepts([one.text for one in read], layout, analyzer.finder)
    return Contents(
        finder,
        concepts,
        holdings(passages, demos),
        _latin_words(analyzer.glossary.values()),
        _latin_words(analyzer.glossary[concept] for concept in concepts.ids),
        demos,
    )


def pack(contents: Contents) -> dict[str, Any]:
    """The contents as arrays."""
    finder, concepts = contents.finder, contents.concepts
    layout = finder.layout
    packed = {
        **_packed("layout", layout, but=("alphabet",)),
        "alphabet": lines(["".join(layout.alphabet.codes)]),
        "alphabet.kinds": layout.alphabet.kinds,
        **_packed("pairs", finder.pairs),
        **_packed("words", finder.words, but=("words",)),
        "words": lines(finder.words.words),
        **_packed("concepts", concepts, but=("ids", "topics")),
        "concepts": lines(concepts.ids),
        **_packed("topics", concepts.topics),
        "understood": lines(contents.understood),
        "targets": lines(contents.targets),
        "demos": lines([json.dumps({p: list(ids) for p, ids in contents.demos.items() if ids})]),
    }
    return packed | {f"holdings.{kind}": contents.holdings[kind] for kind in HELD}


def unpack(arrays: Arrays) -> Contents:
    """What :func:`pack` packed."""
    letters, words, ids = (
        "".join(unlines(arrays["alphabet"])),
        unlines(arrays["words"]),
        unlines(arrays["concepts"]),
    )
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    alphabet = Alphabet(codes, arrays["alphabet.kinds"])
    layout: Layout = _unpacked("layout", Layout, arrays, alphabet=alphabet)
    finder = Finder(
        layout,
        _unpacked("pairs", Pairs, arrays),
        _unpacked("words", Words, arrays, words=words),
    )
    numbers = {concept: number for number, concept in enumerate(ids)}
    topics = _unpacked("topics", Topics, arrays)
    return Contents(
        finder,
        _unpacked("concepts", Concepts, arrays, ids=numbers, topics=topics),
        {kind: arrays[f"holdings.{kind}"] for kind in HELD},
        tuple(unlines(arrays["understood"])),
        tuple(unlines(arrays["targets"])),
        json.loads("".join(unlines(arrays["demos"]))),
    )


def _packed(name: str, value: Any, but: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of a value, which are arrays, by ``name.field``."""
    kept = (field.name for field in fields(value) if field.name not in but)
    return {f"{name}.{field}": getattr(value, field) for field in kept}


def _unpacked(name: str, kind: Any, arrays: Arrays, **others: Any) -> Any:
    """The value whose fields are the arrays of :func:`_packed`, and the others."""
    kept = (field.name for field in fields(kind) if field.name not in others)
    return kind(**others, **{field: arrays[f"{name}.{field}"] for field in kept})


def _latin_words(concepts: Iterable[Concept]) -> tuple[str, ...]:
    names = (name for concept in concepts for name in (*concept.en, *concept.abbr))
    return tuple(sorted({match.group() for name in names for match in WORD.finditer(name)}))
