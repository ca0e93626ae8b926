"""The stretch of a passage to show: at most two lines around the best place.

A snippet begins and ends where a sentence or line does; in a sentence that is too long, where a
clause or word does. Formulas and code are never cut: a border inside one is no border.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bot.resources import read_toml

Span = tuple[int, int]
_SENTENCE_END = re.compile(r"[。!?！？;；…]+[”」』)）]*\s*|\.\s+|\n+")
_CLAUSE_END = re.compile(r"[,，、:：)）]\s*|\s+|(?<=[㐀-鿿])(?=[㐀-鿿])")


@dataclass(frozen=True, slots=True)
class Borders:
    """Offsets where a snippet of one text may begin or end, ascending, with both ends of it."""

    sentences: tuple[int, ...]
    clauses: tuple[int, ...]


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
        return {m.end() for m in pattern.finditer(text) if is_free(m.end())} | {0, len(text)}

    sentences = ends(_SENTENCE_END)
    edges = {edge for span in whole for edge in span if is_free(edge)}
    return Borders(tuple(sorted(sentences)), tuple(sorted(sentences | edges | ends(_CLAUSE_END))))


@cache
def protected() -> re.Pattern[str]:
    """Formulas and code, as they are marked in a text."""
    patterns = read_toml("keyword.toml")["patterns"]
    return re.compile(f"{patterns['code']}|{patterns['formula']}", re.DOTALL)


def snippet(text: str, marks: Sequence[Span]) -> Span:
    """The span of ``text`` to show for these marks, which are in order; its beginning for none.

    >>> text = "第一句。空洞卷积扩大感受野。第三句。"
    >>> a, b = snippet(text, [(4, 8)]); text[a:b].startswith("空洞卷积")
    True
    """
    limit = read_toml("keyword.toml")["limits"]["snippet_columns"]
    found = borders(text)
    best = _best_mark(marks, limit)
    low, high = _around(found.sentences, best)
    if columns(text[low:high]) > limit:
        low, high = _cropped(text, found.clauses, best, (low, high), limit)
        if columns(text[low:high]) > limit:
            low, high = _beside(text, found.sentences, (low, high), limit)
    else:
        high = _extended(text, found.sentences, (low, high), limit)
    return _trimmed(text, low, high)


def columns(text: str) -> int:
    """The width of a text; characters beyond the Latin alphabets take two columns."""
    return len(text) + sum(character > "⺀" for character in text)


def _best_mark(marks: Sequence[Span], limit: int) -> Span:
    """The mark that is followed by most marked characters within half a snippet."""
    if not marks:
        return (0, 0)
    starts = [start for start, _ in marks]
    total = [0]
    for start, end in marks:
        total.append(total[-1] + end - start)
    reach = [bisect_right(starts, start + limit // 2) for start in starts]
    best = max(range(len(marks)), key=lambda i: (total[reach[i]] - total[i], -i))
    return marks[best]


def _around(places: Sequence[int], span: Span) -> Span:
    """The nearest borders around a span."""
    low = places[max(bisect_right(places, span[0]) - 1, 0)]
    after = bisect_left(places, max(span[1], low + 1))
    return low, places[min(after, len(places) - 1)]


def _cropped(text: str, places: Sequence[int], mark: Span, outer: Span, limit: int) -> Span:
    """Part of a long sentence: the mark, what comes before it, then what follows."""
    low, high = _around(places, mark)
    for place in reversed(places[: bisect_left(places, low)]):
        if place < outer[0] or columns(text[place:high]) > limit // 3:
            break
        low = place
    for place in places[bisect_right(places, high) :]:
        if place > outer[1] or columns(text[low:place]) > limit:
            break
        high = place
    return low, high


def _beside(text: str, places: Sequence[int], block: Span, limit: int) -> Span:
    """The sentence nearest to a formula or code that is too long to show; before it if possible."""
    pairs = [(a, b) for a, b in pairwise(places) if text[a:b].strip()]
    fitting = [(a, b) for a, b in pairs if columns(text[a:b]) <= limit]
    before = [pair for pair in fitting if pair[1] <= block[0]]
    return (before[-1:] or fitting[:1] or [(0, 0)])[0]


def _extended(text: str, places: Sequence[int], span: Span, limit: int) -> int:
    """The end after further sentences, at most one line break among them."""
    low, high = span
    for place in places[bisect_right(places, high) :]:
        shown = text[low:place].strip()
        if columns(shown) > limit or len(re.findall(r"\n\s*", shown)) > 1:
            break
        high = place
    return high


def _trimmed(text: str, low: int, high: int) -> Span:
    while high > low and text[high - 1].isspace():
        high -= 1
    while low < high and text[low].isspace():
        low += 1
    return low, high
