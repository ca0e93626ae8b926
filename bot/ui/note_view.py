"""A note as it is read: its passages in order, under their headings, with their demos."""

import streamlit as st

from bot.companion import FOLDER
from bot.corpus import Note
from bot.passage import Passage
from bot.ui.arrival import arrived
from bot.ui.demo_links import demo_links
from bot.ui.markup import show, tag
from bot.ui.note_text import pieces
from bot.ui.places import BETWEEN
from bot.ui.state import bot, say

SHOWN, BEGINNING = 20, 400
"""Passages of a note that is looked over, and letters of each."""


def beginnings(note: Note) -> None:
    """How each of the first passages begins, to look over what a file becomes."""
    for passage in note.passages[:SHOWN]:
        text = passage.text
        st.html(tag("p", passage.heading, "heading"))
        cut = text if len(text) <= BEGINNING else f"{text[:BEGINNING].rstrip()} …"
        show(pieces(cut), "note", passage.language)
    if len(note.passages) > SHOWN:
        st.caption(say("notes.more_passages", n=len(note.passages) - SHOWN))


def note_view(note: Note) -> None:
    """Draw all passages, and go to the one that the address names."""
    wanted, empty = st.query_params.get("passage", ""), unanswered(note)
    above: tuple[str, ...] = ()
    last: tuple[str, ...] = (note.title,)
    demos: tuple[str, ...] = ()
    for passage in note.passages:
        if passage.part == 1 and passage.trail not in (above, last):
            st.html(tag("p", BETWEEN.join(passage.trail), "trail"))
        above, last = passage.trail, (*passage.trail, passage.heading)
        _passage(passage, passage.id == wanted, note)
        if passage in empty:
            st.html(tag("p", say("notes.empty"), "soft"))
        listed = _demos(passage)
        if listed and listed != demos:
            demo_links(listed, passage.text)
            demos = listed
    if wanted and st.session_state.get("notes.shown") != wanted:
        st.session_state["notes.shown"] = wanted
        begins = any(p.id == wanted and p.heading in ("", note.title) for p in note.passages[:1])
        arrived("note-top" if begins else f"passage-{wanted}", say("notes.arrived"))


def unanswered(note: Note) -> tuple[Passage, ...]:
    """The headings under which nothing stands, not even further headings."""
    above = {name for passage in note.passages for name in passage.trail}
    heads = (passage for passage in note.passages if passage.kind == "heading")
    return tuple(passage for passage in heads if passage.heading not in above | {""})


def _passage(passage: Passage, wanted: bool, note: Note) -> None:
    """One passage; a heading that is the title of the note stands at its top already."""
    if passage.part == 1 and passage.heading not in ("", note.title):
        classes = "wanted" if wanted else "heading"
        st.html(tag("h2", passage.heading, classes, id=f"passage-{passage.id}"))
    elif wanted:
        st.html(tag("span", "", id=f"passage-{passage.id}"))
    show(pieces(passage.text), "note", passage.language)


def _demos(passage: Passage) -> tuple[str, ...]:
    """The demos of a passage, those of a companion note excepted, which stand at its end."""
    if passage.part > 1 or passage.source.startswith(f"{FOLDER}/"):
        return ()
    return tuple(bot().keywords.demos.get(passage.id, ()))
