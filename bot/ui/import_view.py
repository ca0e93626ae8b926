"""Adding notes on the Notes page: every chosen file with its receipt, then stored or left.

Each file is settled by itself; the others stay on offer. What was done is told on the page that
comes next, with the way back where there is one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from bot import imports
from bot.corpus import Note
from bot.errors import MiandaError
from bot.imports import Standing, answers
from bot.text import Text
from bot.ui.clicks import safely
from bot.ui.markup import tag
from bot.ui.measures import tiles
from bot.ui.note_text import label
from bot.ui.note_view import beginnings
from bot.ui.receipt_view import receipt_view
from bot.ui.state import language, say

KINDS = ["txt", "md", "markdown", "html", "htm"]
_SETTLED, _UPLOAD, _DONE = "notes.settled", "notes.upload", "notes.done"
_REFUSED, _FAILED = "notes.refused", "notes.failed"
_FROM_ITS_PAGE = ("was_removed", "was_put_back")
"""What is done on the page of a note, or above the list."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last: the name of its sentence, of the note, and whether it can be undone."""

    what: str
    name: str
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is offered.

    id:     of this choice; the same file chosen twice has two
    note:   what it would become
    kept:   lines that its reader wants kept
    """

    id: str
    name: str
    data: bytes
    note: Note
    kept: set[str]

    @property
    def key(self) -> str:
        """A prefix for the names of its widgets."""
        return f"notes.offer.{self.id}"

    @property
    def standing(self) -> Standing:
        """What stands among the notes under its name."""
        return imports.standing(self.name, self.data)


def tell(done: Done) -> None:
    """Let the next page say what was done."""
    st.session_state[_DONE] = done


def say_done(name: str = "", at_top: bool = False) -> None:
    """Say what was done last, with the way back; on the page of a note only what was done to it.

    at_top:  above the list of notes, where one is led that was removed; what was added is told
             beside the box that it came from
    """
    done: Done | None = st.session_state.get(_DONE)
    if done is None or name not in ("", done.name):
        return
    if not name and at_top is not (done.what in _FROM_ITS_PAGE):
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="notes-done"):
        words = tag("p", say(f"notes.{done.what}", name=done.name), "soft", role="status")
        st.html(words, width="content")
        if done.undoable:
            st.button(
                say("notes.put_back"), key="notes.put_back", icon=":material/undo:",
                type="tertiary", on_click=safely, args=(partial(_put_back, done.name),),
            )  # fmt: skip


def _put_back(name: str) -> None:
    imports.put_back(name)
    tell(Done("was_put_back", name))


def import_view() -> None:
    """Draw it: what may be chosen, then a card for every file that was."""
    st.header(say("notes.import"), anchor=False)
    say_done()
    st.html(tag("p", say("notes.import_lead"), "soft"))
    words = {"button": say("notes.choose"), "hint": say("notes.limits")}
    rules = "".join(
        f"--upload-{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in words.items()
    )
    st.html(tag("style", f":root {{{rules}}}", raw=True))
    files = st.file_uploader(
        say("notes.choose"),
        type=KINDS,
        accept_multiple_files=True,
        key=f"notes.files.{st.session_state.setdefault(_UPLOAD, 0)}",
        label_visibility="collapsed",
    )
    read = [_offer(file) for file in files or () if file.file_id not in _settled()]
    offers = [offer for offer in read if isinstance(offer, Offer)]
    refused = [offer.to(language()) for offer in read if isinstance(offer, Text)]
    if len(read) < len(files or ()) and not offers:
        # All that can be settled is; what was refused is told once more beside the empty box.
        st.session_state[_UPLOAD] += 1
        st.session_state[_REFUSED] = refused
        st.rerun()
    _problems([*st.session_state.pop(_REFUSED, ()), *refused])
    _all(offers)
    for offer in offers:
        _card(offer, alone=len(read) == 1)


def _problems(refused: Sequence[str]) -> None:
    """Which files cannot be notes, and why the last one was not stored."""
    for reason in refused:
        st.warning(label(say("notes.refused", reason=reason), 400))
    if failed := st.session_state.pop(_FAILED, None):
        st.error(label(say("app.failed", reason=failed.to(language())), 400))


def _settled() -> set[str]:
    """The chosen files that were added or left."""
    found: set[str] = st.session_state.setdefault(_SETTLED, set())
    return found


def _offer(file: UploadedFile) -> Offer | Text:
    """What a file would become; the reason when it cannot be a note."""
    place = f"notes.kept.{file.file_id}"
    kept: set[str] = st.session_state.setdefault(place, set(imports.kept(file.name)))
    data = file.getvalue()
    try:
        note = imports.preview(file.name, data, kept)
    except MiandaError as error:
        return error.message
    return Offer(file.file_id, file.name, data, note, kept)


def _all(offers: Sequence[Offer]) -> None:
    """All files at once, where there are several and nothing is to be decided about any."""
    if len(offers) < 2 or any(offer.standing is Standing.OTHER for offer in offers):
        return
    st.button(
        say("notes.add_all", n=len(offers)), key="notes.add_all", icon=":material/done_all:",
        on_click=_store, args=(offers, Done("were_added", str(len(offers)))),
    )  # fmt: skip


def _name_for(offer: Offer) -> str:
    """A name that takes nobody's place; of two files of one name the second gets a number."""
    return imports.free_name(offer.name, offer.data)


