"""Bytes to text: which encoding a note is in, and whether it is text at all."""

import codecs
from collections.abc import Iterator

from charset_normalizer import from_bytes

from bot.clean.page import Entry
from bot.clean.receipt import reason_text
from bot.clean.shifted import common_share
from bot.errors import NoteError
from bot.text import Text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "big5hkscs")
_OTHERS = ["utf_16_le", "utf_16_be", "cp1252", "latin_1", "shift_jis", "euc_kr", "cp1251"]
_SAMPLE = 20_000
# Bytes below a space other than tab, line feed, form feed, return and escape.
_CONTROL = bytes(b for b in range(32) if b not in (9, 10, 12, 13, 27))
_MOST_CONTROL = 0.02
_MOST_BROKEN = 0.01
# Whole characters of UTF-8 for each broken one, from which a text is in UTF-8.
_WHOLE = 2
# A text has no larger share of marks for lost bytes; a short one may have a few.
_MOST_MARKS, _FEW = 0.2, 3
_COMMON = 0.6

_EMPTY = Text("文件是空的", "the file is empty")
_BINARY = Text("这不是文本文件", "this is not a text file")


def decode(data: bytes) -> str:
    """The text of a note; raises :class:`NoteError` when there is none.

    UTF-8 is tried first and strictly. A mark at the start decides, then zero bytes in every other
    place (UTF-16), then whether GB 18030 or Big5 gives characters in common use. Text in UTF-8
    with a few broken bytes keeps all the rest; each broken byte shows as U+FFFD.

    >>> decode("感受野".encode("gb18030")), decode("感受野".encode("utf-16"))
    ('感受野', '感受野')
    """
    if not data.strip():
        raise NoteError(_EMPTY)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"))
    if b"\0" in data[:_SAMPLE]:
        return _checked(_without_mark(data))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_guess(data))


def _without_mark(data: bytes) -> str:
    """Text with zero bytes in it: UTF-16 when they stand in every other place."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > 0.2 * len(sample) / 2 and min(even, odd) < 0.05 * max(even, odd):
        return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    return data.decode("utf-8", "replace")


def lost_bytes(text: str, data: bytes) -> Iterator[Entry]:
    """An entry for each line of a decoded ``text`` in which bytes of the file could not be read."""
    if "\ufffd" not in text:
        return
    shown = data.decode("utf-8", "backslashreplace").split("\n")
    lines = text.split("\n")
    before = shown if len(shown) == len(lines) else lines
    for number, (raw, line) in enumerate(zip(before, lines, strict=True), start=1):
        if "\ufffd" in line:
            yield Entry(number, "decode", "changed", raw, line, reason_text("lost_bytes"))


def _guess(data: bytes) -> str:
    broken = data.decode("utf-8", "replace")
    marks = broken.count("\ufffd")
    whole = sum(c > "\x7f" for c in broken) - marks
    # In another encoding hardly any bytes would make whole characters of UTF-8 by chance.
    if marks <= _MOST_BROKEN * len(broken) or whole >= _WHOLE * marks:
        return broken
    best, share = "", _COMMON
    for encoding in _CHINESE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
        found = common_share(text[:_SAMPLE]) - 20 * text.count("\ufffd") / len(text)
        if found > share:
            best, share = text, found
    if best:
        return best
    match = from_bytes(data[:_SAMPLE], cp_isolation=_OTHERS).best()
    if match is None:
        return broken
    return data.decode(match.encoding, "replace")


def _checked(text: str) -> str:
    """The text, unless it is mostly control characters or replacement marks."""
    sample = text[:_SAMPLE].encode("utf-8", "replace")
    control = len(sample) - len(sample.translate(None, _CONTROL))
    broken = text[:_SAMPLE].count("\ufffd")
    if control > _MOST_CONTROL * len(sample) or broken > max(_MOST_MARKS * len(sample), _FEW):
        raise NoteError(_BINARY)
    return text
