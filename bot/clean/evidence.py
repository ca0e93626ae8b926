"""Context-free evidence on lines: numbers that say chrome or content, each between 0 and 1.

Nothing here looks at the neighbours of a line; :mod:`bot.clean.chrome` does that afterwards. The
manner is that of jusText (Pomikálek 2011), the signals are chosen for plain Chinese and English
text, where there are no tags and no links left to count.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.clean import vocabulary
from bot.clean.page import Line
from bot.clean.scan import Counts, Flags, Scan
from bot.clean.sitewords import Words, find_words
from bot.resources import read_toml

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+")
# Lines are stripped, lower case unless told, and joined by line feeds, which no sign may cross.
# Each form of a date begins with the character that is rarest in it, or with a digit: a search for
# a known first character is far quicker than one that tries every place.
_DATES = (
    re.compile(r"(?:19(?<![a-z\d]19)|20(?<![a-z\d]20))\d\d[-/.年] ?\d{1,2}"),
    re.compile(r"月(?<=\d月)\d{1,2}日"),
    re.compile(r":(?:(?<=\b\d:)|(?<=\b\d\d:))\d\d\b"),
    re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?<!\w...)[a-z]*\.? \d{1,2}\b"),
    re.compile(
        r"\d(?:(?<!\w\d)|(?<!\w\d\d)(?<=\d\d)) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    ),
    re.compile(
        r"\d(?<!\d\d)\d{0,3} ?(?:分钟|小时|天|周|个月|年|"
        r"days?|hours?|minutes?|mins?|months?|years?|weeks?|[dhmy]) ?(?:前|ago)\b"
    ),
)
_LINK = re.compile(r"https?://|www\.|\.(?:com|cn|org|net|io|edu)\b|@\w+\.\w+")
_HANDLE = re.compile(
    r"(?:^|[ \t])@[\w-]{2,}|\bu/\w+|\br/\w+|"
    r"(?:qq|微信|vx|wechat)[ \t]{0,3}[:：]?[ \t]{0,3}\w{5,}",
    re.MULTILINE,
)
_HINT = re.compile(r"@|[ur]/|qq|微信|vx|wechat")
_USERNAME = re.compile(
    r"^(?:[a-z][a-z.\-]{0,40}[_\d][\w.\-]{0,60}$|\w{1,12}\d{3,40}号?$|匿名用户$)", re.MULTILINE
)
# In the case of the page.
_NAME = re.compile(r"^[A-Z][a-z'’.\-]+(?: [A-Z][a-z'’.\-]*){1,2}$", re.MULTILINE)
# The line above a message: who, and when.
_STAMP = re.compile(
    r"^\S[^\n]{0,60}[ \t]\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?$", re.IGNORECASE | re.MULTILINE
)
_HEADED = re.compile(
    r"^(?:#{1,6}[ \t]+\S|(?:\*\*|__)\S[^\n]{0,80}(?:\*\*|__)[ \t]?[:：]?$)", re.MULTILINE
)
_ADDRESS = re.compile(r"^(?:[-*•\d.]+[ \t]*)?<?https?://\S+>?$", re.MULTILINE)
_SEPARATORS = "|│·•»›/>→←↑↓✕×☰★☆▲▼♥♡👍👎💬🔖⭐📌👁🔥"
_SPACED = re.compile(r"[ \t]{2,}|[ \t]-[ \t]")
_TERMINAL = re.compile(r"[。.!?！？;；:：][”\"')）】」]*$", re.MULTILINE)
_QUESTION = re.compile(
    r"[?？]$|什么|如何|为什么|为何|怎么|怎样|哪些|区别|^(?:what|how|why|when|which)\b", re.MULTILINE
)
_NUMBERED = re.compile(
    r"^(?:[【(（\[]?[ \t]*[\d一二三四五六七八九十]{1,3}[】)）\].、:：]|[-*•][ \t]|"
    r"第.{1,3}[题章节]|q\d)",
    re.MULTILINE,
)
_PUNCTUATION = ",，。;；、:："
# The share of a line from which it is nothing but words of sites.
_COVERED = 0.98


Columns = dict[str, NDArray[np.generic]]
"""Features by name, one value a line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of each line of a page by itself.

    features:  the values of :data:`FEATURES`, one row a line
    reasons:   what each line would be dropped for
    sure:      whether no neighbour can make the line content
    lengths:   the units of reading of each line
    """

    features: NDArray[np.float64]
    reasons: tuple[str, ...]
    sure: Flags
    lengths: Counts

    def column(self, name: str) -> NDArray[np.float64]:
        """The values of one feature."""
        return self.features[:, FEATURES.index(name)]


FEATURES = (
    "coverage",
    "covered",
    "bare",
    "start",
    "phrase",
    "phrases",
    "spam",
    "tiny",
    "short",
    "medium",
    "long",
    "terminal",
    "punctuation",
    "stop",
    "digits",
    "date",
    "link",
    "handle",
    "separators",
    "username",
    "name",
    "stamp",
    "certain",
    "marked",
    "address",
    "question",
    "numbered",
    "repeated",
    "places",
    "mixed",
    "symbols",
)


def gather(lines: Sequence[Line]) -> Evidence:
    """The evidence on each line, in order; ``lines`` must not be blank."""
    shown = [line.text.strip() for line in lines]
    texts = [text.lower() for text in shown]
    scan = Scan(texts)
    letters = _letters(scan)
    words = find_words(scan)
    reasons, sure = _told(texts, words)
    columns = _worded(words, letters.units) | _shapes(scan, letters) | _signs(scan, shown)
    counts = Counter(texts)
    again = np.array([counts[text] > 1 for text in texts], bool)
    columns["repeated"] = again & (letters.units < 25)
    columns["stamp"] = columns["stamp"].astype(bool) & (letters.units <= 12)
    features = np.column_stack([columns[name] for name in FEATURES]).astype(np.float64)
    return Evidence(features, reasons, sure, letters.units)


def units(text: str) -> int:
    """The length of a text in units of reading: a Han character is 1, a Latin word 1.5.

    >>> units("感受野 receptive field")
    6
    """
    return len(_HAN.findall(text)) + len(_WORD.findall(text)) * 3 // 2


@dataclass(frozen=True, slots=True)
class _Letters:
    """Counts of the letters of each line."""

    han: Counts
    words: Counts
    all: Counts
    units: Counts


def _letters(scan: Scan) -> _Letters:
    han = scan.between("\u4e00", "\u9fff")
    latin = scan.between("a", "z") | scan.between("A", "Z")
    first = latin & ~np.concatenate(([False], latin[:-1]))
    greek = scan.between("α", "ω") | scan.between("Α", "Ω")
    total, words = scan.total(han), scan.total(first)
    return _Letters(total, words, total + scan.total(latin | greek), total + words * 3 // 2)


def _told(texts: Sequence[str], words: Sequence[Words]) -> tuple[tuple[str, ...], Flags]:
    """What each line would be dropped for, and whether its words alone are proof."""
    sure = [
        found.places
        or ("certain" in found.phrases and vocabulary.is_pitch(text))
        or (found.coverage > _COVERED and not text.startswith("#") and vocabulary.is_bar(text))
        for text, found in zip(texts, words, strict=True)
    ]
    return tuple(found.reason for found in words), np.array(sure, np.bool_)


def _worded(words: Sequence[Words], lengths: Counts) -> Columns:
    """The features that the words of sites and the length of a line give."""
    coverage = np.array([found.coverage for found in words])
    phrases = np.array([len(found.phrases) for found in words])
    return {
        "coverage": coverage,
        "covered": coverage > _COVERED,
        "start": np.array([bool(found.start) for found in words]),
        "phrase": phrases > 0,
        "phrases": np.minimum(phrases, 3) / 3,
        "spam": np.array([found.is_spam for found in words]),
        "certain": np.array(["certain" in found.phrases for found in words]),
        "places": np.array([found.places for found in words]),
        "tiny": lengths <= 3,
        "short": lengths <= 8,
        "medium": (lengths > 8) & (lengths <= 25),
        "long": np.minimum(lengths, 120) / 120,
    }


def _shapes(scan: Scan, letters: _Letters) -> Columns:
    """The features that the characters of a line give, whatever their order."""
    sizes = np.diff(scan.ends, prepend=0) - 1
    common = read_toml("cleaning.toml")["stop"]
    stop = scan.total(scan.among(common["han"])) + scan.count_words(frozenset(common["words"]))
    marks = scan.total(scan.among(_SEPARATORS)) + scan.count(_SPACED.finditer(scan.text))
    solid = sizes - scan.total(scan.among(" "))
    return {
        "bare": letters.all == 0,
        "punctuation": np.minimum(scan.total(scan.among(_PUNCTUATION)), 6) / 6,
        "stop": np.minimum(stop / (letters.units + 1), 0.5) * 2,
        "digits": scan.total(scan.between("0", "9")) / (sizes + 1),
        "separators": np.minimum(marks, 4) / 4,
        "mixed": (letters.han > 0) & (letters.words > 0),
        "symbols": 1 - letters.all / (solid + 1),
    }


def _signs(scan: Scan, shown: Sequence[str]) -> Columns:
    """The features that tell whether a pattern stands in a line."""
    text, as_shown = scan.text, Scan(shown)
    return {
        "terminal": scan.has(_TERMINAL.finditer(text)),
        "date": _dated(scan),
        "link": scan.has(_LINK.finditer(text)),
        "handle": scan.has_among(scan.rows([m.start() for m in _HINT.finditer(text)]), _HANDLE),
        "username": scan.has(_USERNAME.finditer(text)),
        "name": as_shown.has(_NAME.finditer(as_shown.text)),
        "stamp": scan.has(_STAMP.finditer(text)),
        "marked": scan.has(_HEADED.finditer(text)),
        "address": scan.has(_ADDRESS.finditer(text)),
        "question": scan.has(_QUESTION.finditer(text)),
        "numbered": scan.has(_NUMBERED.finditer(text)),
    }


def _dated(scan: Scan) -> Flags:
    """Which lines hold a date; only those with a digit are looked at."""
    rows = np.flatnonzero(scan.total(scan.between("0", "9"))).tolist()
    return scan.has_among(rows, *_DATES)
