"""The words and weights that tell a heading, read from ``lexicon/headings.toml``."""

from functools import cache
from typing import Any

from bot.resources import read_toml
from bot.split.rows import Row


@cache
def signs() -> dict[str, Any]:
    """The tables of weights by name, the strong styles, and the word lists as tuples."""
    data = read_toml("headings.toml")
    words = {name: tuple(entries) for name, entries in data["words"].items()}
    strong = frozenset(data["styles"]["strong"])
    return {"signs": data["signs"], "short": data["short"], "strong": strong, **words}


def asks(row: Row) -> bool:
    """Whether the title begins or ends like a question or a task."""
    title = row.title.lower().strip()
    return bool(title.startswith(signs()["asks_start"]) or title.endswith(signs()["asks_end"]))


def is_generic(row: Row) -> bool:
    """Whether the title says nothing alone, like "Example" or 优点."""
    return row.title.lower().strip(" :：*_") in signs()["generic"]
