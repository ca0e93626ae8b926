"""A button that starts an interview of chosen questions."""

from collections.abc import Callable, Sequence

import streamlit as st

from bot.clock import now
from bot.interview.session import Options, Session
from bot.ui.clicks import leave_for, once, safely
from bot.ui.rooms import room_for
from bot.ui.shell import page_file
from bot.ui.state import language, say


def drill_button(ids: Sequence[str], name: str) -> None:
    """The button ``name``, labelled with how many there are; nothing when there is none."""
    if ids:
        st.button(
            say(name, n=len(ids)), key=name, icon=":material/replay:",
            on_click=_go, args=(once(lambda: _begun(ids)),),
        )  # fmt: skip


def _go(begin: Callable[[], Session]) -> None:
    safely(lambda: leave_for(page_file("interview"), session=begin().id))


def _begun(ids: Sequence[str]) -> Session:
    return room_for(language()).drill(ids, Options(language=language()), now())
