"""A button that starts an interview of chosen questions."""

from collections.abc import Callable, Sequence

import streamlit as st

from bot.interview.saved_sessions import save_session
from bot.interview.session import Options, Session, drill
from bot.interview.store import Store
from bot.ui.clicks import leave_for, once, safely
from bot.ui.shell import page_file
from bot.ui.state import language, now, say


def drill_button(saved: Store, ids: Sequence[str], name: str) -> None:
    """The button ``name``, labelled with how many there are; nothing when there is none."""
    if ids:
        st.button(
            say(name, n=len(ids)), key=name, icon=":material/replay:",
            on_click=_go, args=(once(lambda: _begun(saved, ids)),),
        )  # fmt: skip


def _go(begin: Callable[[], Session]) -> None:
    safely(lambda: leave_for(page_file("interview"), session=begin().id))


def _begun(saved: Store, ids: Sequence[str]) -> Session:
    begun = drill(ids, Options(language=language()), now())
    save_session(saved, begun, now())
    return begun
