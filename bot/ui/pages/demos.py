"""The Demos page: the gallery, or one demo with the passages that explain it."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from bot.demos import demo_ids, get_demo
from bot.demos._spec import Demo
from bot.errors import MiandaError
from bot.ui import demo_inputs as inputs
from bot.ui import gallery
from bot.ui.arrival import arrived
from bot.ui.clicks import leave_for
from bot.ui.demo_panel import demo_panel
from bot.ui.markup import tag
from bot.ui.note_text import label
from bot.ui.shell import page_file
from bot.ui.state import bot, is_ready, kept_in_address, language, remember, say

ALL = "all"
# Where the demo that was opened last is remembered, while its page is open.
SHOWN = "demos.shown"


def draw() -> None:
    """The page, from the top."""
    chosen = st.query_params.get("demo", "")
    if chosen in demo_ids():
        _one(chosen)
    else:
        _gallery(chosen)


@st.cache_resource(show_spinner=False, max_entries=200)
def _card(demo_id: str) -> gallery.Card:
    return gallery.card(demo_id)


def _cards() -> list[gallery.Card]:
    """All cards whose demo runs; a broken one is left out rather than breaking the page."""
    found = []
    for demo_id in demo_ids():
        try:
            found.append(_card(demo_id))
        except MiandaError:
            continue
    return found


def _gallery(unknown: str) -> None:
    """All demos; of an address that names none of them it is told."""
    st.title(say("nav.demos"), anchor=False)
    if unknown:
        st.info(label(say("demos.unknown", name=unknown), 200), icon=":material/link_off:")
    st.html(tag("p", say("demos.lead"), "lead"))
    cards = _cards()
    text = st.text_input(
        say("demos.search"),
        key="find",
        placeholder=say("demos.search"),
        label_visibility="collapsed",
        icon=":material/search:",
        type="search",
        live=True,
        bind="query-params",
    )
    found = gallery.matching(cards, text or "", _named(text or ""))
    groups = gallery.groups(cards)
    group = st.pills(
        say("demos.group"),
        [ALL, *groups],
        format_func=lambda name: say(f"group.{name}"),
        label_visibility="collapsed",
        **kept_in_address("group", groups, ALL, "demos.group"),
    )
    shown = [card for card in found if group in (ALL, card.group)]
    st.caption(say("demos.count", n=len(shown), all=len(cards)))
    if not shown:
        st.html(tag("p", say("demos.none"), "soft"))
    for name in [g for g in groups if any(card.group == g for card in shown)]:
        st.header(say(f"group.{name}"), anchor=False)
        with st.grid("auto", min_column_width=220, gap="small", key=f"demos.grid.{name}"):
            for card in shown:
                if card.group == name:
                    _draw_card(card)


def _named(text: str) -> list[str]:
    return gallery.named_demos(bot(), text) if text and is_ready() else []


def _draw_card(card: gallery.Card) -> None:
    with st.container(border=True, gap="small", height="stretch", key=f"card-{card.id}"):
        title = card.title.to(language())
        if card.picture:
            st.html(tag("img", "", "thumb", src=card.picture, alt=""))
        st.button(
            label(title),
            key=f"demos.open.{card.id}",
            on_click=_open,
            args=(card.id,),
            type="tertiary",
        )


def _open(demo_id: str) -> None:
    st.query_params["demo"] = demo_id
    st.query_params.pop("set", None)


def _close() -> None:
    st.session_state.pop(SHOWN, None)
    st.query_params.pop("demo", None)
    st.query_params.pop("set", None)


def _one(demo_id: str) -> None:
    demo = get_demo(demo_id)
    st.html(tag("span", "", id="demo-top"))
    st.button(
        say("demos.back"),
        key="demos.back",
        icon=":material/arrow_back:",
        on_click=_close,
        type="tertiary",
    )
    title = demo.title.to(language())
    st.title(title, anchor=False)
    _begin(demo_id, title)
    given = _given()
    _tell_unused(demo, given)
    demo_panel(demo_id, language(), f"demos.{demo_id}", given, _share)
    with st.container(gap=None):
        st.html(tag("p", say("demo.asks"), "small-label"))
        for number, text in enumerate(demo.asks):
            _ask_link(text.to(language()), f"demos.ask.{number}")
    passages = gallery.explaining(bot(), demo_id, language())
    if passages:
        with st.container(gap="xxsmall"):
            st.html(tag("p", say("demos.explained"), "small-label"))
            for passage in passages:
                st.page_link(
                    page_file("notes"),
                    label=label(passage.heading or passage.source, 160),
                    icon=":material/menu_book:",
                    query_params={"note": passage.source, "passage": passage.id},
                )


def _begin(demo_id: str, title: str) -> None:
    """Move the window to the top of a demo that was opened far down in the gallery."""
    if st.session_state.get(SHOWN) != demo_id:
        st.session_state[SHOWN] = demo_id
        arrived("demo-top", say("notes.opened", title=title))


def _ask_link(text: str, key: str) -> None:
    st.button(
        label(text), key=key, icon=":material/arrow_forward:", type="tertiary",
        on_click=leave_for, args=(page_file("ask"),), kwargs={"q": text},
    )  # fmt: skip


def _tell_unused(demo: Demo, given: Mapping[str, Any]) -> None:
    """Say which values of the address the widgets cannot show, and why."""
    mode = demo.modes[inputs.mode_index(demo, given)]
    params = {param.name: param for param in (*mode.params, *mode.controls)}
    shown = {param.name for param in inputs.shown_params(mode)}
    refused = [
        inputs.refusal(params[name], value) for name, value in given.items() if name in shown
    ]
    reasons = [reason.to(language()) for reason in refused if reason]
    reasons += [say("demo.no_such", name=name) for name in given if name not in params]
    if reasons:
        told = say("demo.unused", reasons=say("demo.between").join(reasons))
        st.warning(label(told, 400), icon=":material/link_off:")


def _given() -> dict[str, Any]:
    """The values in the address; what is not a JSON object counts as none."""
    try:
        values = json.loads(st.query_params.get("set", "{}"))
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _share(values: Mapping[str, Any]) -> None:
    remember("set", json.dumps(dict(values)) if values else "")


if __name__ == "__main__":
    draw()
