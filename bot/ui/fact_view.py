"""The numbers of a passage that a demo computes again: whether they agree, and the demo itself."""

from collections.abc import Iterator
from functools import lru_cache, partial
from html import escape
from pathlib import Path

import streamlit as st

from bot.errors import MiandaError
from bot.facts import FACTS, Fact, FactCheck, check_facts, read_facts
from bot.passage import Passage
from bot.ui.formula import as_text
from bot.ui.markup import Live, tag
from bot.ui.note_text import Html, label, pieces
from bot.ui.shared_notes import corpus_folder
from bot.ui.state import language, say


def fact_parts(passage: Passage, key: str) -> Iterator[Live]:
    """A line for every fact of the passage, each with a button that opens its demo below.

    A list of facts that cannot be read or computed costs one sentence, never the answer.

    key:  unique prefix of the widgets
    """
    try:
        checks = checks_of(passage)
    except MiandaError as error:
        yield Live(partial(st.warning, label(error.message.to(language()), 400)))
        return
    if checks:
        yield Live(partial(_draw, checks, passage.language, key))


def _draw(checks: tuple[FactCheck, ...], written_in: str, key: str) -> None:
    for number, check in enumerate(checks):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.html(fact_line(check, written_in))
            st.button(
                label(say("fact.open", stated=_number(check.stated))),
                key=f"{key}.{number}",
                icon=":material/science:",
                type="tertiary",
                on_click=_turn,
                args=(f"{key}.opened", number),
            )
    opened = st.session_state.get(f"{key}.opened")
    if opened is not None and opened < len(checks):
        from bot.ui.demo_in_place import demo_in_place

        demo_in_place(checks[opened].demo, checks[opened].params, f"{key}.{opened}.demo")


def checks_of(passage: Passage) -> tuple[FactCheck, ...]:
    """The facts of a passage, computed once for each state of the list beside the notes."""
    path = corpus_folder() / FACTS
    return _checks(passage, path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=256)
def _checks(passage: Passage, path: Path, changed: int) -> tuple[FactCheck, ...]:
    return check_facts(passage, _facts(path, changed))


@lru_cache(maxsize=2)
def _facts(path: Path, changed: int) -> tuple[Fact, ...]:
    return read_facts(path)


def fact_line(check: FactCheck, written_in: str) -> str:
    """The words of the note, in the language ``written_in``; below them what the demo gives."""
    key = "fact.agrees" if check.agrees else "fact.differs"
    told = say(key, stated=_number(check.stated), computed=_number(check.computed))
    words = tag("div", _quoted(check.quote), raw=True, lang=written_in)
    return tag("div", words + tag("p", told), "fact", raw=True)


def _quoted(quote: str) -> str:
    """The words of a note as HTML; a formula, and what is cut out of one, as its characters."""
    formula = as_text(quote) if "\\" in quote else None
    if formula is not None:
        return formula
    return "".join(
        piece.body if isinstance(piece, Html) else as_text(piece.body) or escape(piece.body)
        for piece in pieces(quote)
    )


def _number(value: float) -> str:
    from bot.ui.demo_result import readable

    return readable(int(value) if float(value).is_integer() else value)


def _turn(name: str, number: int) -> None:
    """Open the demo of a fact, or close it when it is open."""
    st.session_state[name] = None if st.session_state.get(name) == number else number
