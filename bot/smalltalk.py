"""Greetings, thanks and other words to which the notes are not the answer."""

import re
from functools import cache

from bot.analysis.folding import fold
from bot.resources import read_toml
from bot.text import Text


def small_talk(question: str) -> Text | None:
    """The reply to a turn that is nothing but small talk; None for anything else.

    >>> small_talk("你好!") is None, small_talk("你好,什么是 IoU") is None
    (False, True)
    """
    said = re.sub(r"[^\w\s]|_", " ", fold(question))
    said = re.sub(r"\s+", " ", said).strip()
    for kind, phrases in _phrases().items():
        if said in phrases:
            reply = read_toml("smalltalk.toml")[kind]
            return Text(reply["zh"], reply["en"])
    return None


@cache
def _phrases() -> dict[str, frozenset[str]]:
    return {kind: frozenset(entry["said"]) for kind, entry in read_toml("smalltalk.toml").items()}
