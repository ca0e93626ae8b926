"""The Ask page: starter questions, the conversation, the box to type in."""

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from bot.analysis.language import detect_language
from bot.engine import Bot
from bot.errors import MiandaError, StoreError
from bot.explanation import Explanation
from bot.interview import shelf
from bot.ui.answer_card import Actions, answer_card, verdict_told
from bot.ui.arrival import arrived
from bot.ui.chat_sidebar import chat_sidebar, chosen_source
from bot.ui.conversation import Turn, ask, explained, kept, replay, unrepaired
from bot.ui.library import starters
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.shell import side
from bot.ui.state import bot, language, now, remember, say, store
from bot.ui.words import strings

# So many of the latest turns are drawn: each question draws them anew, and with all of them a tenth
# took twice as long as a first.
SHOWN = 3
RESUMED = 3


def draw() -> None:
    """The page, from the top."""
    st.session_state.setdefault("ask.turns", ())
    body = st.container()
    with st.container(key="ask-box"):
        begun = st.session_state["ask.turns"] or "ask.pending" in st.session_state
        begun = begun or {"c", "q"} & set(st.query_params)
        hint = say("ask.placeholder_next" if begun else "ask.placeholder")
        st.chat_input(hint, key="ask.input", max_chars=2_000, on_submit=_submitted)
    with body:
        _body(st.session_state.pop("ask.pending", None), st.session_state.pop("ask.undone", None))
    with side():
        chat_sidebar(st.session_state["ask.turns"], _start_afresh, _reopen)


def _submitted() -> None:
    _later(st.session_state["ask.input"])


def _body(question: str | None, undone: int | None) -> None:
    """The conversation, or the welcome; ``undone`` is a turn whose repair is taken back."""
    try:
        _restore()
        if question:
            _add(question)
        if undone is not None:
            _save(unrepaired(bot(), st.session_state["ask.turns"], undone), undone)
        if st.session_state["ask.turns"]:
            _conversation(st.session_state["ask.turns"])
        else:
            _welcome()
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))


def _restore() -> None:
    """Bring back the conversation that the address names, or ask the question it holds."""
    name, asked = st.query_params.get("c", ""), st.query_params.get("q", "")
    if name and name != st.session_state.get("ask.name"):
        stored = _stored(name)
        _keep(name, replay(bot(), stored) if stored else ())
    elif asked and not st.session_state["ask.turns"]:
        st.query_params.pop("q", None)
        _add(asked)
    elif st.session_state["ask.turns"]:
        remember("c", st.session_state["ask.name"])


def _stored(name: str) -> list[Mapping[str, Any]]:
    """The turns of a kept conversation; answers follow from the notes."""
    chats = (chat for chat in shelf.conversations(store()) if chat.id == name)
    return [turn for chat in chats for turn in chat.turns]


def _keep(name: str, turns: tuple[Turn, ...]) -> None:
    st.session_state.pop("ask.unfolded", None)
    st.session_state["ask.name"] = name
    st.session_state["ask.turns"] = turns


def _add(question: str) -> None:
    turns = st.session_state["ask.turns"]
    if not (turns and st.session_state.get("ask.name")):
        st.session_state["ask.name"] = secrets.token_hex(4)
    _save(ask(bot(), turns, question, source=chosen_source()), len(turns))


def _save(turns: tuple[Turn, ...], number: int) -> None:
    """Keep the conversation, here and on disk, and go to the turn of that number."""
    name = st.session_state["ask.name"]
    _keep(name, turns)
    remember("c", name)
    try:
        shelf.save_conversation(store(), name, turns[0].question, kept(turns), now())
    except StoreError as error:
        st.warning(label(error.message.to(language()), 300))
    st.session_state["ask.arrived"] = number


def _unfold() -> None:
    st.session_state["ask.unfolded"] = True


def _later(question: str) -> None:
    st.session_state["ask.pending"] = question


