"""Whether a heading asks by itself, and who can read it."""

import re
from functools import cache

from bot.resources import read_toml

_HAN = re.compile(r"[㐀-鿿]")
_MARKED = re.compile(r"[?？]\s*(?:[(（]\w{1,3}[)）]\s*)?$")
"""A question mark at the end, or before the number of a part."""


def is_question(heading: str) -> bool:
    """Whether a heading asks by itself.

    >>> is_question("GAN的核心思想?"), is_question("空洞卷积"), is_question("How does NMS work")
    (True, False, True)
    >>> is_question("MobileNet的结构?(二)")
    True
    """
    return bool(_MARKED.search(heading) or _asking().search(heading))


def reads_as(heading: str, language: str) -> bool:
    """Whether a heading can be shown as it is to a reader of ``language``.

    >>> reads_as("Focal Loss的作用", "en"), reads_as("Focal Loss的作用", "zh")
    (False, True)
    """
    return bool(_HAN.search(heading)) == (language == "zh")


@cache
def _asking() -> re.Pattern[str]:
    rules = read_toml("interview.toml")["questions"]
    return re.compile(rf"(?:{rules['asks_zh']})|^(?:{rules['asks_en']})\b", re.IGNORECASE)
