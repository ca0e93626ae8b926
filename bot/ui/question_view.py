"""One question of an interview on the screen: answer it, compare, rate. One step, one action.

Two windows may show the same interview. The name of every button holds the number of its question,
so that a press on a question that another window has finished does nothing to the next one.
"""

from pathlib import Path

import streamlit as st

from bot.clock import now
from bot.errors import MiandaError
from bot.interview.questions import Question, topic_title
from bot.interview.room import Room
from bot.interview.session import Session
from bot.interview.shelf import favourites, set_favourite
from bot.ui.clicks import safely
from bot.ui.graded import graded
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.state import language, say
from bot.ui.steps import take, told_elsewhere, told_outcome, undone

_KEEP = (Path(__file__).parent / "draft.js").read_text("utf-8")
_UNSAVED = "interview.unsaved"


def question_view(room: Room, session: Session) -> None:
    """Draw the present question, before or after its answer is revealed."""
    question = room.question(session)
    st.progress(len(session.results) / len(session.queue), text=session.progress.to(language()))
    told_elsewhere(session)
    told_outcome()
    if session.options.seconds and not session.revealed:
        _clock(session)
    facts = (topic_title(question.topic).to(language()), say(f"interview.level_{question.level}"))
    kind = tag("p", tag("span", " · ".join(facts), "own"), "kind", raw=True)
    st.html(kind + tag("h1", question.text, "asked", lang=question.language))
    if session.revealed:
        graded(room, session, question)
    elif session.paused:
        _paused(room, session)
    else:
        _answering(room, session)
    _corner(room, session, question)


@st.fragment(run_every=1.0)
def _clock(session: Session) -> None:
    """The time that is left; at the end it only nudges."""
    left = session.remaining(now())
    minutes, seconds = divmod(round(left or 0), 60)
    text = say("interview.left", n=f"{minutes}:{seconds:02}") if left else say("interview.over")
    st.html(tag("p", text, "soft"))


def _paused(room: Room, session: Session) -> None:
    st.html(tag("p", say("interview.paused"), "soft"))
    st.button(
        say("interview.resume"), key=_key("resume", session), type="primary",
        icon=":material/play_arrow:",
        on_click=take, args=(session, lambda: room.resume(session, now())),
    )  # fmt: skip


def _answering(room: Room, session: Session) -> None:
    key = f"interview.answer.{session.id}.{session.current}"
    if key not in st.session_state:
        st.session_state[key] = room.typed(session)
    with st.container(key="interview-box"):
        st.text_area(
            say("interview.answer"),
            key=key,
            height=180,
            placeholder=say("interview.placeholder"),
            on_change=_keep,
            args=(room, session, key),
        )
    st.html(tag("script", _KEEP, raw=True), unsafe_allow_javascript=True)
    if unsaved := st.session_state.pop(_UNSAVED, None):
        st.error(label(say("interview.unsaved", reason=unsaved.to(language())), 400))
    for hint in session.told:
        st.html(tag("p", say("interview.hinted", hint=hint.to(language())), "insight"))
    _steps(room, session, key)
    # Told before anything is typed, too: what stands below it must not move under the mouse.
    told = "saved" if room.typed(session) else "saving"
    st.caption(say(f"interview.{told}", time=now().astimezone().strftime("%H:%M")))


def _keep(room: Room, session: Session, key: str) -> None:
    """Store the draft; what cannot be stored stays in the box, and the page says why."""
    try:
        room.keep_draft(session, st.session_state[key], now())
    except MiandaError as error:
        st.session_state[_UNSAVED] = error.message


def _steps(room: Room, session: Session, key: str) -> None:
    """What can be done with a question that is open; ``key`` names the box of its answer."""

    def submit() -> None:
        take(session, lambda: room.submit(session, st.session_state[key], now()))

    with st.container(horizontal=True, gap="small"):
        st.button(
            say("interview.submit"), key=_key("submit", session), type="primary",
            shortcut="Ctrl+Enter", on_click=submit,
        )  # fmt: skip
        st.button(
            say("interview.reveal"), key=_key("reveal", session), shortcut="space",
            on_click=submit,
        )  # fmt: skip
        st.button(
            say("interview.hint"), key=_key("hint", session), icon=":material/lightbulb:",
            on_click=_hint, args=(room, session, key),
        )  # fmt: skip
        st.button(
            say("interview.skip"), key=_key("skip", session), type="tertiary",
            on_click=take, args=(session, lambda: room.skip(session, now())),
        )  # fmt: skip


def _hint(room: Room, session: Session, key: str) -> None:
    """Give one hint more, or say that there is none."""
    text = st.session_state[key]
    if room.has_hint(session, text):
        take(session, lambda: room.hint(session, text, now()))
    else:
        st.toast(say("interview.no_hint"))


def _corner(room: Room, session: Session, question: Question) -> None:
    """What is always at hand below a question."""
    liked = question.id in {q.id for q in favourites(room.store)}
    with st.container(horizontal=True, gap="small"):
        st.button(
            say("interview.unlike" if liked else "interview.like"), key=_key("like", session),
            icon=":material/bookmark_added:" if liked else ":material/bookmark_add:",
            type="tertiary", on_click=safely,
            args=(lambda: set_favourite(room.store, question, not liked, now()),),
        )  # fmt: skip
        if session.results:
            st.button(
                say("interview.undo"), key=_key("undo", session), icon=":material/undo:",
                type="tertiary", shortcut="z", on_click=take,
                args=(session, lambda: room.undo(session, now()), undone(session)),
            )  # fmt: skip
        if not session.revealed and not session.paused:
            st.button(
                say("interview.pause"), key=_key("pause", session), icon=":material/pause:",
                type="tertiary", on_click=take, args=(session, lambda: room.pause(session, now())),
            )  # fmt: skip
        st.button(
            say("interview.stop"), key=_key("stop", session), type="tertiary",
            on_click=take, args=(session, lambda: room.close(session, now())),
        )  # fmt: skip


def _key(name: str, session: Session) -> str:
    return f"interview.{name}.{len(session.results)}"
