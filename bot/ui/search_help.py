"""How to search: the operators as a list, and the keys that lead to the search box from anywhere.

The script is a constant. It listens once for the whole window, and never while text is typed.
"""

from pathlib import Path

import streamlit as st

from bot.ui.markup import tag
from bot.ui.state import say

_SCRIPT = (Path(__file__).parent / "search_keys.js").read_text("utf-8")
OPERATORS = {
    '"…"': "phrase",
    "-": "exclude",
    "OR": "or",
    "topic:": "topic",
    "source:": "source",
    "kind:": "kind",
    "lang:": "lang",
    "has:": "has",
}


def operators_markup() -> str:
    """Every operator and what it does."""
    rows = (
        tag("dt", sign, "kbd") + tag("dd", say(f"search.{name}"))
        for sign, name in OPERATORS.items()
    )
    return tag("dl", "".join(rows), "keys", raw=True)


def listen() -> None:
    """``/`` goes to the search box, ``?`` to the help, from every page."""
    st.html(tag("script", _SCRIPT, raw=True), unsafe_allow_javascript=True)