def _undo(number: int) -> None:
    st.session_state["ask.undone"] = number


def _conversation(turns: tuple[Turn, ...]) -> None:
    st.html(tag("h1", say("ask.title"), "visually-hidden"))
    hidden = 0 if st.session_state.get("ask.unfolded") else max(0, len(turns) - SHOWN)
    if hidden:
        st.button(say("ask.earlier", n=hidden), key="ask.unfold", type="tertiary", on_click=_unfold)
    for number, turn in enumerate(turns[hidden:], hidden):
        with st.chat_message("user", avatar=":material/person:"):
            st.html(tag("p", turn.question, "question", id=f"turn-{number}"))
        with st.chat_message("assistant", avatar=":material/menu_book:"):
            _answer(turn, number)
    number = st.session_state.pop("ask.arrived", None)
    if number is not None:
        arrived(f"turn-{number}", _announcement(turns[number]))


def _answer(turn: Turn, number: int) -> None:
    key = f"ask.{st.session_state['ask.name']}.{number}"
    if turn.as_written:
        # Another answer has other demos: what was chosen among the former ones does not fit it.
        key += ".as_written"
        st.caption(say("ask.as_written"))
    save_gap, is_gap = partial(_save_gap, turn.question), partial(_is_gap, turn.question)
    actions = Actions(
        turn.question, _later, save_gap, is_gap, partial(_undo, number), partial(_why, number)
    )
    latest = number + 1 == len(st.session_state["ask.turns"])
    answer_card(turn.answer, key, actions, latest)


def _why(number: int) -> tuple[Explanation, ...]:
    return explained(bot(), st.session_state["ask.turns"], number)


def _announcement(turn: Turn) -> str:
    heading = turn.answer.hits[0].passage.heading if turn.answer.answered else ""
    return say("ask.announce", verdict=verdict_told(turn.answer), heading=heading)


def _save_gap(question: str) -> None:
    shelf.note_gap(store(), question, detect_language(question), now())


def _is_gap(question: str) -> bool:
    try:
        return any(gap.text == question.strip() for gap in shelf.gaps(store()))
    except StoreError:
        return False


def _welcome() -> None:
    st.title(say("ask.title"), anchor=False)
    st.html(tag("p", say("ask.lead"), "lead"))
    st.html(tag("p", say("ask.starters"), "small-label"))
    chinese, english = _starters(bot())
    if not (chinese or english):
        st.html(tag("p", say("ask.no_starters"), "soft"))
        return
    for column, (spoken, questions) in zip(
        st.columns(2), (("zh", chinese), ("en", english)), strict=True
    ):
        with column.container(key=f"starters-{spoken}", gap="small"):
            for number, text in enumerate(questions):
                st.button(
                    label(text),
                    key=f"ask.starter.{spoken}.{number}",
                    on_click=_later,
                    args=(text,),
                    width="stretch",
                )
    _resume()


def _resume() -> None:
    """The latest conversations, to go on with one."""
    try:
        recent = shelf.conversations(store())[:RESUMED]
    except StoreError:
        return
    if not recent:
        return
    st.html(tag("p", say("ask.resume"), "small-label"))
    with st.container(key="ask-resume", gap=None):
        for chat in recent:
            st.button(
                label(chat.title, 60),
                key=f"ask.resume.{chat.id}",
                icon=":material/history:",
                type="tertiary",
                on_click=_reopen,
                args=(chat.id,),
            )


@st.cache_resource(max_entries=2, show_spinner=False)
def _starters_of(_notes: Bot, identity: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return starters(_notes, strings()["ask.starter_template"].en)


def _starters(notes: Bot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _starters_of(notes, id(notes))


def _start_afresh() -> None:
    _keep("", ())
    st.query_params.pop("c", None)


def _reopen(name: str) -> None:
    _keep("", ())
    st.query_params["c"] = name


if __name__ == "__main__":
    draw()
