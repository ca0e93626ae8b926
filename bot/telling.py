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
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

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
_TEXTS = 1_024
"""Texts of which is remembered how they are laid out: the same passages answer many questions."""
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
    titles, beside = _laid_out(text)
    worths = [_FIRST, *[0.0] * (len(found) - 1)]
    for one in (*_terms(query, index, number, found), *_signs(query, text)):
        rarity = math.log(1 + len(found) / max(len(one.sentences), 1))
        near = frozenset().union(*(beside[place] for place in one.sentences)) - one.sentences
        for places, held in ((one.sentences, 1.0), (near, _BESIDE)):
            for place in places:
                worths[place] += one.weight * rarity * held
    best = max((n for n in range(len(found)) if n not in titles), key=worths.__getitem__)
    return widened(text, found, found[best])


def _terms(
    query: Query, index: PassageIndex, number: int, found: Sequence[Span]
) -> Iterator[_Told]:
    """The concepts and words of the question, a word with its translations.

    A concept inside the name of another one is not what is asked: 卷积 in 空洞卷积.
    """
    starts = [start for start, _ in found]

    def told(weight: float, names: Iterable[str], spans: Mapping[str, Sequence[Span]]) -> _Told:
        begins = [begin for name in names for begin, _ in spans.get(name, ())]
        places = [(bisect_right(starts, begin) - 1, begin) for begin in begins]
        inside = (place for place, begin in places if place >= 0 and begin < found[place][1])
        return _Told(weight, frozenset(inside))

    asked = [concept for concept, weight in query.named.items() if weight == 1.0]
    concepts = index.fields.concept_marks.each(number, asked)
    for concept in asked:
        yield told(1.0, [concept], concepts)
    terms = sorted(content_words(index.analyzer.analyze(query.text), query))
    others = [index.lexicon.translations.of(term) for term in terms]
    words = index.fields.words_marks.each(number, (*terms, *chain.from_iterable(others)))
    for term, translations in zip(terms, others, strict=True):
        yield told(query.terms[term] * _WORD, [term], words)
        yield told(query.terms[term] * _TRANSLATED, translations, words)


def _signs(query: Query, text: str) -> Iterator[_Told]:
    """The asked aspects, told by their signs and below a line that announces them."""
    for aspect in sorted(query.aspects - _GENERAL or query.aspects):
        signs, announced = _told_of(aspect, text)
        yield _Told(_SIGN, signs)
        yield _Told(_ANNOUNCED, announced)


@lru_cache(maxsize=_TEXTS)
def _told_of(aspect: str, text: str) -> tuple[frozenset[int], frozenset[int]]:
    """The sentences with signs of an aspect, and those below a line that announces it."""
    found = spoken(text)
    signs = [bool(_sign(aspect).search(fold(text[slice(*span)]))) for span in found]
    with_signs = frozenset(place for place, sign in enumerate(signs) if sign)
    return with_signs, frozenset(_announced(aspect, text, found))


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


@lru_cache(maxsize=_TEXTS)
def _laid_out(text: str) -> tuple[frozenset[int], Sequence[frozenset[int]]]:
    """The sentences that title others, and beside each those that it counts for in part.

    These are the ones of its line, and of a title those below it, to the next title.
    """
    found = spoken(text)
    titles = frozenset(place for place, span in enumerate(found) if _is_title(text, *span))
    lines: dict[int, list[int]] = {}
    for place, (start, _) in enumerate(found):
        lines.setdefault(text.count("\n", 0, start), []).append(place)
    beside: list[set[int]] = [set() for _ in found]
    title: list[int] = []
    for places in lines.values():
        title = places[:1] if places[0] in titles else title
        for place in (*places, *title):
            beside[place].update(places)
    return titles - {len(found) - 1}, [*map(frozenset, beside)]
