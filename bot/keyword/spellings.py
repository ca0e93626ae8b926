"""The sequences that typed text may stand as: joined or split, in other forms, unfinished."""

import re
from dataclasses import replace
from itertools import islice, product

from bot.keyword.alphabet import fold_text, units
from bot.keyword.query import Unit, Units
from bot.keyword.vocabulary import Vocabulary, camel_parts

_SIZE = re.compile(r"(?<!\d)\d+(?:[x×*]\d+)+", re.IGNORECASE)
_TIMES = re.compile(r"(?<=\d) ?[x×*] ?(?=\d)", re.IGNORECASE)
_MOST_SEQUENCES = 24
_LONGEST_JOINED = 3
_SHORTEST_PREFIX = 2


def sequence_of(text: str) -> Units:
    """The units of a text, in order; empty when it has no letters.

    >>> [unit.text for unit in sequence_of("BN层 (ＣＮＮ)")]
    ['bn', '层', 'cnn']
    """
    folded = fold_text(text)
    return tuple(Unit(folded[start:end], wide) for start, end, wide in units(folded))


def sizes(typed: str) -> list[tuple[int, int]]:
    """Where sizes stand that are written without spaces.

    >>> sizes("7x7卷积")
    [(0, 3)]
    """
    return [match.span() for match in _SIZE.finditer(typed)]


def sized(typed: str) -> tuple[Units, ...]:
    """``typed`` as it stands, and with its sizes in either spelling: 3x3 and 3×3.

    >>> [[unit.text for unit in sequence] for sequence in sized("3×3")]
    [['3', '3'], ['3x3']]
    """
    forms = (typed, _TIMES.sub("x", typed), _TIMES.sub("×", typed))
    return tuple(dict.fromkeys(map(sequence_of, forms)))


def spellings(typed: str, vocabulary: Vocabulary, prefix: bool = False) -> tuple[Units, ...]:
    """``typed`` as it stands, joined and split: batchnorm, batch-norm, BatchNorm, batch norm.

    With ``prefix`` the last word of each may be unfinished.
    """
    sequence = sequence_of(typed)
    found = [*sized(typed)]
    if not any(unit.wide for unit in sequence):
        if len(sequence) == 1:
            word = sequence[0].text
            found += [tuple(map(Unit, camel_parts(typed)))] if camel_parts(typed) else []
            found += [(Unit(a), Unit(b)) for a, b in vocabulary.splits(word, prefix)]
        elif len(sequence) <= _LONGEST_JOINED:
            joined = "".join(unit.text for unit in sequence)
            if joined in vocabulary or (prefix and vocabulary.begins(joined)):
                found.append((Unit(joined),))
    found = list(dict.fromkeys(found))
    return tuple(map(_unfinished, found)) if prefix else tuple(found)


def near_spellings(typed: str, vocabulary: Vocabulary, last: bool) -> tuple[Units, ...]:
    """Other forms of the words of ``typed``; if it is the ``last``, words that it begins, too."""
    sequence = sequence_of(typed)
    if not sequence:
        return ()
    forms = [
        [unit] if unit.wide else [unit, *map(Unit, vocabulary.forms(unit.text))]
        for unit in sequence
    ]
    found = [s for s in islice(product(*forms), _MOST_SEQUENCES) if s != sequence]
    final = sequence[-1]
    if last and not final.wide and len(final.text) >= _SHORTEST_PREFIX:
        found += spellings(typed, vocabulary, prefix=True)
    return tuple(found)


def _unfinished(sequence: Units) -> Units:
    return (*sequence[:-1], replace(sequence[-1], prefix=True))
