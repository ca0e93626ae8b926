"""A demo inside an answer, set to the numbers of the note."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from bot.ui.demo_inputs import to_text
from bot.ui.demo_panel import demo_panel
from bot.ui.markup import tag
from bot.ui.shell import page_file
from bot.ui.state import language, say


def demo_in_place(demo_id: str, given: Mapping[str, Any], key: str) -> None:
    """Draw a demo with the values ``given`` by a passage, and the link to its own page."""
    with st.container(border=True):
        if given:
            values = ", ".join(f"{name} = {to_text(value)}" for name, value in given.items())
            st.html(tag("p", say("demo.from_note", values=values), "soft"))
        demo_panel(demo_id, language(), key, given)
        st.page_link(
            page_file("demos"),
            label=say("demo.link"),
            icon=":material/science:",
            query_params={"demo": demo_id, "set": json.dumps(dict(given))},
        )
