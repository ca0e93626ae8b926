"""A book of questions on the screen: filter it, open its questions, drill or export the shown."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from bot.clock import habits, now
from bot.interview.anki import write_deck
from bot.interview.books import TITLES, Book, Entry, entries, filtered, to_csv, to_markdown
from bot.interview.questions import Question, topics_of
from bot.interview.report import WORDS
from bot.interview.schedule import RIGHT_IN_A_ROW, is_leech
from bot.interview.shelf import set_favourite
from bot.interview.store import Store
from bot.neighbours import siblings
from bot.ui.clicks import leaving, safely
from bot.ui.demo_links import demo_links
from bot.ui.interview_report import BOM
from bot.ui.markup import show, tag
from bot.ui.note_text import label, pieces
from bot.ui.practice import drill_button
from bot.ui.shell import LANGUAGE_NAMES, page_file
from bot.ui.state import bot, language, say

FEW, STEP = 4, 20
"""Entries up to which there is nothing to filter, and entries that are shown at a time."""


@st.fragment
def book_view(saved: Store, book: Book) -> None:
    """Draw a book; filtering draws only the book again."""
    leaving()
    found = entries(saved, book)
    st.header(TITLES[book].to(language()), anchor=False)
    lead = say(f"book.{book.value}_lead", n=RIGHT_IN_A_ROW)
    st.html(tag("p", lead if found else say(f"book.{book.value}_empty"), "soft"))
    if not found:
        return
    shown = _filters(found, book) if len(found) > FEW else found
    if len(shown) < len(found):
        st.caption(say("book.shown", n=len(shown), all=len(found)), text_alignment="left")
    limit = st.session_state.get(f"book.limit.{book.value}", STEP)
    for entry in shown[:limit]:
        _entry(saved, entry, book)
    if len(shown) > limit:
        st.button(
            say("book.more", n=len(shown) - limit), key=f"book.more.{book.value}",
            type="tertiary", on_click=_show_more, args=(book,),
        )  # fmt: skip
    if shown:
        _use(saved, shown, book)


def _show_more(book: Book) -> None:
    name = f"book.limit.{book.value}"
    st.session_state[name] = st.session_state.get(name, STEP) + STEP


def _filters(found: Sequence[Entry], book: Book) -> tuple[Entry, ...]:
    """The entries that fit what is chosen; a choice of one is not offered."""
    name = book.value
    text = st.text_input(
        say("book.search"), key=f"book.text.{name}", placeholder=say("book.search"),
        icon=":material/search:", type="search", live="300ms", label_visibility="collapsed",
    )  # fmt: skip
    titles = topics_of(entry.question for entry in found)
    topics: Sequence[str] = ()
    if len(titles) > 1:
        topics = st.pills(
            say("interview.topics"), list(titles), selection_mode="multi",
            format_func=lambda topic: label(titles[topic].to(language())),
            key=f"book.topics.{name}",
        )  # fmt: skip
    spoken = sorted({entry.question.language for entry in found})
    chosen = None
    if len(spoken) > 1:
        chosen = st.pills(
            say("book.language"), spoken, key=f"book.language.{name}",
            format_func=lambda one: LANGUAGE_NAMES.get(one, one),
        )  # fmt: skip
    return filtered(found, text or "", topics, chosen or "")


def _entry(saved: Store, entry: Entry, book: Book) -> None:
    """One question: closed it is its name and its state, open its answer."""
    question = entry.question
    with st.expander(label(question.text, 160), key=f"book.{book.value}.{question.id}"):
        st.html(tag("p", " · ".join(_facts(entry)), "trail"))
        if entry.last and entry.last.answer:
            st.html(tag("p", WORDS["answer"].to(language()), "small-label"))
            st.html(tag("div", tag("p", entry.last.answer, "typed", tabindex=0), "note", raw=True))
        st.html(tag("p", WORDS["reference"].to(language()), "small-label"))
        show(pieces(question.reference), "note", question.language)
        if entry.card and is_leech(entry.card, habits()):
            _help(question)
        with st.container(horizontal=True, gap="small"):
            _note_link(question)
            if book is Book.FAVOURITES:
                st.button(
                    say("interview.unlike"), key=f"book.drop.{question.id}", type="tertiary",
                    on_click=safely, args=(lambda: set_favourite(saved, question, False, now()),),
                )  # fmt: skip


def _facts(entry: Entry) -> list[str]:
    question, card = entry.question, entry.card
    facts = [topics_of([question])[question.topic].to(language())]
    if entry.to_go:
        facts.append(say("book.to_go", n=entry.to_go))
    if card and card.due:
        due = card.due.astimezone()
        facts.append(say("book.due", when=due.strftime("%Y-%m-%d %H:%M")))
    if card and is_leech(card, habits()):
        facts.append(say("book.leech", n=card.lapses))
    return facts


def _help(question: Question) -> None:
    """What else than repeating may help with a question that is forgotten again and again."""
    passages = bot().passages
    place = next((n for n, passage in enumerate(passages) if passage.id == question.id), None)
    if place is None:
        return
    st.html(tag("p", say("book.help"), "small-label"))
    demo_links(bot().keywords.demos.get(question.id, ()), question.reference)
    for passage in siblings(passages, place):
        st.page_link(
            page_file("notes"), label=label(passage.heading), icon=":material/menu_book:",
            query_params={"note": passage.source, "passage": passage.id},
        )  # fmt: skip


def _note_link(question: Question) -> None:
    """The way to the note, or a word that it is gone."""
    if all(passage.source != question.source for passage in bot().passages):
        st.caption(say("book.gone", note=question.source))
        return
    st.page_link(
        page_file("notes"),
        label=say("ask.open_note"),
        icon=":material/menu_book:",
        query_params={"note": question.source, "passage": question.id},
    )


def _use(saved: Store, shown: Sequence[Entry], book: Book) -> None:
    """Drill or export the entries that are shown.

    A file is made when it is asked for, outside of the page, where nobody knows its language.
    """
    name, title, spoken = book.value, TITLES[book], language()
    with st.container(horizontal=True, gap="small"):
        drill_button([entry.question.id for entry in shown], f"book.drill_{name}")
        st.download_button(
            say("book.markdown"), lambda: to_markdown(shown, title, spoken),
            f"mianda-{name}.md", "text/markdown", key=f"book.markdown.{name}",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("book.csv"), lambda: BOM + to_csv(shown), f"mianda-{name}.csv", "text/csv",
            key=f"book.csv.{name}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("book.anki"), lambda: deck([entry.question for entry in shown]),
            f"mianda-{name}.apkg", "application/octet-stream", key=f"book.anki.{name}",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def deck(found: Sequence[Question]) -> bytes:
    """Questions as an Anki deck."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        write_deck(found, path, now())
        return path.read_bytes()
