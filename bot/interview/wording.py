"""What a text says, as units that can be compared across languages and wordings.

A unit is a concept of the glossary, a content word or a number, with its span in the text. Words
that carry no point (articles, particles, "because") are not units. Clauses are the pieces between
punctuation marks; an answer is compared with a reference clause by clause.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.analysis.analyzer import Analysis, Analyzer
from bot.analysis.folding import fold
from bot.analysis.glossary import Glossary
from bot.analysis.mentions import Mention
from bot.analysis.tokenizer import Token
from bot.analysis.words import stem
from bot.interview.forms import (
    JOINED,
    WEIGHED,
    is_contracted,
    light_words,
    parts_of,
    unstemmed,
)
from bot.passage import Span as Span
from bot.resources import read_toml

_BREAK = re.compile(
    r"[。!?;\uff01\uff1f\uff1b\n]+|[,、:\uff0c\uff1a](?!\d)|\.(?=\s|$)|(?<=[一-鿿])\."
)
"""Chinese marks of full width stand as escapes: they look like the others and are easily lost."""
_NUMBER = re.compile(r"\d")
_PLUS = re.compile(r"(?<=\w)\+")
"""A plus that is part of a name (B+ tree): the tokenizer leaves it out of the words."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A concept, word or number.

    concepts:  glossary ids named by exactly this span; empty for a plain word
    words:     the word terms inside the span, longest first
    weight:    how much it proves, > 0
    start, end: half-open span of the text
    """

    concepts: frozenset[str]
    words: tuple[str, ...]
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """A text with its units and clauses."""

    text: str
    units: tuple[Unit, ...]
    clauses: tuple[Span, ...]


def side_of(analyzer: Analyzer, text: str) -> Side:
    """A text with its units and clauses."""
    analysis = analyzer.analyze(text)
    exact = replace(analysis, mentions=exactly_named(analysis, analyzer.glossary))
    units = units_of(exact, analyzer.tokenizer.frequencies)
    return Side(text, units, tuple(clauses(text)))


def exactly_named(analysis: Analysis, glossary: Glossary) -> tuple[Mention, ...]:
    """The mentions of a text; of several names at one place those that are spelt just so.

    The analyzer joins spellings that differ by a plus or an "s": B树 is no B+ tree, HTTPS no HTTP.
    """
    said = {m: fold(analysis.text[m.start : m.end]) for m in analysis.mentions}

    def is_exact(mention: Mention) -> bool:
        names = glossary[mention.concept].names if mention.concept in glossary else ()
        return any(fold(name) == said[mention] for name in names)

    exact = {(m.start, m.end) for m in said if is_exact(m)}
    return tuple(
        m
        for m in analysis.mentions
        if is_exact(m) or ((m.start, m.end) not in exact and said[m] not in unstemmed())
    )


def units_of(analysis: Analysis, known: Mapping[str, int]) -> tuple[Unit, ...]:
    """The units of an analysed text in order of their starts; light words are left out.

    ``known`` holds how often the dictionary that cuts Chinese has its words.
    """
    text = analysis.text
    mentions = [m for m in analysis.mentions if _names_one(text[m.start : m.end])]
    named = _longest_mentions([*formulas(text), *mentions])
    whole = (_unstemmed(token, text) for token in analysis.tokens)
    single = [part for token in whole for part in parts_of(token, known)]
    tokens = _inside(single)
    units = [_concept_unit(span, ids, tokens, text) for span, ids in named.items()]
    taken = sorted(named)
    words = (t for t in _maximal(single) if not _overlaps((t.start, t.end), taken))
    told = (t for t in words if t.term not in light_words() and not is_contracted(text, t))
    units += [_word_unit(token, tokens) for token in told]
    return tuple(sorted(units, key=lambda unit: unit.start))


def _names_one(name: str) -> bool:
    """Whether a name of the glossary is that of one thing.

    >>> _names_one("parameter count"), _names_one("more weights"), _names_one("BN vs LN")
    (True, False, False)
    """
    return not (JOINED.search(name) or WEIGHED.match(name))


def _unstemmed(token: Token, text: str) -> Token:
    """A token with the "s" that the stemmer took from a word where it makes no plural."""
    said = fold(text[token.start : token.end])
    return replace(token, term=said) if said in unstemmed() else token


def clauses(text: str) -> list[Span]:
    """Spans of the pieces of ``text`` between punctuation marks that hold a letter or digit.

    >>> [("深而窄,宽而浅。IoU > 0.5"[a:b]) for a, b in clauses("深而窄,宽而浅。IoU > 0.5")]
    ['深而窄', '宽而浅', 'IoU > 0.5']
    """
    borders = [0, *(x for m in _BREAK.finditer(text) for x in m.span()), len(text)]
    spans = zip(borders[::2], borders[1::2], strict=True)
    return [(a, b) for a, b in spans if any(c.isalnum() for c in text[a:b])]


def units_in(side: Side, span: Span) -> range:
    """The numbers of the units of a text that begin inside a span."""
    first, last = (bisect_left(side.units, place, key=_start) for place in span)
    return range(first, last)


def _start(unit: Unit) -> int:
    return unit.start


def clause_numbers(side: Side) -> list[int]:
    """The number of the clause that each unit of a text stands in."""
    starts = [start for start, _ in side.clauses]
    return [bisect_right(starts, unit.start) - 1 for unit in side.units]


def formulas(text: str) -> list[Mention]:
    """Orders of growth and the like under one spelling, as mentions.

    >>> [m.concept for m in formulas("Quadratic, i.e. O(n²)")]
    ['O(n^2)', 'O(n^2)']
    >>> [m.concept for m in formulas("the last element inserted is the first removed")]
    ['LIFO']
    """
    folded = fold(text)
    return [
        Mention(name, match.start(), match.end())
        for name, pattern in _formula_patterns()
        for match in pattern.finditer(folded)
    ]


def formula_families() -> list[set[str]]:
    """Names of formulas that exclude each other."""
    return [set(family) for family in read_toml("interview.toml")["formulas"]["families"]]


@cache
def _formula_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("interview.toml")["formulas"]["spellings"]
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


@cache
def vague_words() -> frozenset[str]:
    """Terms that fill an answer without saying anything definite, folded and stemmed."""
    words = {fold(word) for word in read_toml("interview.toml")["wording"]["vague"].split()}
    return frozenset(words | {stem(word) for word in words if word.isascii()})


def _longest_mentions(mentions: Iterable[Mention]) -> dict[Span, set[str]]:
    """Concept ids by span; spans inside or overlapping an earlier, longer one are left out."""
    spans: dict[Span, set[str]] = {}
    taken: list[Span] = []
    for m in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        span = (m.start, m.end)
        if span not in spans:
            if _overlaps(span, taken):
                continue
            insort(taken, span)
        spans.setdefault(span, set()).add(m.concept)
    return spans


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of ``others``, which are in order and do not overlap."""
    place = bisect_left(others, span)
    return any(a < span[1] and span[0] < b for a, b in others[max(0, place - 1) : place + 1])


