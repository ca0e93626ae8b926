"""Steps of an interview on the screen: stored and drawn, or refused with a sentence on top.

Every step is the callback of a button: it is taken before anything is drawn, so that no press is
lost when another one interrupts the drawing. The second press of a double click runs beside the
first one, which it stops where that one next asks for the state of the page. So what a window knows
of its steps is one object, which is asked for before the step and changed in one go with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from bot.errors import MiandaError
from bot.interview.session import Session
from bot.text import Text
from bot.ui.note_text import label
from bot.ui.state import language, say

_STEPS = "interview.steps"


@dataclass(slots=True)
class _Steps:
    """What a window knows of the steps it has taken.

    place:   where its interview stands: id, questions done, whether the answer is shown
    failed:  why the last step was not taken
    done:    what is said of it, where the page alone does not tell it
    """

    place: tuple[str, int, bool] = ("", 0, False)
    failed: Text | None = None
    done: str = ""
    one: Lock = field(default_factory=Lock)


def take(before: Session, step: Callable[[], Session], done: str = "") -> None:
    """Take a step before the page is drawn again; when it cannot be stored, the page says why.

    before:  what the page shows; a press on a question that this window has finished by now, the
             second one of a double click, is nothing to tell anybody of
    done:    what is said of a step that leads back
    """
    window = _steps()
    with window.one:
        id_, number, _ = window.place
        if id_ == before.id and number != len(before.results):
            return
        try:
            window.place = _place(step())
            window.done = done
        except MiandaError as error:
            window.failed = error.message


def begin(step: Callable[[], Session], go: Callable[[Session | None], None]) -> None:
    """Begin or resume an interview and ``go`` to it; when that cannot be, the page says why."""
    try:
        go(step())
    except MiandaError as error:
        _steps().failed = error.message


def undone(session: Session) -> str:
    """What is said when the last question is taken back: it was graded, or skipped."""
    return say("interview.undone" if session.results[-1].rating else "interview.unskipped")


def told_outcome() -> None:
    """Say why the last step was not taken: on top, and where the eye is on a long page.

    Of one that was taken a word, where the page alone does not tell it.
    """
    window = _steps()
    done, window.done = window.done, ""
    failed, window.failed = window.failed, None
    if done:
        st.toast(done, icon=":material/undo:")
    if failed:
        told = label(say("app.failed", reason=failed.to(language())), 400)
        st.error(told)
        st.toast(told, icon=":material/error:")


def told_elsewhere(session: Session) -> None:
    """Say so when the interview has moved without a step of this window.

    A step that was refused for it is told by that.
    """
    window = _steps()
    before, window.place = window.place, _place(session)
    if before[0] == session.id and before != _place(session):
        window.failed = None
        st.info(say("interview.elsewhere"), icon=":material/tab:")


def _steps() -> _Steps:
    known: _Steps = st.session_state.setdefault(_STEPS, _Steps())
    return known


def _place(session: Session) -> tuple[str, int, bool]:
    return session.id, len(session.results), session.revealed
