"""What a session remembers, and the one Bot that all sessions share."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock, Timer, get_ident
from time import monotonic
from typing import Any

import streamlit as st

from bot.engine import Bot
from bot.interview.store import Store
from bot.ui.beside import Answering, begin, beside
from bot.ui.markup import tag
from bot.ui.shared_notes import content, open_library
from bot.ui.words import phrase
from bot.userdata import data_folder

LANGUAGES = ("zh", "en")
UNNOTICED = 0.2
"""Seconds that nobody needs to be told of."""
FRESH = 2.0
"""Seconds by which a question may miss a change of the notes: looking takes a while of its own."""
CROWD = 3
"""So many windows that wait for their turn at once are worth a second process."""
LATER = 5.0
"""Seconds after the start until work begins that would slow the first answer down."""


def language() -> str:
    """The language of the interface: chosen, else in the address, else the browser's."""
    known = st.session_state.get("language")
    if known is None:
        asked = st.query_params.get("lang", "")
        local = "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
        known = st.session_state["language"] = asked if asked in LANGUAGES else local
    return str(known)


def say(key: str, **values: object) -> str:
    """The sentence ``key`` in the language of the interface."""
    return phrase(key, language(), **values)


def is_dark() -> bool:
    """Whether the dark theme is on."""
    return st.context.theme.type == "dark"


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="notes")


def _prepare(opened: "Future[Bot]") -> None:
    _worker().submit(lambda: opened.result().keywords.warm())
    _worker().submit(lambda: opened.result().corpus)


def _opening(name: str) -> "Future[Bot]":
    """The bot over the notes of that name, being opened beside the page that is drawn."""
    with _ONCE:
        return _begun(name)


@lru_cache(maxsize=2)
def _begun(name: str) -> "Future[Bot]":
    """Begin to open the notes.

    What other pages need is made ``LATER``: the keyword index, so that the first search does not
    wait, then the notes as they read, for the pages that show them whole.
    """
    opened = _worker().submit(open_library)
    timer = Timer(LATER, _prepare, (opened,))
    timer.daemon = True
    timer.start()
    return opened


@dataclass(slots=True)
class _Look:
    """A name for the notes as a window last saw them, and until when that is new enough."""

    name: str = ""
    until: float = 0.0


_LAST = _Look()
_TURN, _ONCE = Lock(), Lock()
_WAITING: set[int] = set()
"""The threads that wait for their turn."""


def warm() -> None:
    """Look at the notes as they are now and begin to open them, without waiting for them."""
    _LAST.name, _LAST.until = content(), monotonic() + FRESH
    st.session_state["app.notes"] = _LAST.name
    _opening(_LAST.name)


def keep_warm() -> None:
    """:func:`warm`, unless a window has looked at the notes less than ``FRESH`` seconds ago."""
    if monotonic() < _LAST.until:
        st.session_state["app.notes"] = _LAST.name
    else:
        warm()


def notes_name() -> str:
    """A name for the notes, as they were when this run of the page began."""
    return str(st.session_state.get("app.notes") or content())


def bot(reason: str = "app.opening") -> Bot:
    """The bot over the present notes; who has to wait for it is told the ``reason``.

    Raises MiandaError when the notes cannot be opened.
    """
    opening = _opening(notes_name())
    try:
        return opening.result(UNNOTICED)
    except TimeoutError:
        place = st.empty()
        place.html(tag("p", say(reason), "waiting", role="status"))
        opened = opening.result()
        place.empty()
        return opened


@contextmanager
def turn() -> Iterator[None]:
    """A turn of computing: one window has it after the other.

    Python computes for one thread at a time. Threads that are all about to compute only take the
    processor from each other, many times within every question, so that all of them come later.
    When a ``CROWD`` waits, answers are had from a second process. Nobody waits for a window that
    waits for the notes to be opened.
    """
    if not is_ready():
        yield
        return
    _WAITING.add(get_ident())
    if len(_WAITING) >= CROWD:
        begin(notes_name(), bot)
    with _TURN:
        _WAITING.discard(get_ident())
        yield


def answering() -> Answering:
    """What answers questions now: the bot, or the second process where many ask at once."""
    return beside(notes_name()) or bot()


@contextmanager
def turn_of_answering() -> Iterator[None]:
    """A turn in which questions are asked; the second process gives each asker one itself."""
    with nullcontext() if beside(notes_name()) else turn():
        yield


def is_ready() -> bool:
    """Whether :func:`bot` returns at once."""
    return _opening(notes_name()).done()


@lru_cache(maxsize=2)
def _store(folder: str) -> Store:
    return Store.open(folder)


def store() -> Store:
    """The user's saved progress. Raises StoreError when it cannot be opened."""
    return _store(str(data_folder()))


def from_address(name: str, options: Iterable[str], otherwise: str) -> str:
    """The option that the address names, ``otherwise`` when it names none of them."""
    asked = st.query_params.get(name, otherwise)
    return asked if asked in set(options) else otherwise


def kept_in_address(name: str, options: Iterable[str], otherwise: str, key: str) -> dict[str, Any]:
    """The wiring of a widget whose choice stands in the address alone, as ``name``.

    What the browser goes back to is then chosen again. ``otherwise`` leaves the address as it is.
    """

    def chosen() -> None:
        value = st.session_state[key]
        remember(name, "" if value == otherwise else value)

    st.session_state[key] = from_address(name, options, otherwise)
    return {"key": key, "on_change": chosen, "required": True}


def remember(name: str, value: Any) -> None:
    """Put ``value`` into the address as ``name``; nothing is there when it is empty."""
    if value in ("", None):
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != str(value):
        st.query_params[name] = str(value)
