"""The sentence of a passage that tells most of what is asked.

What a sentence of a passage is worth to a question is measured inside the passage: a word or a
concept that every sentence holds, as its own heading's, tells nothing, one that stands in a single
sentence tells most (the idf of Spärck Jones, Journal of Documentation 28, 1972, over sentences). So
do signs of the aspect that is asked: 是一种 for a definition, "=" for a computation. What stands in
the rest of the paragraph, or in the line above that titles it, counts in part: its subject is often
not said again.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.analysis.aspects import announced_aspects
from bot.analysis.folding import fold
from bot.analysis.query import Query
from bot.highlight import spoken, widened
from bot.judging.units import content_words
from bot.passage import Span
from bot.resources import read_toml
from bot.search import PassageIndex

_BESIDE = 0.4
"""What a term counts that stands in the paragraph of a sentence, or in the line that titles it."""
_WORD, _TRANSLATED, _SIGN, _ANNOUNCED, _FIRST = 1.4, 1.8, 0.5, 1.0, 0.1
"""What a word of the question counts, its translation, a sign of the asked aspect, a line above
that announces it and being the first sentence, beside 1 for a concept: chosen on the part ``fit``
of tests/quality/best_sentences.jsonl, where twice or half as much changes little."""
_GENERAL = frozenset({"definition", "kinds"})
"""Aspects that almost any question seems to ask for ("what is the …") beside its own."""
_TITLE = 24
_NO_TITLE = re.compile(r"[=$。！？!?]|^\s*(?:[-*•]|\d+[.、)])")


@dataclass(frozen=True, slots=True)
class _Told:
    """A thing that is asked, what it weighs and by which sentences it is told, by their numbers."""

    weight: float
    sentences: frozenset[int]


def telling_sentence(query: Query, index: PassageIndex, number: int, text: str) -> Span:
    """The span of the sentence of ``text``, a beginning of passage ``number``; (0, 0) for no text.

    A sentence inside an item of a list is widened to the item, one that only announces what
    follows to what follows.
    """
    found = spoken(text)
    if not found:
        return 0, 0
    told = [*_terms(query, index, number, found), *_signs(query, text, found)]
    groups = _paragraphs(text, found)

    def worth(place: int) -> float:
        value = _FIRST * (place == 0)
        for one in told:
            held = 1.0 if place in one.sentences else 0.0
            held = held or _BESIDE * (not one.sentences.isdisjoint(groups[place]))
            rarity = math.log(1 + len(found) / max(len(one.sentences), 1))
            value += one.weight * rarity * held
        return value

    titles = {place for place, span in enumerate(found[:-1]) if _is_title(text, *span)}
    best = max((place for place in range(len(found)) if place not in titles), key=worth)
    return widened(text, found, found[best])


def _terms(
    query: Query, index: PassageIndex, number: int, found: Sequence[Span]
) -> Iterator[_Told]:
    """The concepts and words of the question, a word with its translations."""
    fields = index.fields
    for concept, weight in query.named.items():
        yield _Told(weight, _holding(found, fields.concept_marks.spans(number, [concept])))
    for term in sorted(content_words(index.analyzer.analyze(query.text), query)):
        weight, others = query.terms[term], index.lexicon.translations.of(term)
        for worth, words in ((_WORD, [term]), (_TRANSLATED, others)):
            holding = _holding(found, fields.words_marks.spans(number, words))
            yield _Told(weight * worth, holding)


def _signs(query: Query, text: str, found: Sequence[Span]) -> Iterator[_Told]:
    """The asked aspects, told by their signs and below a line that announces them."""
    for aspect in sorted(query.aspects - _GENERAL or query.aspects):
        signs = [bool(_sign(aspect).search(fold(text[slice(*span)]))) for span in found]
        yield _Told(_SIGN, frozenset(place for place, sign in enumerate(signs) if sign))
        yield _Told(_ANNOUNCED, frozenset(_announced(aspect, text, found)))


def _announced(aspect: str, text: str, found: Sequence[Span]) -> Iterator[int]:
    """The sentences below a short line that announces an aspect, to the next that announces any."""
    below = False
    for place, (start, end) in enumerate(found):
        told = announced_aspects(text[start:end]) if _is_title(text, start, end) else frozenset()
        if told:
            below = aspect in told
        elif below:
            yield place


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a short line by itself, and neither an item nor a formula."""
    alone = text[max(start - 1, 0) : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
    return alone and end - start <= _TITLE and not _NO_TITLE.search(text[start:end])


@cache
def _sign(aspect: str) -> re.Pattern[str]:
    """Finds the signs of an aspect in a folded sentence; nothing where it has none."""
    signs = read_toml("cues.toml").get(aspect, [])
    return re.compile("|".join(map(re.escape, signs)) or r"(?!)")


def _holding(found: Sequence[Span], spans: Iterable[Span]) -> frozenset[int]:
    """The sentences in which any of the spans begins."""
    starts = [start for start, _ in spans]
    return frozenset(
        place
        for place, (start, end) in enumerate(found)
        if any(start <= one < end for one in starts)
    )


def _paragraphs(text: str, found: Sequence[Span]) -> list[frozenset[int]]:
    """For each sentence those of its line, and the line that titles it."""
    lines: dict[int, list[int]] = {}
    for place, (start, _) in enumerate(found):
        lines.setdefault(text.count("\n", 0, start), []).append(place)
    groups, title = [], -1
    for places in lines.values():
        if _is_title(text, *found[places[0]]):
            title = places[0]
        groups += [frozenset([*places, title])] * len(places)
    return groups
