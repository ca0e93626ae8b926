"""Greetings, thanks and other words to which the notes are not the answer."""

import re
from functools import cache

from bot.analysis.folding import fold
from bot.resources import read_toml
from bot.text import Text

_NOTHING, _REACTION = "nothing", "reaction"


def small_talk(question: str) -> Text | None:
    """The reply to a turn that is nothing but small talk; None for anything else.

    Of several phrases ("ok 好的, thanks") the last one is replied to that is more than a reaction.

    >>> small_talk("你好!") is None, small_talk("你好,什么是 IoU") is None
    (False, True)
    >>> small_talk("ok 好的,谢谢!") == small_talk("谢谢")
    True
    """
    said = re.sub(r"[^\w\s]|_", " ", fold(question))
    said = re.sub(r"\s+", " ", said).strip()
    if said and not (said.startswith(_said()) and _turn().fullmatch(said)):
        return None
    kinds = [_kinds()[match[0]] for match in _phrase().finditer(said)] or [_NOTHING]
    telling = [kind for kind in kinds if kind != _REACTION] or kinds
    reply = read_toml("smalltalk.toml")[telling[-1]]
    return Text(reply["zh"], reply["en"])


@cache
def _kinds() -> dict[str, str]:
    """The kind of every phrase."""
    entries = read_toml("smalltalk.toml").items()
    return {phrase: kind for kind, entry in entries for phrase in entry["said"] if phrase}


@cache
def _said() -> tuple[str, ...]:
    """Every phrase: what begins with none of them needs no closer look."""
    return tuple(_kinds())


@cache
def _phrase() -> re.Pattern[str]:
    """Finds the longest phrase at a place, Latin ones as whole words."""
    longest_first = sorted(_kinds(), key=len, reverse=True)
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])"
            if phrase.isascii()
            else re.escape(phrase)
            for phrase in longest_first
        )
    )


@cache
def _turn() -> re.Pattern[str]:
    """Matches phrases one after the other; what was read is not read in another way."""
    return re.compile(rf"(?:(?>{_phrase().pattern}) ?)++")
