"""What the interface says: every sentence stands in ``strings.toml``, in both languages."""

import tomllib
from functools import cache
from importlib.resources import files

from bot.text import Text


@cache
def strings() -> dict[str, Text]:
    """Every sentence of the interface by its key, such as ``"ask.title"``."""
    raw = tomllib.loads((files("bot") / "ui" / "strings.toml").read_text("utf-8"))
    return {
        f"{area}.{name}": Text(entry["zh"], entry["en"])
        for area, entries in raw.items()
        for name, entry in entries.items()
    }


def phrase(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language`` with ``values`` put into its places.

    >>> phrase("nav.ask", "zh"), phrase("nav.ask", "en")
    ('问答', 'Ask')
    """
    return strings()[key].format(**values).to(language)
