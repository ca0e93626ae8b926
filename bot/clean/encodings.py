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
_OTHERS = ["utf_16_le", "utf_16_be", "cp1252", "latin_1", "shift_jis", "cp1251"]
_ENGLISH = "cp1252"
_SAMPLE = 20_000
# Bytes below a space other than tab, line feed, form feed, return and escape.
_CONTROL = bytes(b for b in range(32) if b not in (9, 10, 12, 13, 27))
_MOST_CONTROL = 0.02
# Text with no larger share of bytes above ASCII is English, but for quotation marks and the like.
_MOST_MARKED = 0.01
# Whole characters of UTF-8 for each broken one, from which a text is in UTF-8.
_WHOLE = 2
# Of UTF-16, the least share of bytes that are zero, and the most of them in the wrong places.
_ZEROS, _MISPLACED = 0.1, 0.05
# A text has no larger share of marks for lost bytes; a short one may have a few.
_MOST_MARKS, _FEW = 0.2, 3
# The least share of characters in common use in a Chinese text; each lost one costs 20 of them.
_COMMON, _LOST = 0.6, 20

_EMPTY = Text("文件是空的", "the file is empty")
_BINARY = Text("这不是文本文件", "this is not a text file")


def decode(data: bytes) -> str:
    """The text of a note; raises :class:`NoteError` when there is none.

    A mark at the start decides, then zero bytes in every other place (UTF-16), then whether the
    bytes are UTF-8, then whether GB 18030 or Big5 gives characters in common use. Text in UTF-8
    with a few broken bytes keeps all the rest; each broken byte shows as U+FFFD.

    >>> decode("感受野".encode("gb18030")), decode("感受野".encode("utf-16"))
    ('感受野', '感受野')
    """
    if not data.strip():
        raise NoteError(_EMPTY)
    return _checked(_text(data))


def _text(data: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    encoding = marked or _utf_16(data[:_SAMPLE])
    if encoding:
        return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _guess(data)


def _utf_16(sample: bytes) -> str | None:
    """The UTF-16 that bytes without a mark are in: zero bytes in every other place."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for zeros, others, encoding in ((even, odd, "utf-16-be"), (odd, even, "utf-16-le")):
        if zeros > _ZEROS * len(sample) and others < _MISPLACED * zeros:
            return encoding
    return None


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
    whole = sum(not c.isascii() for c in broken) - marks
    # In another encoding hardly any bytes would make whole characters of UTF-8 by chance.
    if whole >= _WHOLE * marks:
        return broken
    chinese = max((data.decode(encoding, "replace") for encoding in _CHINESE), key=_soundness)
    if _soundness(chinese) > _COMMON:
        return chinese
    if marks <= _MOST_MARKED * len(broken):
        return data.decode(_ENGLISH, "replace")
    # To the end of a line, so that no character is cut in two.
    sample = data[:_SAMPLE] + data[_SAMPLE:].partition(b"\n")[0]
    match = from_bytes(sample, cp_isolation=_OTHERS).best()
    return data.decode(match.encoding, "replace") if match else broken


def _soundness(text: str) -> float:
    """How much a text looks like Chinese."""
    return common_share(text[:_SAMPLE]) - _LOST * text.count("\ufffd") / len(text)


def _checked(text: str) -> str:
    """The text, unless it is mostly control characters or replacement marks."""
    sample = text[:_SAMPLE].encode()
    control = len(sample) - len(sample.translate(None, _CONTROL))
    broken = text[:_SAMPLE].count("\ufffd")
    if control > _MOST_CONTROL * len(sample) or broken > max(_MOST_MARKS * len(sample), _FEW):
        raise NoteError(_BINARY)
    return text
