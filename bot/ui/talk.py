"""The conversation of a session: the one thing on the Ask page that changes.

It is kept under a name that stands in the address, so that a reload or a link brings it back.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Literal, get_args

import streamlit as st

from bot.asked import SOURCES, Source
from bot.clock import now
from bot.errors import StoreError
from bot.interview import shelf
from bot.ui.conversation import Turn, ask, kept, replay, uncarried, unrepaired
from bot.ui.markup import Part
from bot.ui.note_text import label
from bot.ui.state import answering, from_address, language, remember, store

_TALK = "ask.talk"
_KEEPING = Lock()
"""Whom SQLite refuses because another one writes waits longer than it takes to write."""
Undo = Literal["repair", "context"]
"""What can be taken back of how a question was read: repaired typing, what went before it."""
UNDO: tuple[Undo, ...] = get_args(Undo)
Drawn = tuple[tuple[object, ...], tuple[Part, ...]]
"""What the card of a turn was made from, and its parts."""
PLACES = 8
"""Streamlit remembers every name that a widget has had in a window until that is closed. So the
widgets of a conversation are named by its place, one of so many that none is drawn again before
what was chosen in the conversation that had it is forgotten."""


@dataclass(slots=True)
class Talk:
    """What is said in one window.

    name:      under which it is kept, ``""`` before the first question
    place:     part of the names of its widgets, below ``PLACES``
    turns:     questions and answers, oldest first
    unfolded:  whether all turns are drawn, not only the latest ones
    arrived:   number of the turn that the reader has not been led to
    pending:   a question that is to be asked before the page is drawn
    undone:    number of a turn, and what is to be taken back of how it was read
    unkept:    whether the turns are yet to be stored
    drawn:     by the number of a turn, what was drawn last
    """

    name: str = ""
    place: int = 0
    turns: tuple[Turn, ...] = ()
    unfolded: bool = False
    arrived: int | None = None
    pending: str = ""
    undone: tuple[int, Undo] | None = None
    unkept: bool = False
    drawn: dict[int, Drawn] = field(default_factory=dict)

    def become(self, name: str, turns: tuple[Turn, ...]) -> None:
        """Hold these turns under that name; only the latest ones are drawn again."""
        if name != self.name:
            self.place = (self.place + 1) % PLACES
        self.name, self.turns, self.unfolded = name, turns, False


def talk() -> Talk:
    """The conversation of this window."""
    if _TALK not in st.session_state:
        st.session_state[_TALK] = Talk()
    held: Talk = st.session_state[_TALK]
    return held


def chosen_source() -> Source:
    """Which notes may answer, as the address tells."""
    asked = from_address("from", SOURCES, SOURCES[0])
    return next(source for source in SOURCES if source == asked)


def ask_later(question: str) -> None:
    """Ask ``question`` when the page is drawn next, which is at once."""
    talk().pending = question


def undo_later(number: int, what: Undo) -> None:
    """Ask the question of that turn as it was written, or by itself, when the page is drawn."""
    talk().undone = number, what


def unfold() -> None:
    """Draw all turns."""
    talk().unfolded = True


def start_afresh() -> None:
    """Begin a new conversation."""
    talk().become("", ())
    st.query_params.pop("c", None)


def reopen(name: str) -> None:
    """Go on with an earlier conversation, which the next run of the page brings back."""
    talk().become("", ())
    st.query_params["c"] = name


def is_to_change(held: Talk) -> bool:
    """Whether :func:`go_on` has anything to do."""
    elsewhere = st.query_params.get("c", "") != held.name or "q" in st.query_params
    return bool(held.pending) or held.undone is not None or elsewhere


def go_on(held: Talk) -> None:
    """Do what is to be done before ``held`` is drawn: bring it back, ask, undo."""
    _restore(held)
    question, held.pending = held.pending, ""
    undone, held.undone = held.undone, None
    if question:
        _add(held, question)
    if undone is not None:
        number, what = undone
        again = unrepaired if what == "repair" else uncarried
        _lead_to(held, again(answering(), held.turns, number), number)


def keep(held: Talk) -> None:
    """Store the turns that are new, once they are drawn; say so when that cannot be done."""
    if not held.unkept:
        return
    held.unkept = False
    title = held.turns[0].question
    try:
        with _KEEPING:
            shelf.save_conversation(store(), held.name, title, kept(held.turns), now())
    except StoreError as error:
        st.warning(label(error.message.to(language()), 300))


def _restore(held: Talk) -> None:
    """Bring back the conversation that the address names, or ask the question it holds."""
    name, asked = st.query_params.get("c", ""), st.query_params.get("q", "")
    if name and name != held.name:
        stored = _stored(name)
        held.become(name, replay(answering(), stored) if stored else ())
    elif asked and not held.turns:
        st.query_params.pop("q", None)
        _add(held, asked)
    elif held.turns and name != held.name:
        remember("c", held.name)


def _stored(name: str) -> list[Mapping[str, Any]]:
    """The turns of a kept conversation; answers follow from the notes."""
    chats = (chat for chat in shelf.conversations(store()) if chat.id == name)
    return [turn for chat in chats for turn in chat.turns]


def _add(held: Talk, question: str) -> None:
    if not (held.turns and held.name):
        held.become(secrets.token_hex(4), ())
    _lead_to(held, ask(answering(), held.turns, question, source=chosen_source()), len(held.turns))


def _lead_to(held: Talk, turns: tuple[Turn, ...], number: int) -> None:
    """Hold these turns and lead the reader to the one of that number."""
    held.become(held.name, turns)
    held.arrived, held.unkept = number, True
    remember("c", held.name)
