"""The stretch of a passage to show: at most two lines around the best place.

A snippet begins and ends where a sentence or line does; in a sentence that is too long, where a
clause does, or a word. Formulas and code are never cut: a border inside one is no border.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from unicodedata import combining

from bot.passage import Span
from bot.resources import read_toml

_SENTENCE_END = re.compile(r"[。!?！？;；…]+[”」』)）]*\s*|\.\s+|\n+")
_CLAUSE_END = re.compile(r"[,，、:：)）]\s*|\s+")
_BRACKET = re.compile(r"[()（）\[\]［］【】〔〕{}<>《》〈〉「」『』]")
_WORD_END = re.compile(r"(?<=[㐀-鿿])(?=[㐀-鿿])")


@dataclass(frozen=True, slots=True)
class Borders:
    """Offsets where a snippet of one text may begin or end, ascending, with both ends of it.

    Each kind holds the one before it. ``widths[i]`` is the width of ``text[:i]`` in columns; a
    character beyond the Latin alphabets takes two.
    """

    sentences: tuple[int, ...]
    clauses: tuple[int, ...]
    words: tuple[int, ...]
    widths: Sequence[int]

    def width(self, low: int, high: int) -> int:
        """Columns of ``text[low:high]``."""
        return self.widths[high] - self.widths[low]


@lru_cache(maxsize=4096)
def borders(text: str) -> Borders:
    """The borders of a text; kept, since the same passages are shown again and again.

    >>> borders("甲。$a. b$乙\\n丙").sentences
    (0, 2, 10, 11)
    """
    whole = [match.span() for match in protected().finditer(text)]
    starts = [start for start, _ in whole]

    def is_free(offset: int) -> bool:
        i = bisect_left(starts, offset) - 1
        return i < 0 or offset >= whole[i][1]

    def ends(pattern: re.Pattern[str]) -> set[int]:
        return {m.end() for m in pattern.finditer(text) if is_free(m.end())}

    sentences = ends(_SENTENCE_END) | {0, len(text)}
    clauses = sentences | ends(_CLAUSE_END) | {e for span in whole for e in span if is_free(e)}
    words = clauses | ends(_WORD_END)
    widths = array("I", accumulate((1 + (c > "⺀") for c in text), initial=0))
    return Borders(tuple(sorted(sentences)), tuple(sorted(clauses)), tuple(sorted(words)), widths)


@cache
def protected() -> re.Pattern[str]:
    """Formulas and code, as they are marked in a text."""
    patterns = read_toml("keyword.toml")["patterns"]
    return re.compile(f"{patterns['code']}|{patterns['formula']}", re.DOTALL)


@cache
def _formula() -> re.Pattern[str]:
    return re.compile(read_toml("keyword.toml")["patterns"]["formula"], re.DOTALL)


def showable(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans as they can be marked: cut at brackets, and nothing inside a formula.

    >>> text = "receptive field (RF) is $r_{RF}$"
    >>> [text[a:b] for a, b in showable(text, [(10, 19), (27, 29)])]
    ['field', 'RF']
    """
    barred = _barred(text) if spans else ()
    ends = [end for _, end in barred]
    kept: list[Span] = []
    for low, high in spans:
        for start, end in barred[bisect_right(ends, low) :]:
            if start >= high:
                break
            kept.append((low, start))
            low = end
        kept.append((low, high))
    bare = (_bare(text, low, high) for low, high in kept)
    return tuple((low, high) for low, high in bare if low < high)


@lru_cache(maxsize=4096)
def _barred(text: str) -> tuple[Span, ...]:
    """Formulas, and brackets outside them."""
    formulas = [match.span() for match in _formula().finditer(text)]
    ends = [end for _, end in formulas]
    brackets = []
    for match in _BRACKET.finditer(text):
        i = bisect_right(ends, match.start())
        if i == len(formulas) or match.end() <= formulas[i][0]:
            brackets.append(match.span())
    return tuple(sorted(formulas + brackets))


def _bare(text: str, low: int, high: int) -> Span:
    """A span without the signs and spaces at its ends; accents belong to their letter."""
    while low < high and not text[low].isalnum():
        low += 1
    while low < high and not (text[high - 1].isalnum() or combining(text[high - 1])):
        high -= 1
    return low, high


def snippet(text: str, marks: Sequence[Span]) -> Span:
    """The span of ``text`` to show for these marks, which are in order; its beginning for none.

    >>> text = "第一句。空洞卷积扩大感受野。第三句。"
    >>> a, b = snippet(text, [(4, 8)]); text[a:b].startswith("空洞卷积")
    True
    """
    limit = read_toml("keyword.toml")["limits"]["snippet_columns"]
    found = borders(text)
    mark = _best_mark(marks, limit)
    sentence = _around(found.sentences, mark)
    if found.width(*sentence) <= limit:
        return _trimmed(text, sentence[0], _extended(text, found, sentence, limit))
    for places in (found.clauses, found.words):
        core = _around(places, mark)
        if found.width(*core) <= limit:
            return _trimmed(text, *_widened(found, places, core, sentence, limit))
    return _trimmed(text, *_beside(text, found, core, limit))


def _best_mark(marks: Sequence[Span], limit: int) -> Span:
    """The mark that is followed by most marked characters within half a snippet."""
    if not marks:
        return (0, 0)
    starts = [start for start, _ in marks]
    total = [0, *accumulate(end - start for start, end in marks)]
    followed = [
        total[bisect_right(starts, start + limit // 2)] - total[i] for i, start in enumerate(starts)
    ]
    return marks[followed.index(max(followed))]


def _around(places: Sequence[int], span: Span) -> Span:
    """The nearest borders around a span."""
    low = places[max(bisect_right(places, span[0]) - 1, 0)]
    after = bisect_left(places, max(span[1], low + 1))
    return low, places[min(after, len(places) - 1)]


def _widened(found: Borders, places: Sequence[int], core: Span, sentence: Span, limit: int) -> Span:
    """Part of a long sentence: the core, a little of what comes before it, then what follows."""
    low, high = core
    for place in reversed(places[: bisect_left(places, low)]):
        if place < sentence[0] or found.width(place, low) > limit // 3:
            break
        if found.width(place, high) <= limit:
            core = (place, high)
    low = core[0]
    for place in places[bisect_right(places, high) :]:
        if place > sentence[1] or found.width(low, place) > limit:
            break
        high = place
    return low, high


def _beside(text: str, found: Borders, block: Span, limit: int) -> Span:
    """The sentence nearest to a formula or code that is too long to show; before it if possible."""
    fitting = [
        (a, b)
        for a, b in pairwise(found.sentences)
        if found.width(a, b) <= limit and text[a:b].strip()
    ]
    before = [pair for pair in fitting if pair[1] <= block[0]]
    return (before[-1:] or fitting[:1] or [(0, 0)])[0]


def _extended(text: str, found: Borders, span: Span, limit: int) -> int:
    """The end after further sentences, at most one line break among them."""
    low, high = span
    for place in found.sentences[bisect_right(found.sentences, high) :]:
        breaks = re.findall(r"\n\s*", text[low:place].strip())
        if found.width(low, place) > limit or len(breaks) > 1:
            break
        high = place
    return high


def _trimmed(text: str, low: int, high: int) -> Span:
    while high > low and text[high - 1].isspace():
        high -= 1
    while low < high and text[low].isspace():
        low += 1
    return low, high
