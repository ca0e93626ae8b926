"""The facets of a search: what its result is narrowed by, and what there is to choose."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from bot.analysis.casing import as_title
from bot.engine import Bot
from bot.interview.questions import topic_title
from bot.keyword.result import KeywordResult
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.places import note_title
from bot.ui.search_address import FACETS, Asked, choose
from bot.ui.state import language, say

MOST_VALUES = 12

Namer = Callable[[str], str]


def draw_facets(result: KeywordResult, wanted: Asked, notes: Bot) -> None:
    """What the result is narrowed by, and the values to choose, drawn only while unfolded.

    The title of what is folded never changes: another title would fold it again at every choice.
    """
    if not result.total and not wanted.chosen:
        return
    unfolded = st.expander(
        say("search.filters"), icon=":material/filter_list:", key="search.filters", type="compact",
        on_change="rerun",
    )  # fmt: skip
    if not unfolded.open:
        _chosen(wanted, notes)
        return
    with unfolded:
        for facet in FACETS:
            counts, chosen = result.facets.get(facet, {}), wanted.chosen.get(facet, ())
            values = list(dict.fromkeys([*chosen, *counts]))
            for value in values[:MOST_VALUES]:
                st.session_state[f"search.facet|{facet}|{value}"] = value in chosen
            if values:
                _boxes(facet, values, counts, partial(_value_name, notes, facet))


def _chosen(wanted: Asked, notes: Bot) -> None:
    """The chosen values, each taken away by a click."""
    with st.container(horizontal=True, gap="small", key="search-chosen"):
        for facet, values in wanted.chosen.items():
            for value in values:
                st.button(
                    label(_value_name(notes, facet, value), 60), icon=":material/close:",
                    key=f"search.chosen|{facet}|{value}", help=say("search.widen"),
                    on_click=choose, args=(facet, value, False),
                )  # fmt: skip


def _boxes(facet: str, values: list[str], counts: Mapping[str, int], name: Namer) -> None:
    """A box for each of the first values of a facet, and what the others come to."""
    st.html(tag("p", say(f"search.facet_{facet}"), "small-label"))
    with st.container(horizontal=True, gap="small"):
        for value in values[:MOST_VALUES]:
            st.checkbox(
                label(name(value)) + f" ({counts.get(value, 0)})",
                key=f"search.facet|{facet}|{value}",
                on_change=_choose,
                args=(facet, value),
            )
    rest = values[MOST_VALUES:]
    if rest and facet == "source":
        passages = sum(counts.get(value, 0) for value in rest)
        st.html(tag("p", say("search.other_sources", n=len(rest), passages=passages), "soft"))


def _choose(facet: str, value: str) -> None:
    choose(facet, value, st.session_state[f"search.facet|{facet}|{value}"])


def _value_name(notes: Bot, facet: str, value: str) -> str:
    if facet in ("kind", "language", "has"):
        return say(f"search.{facet}_{value}")
    if facet == "topic":
        concept = notes.analyzer.glossary.get(value)
        return as_title((concept.title if concept else topic_title(value)).to(language()))
    return note_title(value) if facet == "source" else value
