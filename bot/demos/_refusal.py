"""How a demo says no: one plain sentence in both languages."""

from typing import Any

from bot.errors import DemoInputError
from bot.text import Text

Json = Any


def refuse(zh: str, en: str) -> DemoInputError:
    """The error for an impossible input, to be raised by the caller.

    >>> raise refuse("核比输入大", "the kernel is larger than the input")
    Traceback (most recent call last):
    bot.errors.DemoInputError: the kernel is larger than the input
    """
    return DemoInputError(Text(zh, en))


def wrong(name: str, zh: str, en: str, got: Json) -> DemoInputError:
    """The error for a parameter: what it must be, and what came."""
    shown = repr(got)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    gap = " " if zh[:1].isascii() else ""
    return refuse(f"{name} 应为{gap}{zh}，收到 {shown}", f"{name} must be {en}, got {shown}")
