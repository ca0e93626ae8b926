"""The moment an answer arrives: its top comes into view, and a screen reader says so.

Streamlit has neither a live region in its chat nor a way to scroll to an element. The script is a
constant; the words it announces stand in an attribute, escaped, and are set as text.
"""

from pathlib import Path

import streamlit as st

from bot.ui.markup import tag

_SCRIPT = (Path(__file__).parent / "arrival.js").read_text("utf-8")


def arrived(element: str, announcement: str) -> None:
    """Scroll to the element with that id and announce the sentence politely."""
    data = tag(
        "span", "", "visually-hidden", id="arrival", data_element=element, data_say=announcement
    )
    st.html(data + tag("script", _SCRIPT, raw=True), unsafe_allow_javascript=True)
