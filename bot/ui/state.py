"""What a session remembers, and the one Bot that all sessions share."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import streamlit as st

from bot.engine import Bot
from bot.ui.library import digest, folders, open_library
from bot.ui.words import phrase

LANGUAGES = ("zh", "en")


def language() -> str:
    """The language of the interface: chosen, else in the address, else the browser's."""
    if "language" not in st.session_state:
        asked = st.query_params.get("lang", "")
        local = "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
        st.session_state["language"] = asked if asked in LANGUAGES else local
    return str(st.session_state["language"])


def say(key: str, **values: object) -> str:
    """The sentence ``key`` in the language of the interface."""
    return phrase(key, language(), **values)


def is_dark() -> bool:
    """Whether the dark theme is on."""
    return st.context.theme.type == "dark"


@st.cache_resource
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="notes")


@st.cache_resource(max_entries=2, show_spinner=False)
def _opening(content: str) -> "Future[Bot]":
    """The bot over the notes of that content, being opened beside the page that is drawn."""
    return _worker().submit(open_library, *folders())


def warm() -> None:
    """Begin to open the notes, without waiting for them."""
    _opening(digest(folders()))


def bot() -> Bot:
    """The bot over the present notes. Raises MiandaError when they cannot be opened."""
    return _opening(digest(folders())).result()


def is_ready() -> bool:
    """Whether :func:`bot` returns at once."""
    return _opening(digest(folders())).done()


def remember(name: str, value: Any) -> None:
    """Put ``value`` into the address as ``name``; nothing is there when it is empty."""
    if value in ("", None):
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != str(value):
        st.query_params[name] = str(value)
