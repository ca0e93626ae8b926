"""What buttons do: callbacks, which run before anything is drawn.

A press that is read while the page is drawn (``if st.button(…)``) is lost when another press
interrupts the drawing before that line. A callback has run by then.
"""

from collections.abc import Callable

import streamlit as st

from bot.errors import MiandaError
from bot.ui.note_text import label
from bot.ui.state import language

_LEAVING = "app.leaving"


def safely(act: Callable[[], object]) -> None:
    """Do it; when it cannot be done, say why beside the page."""
    try:
        act()
    except MiandaError as error:
        st.toast(label(error.message.to(language()), 400), icon=":material/error:")


def leave_for(page: str, **query: str) -> None:
    """Go to another page, the file ``page``, in the run that follows; see :func:`leaving`."""
    st.session_state[_LEAVING] = (page, query)


def leaving() -> None:
    """Go where :func:`leave_for` leads: called where a run begins, of the app or of a fragment."""
    if wanted := st.session_state.pop(_LEAVING, None):
        page, query = wanted
        st.switch_page(page, query_params=query)
