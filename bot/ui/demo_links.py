"""Links from a note to its demos, set to the numbers that the note states."""

import json
from collections.abc import Iterable
from functools import lru_cache

import streamlit as st

from bot.stated import stated_values
from bot.ui.note_text import label
from bot.ui.shell import page_file
from bot.ui.state import bot, language


def demo_links(ids: Iterable[str], text: str = "") -> None:
    """A row of links to demos by their titles, with what ``text`` states of their inputs."""
    titles = {card.id: card.title.to(language()) for card in bot().demos}
    known = [demo_id for demo_id in ids if demo_id in titles]
    if not known:
        return
    with st.container(horizontal=True, gap="small"):
        for demo_id in known:
            stated = _stated(demo_id, text)
            st.page_link(
                page_file("demos"),
                label=label(titles[demo_id]),
                icon=":material/calculate:",
                query_params={"demo": demo_id} | ({"set": stated} if stated else {}),
            )


@lru_cache(maxsize=1024)
def _stated(demo_id: str, text: str) -> str:
    """The stated values as the address of a demo holds them; nothing when there are none."""
    values = stated_values(demo_id, text) if text else {}
    return json.dumps(values) if values else ""
