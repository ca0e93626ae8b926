"""Which characters of a passage matched a question.

Spans are half-open offsets into the displayed text, so ``text[a:b]`` is what the reader sees
marked. They come from token and mention offsets, never from searching the raw text for a pattern.
"""

import re
from collections.abc import Iterable, Sequence

from bot.analysis.aspects import announced_aspects
from bot.analysis.query import Query
from bot.index.fields import Fields

Span = tuple[int, int]
_SENTENCE = re.compile(r"[^。!?!?;;\n]+(?:[。!?!?;;]+|\n|$)|\n")
_STRONG = 0.5
_ASPECT, _HEADING_LINE = 25, 24
"""What answering the asked aspect is worth, in marked characters; length of a heading line."""
_LIST_ITEM = re.compile(r"\s*(?:[-*•]|\d+[.、)])\s?")


def highlights(query: Query, fields: Fields, number: int) -> list[Span]:
    """Spans of the text of passage ``number`` that name what ``query`` names, merged, in order."""
    wanted = [term for term, weight in query.terms.items() if weight >= _STRONG]
    spans = fields.concept_marks.spans(number, query.named)
    return merge(spans + fields.words_marks.spans(number, wanted))


def merge(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans joined.

    >>> merge([(4, 6), (0, 2), (2, 3)])
    [(0, 3), (4, 6)]
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def sentences(text: str) -> list[Span]:
    """The sentences and lines of ``text`` as spans, without blank ones.

    A formula or code in back-ticks or dollars is never cut: marks inside it do not end a sentence.

    >>> [("甲。乙;$a;b$ 丙"[a:b]) for a, b in sentences("甲。乙;$a;b$ 丙")]
    ['甲。', '乙;', '$a;b$ 丙']
    """
    masked = re.sub(r"\$[^$\n]*\$|`[^`\n]*`", lambda m: "x" * len(m[0]), text)
    spans = []
    for match in _SENTENCE.finditer(masked):
        start, end = match.span()
        while end > start and text[end - 1] in "\n ":
            end -= 1
        if end > start and text[start:end].strip():
            spans.append((start, end))
    return spans


def best_sentence(text: str, marked: Sequence[Span], aspects: frozenset[str] = frozenset()) -> Span:
    """The sentence that meets the question best; the first one on ties; (0, 0) for no text.

    It is the one with most ``marked`` characters, where a sentence that announces what is asked
    for (``aspects``: a drawback, the steps …) counts as more, and the one right after such a
    heading line most of all. A sentence inside an item of a list is widened to the whole item.
    """
    best, most, announced = (0, 0), -1, False
    for start, end in sentences(text):
        matched = sum(max(0, min(b, end) - max(a, start)) for a, b in marked)
        fits = bool(aspects & announced_aspects(text[start:end]))
        value = matched + (_ASPECT if fits else 0) + (2 * _ASPECT if announced else 0)
        if value > most:
            best, most = (start, end), value
        announced = fits and end - start <= _HEADING_LINE
    line = text.rfind("\n", 0, best[0]) + 1
    if not _LIST_ITEM.match(text, line):
        return best
    newline = text.find("\n", best[1])
    return (line, len(text) if newline < 0 else newline)
