"""Mianda 面答: an offline, LLM-free, bilingual interview coach over your own notes.

The public names are loaded when they are first used, so that ``import bot`` costs nothing.
"""

from importlib import import_module
from typing import Any

_HOME = {
    "Answer": "bot.answer",
    "Bot": "bot.engine",
    "Hit": "bot.search",
    "MiandaError": "bot.errors",
    "Passage": "bot.passage",
    "PassageIndex": "bot.search",
}

__all__ = ["Answer", "Bot", "Hit", "MiandaError", "Passage", "PassageIndex"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bot' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
