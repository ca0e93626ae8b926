"""Steps of an interview on the screen: stored and drawn, or refused with a sentence on top.

Every step is the callback of a button: it is taken before anything is drawn, so that no press is
lost when another one interrupts the drawing.
"""

from collections.abc import Callable

import streamlit as st

from bot.errors import MiandaError
from bot.interview.session import Session
from bot.ui.note_text import label
from bot.ui.state import language, say

_PLACE, _FAILED, _DONE = "interview.place", "interview.failed", "interview.done"


def take(step: Callable[[], Session], done: str = "") -> None:
    """Take a step before the page is drawn again; when it cannot be stored, the page says why.

    done:  what is said of a step that leads back, where the page alone does not tell it
    """
    try:
        st.session_state[_PLACE] = _place(step())
        st.session_state[_DONE] = done
    except MiandaError as error:
        st.session_state[_FAILED] = error.message


def begin(step: Callable[[], Session], go: Callable[[Session | None], None]) -> None:
    """Begin or resume an interview and ``go`` to it; when that cannot be, the page says why."""
    try:
        go(step())
    except MiandaError as error:
        st.session_state[_FAILED] = error.message


def undone(session: Session) -> str:
    """What is said when the last question is taken back: it was graded, or skipped."""
    return say("interview.undone" if session.results[-1].rating else "interview.unskipped")


def told_outcome() -> None:
    """Say why the last step was not taken: on top, and where the eye is on a long page.

    Of one that was taken a word, where the page alone does not tell it.
    """
    if done := st.session_state.pop(_DONE, ""):
        st.toast(done, icon=":material/undo:")
    if message := st.session_state.pop(_FAILED, None):
        told = label(say("app.failed", reason=message.to(language())), 400)
        st.error(told)
        st.toast(told, icon=":material/error:")


def told_elsewhere(session: Session) -> None:
    """Say so when the interview has moved without a step of this window.

    A step that was refused for it is told by that.
    """
    before = st.session_state.get(_PLACE, _place(session))
    if before[0] == session.id and before != _place(session):
        st.info(say("interview.elsewhere"), icon=":material/tab:")
        st.session_state.pop(_FAILED, None)
    st.session_state[_PLACE] = _place(session)


def _place(session: Session) -> tuple[str, int, bool]:
    return session.id, len(session.results), session.revealed
