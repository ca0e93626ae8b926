"""What results can be narrowed by: source, kind, language, topic, and what a passage has.

Source, kind (the user's notes or the companion notes) and language part the passages, so their
counts add up to the total; a passage can have several topics, and code as well as formulas, so
those counts say how many would be left. The user's own sources come before the companion notes.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.keyword.alphabet import fold_text
from bot.keyword.concepts import Concepts
from bot.keyword.layout import Mask
from bot.passage import Passage
from bot.resources import read_toml

FACETS = ("source", "kind", "language", "topic", "has")
PARTING = ("source", "kind", "language")
"""Facets of which a passage has exactly one value: chosen values add, others narrow."""
HELD = ("code", "formula", "demo")


class Facets:
    """The values of every facet of one collection."""

    def __init__(
        self,
        passages: Sequence[Passage],
        concepts: Concepts,
        has: Mapping[str, Mask],
        topic_of: Callable[[str], str],
    ) -> None:
        """``has``: what :func:`holdings` found; ``topic_of``: a name -> concept id or empty."""
        self._size = len(passages)
        self._concepts = concepts
        self._topic_of = topic_of
        self._sources = _Column([p.source for p in passages])
        self._companions = {p.source for p in passages if p.is_companion}
        self._columns = {
            "kind": _Column(["companion" if p.is_companion else "own" for p in passages]),
            "language": _Column([p.language for p in passages]),
        }
        self._has = has

    def canonical(self, facet: str, value: str) -> str | None:
        """The value meant by what was typed, None when there is no such value."""
        if facet == "source":
            return value
        if facet == "topic":
            return self._topic_of(value) or None
        names: dict[str, list[str]] = read_toml("keyword.toml")["values"][facet]
        meant = (known for known, others in names.items() if fold_text(value) in others)
        return next(meant, None)

    def mask(self, facet: str, value: str) -> Mask:
        """The passages of one canonical value; a source may be named by a part of its name."""
        if facet == "source":
            return self._sources.mask(self._sources.named(value))
        if facet in self._columns:
            return self._columns[facet].mask(lambda name: name == value)
        if facet == "has":
            return self._has[value]
        chosen = np.zeros(self._size, dtype=bool)
        chosen[self._concepts.about(value)] = True
        return chosen

    def allowed(self, filters: Mapping[str, Sequence[str]]) -> Mask:
        """The passages that pass all filters; several sources or languages add up."""
        allowed = np.ones(self._size, dtype=bool)
        for facet, values in filters.items():
            masks = [self.mask(facet, value) for value in values]
            if masks:
                join = np.logical_or if facet in PARTING else np.logical_and
                allowed &= join.reduce(masks)
        return allowed

    def counts(self, chosen: Mask) -> dict[str, dict[str, int]]:
        """Facet -> value -> number of chosen passages, most first; empty values are left out."""
        numbers = np.flatnonzero(chosen)
        has = {kind: int(np.count_nonzero(mask & chosen)) for kind, mask in self._has.items()}
        counted = {
            "source": self._sources.counts(numbers),
            **{facet: column.counts(numbers) for facet, column in self._columns.items()},
            "topic": self._concepts.counts(chosen),
            "has": {kind: count for kind, count in has.items() if count},
        }
        most = read_toml("keyword.toml")["limits"]["topics"]
        ordered = {facet: Counter(counts).most_common() for facet, counts in counted.items()}
        ordered["topic"] = ordered["topic"][:most]
        ordered["source"].sort(key=lambda pair: pair[0] in self._companions)
        return {facet: dict(pairs) for facet, pairs in ordered.items()}


class _Column:
    """One value for every passage."""

    def __init__(self, values: Sequence[str]) -> None:
        self._names = sorted(set(values))
        numbers = {name: i for i, name in enumerate(self._names)}
        self._numbers = np.array([numbers[value] for value in values], dtype=np.int32)

    def named(self, typed: str) -> Callable[[str], bool]:
        """Whether a value is the one typed; where none is, whether it holds what was typed."""
        wanted = typed.casefold()
        if any(name.casefold() == wanted for name in self._names):
            return lambda name: name.casefold() == wanted
        return lambda name: wanted in name.casefold()

    def mask(self, accepts: Callable[[str], bool]) -> Mask:
        """The passages whose value is accepted."""
        accepted = np.array([accepts(name) for name in self._names], dtype=bool)
        chosen: Mask = accepted[self._numbers] if self._names else np.zeros(0, dtype=bool)
        return chosen

    def counts(self, chosen: NDArray[np.int64]) -> dict[str, int]:
        """How many chosen passages have each value, without empty ones."""
        counts = np.bincount(self._numbers[chosen], minlength=len(self._names)).tolist()
        return {name: n for name, n in zip(self._names, counts, strict=True) if n}


def holdings(passages: Sequence[Passage], demos: Mapping[str, Sequence[str]]) -> dict[str, Mask]:
    """The passages that hold each of ``HELD``; ``demos``: passage id -> demo ids."""
    held = [held_by(p, bool(demos.get(p.id))) for p in passages]
    return {kind: np.array([kind in one for one in held], dtype=bool) for kind in HELD}


def held_by(passage: Passage, demo: bool) -> frozenset[str]:
    """What a passage has: code, formula, demo."""
    code, formula = _patterns()
    found = {
        "code": code.search(passage.text) is not None,
        "formula": formula.search(passage.text) is not None,
        "demo": demo,
    }
    return frozenset(kind for kind, present in found.items() if present)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    patterns = read_toml("keyword.toml")["patterns"]
    return (
        re.compile(f"{patterns['code']}|{patterns['bare_code']}", re.DOTALL | re.MULTILINE),
        re.compile(f"{patterns['formula']}|{patterns['bare_formula']}", re.DOTALL),
    )
