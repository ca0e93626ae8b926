"""Our own HTML, made in one place: what goes in is escaped unless it is markup already."""

import itertools
from collections.abc import Iterable, Iterator
from html import escape

import streamlit as st

from bot.ui.note_text import Html, Latex, Piece


def tag(name: str, body: str, classes: str = "", raw: bool = False, **attributes: object) -> str:
    """An element; ``body`` is escaped unless it is ``raw`` markup, attributes always are.

    >>> tag("p", "a < b", "note", lang="zh")
    '<p class="note" lang="zh">a &lt; b</p>'
    """
    given = {"class": classes} if classes else {}
    given |= {key.rstrip("_").replace("_", "-"): str(value) for key, value in attributes.items()}
    text = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    return f"<{name}{text}>{body if raw else escape(body)}</{name}>"


def show(pieces: Iterable[Piece], classes: str, language: str) -> None:
    """Draw the pieces of a note, formulas through KaTeX and everything else as escaped HTML."""
    draw(dressed(pieces, classes, language))


def dressed(pieces: Iterable[Piece], classes: str, language: str) -> Iterator[Piece]:
    """The pieces of a note, their HTML in elements of these ``classes`` and of its language."""
    for piece in pieces:
        if isinstance(piece, Html):
            yield Html(tag("div", piece.body, classes, raw=True, lang=language))
        else:
            yield piece


def draw(pieces: Iterable[Piece]) -> None:
    """Draw pieces below each other.

    Neighbours of HTML are one element of the page: an element costs the server and the browser
    more than what stands in it, and a conversation is drawn again with every question.
    """
    for formulas, run in itertools.groupby(pieces, lambda piece: isinstance(piece, Latex)):
        bodies = [piece.body for piece in run]
        if formulas:
            for body in bodies:
                st.latex(body)
        else:
            st.html(
                bodies[0] if len(bodies) == 1 else tag("div", "".join(bodies), "stack", raw=True)
            )
