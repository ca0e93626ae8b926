"""Texts in the compact form in which names are looked for.

Folded, Latin words stemmed, and nothing but letters, digits, Han characters and ``++`` kept: so
``batch-norm``, ``batch norm``, ``BatchNorm`` and ``batchnorm`` are one name, ``k-means`` and
``k-means++`` are two. The form remembers where in the text a name may begin and end.
"""

import re
from dataclasses import dataclass

from bot.analysis.folding import fold
from bot.analysis.words import pieces, stem

# Without regard to case Han characters would be folded one by one, 2.5 ms of a start.
_UNIT = re.compile(r"[㐀-鿿]|(?i:[a-z]+[0-9]*|[0-9]+[a-z]*|[α-ω])|\+\+")
_MARKED = re.compile(r"[_#]|^\.")


@dataclass(frozen=True, slots=True)
class Compact:
    """A text in compact form, with the span of the text behind every possible border."""

    text: str
    starts: dict[int, int]
    ends: dict[int, int]


def compact_forms(name: str) -> set[str]:
    """The compact forms under which a name can be met.

    >>> sorted(compact_forms("Batch Normalization"))
    ['batchnorm', 'batchnormal', 'batchnormalization']
    """
    forms = {compacted(name).text}
    joined = re.sub(r"[\s\-_./·]+", "", fold(name))
    if joined.isascii() and joined.isalnum():
        forms |= {joined, stem(joined)}
    # What is left of a name without its marks (.NET, __new__) must not be an everyday word.
    shortest = 5 if _MARKED.search(name) else 2
    return {form for form in forms if len(form) >= shortest}


def compact_borders(run: str) -> tuple[str, list[tuple[int, int]]]:
    """A run in compact form, and beside each of its characters where it may begin or end a name.

    The places are those of the run before the character and after it, -1 where no name may do so.

    >>> compact_borders("Convs")
    ('conv', [(0, -1), (-1, -1), (-1, -1), (-1, 5)])
    """
    compact = compacted(run)
    return compact.text, [
        (compact.starts.get(i, -1), compact.ends.get(i + 1, -1)) for i in range(len(compact.text))
    ]


def compacted(text: str) -> Compact:
    folded = fold(text)
    parts: list[str] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    length = 0
    for unit in _UNIT.finditer(folded):
        word = unit.group()
        short = stem(word) if word.isascii() else word
        starts[length] = unit.start()
        if len(word) > 1:
            _inner_borders(
                text[unit.start() : unit.end()], short, unit.start(), length, starts, ends
            )
        length += len(short)
        ends[length] = unit.end()
        parts.append(short)
    return Compact("".join(parts), starts, ends)


def _inner_borders(
    word: str, short: str, offset: int, length: int, starts: dict[int, int], ends: dict[int, int]
) -> None:
    """CamelCase and letter–digit borders that survive stemming are borders too."""
    for start, end in pieces(word):
        if 0 < start < len(short):
            starts[length + start] = offset + start
            ends[length + start] = offset + start
        if end < len(short):
            ends[length + end] = offset + end
