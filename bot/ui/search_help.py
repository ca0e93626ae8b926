"""How to search: the operators as a list, and the keys that work on every page.

The script is a constant. It listens once for the whole window; letters are keys only while no text
is typed.
"""

from pathlib import Path

import streamlit as st

from bot.ui.markup import tag
from bot.ui.state import say

_SCRIPT = (Path(__file__).parent / "page_keys.js").read_text("utf-8")
OPERATORS = ("phrase", "exclude", "or", "topic", "source", "kind", "lang", "has")


def operators_markup() -> str:
    """Every operator as it is written in the language of the interface, and what it does."""
    rows = (
        tag("dt", say(f"search.sign_{name}"), "kbd") + tag("dd", say(f"search.{name}"))
        for name in OPERATORS
    )
    return tag("dl", "".join(rows), "keys", raw=True)


def listen() -> None:
    """Keys lead to the boxes and the help from every page; links change the page in place."""
    st.html(tag("script", _SCRIPT, raw=True), unsafe_allow_javascript=True)
