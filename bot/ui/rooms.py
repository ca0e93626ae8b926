"""The room in which the pages interview: its bank is made once for the notes and a language."""

import streamlit as st

from bot.clock import habits
from bot.engine import Bot
from bot.interview.room import Bank, Room
from bot.ui.state import bot, store


@st.cache_resource(max_entries=4, show_spinner=False)
def _bank(_bot: Bot, identity: int, spoken: str) -> Bank:
    return Bank.of(_bot, spoken)


def room_for(spoken: str) -> Room:
    """The room for questions in a language."""
    notes = bot()
    return Room(_bank(notes, id(notes), spoken), store(), habits())
