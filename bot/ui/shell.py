"""What every page shares: the navigation, the style sheet, the language switch and the help."""

import json
from pathlib import Path
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from bot.ui.clicks import leaving
from bot.ui.markup import option, tag
from bot.ui.note_text import label
from bot.ui.search_help import listen, operators_markup
from bot.ui.state import LANGUAGES, language, remember, say, warm

_HERE = Path(__file__).parent
_SIDE = "app.side"
ICON = str(_HERE / "icon.png")
"""A file of our own: Streamlit fetches named icons of the tab from another host."""
PAGES = {
    "ask": ("chat", ":material/chat_bubble:"),
    "search": ("search", ":material/search:"),
    "interview": ("interview", ":material/record_voice_over:"),
    "progress": ("progress", ":material/insights:"),
    "demos": ("demos", ":material/science:"),
    "notes": ("notes", ":material/menu_book:"),
}
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
KEYS = {
    "/": "search",
    "Ctrl + K": "search",
    "A": "ask",
    "↓ ↑": "results",
    "?": "help",
    "Enter": "send",
    "Shift + Enter": "newline",
    "Alt + N": "fresh",
    "Tab": "tab",
    "Space": "reveal",
    "1 2 3 4": "grades",
    "Z": "undo",
    "Esc": "escape",
}


IN_STYLE = ("lost", "apply", "apply_lines")
"""What the style sheet says in place of English words of Streamlit, or where no script runs."""


def page_file(name: str) -> str:
    """The file of a page, as Streamlit wants it for links."""
    return str(_HERE / "pages" / f"{PAGES[name][0]}.py")


def pages() -> list[StreamlitPage]:
    """The pages in the order of the navigation; the first one opens."""
    existing = {name: icon for name, (_, icon) in PAGES.items() if Path(page_file(name)).exists()}
    return [
        st.Page(
            page_file(name),
            title=say(f"nav.{name}"),
            icon=icon,
            url_path=name,
            default=name == "ask",
        )
        for name, icon in existing.items()
    ]


def dress(chosen: StreamlitPage) -> None:
    """Begin to open the notes, and give the style sheet its words.

    What a page remembers of the place it has scrolled to ends when another page is opened.
    """
    leaving()
    if st.session_state.get("app.page") != chosen.url_path:
        st.session_state["app.page"] = chosen.url_path
        for name in ("notes.shown", "notes.open", "notes.done", "demos.shown"):
            st.session_state.pop(name, None)
    warm()
    words = {name: json.dumps(say(f"app.{name}"), ensure_ascii=False) for name in IN_STYLE}
    told = " ".join(f"--{name.replace('_', '-')}: {word};" for name, word in words.items())
    st.html(tag("style", f":root {{{told}}}", raw=True))


def frame() -> None:
    """Draw the side bar before the page, which may have to wait for the notes.

    Its upper part is left to the page (:func:`side`), its lower part is the same on every page.
    """
    with st.sidebar:
        st.session_state[_SIDE] = st.container(key="app-side")
        with st.container(key="app-foot"):
            _foot()


def side() -> DeltaGenerator:
    """The page's own part of the side bar."""
    return cast(DeltaGenerator, st.session_state.get(_SIDE, st.sidebar))


def show_page(chosen: StreamlitPage) -> None:
    """Draw the page; what nobody has foreseen is told in our words, and in full in the terminal.

    The style sheet hides what Streamlit says of it, in English and to the owner of a server.
    """
    try:
        chosen.run()
    except Exception:
        st.error(label(say("app.unforeseen"), 400))
        raise


def _foot() -> None:
    """The language, the help, and what the program does not do."""
    st.segmented_control(
        say("app.language"),
        LANGUAGES,
        default=language(),
        format_func=lambda name: option(LANGUAGE_NAMES[name]),
        key="app.language",
        on_change=_switch,
        required=True,
        label_visibility="collapsed",
    )
    opened = st.container(key="app-help")
    with opened.popover(say("app.help"), icon=":material/help:", width="stretch"):
        _help()
    st.caption(say("app.private"))
    listen()


def _switch() -> None:
    st.session_state["language"] = st.session_state["app.language"]
    remember("lang", st.session_state["language"])


def _help() -> None:
    rows = (tag("dt", key, "kbd") + tag("dd", say(f"help.{name}")) for key, name in KEYS.items())
    title = tag("h2", say("help.title"), "small")
    search = tag("h2", say("help.operators"), "small") + operators_markup()
    search += tag("p", say("help.found"))
    notes = tag("p", say("help.answers")) + tag("p", say("help.links"))
    st.html(title + tag("dl", "".join(rows), "keys", raw=True) + search + notes)
