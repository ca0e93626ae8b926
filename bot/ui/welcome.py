"""The Ask page before the first question: what to begin with, and what to go on with."""

from datetime import datetime
from functools import partial

import streamlit as st

from bot.engine import Bot
from bot.errors import StoreError
from bot.interview import shelf
from bot.ui.clicks import once
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.shared_notes import Starters, kept_starters
from bot.ui.shell import page_file
from bot.ui.state import bot, say, store
from bot.ui.talk import ask_later, reopen
from bot.ui.words import strings

RESUMED = 3


def welcome() -> None:
    """The title, questions in both languages, and the latest conversations."""
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
                    on_click=once(partial(ask_later, text)),
                    width="stretch",
                )
    st.page_link(page_file("notes"), label=say("ask.add"), icon=":material/note_add:")
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
        for number, chat in enumerate(recent):
            st.button(
                label(f"{chat.title} · {_day(chat.changed)}", 80),
                key=f"ask.resume.{number}",
                icon=":material/history:",
                type="tertiary",
                on_click=reopen,
                args=(chat.id,),
            )


def _day(moment: datetime) -> str:
    """The day and hour by the local clock, which tell conversations of one name apart."""
    return moment.astimezone().strftime("%m-%d %H:%M")


@st.cache_resource(max_entries=2, show_spinner=False)
def _starters_of(_notes: Bot, identity: int) -> Starters:
    return kept_starters(_notes, strings()["ask.starter_template"].en)


def _starters(notes: Bot) -> Starters:
    return _starters_of(notes, id(notes))
