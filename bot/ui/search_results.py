"""What the Search page shows of a result: the hits and the card of a concept.

A page is drawn anew with every letter typed, so a hit is few elements: one of text, one of links.
"""

import streamlit as st

from bot.demos import get_demo
from bot.keyword.result import KeywordHit, TermCard
from bot.keyword.snippets import snippet
from bot.passage import Passage
from bot.ui.answer_card import source_line
from bot.ui.markup import tag
from bot.ui.note_text import label, marked
from bot.ui.shell import page_file
from bot.ui.state import language, say

MOST_ALIASES, MOST_PER_LANGUAGE = 12, 2


def show_hit(hit: KeywordHit) -> None:
    """Title, snippet and source of a passage, with links to the note and to its demos."""
    passage = hit.passage
    marks = hit.heading_highlights if passage.heading else ()
    title = marked(passage.heading or passage.source, marks)
    with st.container(border=True, gap="small"):
        st.html(
            tag("p", title, "heading", raw=True, lang=passage.language)
            + _snippet(passage, hit.snippet, hit.highlights)
            + tag("p", source_line(passage), "trail")
        )
        with st.container(horizontal=True, gap="small"):
            _note_link(passage, say("ask.open_note"))
            _demo_links(hit.demos)


def show_card(card: TermCard) -> None:
    """The names of a concept, what it is confused with, its passages in both languages, demos."""
    names = " · ".join(name for name in (card.zh, card.en) if name)
    told = tag("p", names, "heading")
    if card.aliases:
        aliases = ", ".join(card.aliases[:MOST_ALIASES])
        told += tag("p", say("search.aliases", names=aliases), "soft")
    if card.confused:
        confused = ", ".join(name.to(language()) for _, name in card.confused)
        told += tag("p", say("search.confused", names=confused), "soft")
    with st.container(border=True, gap="small", key="search-card"):
        st.html(told)
        shown = {name: passages for name, passages in card.passages.items() if passages}
        for column, (name, passages) in zip(st.columns(max(len(shown), 1)), shown.items(),
                                            strict=False):  # fmt: skip
            with column:
                st.html(tag("p", say(f"search.language_{name}"), "small-label"))
                for passage in passages[:MOST_PER_LANGUAGE]:
                    _note_link(passage, passage.heading or passage.source)
                    st.html(_snippet(passage, snippet(passage.text, ()), ()))
        with st.container(horizontal=True, gap="small"):
            _demo_links(card.demos)


def _snippet(passage: Passage, span: tuple[int, int], marks: tuple[tuple[int, int], ...]) -> str:
    start, end = span
    body = ("… " if start > 0 else "") + marked(passage.text, marks, start, end)
    body += " …" if end < len(passage.text) else ""
    return tag("div", tag("p", body, raw=True), "note", raw=True, lang=passage.language)


def _note_link(passage: Passage, title: str) -> None:
    st.page_link(
        page_file("notes"),
        label=label(title),
        icon=":material/menu_book:",
        query_params={"note": passage.source, "passage": passage.id},
    )


def _demo_links(ids: tuple[str, ...]) -> None:
    for demo_id in ids:
        st.page_link(
            page_file("demos"),
            label=label(get_demo(demo_id).title.to(language())),
            icon=":material/science:",
            query_params={"demo": demo_id},
        )
