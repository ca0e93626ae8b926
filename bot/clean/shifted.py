"""Restore characters that a lost or inserted byte has shifted.

A Chinese character is two bytes in GBK. When a copying site loses the first byte of one, or puts
a reading in parentheses between the two bytes, everything after it is read one byte off, until a
byte below 0x80 brings the reading back into step:

    。   空   洞   卷   積              A1A3 BFD5 B6B4 BEED B765
    ?  ？   斩   淳   矸   e           ..   A3BF D5B6 B4BE EDB7 65

So the bytes are all there but one, and that one is found: it must turn the bytes into characters
in common use, and the page itself tells which of those it uses in such a place.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from operator import add
from unicodedata import normalize

from bot.clean.characters import simplify

_READING = r"[a-zü\u00e0-\u01ff]{1,6}"
# A lost byte shows as "?"; when a reading was put after it, the "(" went with it.
_LOST = re.compile(rf"\?(?:(?P<reading>{_READING})\))?(?=\??[\u00a4-\uffff]|\?{_READING}\))")
_LOST_AGAIN = re.compile(rf"\?(?P<reading>{_READING})\)")
_ANNOTATED = re.compile(rf"(?P<character>[\u4e00-\u9fff])\((?P<reading>{_READING})\)")
_LEADS = tuple(bytes([b]) for b in range(0x81, 0xFF))
_PUNCTUATION = frozenset("。，、：；？！“”（）")
_LONGEST = 40
# Full-width letters and marks inside one stretch; a stretch with more was never shifted.
_MOST_PLAIN = 2
# A restored stretch must be made of common characters; proper names and terms have a rare one.
_COMMON_SHARE = 0.85


def repair_shifted_bytes(text: str) -> str:
    """Restore the characters that are read one byte off.

    >>> repair_shifted_bytes("卷積。有區別??斩淳矸e的特點。")
    '卷積。有區別。空洞卷積的特點。'

    A question mark before sound text stays, whatever follows:

    >>> repair_shifted_bytes("为什么用BN?因为A网络更深?是的B")
    '为什么用BN?因为A网络更深?是的B'
    """
    if not _LOST.search(text):
        return text
    page = _Page(text)
    pieces, at = [], 0
    for lost in _LOST.finditer(text):
        if lost.start() < at:
            continue
        repaired = page.repair(lost)
        if repaired:
            pieces += [text[at : lost.start()], repaired[0]]
            at = repaired[1]
    return "".join(pieces) + text[at:]


class _Page:
    """How often the page uses each character, pair of characters, and reading."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.single = Counter(text)
        self.found: dict[tuple[str, bytes, str], str] = {}
        self.readings = Counter(m.group("reading", "character") for m in _ANNOTATED.finditer(text))
        self.full_width = any(mark in text for mark in "，：？（")

    @cached_property
    def pairs(self) -> Counter[str]:
        """Counted when they are first asked for: most question marks prove to be sound at once."""
        return Counter(map(add, self.text, self.text[1:]))

    def repair(self, lost: re.Match[str]) -> tuple[str, int] | None:
        """The restored stretch that begins with a lost byte, and where it ends."""
        for middle, reading, end in self._stretches(lost.end()):
            shown = self.text[lost.end() : end]
            if not lost["reading"] and common_share(shown.replace("€", "")) >= _COMMON_SHARE:
                continue
            rest = _decode(middle[1:] if len(middle) % 2 else middle[1:-1])
            if rest is None or (common_share(rest) < _COMMON_SHARE and rest):
                continue
            key = (self.text[max(lost.start() - 1, 0) : lost.start()], middle, reading)
            if key not in self.found:
                self.found[key] = self._best(*key)
            found = self.found[key]
            if found:
                return found if self.full_width else normalize("NFKC", found), end
        return None

    def _stretches(self, start: int) -> Iterator[tuple[bytes, str, int]]:
        """The stretches that may begin at ``start``: their bytes, a last reading, their end.

        A stretch ends with a byte below 0x80 or with a second lost byte; a letter on the way may
        also be the full-width form of itself, made plain by a normalization of the page.
        """
        middle, plain = b"", 0
        for at in range(start, min(start + _LONGEST, len(self.text))):
            character = self.text[at]
            again = character == "?" and _LOST_AGAIN.match(self.text, at)
            if again:
                yield middle, again["reading"], again.end()
            if "@" <= character <= "~" or character == "€":
                yield middle + (b"\x80" if character == "€" else character.encode()), "", at + 1
            plain += character <= "~"
            if plain > _MOST_PLAIN:
                return
            middle += _bytes(character)

    def _best(self, before: str, middle: bytes, reading: str) -> str:
        """The bytes with the lost ones put back, as the page would most likely have them."""
        candidates = (_decode(first + middle + end) for first, end in self._frames(middle, reading))
        usual = (c for c in candidates if c and common_share(c[0]) and common_share(c[-1]))
        return max(usual, key=lambda c: self._weight(c, before, reading), default="")

    def _frames(self, middle: bytes, reading: str) -> Iterator[tuple[bytes, bytes]]:
        """The bytes that may have been lost before and after ``middle``.

        A second lost byte ended a character whose reading is known; the page has annotated the
        same character elsewhere.
        """
        if not reading:
            yield from ((first, b"") for first in _LEADS)
            return
        for known, character in self.readings:
            if known != reading:
                continue
            lead, trail = _bytes(character)[:1], _bytes(character)[1:]
            if not middle:
                yield lead, trail
            elif middle[-1:] == lead:
                yield from ((first, trail) for first in _LEADS)

    def _weight(self, found: str, before: str, reading: str) -> tuple[int, int, int]:
        """Readings that agree, then pairs the page has, then single characters it has."""
        read = self.readings[reading, found[-1]]
        pairs = self.pairs[before + found[0]] + self.pairs[found[:2]]
        return read, pairs, self.single[found[0]] + self.single[found[-1]]


@lru_cache(maxsize=4096)
def _bytes(character: str) -> bytes:
    """The two bytes that were read as ``character``; private use has its own in GB 18030."""
    if "!" <= character <= "~":
        character = chr(ord(character) + 0xFEE0)
    return character.encode("gb18030")


def _decode(data: bytes) -> str | None:
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        return None


def common_share(text: str) -> float:
    """The share of characters above ASCII that are in common use; 0 when there are none.

    Common are the usual punctuation marks and the 3,755 characters of the first level of GB 2312,
    Traditional forms included.
    """
    wide = [c for c in text if c > "~"]
    return sum(map(common_characters().__contains__, wide)) / len(wide) if wide else 0.0


@cache
def common_characters() -> frozenset[str]:
    """The characters that :func:`common_share` counts as being in common use."""
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = simplify("\n".join(han)).split("\n")
    return _PUNCTUATION | {c for c, s in zip(han, simple, strict=True) if _is_level_one(s)}


def _is_level_one(character: str) -> bool:
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
