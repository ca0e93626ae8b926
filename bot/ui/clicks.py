"""What buttons do: callbacks, which run before anything is drawn.

A press that is read while the page is drawn (``if st.button(…)``) is lost when another press
interrupts the drawing before that line. A callback has run by then, or is running: the press that
comes next has a thread of its own, and stops the former one where that one next asks for the state
of the page.
"""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

import streamlit as st

from bot.errors import MiandaError
from bot.ui.note_text import label
from bot.ui.state import language

T = TypeVar("T")
_LEAVING = "app.leaving"


def safely(act: Callable[[], object]) -> None:
    """Do it; when it cannot be done, say why beside the page."""
    try:
        act()
    except MiandaError as error:
        st.toast(label(error.message.to(language()), 400), icon=":material/error:")


def once(act: Callable[[], T]) -> Callable[[], T]:
    """What a button does that must not be done twice.

    A second press on what is drawn now, as in a double click, only gets what the first one did;
    it runs beside the first one and waits for it.
    """
    one, done = Lock(), cache(act)

    def act_once() -> T:
        with one:
            return done()

    return act_once


def leave_for(page: str, **query: str) -> None:
    """Go to another page, the file ``page``, in the run that follows; see :func:`leaving`."""
    st.session_state[_LEAVING] = (page, query)


def leaving() -> None:
    """Go where :func:`leave_for` leads: called where a run begins, of the app or of a fragment."""
    if wanted := st.session_state.pop(_LEAVING, None):
        page, query = wanted
        st.switch_page(page, query_params=query)