def _card(offer: Offer, alone: bool) -> None:
    """One file, before anything is stored; when it is ``alone``, its page is opened then."""
    with st.container(border=True, gap="small"):
        st.html(_offered(offer))
        plain = imports.preview(offer.name, offer.data) if offer.kept else offer.note
        receipt_view(plain.receipt, offer.key, offer.kept)
        with st.expander(say("notes.passages", n=answers(offer.note)), key=f"{offer.key}.passages"):
            beginnings(offer.note)
        standing, name = offer.standing, imports.safe_name(offer.name)
        if standing is not Standing.NOTHING:
            other = imports.free_name(name, offer.data)
            told_ = say(f"notes.stands_{standing.value}", name=name, other=other)
            st.html(tag("p", told_, "insight"))
        with st.container(horizontal=True):
            _choice(offer, standing, alone)


def _choice(offer: Offer, standing: Standing, alone: bool) -> None:
    """The buttons of a file: what is to be done with it."""
    replaces, name = standing is Standing.OTHER, imports.safe_name(offer.name)
    done = Done("was_replaced", name, undoable=True) if replaces else Done("was_added", name)
    st.button(
        say("notes.replace" if replaces else "notes.add"), key=f"{offer.key}.add",
        icon=":material/check:", type="primary", on_click=_store, args=([offer], done, name, alone),
    )  # fmt: skip
    if replaces:
        other = imports.free_name(name, offer.data)
        st.button(
            say("notes.both"), key=f"{offer.key}.both",
            on_click=_store, args=([offer], Done("was_added", other), other, alone),
        )  # fmt: skip
    st.button(
        say("notes.cancel"), key=f"{offer.key}.cancel", on_click=_settled().add, args=(offer.id,)
    )


def _offered(offer: Offer) -> str:
    """The title of a file that is offered, and what cleaning makes of it in three numbers."""
    note = offer.note
    removed = sum(entry.action == "removed" for entry in note.receipt)
    counts = (
        ("will_be", answers(note)),
        ("will_go", removed),
        ("will_change", len(note.receipt) - removed),
    )
    title = tag("p", note.title or offer.name, "heading") + tag("p", offer.name, "trail")
    return title + tiles((say(f"notes.{key}"), str(n)) for key, n in counts)


def _store(offers: Sequence[Offer], done: Done, name: str = "", alone: bool = False) -> None:
    """Store files and tell that it was ``done``; when that cannot be, the page says why.

    name:   what the one file is to be called; "" for names that take nobody's place
    alone:  no other file is on offer: the page of the note opens
    """
    try:
        for offer in offers:
            imports.add(name or _name_for(offer), offer.data, offer.kept)
            _settled().add(offer.id)
    except MiandaError as error:
        st.session_state[_FAILED] = error.message
        return
    # The page waits for the new index at its top, which may be out of sight.
    st.toast(say("app.adding"), icon=":material/hourglass_top:")
    tell(done)
    if alone:
        st.query_params["note"] = name