def _maximal(tokens: Iterable[Token]) -> list[Token]:
    """Tokens that lie in no other token; jieba's search mode also gives the parts."""
    kept: list[Token] = []
    for token in sorted(tokens, key=lambda t: (t.start, -t.end)):
        if not kept or token.end > kept[-1].end:
            kept.append(token)
    return kept


def _inside(tokens: Iterable[Token]) -> dict[int, list[Token]]:
    """Tokens by their start."""
    by_start: dict[int, list[Token]] = {}
    for token in tokens:
        by_start.setdefault(token.start, []).append(token)
    return by_start


def _words(span: Span, tokens: dict[int, list[Token]]) -> tuple[str, ...]:
    found = [t for i in range(*span) for t in tokens.get(i, ()) if t.end <= span[1]]
    return tuple(dict.fromkeys(t.term for t in sorted(found, key=lambda t: t.start - t.end)))


def _concept_unit(span: Span, ids: set[str], tokens: dict[int, list[Token]], text: str) -> Unit:
    weight = read_toml("interview.toml")["wording"]["concept_weight"]
    plus = _PLUS.search(text, *span)
    words = (fold(text[slice(*span)]),) if plus else _words(span, tokens)
    return Unit(frozenset(ids), words, weight, *span)


def _word_unit(token: Token, tokens: dict[int, list[Token]]) -> Unit:
    weights = read_toml("interview.toml")["wording"]
    weight = 1.0
    if _NUMBER.match(token.term):
        weight = weights["number_weight"]
    elif token.term in vague_words():
        weight = weights["vague_weight"]
    elif len(token.term) == 1:
        weight = weights["single_character_weight"]
    span = (token.start, token.end)
    return Unit(frozenset(), _words(span, tokens), weight, *span)
