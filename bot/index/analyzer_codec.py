"""The analyzer as arrays by name, and back: glossary, forms of names, dictionary of words.

Concepts are parsed when they are asked for, words are looked up in place.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.analyzer import Analyzer
from bot.analysis.arrays import narrow
from bot.analysis.cutter import WordModel
from bot.analysis.glossary import Concept
from bot.analysis.mentions import NameForms
from bot.analysis.targets import Targets
from bot.index.storage import Arrays
from bot.index.table import Column, Strings, StringTable, lines, table_of, unlines

Packed = dict[str, NDArray[Any]]
_STATES = "BMES"
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FD5
_REMEMBERED = 4_096
"""Concepts that are kept once they were parsed."""


def pack_analyzer(analyzer: Analyzer, targets: Targets) -> Packed:
    """The glossary, the forms of its names, the dictionary of words, targets of repairs."""
    glossary, names, model = analyzer.glossary, analyzer.finder.names, analyzer.tokenizer.model
    packed = table_of(glossary).arrays("glossary")
    rows = [json.dumps(asdict(concept), ensure_ascii=False) for concept in glossary.values()]
    packed |= Strings.of(rows).arrays("glossary.rows") | Strings.of(names.owners).arrays("names")
    packed |= table_of(model.frequencies).arrays("frequencies")
    packed["frequencies"] = narrow(np.fromiter(model.frequencies.values(), np.int64))
    packed["emit"] = np.array(
        [[model.emit[s].get(c, -np.inf) for c in _han()] for s in _STATES], np.float64
    )
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


def unpack_analyzer(arrays: Arrays) -> Analyzer:
    """The analyzer of :func:`pack_analyzer`."""
    rows = Strings.load(arrays, "glossary.rows")
    read = lru_cache(_REMEMBERED)(lambda number: _concept(json.loads(rows[number])))
    names = NameForms(
        unlines(arrays["names.forms"]),
        Strings.load(arrays, "names"),
        frozenset(unlines(arrays["names.topics"])),
    )
    glossary = Column(StringTable.load(arrays, "glossary"), read)
    return Analyzer(glossary, _unpack_model(arrays), names)


def unpack_targets(arrays: Arrays) -> Targets:
    """The targets of :func:`pack_analyzer`."""
    names = ("latin", "everyday", "chinese")
    latin, everyday, chinese = (unlines(arrays[f"targets.{name}"]) for name in names)
    return Targets(latin, everyday, StringTable.load(arrays, "stems"), chinese)


def _unpack_model(arrays: Arrays) -> WordModel:
    frequencies = StringTable.load(arrays, "frequencies")
    emit = {state: _Emission(row.data) for state, row in zip(_STATES, arrays["emit"], strict=True)}
    changes = Strings.load(arrays, "change")
    return WordModel(
        Column(frequencies, arrays["frequencies"].data.__getitem__),
        int(arrays["total"][0]),
        dict(zip(_STATES, arrays["start"].tolist(), strict=True)),
        dict(zip(changes, arrays["change"].tolist(), strict=True)),
        emit,
    )


class _Emission(Mapping[str, float]):
    """Log probabilities of the Han characters in a row; minus infinity where there is none."""

    def __init__(self, values: memoryview) -> None:
        self._values = values

    def __getitem__(self, character: str) -> float:
        place = ord(character) - _FIRST_HAN
        value = self._values[place] if 0 <= place < len(self._values) else -np.inf
        if value == -np.inf:
            raise KeyError(character)
        return float(value)

    def __iter__(self) -> Iterator[str]:
        return (c for c, value in zip(_han(), self._values, strict=True) if value != -np.inf)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _han() -> list[str]:
    return [chr(code) for code in range(_FIRST_HAN, _LAST_HAN + 1)]


def _concept(values: dict[str, Any]) -> Concept:
    lists = {k: tuple(values[k]) for k in ("zh", "en", "abbr", "slips")}
    relations = tuple((kind, target) for kind, target in values["relations"])
    return Concept(values["id"], values["field"], **lists, relations=relations)
