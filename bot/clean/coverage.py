"""How much of each line the words of sites cover, and which table they are from.

Words are found by walking the tree of :mod:`bot.clean.vocabulary` and taking the longest. Nearly
every line has a character that begins some word, few have the next one behind it, so the walk
begins only where the first two tokens of a word stand; the whole page is searched for such pairs
at once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.clean.scan import Counts, Flags, Scan
from bot.clean.vocabulary import END, TOKEN, vocabulary

_LATIN = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_PLANE = 1 << 16
_DIGITS = "0123456789０１２３４５６７８９"
_HAN = ("\u4e00", "\u9fff")
# Of a long line only the beginning is read: a menu shows there, and prose is none.
_LONGEST = 200


class _Span(NamedTuple):
    """A word of sites in the text of a scan: its line, where it stands, its table."""

    row: int
    start: int
    end: int
    table: str


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What may follow the Han characters that begin a word.

    first:   code point -> row of ``follow``, 0 for a character that begins no word
    second:  code point -> column of ``follow``, 0 for a character that continues none
    follow:  whether the two may stand together
    short:   the characters that are words
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    follow: Flags
    short: frozenset[str]


def coverage(lines: Sequence[str]) -> dict[int, tuple[float, str]]:
    """The share of the letters of each lower-case line that words of sites cover, and their table.

    Lines without such words are left out. Digits count for nothing, a Han character twice a Latin
    letter. The table is that of the most covered letters.

    >>> coverage(["阅读 1024 点赞 88 收藏", "感受野的计算"])
    {0: (1.0, 'counter')}
    """
    scan = Scan([line[:_LONGEST] for line in lines])
    weights = _weights(scan)
    letters = (weights[scan.ends - 1] - weights[scan.starts]).tolist()
    found: dict[int, dict[str, int]] = {}
    for row, start, end, table in _proven(scan, _spans(scan)):
        tables = found.setdefault(row, {})
        tables[table] = tables.get(table, 0) + int(weights[end] - weights[start])
    return {
        row: (sum(tables.values()) / letters[row], max(tables, key=lambda name: tables[name]))
        for row, tables in found.items()
        if letters[row]
    }


def _weights(scan: Scan) -> Counts:
    """What the letters before each place of the text weigh together."""
    latin = scan.between("a", "z")
    inside = np.concatenate(([False], latin[:-1])) & np.concatenate((latin[1:], [False]))
    letters = latin | (scan.among("'’") & inside)
    return np.concatenate(([0], np.cumsum(2 * scan.between(*_HAN) + letters)))


def _spans(scan: Scan) -> list[_Span]:
    """The words in the text, none beginning inside another one, also those still to be proven."""
    spans: list[_Span] = []
    done, tree = 0, vocabulary().tree
    places = _places(scan, tree)
    rows = np.searchsorted(scan.ends, places, "right")
    lasts = scan.ends[rows] - 1
    for row, place, last in zip(rows.tolist(), places.tolist(), lasts.tolist(), strict=True):
        if place >= done:
            end, table = _longest(scan.text, place, last, tree)
            if table:
                spans.append(_Span(row, place, end, table))
                done = end
    return spans


def _longest(text: str, at: int, last: int, node: dict[str, Any]) -> tuple[int, str]:
    """Where the longest word that begins at ``at`` ends, and its table; ``""`` without a word."""
    end, table = at, ""
    while (token := TOKEN.search(text, at, last)) and token[0] in node:
        node, at = node[token[0]], token.end()
        if END in node:
            end, table = at, node[END]
    return end, table


def _proven(scan: Scan, spans: Sequence[_Span]) -> Iterator[_Span]:
    """The spans that count.

    A word of a single Han character counts only beside covered tokens, numbers or the ends of the
    line: 赞 12 is a counter, and 小节 is no font size.
    """
    text, tokens, short = scan.text + "\n", _tokens(scan), _pairs().short
    begins, ends = {span.start for span in spans}, {span.end - 1 for span in spans}
    places = np.searchsorted(tokens, np.array([span.start for span in spans], np.int64))
    before = tokens[places - 1].tolist()
    after = tokens[np.minimum(places + 1, len(tokens) - 1)].tolist()

    def stands(place: int, covered: set[int]) -> bool:
        return place in covered or text[place].isdigit() or text[place] in short

    for span, left, right in zip(spans, before, after, strict=True):
        if span.end > span.start + 1 or text[span.start] not in short:
            yield span
            continue
        first = not scan.starts[span.row] <= left < span.start
        if (first or stands(left, ends)) and (text[right] == "\n" or stands(right, begins)):
            yield span


def _tokens(scan: Scan) -> Counts:
    """The places of all characters of tokens, and of the line feeds."""
    letters = scan.between(*_HAN) | scan.between("a", "z")
    return np.flatnonzero(letters | scan.among(_DIGITS + "\n"))


def _places(scan: Scan, tree: dict[str, Any]) -> Counts:
    """Where a word may begin: at a Latin word of the tree, or at two tokens of one; rising."""
    tokens = _tokens(scan)
    codes = np.minimum(scan.codes[tokens], _PLANE - 1)
    pairs = _pairs()
    found = pairs.follow[pairs.first[codes[:-1]], pairs.second[codes[1:]]]
    latin = [match.start() for match in _LATIN.finditer(scan.text) if match[0] in tree]
    return np.sort(np.concatenate((tokens[:-1][found], np.array(latin, np.int64))))


@cache
def _pairs() -> _Pairs:
    tree: dict[str, dict[str, Any]] = vocabulary().tree
    beginnings = {word[0] for word in tree}
    firsts = [word for word in sorted(tree) if word >= _HAN[0]]
    behind = {word: {token[0] for token in tree[word] if token != END} for word in firsts}
    for word in firsts:
        if END in tree[word]:
            behind[word] |= {"\n", *_DIGITS, *beginnings}
    seconds = sorted(set().union(*behind.values()))
    first, second = np.zeros(_PLANE, np.int64), np.zeros(_PLANE, np.int64)
    first[[ord(word) for word in firsts]] = np.arange(len(firsts)) + 1
    second[[ord(token) for token in seconds]] = np.arange(len(seconds)) + 1
    follow = np.zeros((len(firsts) + 1, len(seconds) + 1), np.bool_)
    for row, word in enumerate(firsts, start=1):
        follow[row, [seconds.index(token) + 1 for token in behind[word]]] = True
    short = frozenset(word for word in firsts if END in tree[word])
    return _Pairs(first, second, follow, short)
