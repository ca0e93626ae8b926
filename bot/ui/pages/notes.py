"""The Notes page: browse what is there, see what cleaning lost, add notes of one's own."""

import shlex
from functools import partial

import streamlit as st

from bot import imports
from bot.corpus import Note
from bot.errors import MiandaError
from bot.interview.shelf import gaps
from bot.ui.arrival import arrived
from bot.ui.clicks import safely
from bot.ui.companion_view import companion_links, companion_list, lost_answers, open_note
from bot.ui.import_view import Done, import_view, say_done, tell
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.note_view import note_view
from bot.ui.receipt_view import receipt_view
from bot.ui.shared_notes import corpus_folder
from bot.ui.state import bot, kept_in_address, language, remember, say, store
from bot.userdata import imported_notes

VIEWS = ("read", "lost")


def draw() -> None:
    """The page, from the top."""
    try:
        corpus = bot().corpus
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))
        return
    notes = {note.source: note for note in corpus.notes}
    chosen = st.query_params.get("note", "")
    if chosen in notes:
        _note(notes[chosen])
        return
    st.title(say("nav.notes"), anchor=False)
    st.html(tag("p", say("notes.lead"), "lead"))
    if chosen:
        st.info(label(say("notes.unknown", name=chosen), 200), icon=":material/link_off:")
    say_done(at_top=True)
    for note in notes.values():
        if not note.is_companion:
            _row(note)
    for warning in corpus.warnings:
        st.warning(label(warning.to(language()), 300))
    import_view()
    companion_list([note for note in notes.values() if note.is_companion])
    _gaps()


def _row(note: Note) -> None:
    with st.container(border=True, gap="xxsmall", key=f"card-{note.source}"):
        st.button(
            label(note.title or note.source),
            key=f"notes.open.{note.source}",
            type="tertiary",
            icon=":material/description:",
            on_click=open_note,
            args=(note.source,),
        )
        st.html(tag("p", _facts(note), "trail"))


def _facts(note: Note) -> str:
    whose = say("notes.own") if note.origin == "imported" else ""
    known = [whose, note.source, note.site, note.author, note.date]
    if note.is_companion:
        return " · ".join([say("ask.companion"), note.source])
    counts = say("notes.counts", passages=imports.answers(note), entries=len(note.receipt))
    return " · ".join([part for part in known if part] + [counts])


def _note(note: Note) -> None:
    _begin(note)
    st.button(
        say("notes.back"),
        key="notes.back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=_leave,
    )
    st.title(label(note.title or note.source, 200), anchor=False)
    st.html(tag("p", _facts(note), "trail"))
    if note.url:
        st.html(tag("p", note.url, "trail"))
    say_done(note.source)
    if note.is_companion:
        note_view(note)
        companion_links(note)
        return
    view = st.segmented_control(
        say("notes.view"),
        VIEWS,
        format_func=lambda name: say(f"notes.{name}"),
        label_visibility="collapsed",
        **kept_in_address("view", VIEWS, "read", "notes.view"),
    )
    lost_answers(note)
    if view == "lost":
        receipt_view(note.receipt, f"notes.receipt.{note.source}")
        with st.expander(say("demo.command"), icon=":material/terminal:", key="notes.command"):
            st.code(_command(note), language="bash", wrap_lines=True)
    else:
        note_view(note)
    if note.origin == "imported":
        st.button(
            say("notes.remove"), key="notes.remove", icon=":material/delete:",
            on_click=safely, args=(partial(_remove, note.source),),
        )  # fmt: skip


def _remove(source: str) -> None:
    imports.remove(source)
    tell(Done("was_removed", source, undoable=True))
    _leave()


def _begin(note: Note) -> None:
    """The top of a note, to which the window moves when another note was open before."""
    st.html(tag("span", "", id="note-top"))
    if st.session_state.get("notes.open") != note.source and not st.query_params.get("passage"):
        arrived("note-top", say("notes.opened", title=note.title or note.source))
    st.session_state["notes.open"] = note.source


def _command(note: Note) -> str:
    """The command line that prints the receipt of a note."""
    shipped = corpus_folder() / note.source
    path = shipped if shipped.exists() else imported_notes() / note.source
    return f"python -m bot clean {shlex.quote(str(path))} --json"


def _leave() -> None:
    st.session_state.pop("notes.open", None)
    for name in ("note", "passage", "view"):
        remember(name, "")


def _gaps() -> None:
    open_gaps = gaps(store())
    if not open_gaps:
        return
    st.header(say("notes.gaps"), anchor=False)
    st.html(tag("p", say("notes.gaps_lead"), "soft"))
    rows = (tag("li", f"{gap.text} × {gap.times}") for gap in open_gaps)
    st.html(tag("ul", "".join(rows), "note", raw=True))


if __name__ == "__main__":
    draw()
