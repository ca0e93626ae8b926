"""Which characters of a passage matched a question.

Spans are half-open offsets into the displayed text, so ``text[a:b]`` is what the reader sees
marked. They come from token and mention offsets, never from searching the raw text for a pattern.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from bot.analysis.query import Query
from bot.index.fields import Fields
from bot.passage import Span
from bot.resources import read_text

_END = re.compile(r"[。！？!?]+[”’」』）)\"]*|\.+[”’\")]*(?=\s|$)|\n")
_PAUSE = re.compile(r"[;；]+")
_ABBREVIATED = re.compile(r"(?:(?<![^\W_])[A-Za-z]|^[^\S\n]*\d+)$", re.MULTILINE)
"""Before a full stop: a single letter (e.g., i.e., an initial) or the number of a list."""
_LONG = 400
"""Columns, two for a Chinese character, beyond which a sentence is cut at semicolons."""
_INSIDE = re.compile(r"[A-Za-z]{2}")
_STRONG = 0.5
_TITLE = 60
"""Columns of the longest list item that is taken for the title of what stands below it."""
_TEXTS = 1_024
"""Texts whose sentences are remembered: the same passages answer many questions."""
_FENCES = ("```", "~~~")
_LIST_ITEM = re.compile(r"\s*(?:[-*•]|\d+[.、)])\s?")


def highlights(query: Query, fields: Fields, number: int, text: str) -> list[Span]:
    """Spans of ``text``, passage ``number``, that name what ``query`` names, merged, in order."""
    wanted = [term for term, weight in query.terms.items() if weight >= _STRONG]
    spans = fields.concept_marks.spans(number, query.named)
    merged = merge(spans + fields.words_marks.spans(number, wanted))
    return [span for span in merged if not cuts_a_word(text, span)]


def cuts_a_word(text: str, span: Span) -> bool:
    """Whether a span begins or ends between two Latin letters: what it names is another thing.

    >>> cuts_a_word("Use AdamW.", (4, 8)), cuts_a_word("Use Adam优化器", (4, 8))
    (True, False)
    """
    start, end = span
    return bool(
        (start and _INSIDE.match(text, start - 1)) or (end and _INSIDE.match(text, end - 1))
    )


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

    A semicolon ends only a part of a long sentence. A formula or code in back-ticks or dollars is
    never cut: marks inside it do not end a sentence.

    >>> [("甲。乙;$a。b$ 丙"[a:b]) for a, b in sentences("甲。乙;$a。b$ 丙")]
    ['甲。', '乙;$a。b$ 丙']
    >>> text = "Lin et al. 2017, e.g. at 0.5; it holds. So does this."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Lin et al. 2017, e.g. at 0.5; it holds.', 'So does this.']
    """
    masked = re.sub(r"\$[^$\n]*\$|`[^`\n]*`", lambda m: "X" * len(m[0]), text)
    ends = [match.end() for match in _END.finditer(masked) if _is_end(masked, *match.span())]
    spans = []
    for start, end in pairwise([0, *ends, len(text)]):
        spans += _cut_long(masked, start, end)
    trimmed = (_trim(text, *span) for span in spans)
    return [(start, end) for start, end in trimmed if start < end]


def _is_end(text: str, start: int, end: int) -> bool:
    """Whether a mark ends a sentence: a full stop does not after an abbreviation.

    >>> _is_end("by He et al. in", 11, 12), _is_end("as it is. Then", 8, 9)
    (False, True)
    """
    if text[start] != ".":
        return True
    after, before = text[end:].lstrip(" ")[:1], text[max(start - 24, 0) : start]
    if _ABBREVIATED.search(before) or after.islower() or after.isdigit():
        return False
    return not before.casefold().endswith(_abbreviations())


@cache
def _abbreviations() -> tuple[str, ...]:
    """Words that end with a full stop inside a sentence, each after a space."""
    return tuple(f" {word}" for word in read_text("abbreviations.txt").split())


def _cut_long(text: str, start: int, end: int) -> list[Span]:
    """A sentence, at its semicolons when it is longer than :data:`_LONG` columns."""
    pauses = _PAUSE.finditer(text, start, end) if _columns(text[start:end]) > _LONG else ()
    return list(pairwise([start, *(match.end() for match in pauses), end]))


def _columns(text: str) -> int:
    return sum(1 + (letter > "\u2e7f") for letter in text)


def _trim(text: str, start: int, end: int) -> Span:
    """The span without white space around it, but with the spaces that begin a line."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if start and text[start - 1] != "\n":
        while start < end and text[start].isspace():
            start += 1
    return start, end


def widened(text: str, found: Sequence[Span], best: Span) -> Span:
    """A sentence of ``found`` with the item of a list it stands in, or what it only announces."""
    start, end = _whole_item(text, best)
    following = next((span for span in found if span[0] >= end), None)
    if following and _announces(text, (start, end), following):
        return (start, following[1])
    return (start, end)


@lru_cache(maxsize=_TEXTS)
def spoken(text: str) -> Sequence[Span]:
    """The sentences that are no program text between fences; all of them where there is no other.

    >>> [text[a:b] for text in ["See:\\n```\\nx = 1\\n```\\nDone."] for a, b in spoken(text)]
    ['See:', 'Done.']
    """
    found, outside, inside = sentences(text), [], False
    for start, end in found:
        fence = text.startswith(_FENCES, start)
        if not fence and not inside:
            outside.append((start, end))
        inside ^= fence
    return outside or found


def _whole_item(text: str, span: Span) -> Span:
    """The item of a list in which a sentence stands; the sentence where it stands in none."""
    line = text.rfind("\n", 0, span[0]) + 1
    if not _LIST_ITEM.match(text, line):
        return span
    newline = text.find("\n", span[1])
    return (line, len(text) if newline < 0 else newline)


def _announces(text: str, span: Span, following: Span) -> bool:
    """Whether a sentence says nothing by itself: it ends with a colon, or titles a list's item.

    >>> text = "1. Gridding\\nPixels are left out.\\n2. Range"
    >>> _announces(text, (0, 11), (12, 32)), _announces(text, (12, 32), (33, 41))
    (True, False)
    """
    told = text[slice(*span)].rstrip()
    if told.endswith((":", "：")):
        return True
    item = bool(_LIST_ITEM.match(told)) and not _LIST_ITEM.match(text, following[0])
    return item and not _END.search(told[-1:]) and _columns(told) <= _TITLE
