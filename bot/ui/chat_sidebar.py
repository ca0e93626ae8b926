"""Beside the conversation: where answers come from, a new one, the earlier ones, export."""

import shlex
from collections.abc import Sequence
from functools import partial

import streamlit as st

from bot.asked import SOURCES
from bot.companion import FOLDER
from bot.errors import StoreError
from bot.interview import shelf
from bot.ui.clicks import safely
from bot.ui.conversation import Turn, as_markdown
from bot.ui.markup import option
from bot.ui.note_text import label
from bot.ui.shared_notes import corpus_folder
from bot.ui.state import kept_in_address, language, say, store
from bot.ui.talk import Talk, reopen, start_afresh

_TELLS = "ask.tells"


def chat_sidebar(held: Talk) -> None:
    """Draw it."""
    if (corpus_folder() / FOLDER).is_dir():
        st.segmented_control(
            say("ask.from"),
            SOURCES,
            format_func=lambda name: option(say(f"ask.from_{name}")),
            **kept_in_address("from", SOURCES, SOURCES[0], "ask.source"),
        )
    told = _of_this(held) if held.turns else True
    st.session_state[_TELLS] = _earlier() or told


def depends_on_turns() -> bool:
    """Whether the next question changes what was drawn here."""
    return bool(st.session_state.get(_TELLS, True))


def _of_this(held: Talk) -> bool:
    """What can be done with this conversation; whether its latest question is told."""
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
        data=partial(exported, held, language()),
        file_name="mianda.md",
        mime="text/markdown",
        key="ask.export",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    box = st.expander(
        say("demo.command"), icon=":material/terminal:", key="ask.command", on_change="rerun"
    )
    if box.open:
        box.code(_command(held.turns), language="bash", wrap_lines=True)
    return bool(box.open)


def exported(held: Talk, language: str) -> str:
    """The conversation as it is when the button is pressed."""
    return as_markdown(held.turns, language)


def _earlier() -> bool:
    """The earlier conversations; whether the next question may change what is shown of them."""
    try:
        recent = shelf.conversations(store())
    except StoreError as error:
        st.warning(label(error.message.to(language()), 300))
        return True
    if not recent:
        return True
    box = st.expander(say("ask.recent"), key="ask.recent", on_change="rerun")
    if box.open:
        with box:
            for number, chat in enumerate(recent):
                st.button(
                    label(chat.title, 40),
                    key=f"ask.recent.{number}",
                    type="tertiary",
                    on_click=reopen,
                    args=(chat.id,),
                )
            with st.popover(say("ask.erase"), icon=":material/delete:"):
                st.button(
                    say("ask.erase_sure", n=len(recent)), key="ask.erase",
                    on_click=safely, args=(_erase,),
                )  # fmt: skip
    return bool(box.open)


def _command(turns: Sequence[Turn]) -> str:
    """The command line that gives the last answer, the earlier questions included."""
    *earlier, last = (shlex.quote(turn.question) for turn in turns)
    taken = () if turns[-1].alone else earlier
    context = "".join(f" --context {question}" for question in taken)
    how = " --as-written" if turns[-1].as_written else ""
    how += f" --source {turns[-1].source}" if turns[-1].source != SOURCES[0] else ""
    return f"python -m bot ask {last}{context}{how} --json"


def _erase() -> None:
    for chat in shelf.conversations(store()):
        shelf.drop_conversation(store(), chat.id)
