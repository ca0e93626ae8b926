"""The Search page: type, and every passage that holds the words appears."""

import shlex
from collections.abc import Mapping

import streamlit as st

from bot.demos import get_demo
from bot.errors import MiandaError, StoreError
from bot.interview import shelf
from bot.interview.questions import topic_title
from bot.keyword.result import KeywordHit, KeywordResult, TermCard
from bot.ui.answer_card import source_line
from bot.ui.markup import tag
from bot.ui.note_text import label, marked
from bot.ui.shell import page_file
from bot.ui.state import bot, keywords, language, now, remember, say, store

PAGE = 20
FACETS = ("kind", "language", "has", "source", "topic")
MOST_VALUES = 12


def draw() -> None:
    """The page, from the top."""
    st.title(say("nav.search"), anchor=False)
    st.session_state.setdefault("search.text", st.query_params.get("q", ""))
    text = st.text_input(
        say("search.box"),
        key="search.text",
        placeholder=say("search.placeholder"),
        label_visibility="collapsed",
        icon=":material/search:",
        type="search",
        live=True,
    )
    remember("q", text)
    try:
        if text and text.strip():
            _results(text)
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
    rows = (
        tag("dt", sign, "kbd") + tag("dd", say(f"search.{name}"))
        for sign, name in (
            ('"…"', "phrase"),
            ("-", "exclude"),
            ("OR", "or"),
            ("topic:", "topic"),
            ("source:", "source"),
            ("lang:", "lang"),
            ("has:", "has"),
        )
    )
    st.html(tag("dl", "".join(rows), "keys", raw=True))
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
        st.button(say("search.erase"), key="search.erase", type="tertiary", on_click=_erase)


def _again(text: str) -> None:
    st.session_state["search.text"] = text


def _erase() -> None:
    st.session_state["search.before"] = ""
    shelf.clear_searches(store())


def _results(text: str) -> None:
    chosen = _chosen()
    synonyms = not st.session_state.get("search.only", False)
    most = PAGE * st.session_state.get("search.pages", 1)
    result = keywords().search(text, most, facets=chosen, synonyms=synonyms)
    st.caption(say("search.count", n=result.total))
    for note in result.notes:
        st.html(tag("p", note.text.to(language()), "soft"))
    _facets(result, chosen)
    if result.card:
        _card(result.card)
    for hit in result.hits:
        _hit(hit)
    if result.total > len(result.hits):
        st.button(say("search.more"), key="search.more", on_click=_more)
    if st.button(say("search.ask"), key="search.ask", icon=":material/chat_bubble:"):
        st.switch_page(page_file("ask"), query_params={"q": text})
    with st.expander(say("demo.command"), icon=":material/terminal:", key="search.command"):
        st.code(f"python -m bot search {shlex.quote(text)} --json", language="bash")


def _more() -> None:
    st.session_state["search.pages"] = st.session_state.get("search.pages", 1) + 1


def _chosen() -> dict[str, list[str]]:
    """The values whose boxes are ticked, by facet."""
    found: dict[str, list[str]] = {}
    for key, on in st.session_state.items():
        parts = str(key).split("|")
        if on and len(parts) == 3 and parts[0] == "search.facet":
            found.setdefault(parts[1], []).append(parts[2])
    return found


def _facets(result: KeywordResult, chosen: Mapping[str, list[str]]) -> None:
    with st.expander(say("search.filters"), icon=":material/filter_list:", key="search.filters"):
        st.toggle(say("search.only"), key="search.only")
        for facet in FACETS:
            counts = dict(result.facets.get(facet, {}))
            values = list(dict.fromkeys([*chosen.get(facet, []), *counts]))[:MOST_VALUES]
            if not values:
                continue
            st.html(tag("p", say(f"search.facet_{facet}"), "small-label"))
            with st.container(horizontal=True, gap="small"):
                for value in values:
                    name = f"{_value_name(facet, value)} ({counts.get(value, 0)})"
                    st.checkbox(label(name), key=f"search.facet|{facet}|{value}")


def _value_name(facet: str, value: str) -> str:
    if facet in ("kind", "language", "has"):
        return say(f"search.{facet}_{value}")
    if facet == "topic":
        concept = bot().analyzer.glossary.get(value)
        return concept.title.to(language()) if concept else topic_title(value).to(language())
    return value


def _card(card: TermCard) -> None:
    names = " · ".join(name for name in (card.zh, card.en) if name)
    with st.container(border=True, gap="small"):
        st.html(tag("p", names, "heading"))
        if card.aliases:
            aliases = ", ".join(card.aliases[:MOST_VALUES])
            st.html(tag("p", say("search.aliases", names=aliases), "soft"))
        if card.confused:
            confused = ", ".join(name.to(language()) for _, name in card.confused)
            st.html(tag("p", say("search.confused", names=confused), "soft"))
        with st.container(horizontal=True, gap="small"):
            _demo_links(card.demos)


def _hit(hit: KeywordHit) -> None:
    passage = hit.passage
    title = passage.heading or passage.source
    marks = hit.heading_highlights if passage.heading else ()
    with st.container(border=True, gap="small"):
        st.html(tag("p", marked(title, marks), "heading", raw=True, lang=passage.language))
        start, end = hit.snippet
        body = ("… " if start > 0 else "") + marked(passage.text, hit.highlights, start, end)
        body += " …" if end < len(passage.text) else ""
        st.html(tag("div", tag("p", body, raw=True), "note", raw=True, lang=passage.language))
        st.html(tag("p", source_line(passage), "trail"))
        with st.container(horizontal=True, gap="small"):
            st.page_link(
                page_file("notes"),
                label=say("ask.open_note"),
                icon=":material/menu_book:",
                query_params={"note": passage.source, "passage": passage.id},
            )
            _demo_links(hit.demos)


def _demo_links(ids: tuple[str, ...]) -> None:
    for demo_id in ids:
        st.page_link(
            page_file("demos"),
            label=label(get_demo(demo_id).title.to(language())),
            icon=":material/science:",
            query_params={"demo": demo_id},
        )


if __name__ == "__main__":
    draw()
