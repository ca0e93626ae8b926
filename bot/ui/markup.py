"""Our own HTML, made in one place: what goes in is escaped unless it is markup already."""

from html import escape

import streamlit as st

from bot.ui.note_text import Html, Piece


def tag(name: str, body: str, classes: str = "", raw: bool = False, **attributes: object) -> str:
    """An element; ``body`` is escaped unless it is ``raw`` markup, attributes always are.

    >>> tag("p", "a < b", "note", lang="zh")
    '<p class="note" lang="zh">a &lt; b</p>'
    """
    given = {"class": classes} if classes else {}
    given |= {key.rstrip("_").replace("_", "-"): str(value) for key, value in attributes.items()}
    text = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    return f"<{name}{text}>{body if raw else escape(body)}</{name}>"


def show(pieces: tuple[Piece, ...], classes: str, language: str) -> None:
    """Draw the pieces of a note, formulas through KaTeX and everything else as escaped HTML."""
    for piece in pieces:
        if isinstance(piece, Html):
            st.html(tag("div", piece.body, classes, raw=True, lang=language))
        else:
            st.latex(piece.body)
