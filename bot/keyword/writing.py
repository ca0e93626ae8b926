"""A text as its letters are read: ligatures apart, accents on their letter, nothing invisible.

Sound texts come back as they are; where a character was joined, parted or left out, the offsets
lead back to the text that is shown.
"""

import re
import unicodedata
from dataclasses import dataclass

_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
)
_INVISIBLE = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_JOINED = r"\u0132\u0133\u3300-\u33ff\ufb00-\ufb06"
_ODD = re.compile(f"[{_MARKS}{_INVISIBLE}{_JOINED}]")
"""What calls for a second look; most texts have none of it."""
_LETTER = re.compile(f"(.)[{_MARKS}]*", re.DOTALL)
"""A character with the marks that belong to it."""


@dataclass(frozen=True, slots=True)
class Written:
    """text:    as it is read
    begins:  per character of ``text``, where it begins in the text that is shown
    ends:    where it ends there; both are empty when the two texts are the same
    """

    text: str
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def written(text: str) -> Written:
    """The text as it is read.

    >>> read = written("e\\ufb03cient 网\\u200b络")
    >>> read.text, read.begins[2], read.ends[3]
    ('efficient 网络', 1, 2)
    >>> written("re\\u0301sume").text
    'résume'
    """
    if not _ODD.search(text):
        return Written(text)
    parts: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for letter in _LETTER.finditer(text):
        read = _read(letter[0])
        parts.append(read)
        begins += [letter.start()] * len(read)
        ends += [letter.end()] * len(read)
    return Written("".join(parts), tuple(begins), tuple(ends))


def _read(letter: str) -> str:
    """A letter with its marks, as it is read: one character, several, or none."""
    if unicodedata.category(letter[0]) in ("Cf", "Mn", "Me"):
        return ""
    joined = unicodedata.normalize("NFC", letter)
    single = joined if len(joined) == 1 else letter[0]
    parted = unicodedata.normalize("NFKC", single)
    return parted if parted.isalnum() else single
