"""Companion notes on the Notes page: their list, what belongs to each, lost answers they give."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import streamlit as st

from bot.companion import FOLDER, Companion, answering, read_heads, unkept
from bot.corpus import Note
from bot.passage import Passage
from bot.ui.demo_links import demo_links
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.note_view import unanswered
from bot.ui.shared_notes import corpus_folder
from bot.ui.state import language, notes_name, remember, say


def companion_list(notes: Sequence[Note]) -> None:
    """The titles in the language of the interface, to open one; nothing when there are none."""
    titles = {note.source: note.title for note in notes if note.language == language()}
    if not titles:
        return
    st.header(say("notes.companions", n=len(titles)), anchor=False)
    st.html(tag("p", say("notes.companions_lead"), "soft"))
    st.selectbox(
        say("notes.companion_open"),
        sorted(titles, key=lambda source: titles[source].casefold()),
        index=None,
        placeholder=say("notes.companion_choose"),
        format_func=titles.__getitem__,
        key="notes.companion",
        on_change=lambda: open_note(st.session_state["notes.companion"] or ""),
    )


def companion_links(note: Note) -> None:
    """Below a companion note: its sources, its demos, what is asked next, the other language."""
    companion = _by_source().get(note.source)
    if companion is None:
        return
    if companion.demos:
        st.html(tag("p", say("ask.demos"), "small-label"))
        demo_links(companion.demos)
    st.html(tag("p", say("ask.related"), "small-label"))
    with st.container(gap=None, key="notes-next"):
        for number, (question, target) in enumerate(companion.follow_ups):
            _open(question, _source(target, companion.language), f"next.{number}")
    st.html(tag("p", say("notes.sources"), "small-label"))
    items = "".join(tag("li", source) for source in companion.sources)
    st.html(tag("ul", items, "note", raw=True))
    other = "en" if companion.language == "zh" else "zh"
    if _source(companion.id, other) in _by_source():
        _open(say("notes.other_language"), _source(companion.id, other), "other")


def lost_answers(note: Note) -> None:
    """The headings of a note without a whole answer, each with the note that has one, if any."""
    lost = unanswered(note)
    partly = {
        p.id: lines for p in note.passages if p.kind == "answer" and (lines := unkept(p.text))
    }
    wanting = [*lost, *(passage for passage in note.passages if passage.id in partly)]
    if not wanting:
        return
    told = [say("notes.lost_whole", n=len(lost))] if lost else []
    told += [say("notes.lost_part", n=len(partly))] if partly else []
    title = say("notes.and").join(told)
    if any(map(_companion, wanting)):
        title = say("notes.lost_list", lost=title)
    with st.expander(title, icon=":material/healing:", key="notes.lost_list"):
        for passage in wanting:
            _answered(passage)
            if passage.id in partly:
                quoted = " · ".join(partly[passage.id])
                st.html(tag("p", say("notes.lost_after", line=quoted), "soft"))


def _answered(passage: Passage) -> None:
    """A heading that opens the companion note which answers it."""
    companion = _companion(passage)
    if companion is None:
        st.html(tag("p", passage.heading, "soft"))
    else:
        _open(passage.heading, companion.source, f"lost.{passage.id}")


def _companion(passage: Passage) -> Companion | None:
    """The companion note that answers the heading of a passage."""
    return answering(_by_source().values(), passage.heading, language())


def open_note(source: str) -> None:
    """Turn the address to a note, from its beginning."""
    for name in ("passage", "view"):
        remember(name, "")
    remember("note", source)


def _open(title: str, source: str, key: str) -> None:
    st.button(
        label(title),
        key=f"notes.{key}",
        type="tertiary",
        icon=":material/auto_stories:",
        on_click=open_note,
        args=(source,),
    )


def _source(name: str, language: str) -> str:
    return f"{FOLDER}/{language}/{name}.md"


def _by_source() -> dict[str, Companion]:
    return _read(notes_name(), corpus_folder())


@lru_cache(maxsize=2)
def _read(state: str, folder: Path) -> dict[str, Companion]:
    """The companion notes by source; read again when the notes of that ``state`` change."""
    return {companion.source: companion for companion in read_heads(folder)[0]}
