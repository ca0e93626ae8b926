"""The Search page: type, and every passage that holds the words appears.

All but the title is one fragment, so that a letter typed draws the results anew and nothing else.
"""

import shlex
from collections.abc import Callable
from functools import cache

import streamlit as st

from bot.clock import now
from bot.engine import Bot
from bot.errors import MiandaError, StoreError
from bot.interview import shelf
from bot.keyword.result import KeywordResult
from bot.ui.clicks import leave_for, leaving, safely
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.search_address import Asked, asked, keep_only
from bot.ui.search_facets import draw_facets
from bot.ui.search_gaps import offer_gap, offer_list
from bot.ui.search_help import operators_markup
from bot.ui.search_results import card_markup, hits_markup
from bot.ui.shell import page_file
from bot.ui.state import bot, language, remember, say, store

FIRST, FURTHER = 10, 20
# A pause without a key, after which the text is searched: letters typed fast go together.
PAUSE = "30ms"


def draw() -> None:
    """The page, from the top."""
    st.title(say("nav.search"), anchor=False)
    _search(cache(bot))


@st.fragment
def _search(notes: Callable[[], Bot]) -> None:
    """The box and what it finds; ``notes`` are asked for once, not with every letter."""
    leaving()
    st.session_state.setdefault("search.text", st.query_params.get("q", ""))
    text = st.text_input(
        say("search.box"),
        key="search.text",
        placeholder=say("search.placeholder"),
        label_visibility="collapsed",
        icon=":material/search:",
        type="search",
        live=PAUSE,
    )
    remember("q", text)
    try:
        if text and text.strip():
            _results(asked(text), notes())
        else:
            _empty()
        _remember_search(text or "")
    except MiandaError as error:
        st.error(label(say("app.failed", reason=error.message.to(language())), 400))


def _remember_search(text: str) -> None:
    """Keep a search once another one begins: not every letter on the way to it."""
    before = st.session_state.get("search.before", "")
    if before and not (text.startswith(before) or before.startswith(text)):
        shelf.note_search(store(), before, now())
    st.session_state["search.before"] = text


def _empty() -> None:
    st.html(tag("p", say("search.lead"), "lead"))
    st.html(operators_markup())
    _examples()
    try:
        recent = [s for s in (st.session_state.get("search.before", ""),
                              *shelf.recent_searches(store())) if s]  # fmt: skip
    except StoreError:
        return
    if not recent:
        return
    st.html(tag("p", say("search.recent"), "small-label"))
    with st.container(horizontal=True, gap="small"):
        for number, text in enumerate(dict.fromkeys(recent)):
            st.button(label(text, 40), key=f"search.recent.{number}", on_click=_again, args=(text,))
        st.button(
            say("search.erase"), key="search.erase", type="tertiary",
            on_click=safely, args=(_erase,),
        )  # fmt: skip


def _examples() -> None:
    """Searches to try with one click."""
    st.html(tag("p", say("search.try"), "small-label"))
    with st.container(horizontal=True, gap="small"):
        for number, text in enumerate(say("search.examples").split(" | ")):
            key = f"search.example.{number}"
            st.button(label(text, 40), key=key, on_click=_again, args=(text,))


def _again(text: str) -> None:
    st.session_state["search.text"] = text


def _erase() -> None:
    st.session_state["search.before"] = ""
    shelf.clear_searches(store())


def _results(wanted: Asked, notes: Bot) -> None:
    pages = st.session_state.setdefault("search.pages", {})
    most = FIRST + FURTHER * pages.get(wanted.query, 0)
    result = notes.keywords.search(
        wanted.text, most, facets=wanted.chosen, synonyms=not wanted.only
    )
    demos = {card.id: card.title for card in notes.demos}
    _told(result, wanted)
    draw_facets(result, wanted, notes)
    # A concept that no note treats is no result, whatever its names; nor does its card heed facets.
    treated = result.card and any(result.card.passages.values()) and not wanted.chosen
    card = card_markup(result.card, demos) if result.card and treated else ""
    st.html(card + hits_markup(result.hits, demos))
    _further(result, wanted)


def _told(result: KeywordResult, wanted: Asked) -> None:
    """How many were found, what the search did, and the switch for the words as typed."""
    # Near terms are offered to be pressed: told as words, too, they would stand there twice.
    notes = [note.text.to(language()) for note in result.notes if note.kind != "near"]
    # Where there is nothing, the notes of the search say so.
    told = [say("search.count", n=result.total), *notes] if result.total or not notes else notes
    lines = "".join(tag("p", line, "soft") for line in told)
    st.html(tag("div", lines, "told", raw=True, role="status"))
    _offered([term for note in result.notes if note.kind == "near" for term in note.values])
    with st.container():
        if wanted.only or any(note.kind == "also" for note in result.notes):
            st.session_state["search.only"] = wanted.only
            st.toggle(say("search.only"), key="search.only", on_change=_switch_only)


def _offered(terms: list[str]) -> None:
    """Terms that the notes do hold, to be searched with one click."""
    if terms:
        with st.container(horizontal=True, vertical_alignment="center", key="search-near"):
            st.html(tag("p", say("search.near"), "small-label"), width="content")
            for number, term in enumerate(terms):
                key = f"search.near.{number}"
                st.button(label(term, 40), key=key, on_click=_again, args=(term,))


def _switch_only() -> None:
    keep_only(st.session_state["search.only"])


def _further(result: KeywordResult, wanted: Asked) -> None:
    """What to do besides: more of it, ask it, keep it as a gap, run it from the command line.

    Of what holds no letters there is nothing to be asked, written or run.
    """
    if any(note.kind == "empty" for note in result.notes):
        return
    with st.container(horizontal=True, gap="small"):
        if result.total > len(result.hits):
            st.button(say("search.more"), key="search.more", on_click=_more, args=(wanted.query,))
        st.button(
            say("search.ask"), key="search.ask", icon=":material/chat_bubble:",
            on_click=leave_for, args=(page_file("ask"),), kwargs={"q": wanted.text},
        )  # fmt: skip
        if not result.total:
            offer_gap(wanted.text)
            offer_list()
    _command(wanted)


def _command(wanted: Asked) -> None:
    """The same search on the command line."""
    command = st.expander(
        say("demo.command"), icon=":material/terminal:", key="search.command", type="compact",
        on_change="rerun",
    )  # fmt: skip
    if command.open:
        only = " --only-my-words" if wanted.only else ""
        line = f"python -m bot search {shlex.quote(wanted.query)}{only} --json"
        command.code(line, language="bash", wrap_lines=True)


def _more(wanted: Asked) -> None:
    pages = st.session_state["search.pages"].get(wanted, 0)
    st.session_state["search.pages"] = {wanted: pages + 1}


if __name__ == "__main__":
    draw()
