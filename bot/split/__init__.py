"""From a cleaned page to passages: one answer under one heading."""

from bot.split.passages import split

__all__ = ["split"]
