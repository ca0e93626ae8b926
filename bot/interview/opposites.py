"""Patterns of words that oppose, contrast or compare, read from ``interview.toml``.

All are regular expressions over folded text (:func:`bot.analysis.folding.fold`).
"""

import re
from collections.abc import Iterable
from functools import cache

from bot.analysis.folding import fold
from bot.resources import read_toml

Pair = tuple[str, str]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first; Latin ones only as whole words.

    >>> re.findall(any_of(["veins", "静脉"]), "a vein, 静脉, veinous")
    ['vein', '静脉']
    """
    folded = sorted({fold(word) for word in words if word}, key=lambda w: (-len(w), w))
    latin = [re.escape(_singular(w)) for w in folded if w.isascii()]
    others = [re.escape(w) for w in folded if not w.isascii()]
    if latin:
        others.append(rf"(?<![a-z0-9])(?:{'|'.join(latin)})s?(?![a-z0-9+])")
    return "(?:" + "|".join(others) + ")"


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


@cache
def opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Patterns of the two sides of every pair of opposites, effects first."""
    lines = (*_written(), *_lines("effects", "opposites"))
    return tuple((re.compile(one), re.compile(other)) for one, other in lines)


def effects() -> int:
    """How many of :func:`opposites`, from the first, are changes and outcomes."""
    return len(_written()) + len(_lines("effects"))


def topics() -> tuple[Pair, ...]:
    """Pairs of patterns of things that a reference may speak of in turn."""
    return _lines("topics")


def conditions() -> tuple[Pair, ...]:
    """Pairs of patterns of conditions and qualities, each told in one sentence."""
    return _lines("conditions")


@cache
def conjunctions() -> re.Pattern[str]:
    """What joins the two things that a question asks to compare."""
    return re.compile(any_of(_words("conjunctions")))


@cache
def framing() -> frozenset[str]:
    """Folded words of a question that belong to no name of what it asks about ("compare")."""
    words: str = read_toml("interview.toml")["contrast"]["framing"]
    return frozenset(map(fold, words.split()))


def asks() -> re.Pattern[str]:
    """What begins another question after a conjunction ("and how …"); nothing is joined to it."""
    return _pattern("asks")


@cache
def pronouns() -> Pair:
    """Patterns of "the former" and "the latter"."""
    return any_of(_words("first_of_two")), any_of(_words("second_of_two"))


def negation() -> re.Pattern[str]:
    """What turns the word after it into its opposite ("not", 不); matches up to that word."""
    return _pattern("negation")


def denial() -> re.Pattern[str]:
    """A negation with what may stand between it and what it denies; matches up to that."""
    return _pattern("denial")


def denied_inside() -> re.Pattern[str]:
    """A word that begins with a negation (不平衡, "unsorted")."""
    return _pattern("denied_inside")


def limit() -> re.Pattern[str]:
    """What makes a statement hold in part only: "until", "not always", 除非."""
    return _pattern("limit")


def condition() -> re.Pattern[str]:
    """What tells that one thing depends on another: "when", "the larger", 越."""
    return _pattern("condition")


def breaks() -> re.Pattern[str]:
    """What begins another statement inside a clause: "while", 而 …"""
    return _pattern("breaks")


def aside() -> re.Pattern[str]:
    """What a thing only compared with stands after ("than", 比); matches up to that thing."""
    return _pattern("aside")


def superior() -> re.Pattern[str]:
    """What says that a thing has more of a quality than another: "beats", 优于, 更."""
    return _pattern("superior")


def lessening() -> re.Pattern[str]:
    """What turns the degree of the word after it round ("less fast"); matches up to that word."""
    return _pattern("lessening")


def alike_degrees() -> frozenset[int]:
    """The numbers of the pairs that say how much or how good anything is: more, strong."""
    return _pairs("alike_degrees")


def degrees() -> frozenset[int]:
    """The numbers of the pairs of :func:`opposites` by which one thing may exceed another."""
    return _pairs("degrees") | alike_degrees()


@cache
def _pairs(name: str) -> frozenset[int]:
    """The numbers of the pairs of opposites of which some words are the first side."""
    words = _words(name)
    return frozenset(
        number
        for number, (first, _) in enumerate(opposites())
        if any(first.fullmatch(word) for word in words)
    )


def inferior() -> re.Pattern[str]:
    """What says that a thing has less of a quality than the one after it: "trails", 不如."""
    return _pattern("inferior")


def pronoun() -> re.Pattern[str]:
    """What begins a statement that goes on about the subject before: "it", 它."""
    return _pattern("pronoun")


def opening() -> re.Pattern[str]:
    """What makes a clause one that needs the next: "if …", 由于 …, … 时."""
    return _pattern("opening")


def continuation() -> re.Pattern[str]:
    """What begins a clause that needs the one before: "which", "because", 从而."""
    return _pattern("continuation")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_toml("interview.toml")["contrast"][name])


def _words(name: str) -> list[str]:
    words: str = read_toml("interview.toml")["contrast"][name]
    return words.split("|")


@cache
def _written() -> tuple[Pair, ...]:
    """Pairs of effects that stand as patterns."""
    lines = (line.split(" <> ") for line in read_toml("interview.toml")["contrast"]["patterns"])
    return tuple((one, other) for one, other in lines)


@cache
def _lines(*names: str) -> tuple[Pair, ...]:
    tables = read_toml("interview.toml")["contrast"]
    lines = (line.split(" <> ") for name in names for line in tables[name])
    return tuple((any_of(a.split("|")), any_of(b.split("|"))) for a, b in lines)
