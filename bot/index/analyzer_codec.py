"""The analyzer as arrays by name, and back: glossary, forms of names, dictionary of words.

Concepts are parsed when they are asked for, words are looked up in place.
"""

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.arrays import narrow
from bot.analysis.cutter import Emission, WordModel
from bot.analysis.glossary import Concept
from bot.analysis.mentions import NameForms
from bot.analysis.targets import Targets
from bot.index.column import Column
from bot.index.storage import Arrays
from bot.index.table import Strings, StringTable, lines, table_of, unlines

Packed = dict[str, NDArray[Any]]
_STATES = "BMES"
_STORED = (
    "glossary", "names", "frequencies", "emit", "start", "change", "total", "stems", "targets"
)  # fmt: skip
_TRIES = "trie"
"""How the names of arrays begin."""
_REMEMBERED = 4_096
"""Concepts that are kept once they were parsed."""


def pack_analyzer(analyzer: Analyzer, targets: Targets) -> Packed:
    """The glossary, the forms of its names, the dictionary of words, targets of repairs.

    ``targets`` are those of the glossary; an analyzer that was stored has them already.
    """
    if analyzer.stored:
        return {n: array for n, array in analyzer.stored.items() if not n.startswith(_TRIES)}
    glossary, names, model = analyzer.glossary, analyzer.finder.names, analyzer.tokenizer.model
    packed = table_of(glossary).arrays("glossary")
    rows = [json.dumps(asdict(concept), ensure_ascii=False) for concept in glossary.values()]
    packed |= Strings.of(rows).arrays("glossary.rows") | Strings.of(names.owners).arrays("names")
    packed |= table_of(model.frequencies).arrays("frequencies")
    packed["frequencies"] = narrow(np.fromiter(model.frequencies.values(), np.int64))
    packed["emit"] = np.stack([model.emit[state].row for state in _STATES])
    packed["start"] = np.array([model.start[s] for s in _STATES])
    packed |= Strings.of(list(model.change)).arrays("change")
    packed["change"] = np.array(list(model.change.values()))
    packed["total"] = np.array([model.total], np.int64)
    packed |= StringTable.of(sorted(targets.stems)).arrays("stems")
    texts = {
        "names.forms": names.forms,
        "names.topics": sorted(names.topics),
        "targets.latin": targets.latin,
        "targets.everyday": targets.everyday,
        "targets.chinese": targets.chinese,
    }
    return packed | {name: lines(strings) for name, strings in texts.items()}


def pack_tries(analyzer: Analyzer) -> Packed:
    """What long texts are taken apart with: a third more, which only a build of many needs."""
    return analyzer.word_trie.arrays() | analyzer.name_trie.arrays()


def unpack_analyzer(arrays: Arrays) -> Analyzer:
    """The analyzer of :func:`pack_analyzer`, and of :func:`pack_tries` where they are there."""
    rows = Strings.load(arrays, "glossary.rows")
    read = lru_cache(_REMEMBERED)(lambda number: _concept(json.loads(rows[number])))
    names = NameForms(
        unlines(arrays["names.forms"]),
        Strings.load(arrays, "names"),
        frozenset(unlines(arrays["names.topics"])),
    )
    glossary = Column(StringTable.load(arrays, "glossary"), read)
    stored = {name: a for name, a in arrays.items() if name.startswith((*_STORED, _TRIES))}
    return Analyzer(glossary, _unpack_model(arrays), names, stored)


def unpack_targets(arrays: Arrays) -> Targets:
    """The targets of :func:`pack_analyzer`."""
    names = ("latin", "everyday", "chinese")
    latin, everyday, chinese = (unlines(arrays[f"targets.{name}"]) for name in names)
    return Targets(latin, everyday, StringTable.load(arrays, "stems"), chinese)


def _unpack_model(arrays: Arrays) -> WordModel:
    frequencies = StringTable.load(arrays, "frequencies")
    emit = {state: Emission(row) for state, row in zip(_STATES, arrays["emit"], strict=True)}
    changes = Strings.load(arrays, "change")
    return WordModel(
        Column(frequencies, arrays["frequencies"].data.__getitem__),
        int(arrays["total"][0]),
        dict(zip(_STATES, arrays["start"].tolist(), strict=True)),
        dict(zip(changes, arrays["change"].tolist(), strict=True)),
        emit,
    )


def _concept(values: dict[str, Any]) -> Concept:
    lists = {k: tuple(values[k]) for k in ("zh", "en", "abbr", "slips")}
    relations = tuple((kind, target) for kind, target in values["relations"])
    return Concept(values["id"], values["field"], **lists, relations=relations)
