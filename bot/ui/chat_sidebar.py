"""Beside the conversation: where answers come from, a new one, the earlier ones, export."""

import shlex
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from bot.asked import SOURCES, Source
from bot.companion import FOLDER
from bot.errors import StoreError
from bot.interview import shelf
from bot.ui.conversation import Turn, as_markdown
from bot.ui.library import corpus_folder
from bot.ui.note_text import label
from bot.ui.state import from_address, language, remember, say, store


def chosen_source() -> Source:
    """Which notes may answer, as the address tells."""
    asked = from_address("from", SOURCES, SOURCES[0])
    return next(source for source in SOURCES if source == asked)


def _remember_source() -> None:
    source = st.session_state["ask.source"]
    remember("from", "" if source == SOURCES[0] else source)


def chat_sidebar(
    turns: Sequence[Turn], start_afresh: Callable[[], None], reopen: Callable[[str], None]
) -> None:
    """Draw it.

    start_afresh:  called for a new conversation
    reopen:        called with the name of an earlier one
    """
    if (corpus_folder() / FOLDER).is_dir():
        st.segmented_control(
            say("ask.from"),
            SOURCES,
            default=chosen_source(),
            format_func=lambda name: say(f"ask.from_{name}"),
            key="ask.source",
            on_change=_remember_source,
            required=True,
        )
    if turns:
        st.button(
            say("ask.fresh"),
            key="ask.fresh",
            icon=":material/add:",
            shortcut="Alt+N",
            on_click=start_afresh,
            width="stretch",
        )
        st.download_button(
            say("ask.export"),
            data=partial(as_markdown, turns, language()),
            file_name="mianda.md",
            mime="text/markdown",
            key="ask.export",
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
        )
        with st.expander(say("demo.command"), icon=":material/terminal:", key="ask.command"):
            st.code(_command(turns), language="bash", wrap_lines=True)
    try:
        recent = shelf.conversations(store())
    except StoreError as error:
        st.warning(label(error.message.to(language()), 300))
        return
    if not recent:
        return
    box = st.expander(say("ask.recent"), key="ask.recent", on_change="rerun")
    if not box.open:
        return
    with box:
        for chat in recent:
            st.button(
                label(chat.title, 40),
                key=f"ask.recent.{chat.id}",
                type="tertiary",
                on_click=reopen,
                args=(chat.id,),
            )
        with st.popover(say("ask.erase"), icon=":material/delete:"):
            st.button(say("ask.erase_sure", n=len(recent)), key="ask.erase", on_click=_erase)


def _command(turns: Sequence[Turn]) -> str:
    """The command line that gives the last answer, the earlier questions included."""
    *earlier, last = (shlex.quote(turn.question) for turn in turns)
    context = "".join(f" --context {question}" for question in earlier)
    how = " --as-written" if turns[-1].as_written else ""
    how += f" --source {turns[-1].source}" if turns[-1].source != SOURCES[0] else ""
    return f"python -m bot ask {last}{context}{how} --json"


def _erase() -> None:
    for chat in shelf.conversations(store()):
        shelf.drop_conversation(store(), chat.id)
