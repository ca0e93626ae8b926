"""How to search: the operators as a list, and the keys that work on every page.

The scripts are constants. They listen once for the whole window; letters are keys only while no
text is typed.
"""

from pathlib import Path

import streamlit as st

from bot.ui.markup import tag
from bot.ui.state import say

_HERE = Path(__file__).parent
_SCRIPTS = "".join((_HERE / name).read_text("utf-8") for name in ("page_keys.js", "access.js"))
OPERATORS = ("phrase", "exclude", "or", "topic", "source", "kind", "lang", "has")


def operators_markup() -> str:
    """Every operator as it is written in the language of the interface, and what it does."""
    rows = (
        tag("dt", say(f"search.sign_{name}"), "kbd") + tag("dd", say(f"search.{name}"))
        for name in OPERATORS
    )
    return tag("dl", "".join(rows), "keys", raw=True)


def listen() -> None:
    """Keys lead to the boxes and the help from every page; links change the page in place.

    What Streamlit leaves out of reach of a screen reader or of Tab is mended as it is drawn.
    """
    st.html(tag("script", _SCRIPTS, raw=True), unsafe_allow_javascript=True)
