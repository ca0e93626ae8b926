"""What is asked for, as values: sequences, clauses and their alternatives.

A query holds a passage to every clause; a clause is met by its best alternative. Levels order the
alternatives, and no amount of score lifts a passage over one of a better level.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """How a clause is met, worst first.

    FUZZY    by a word that differs in a letter or two
    WORDS    by the words of a phrase or of a Chinese run apart from each other
    SYNONYM  by another name of the same concept
    NEAR     by another form of the word, or a word that begins with it
    EXACT    by the text as typed, whatever its script, width and case
    """

    NONE = 0
    FUZZY = 1
    WORDS = 2
    SYNONYM = 3
    NEAR = 4
    EXACT = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """A folded run of Han characters (``wide``) or a Latin word, perhaps only its beginning."""

    text: str
    wide: bool = False
    prefix: bool = False


Units = tuple[Unit, ...]
"""A sequence of units: what must stand one after the other."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Any of the sequences, or any name of the concept."""

    level: Level
    sequences: tuple[Units, ...] = ()
    concept: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the clauses, each in its own way; never better than ``level``."""

    level: Level
    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Alternatives, best level first; ``typed`` is what of the query it stands for."""

    typed: str
    alternatives: tuple["Lookup | All", ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A query ready to run.

    clauses:    all must be met
    excluded:   sequences of which none may stand in a passage; excluded_words: as typed
    filters:    facet -> allowed values, see :mod:`bot.keyword.facets`
    barred:     facet -> values that are not allowed
    other_names:  names that are searched besides the typed ones
    corrections:  (typed, read) pairs
    ignored:    function words that were left out
    apart:      words of a stretch that stands nowhere as a whole, searched one by one
    """

    clauses: tuple[Clause, ...]
    excluded: tuple[tuple[Units, ...], ...] = ()
    excluded_words: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    barred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other_names: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether any facet is asked for or barred."""
        return bool(self.filters or self.barred)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not (self.clauses or self.excluded or self.is_filtered)
