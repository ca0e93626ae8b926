"""Our own HTML, made in one place: what goes in is escaped unless it is markup already.

An element of the page costs the server and the browser more than what stands in it. So a page that
is drawn often hands :func:`draw` a stream of parts, and neighbours of HTML become one element.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

import streamlit as st

from bot.ui.note_text import Html, Latex, Piece, label


@dataclass(frozen=True, slots=True)
class Live:
    """What HTML cannot be: elements of Streamlit, drawn when they are called."""

    draw: Callable[[], object]


Part = Piece | Live


def tag(name: str, body: str, classes: str = "", raw: bool = False, **attributes: object) -> str:
    """An element; ``body`` is escaped unless it is ``raw`` markup, attributes always are.

    >>> tag("p", "a < b", "note", lang="zh")
    '<p class="note" lang="zh">a &lt; b</p>'
    """
    given = {"class": classes} if classes else {}
    given |= {key.rstrip("_").replace("_", "-"): str(value) for key, value in attributes.items()}
    text = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    return f"<{name}{text}>{body if raw else escape(body)}</{name}>"


def option(name: str) -> str:
    """A name to choose among others, as Streamlit draws it at once.

    At its start Streamlit looks for an emoji, with an expression of all five thousand that takes 27
    ms of the first page to compile. Behind a space, which is not drawn, it looks for none.
    """
    return f" {name}"


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


def draw(parts: Iterable[Part]) -> None:
    """Draw parts below each other."""
    for part in joined(parts):
        if isinstance(part, Html):
            st.html(part)
        elif isinstance(part, Latex):
            st.latex(part.body)
        else:
            part.draw()


def joined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, neighbours of HTML as one.

    >>> [part.body for part in joined([Html("<p>a</p>"), Latex("b"), Html("c"), Html("d")])]
    ['<p>a</p>', 'b', '<div class="stack">cd</div>']
    """
    for is_html, run in itertools.groupby(parts, lambda part: isinstance(part, Html)):
        held = list(run)
        if is_html and len(held) > 1:
            yield Html(_stacked(held))
        else:
            yield from held


def _stacked(parts: Iterable[Part]) -> str:
    bodies = "".join(part.body for part in parts if isinstance(part, Html))
    return tag("div", bodies, "stack", raw=True)


def card(parts: Iterable[Part]) -> Part:
    """A frame around the parts: our own where all of them are HTML.

    >>> card([Html("<p>a</p>")]).body
    '<section class="card"><p>a</p></section>'
    """
    held = tuple(joined(parts))
    body = _as_html(held)
    if body is None:
        return Live(partial(_framed, held))
    return Html(tag("section", body, "card", raw=True))


def _as_html(parts: tuple[Part, ...]) -> str | None:
    """The parts as one text of HTML; None when they hold anything else."""
    bodies = [part.body for part in parts if isinstance(part, Html)]
    return "".join(bodies) if len(bodies) == len(parts) else None


def _framed(parts: tuple[Part, ...]) -> None:
    with st.container(border=True, gap="xsmall"):
        draw(parts)


def folded(title: str, parts: Iterable[Part]) -> Part:
    """The parts one click on their ``title`` away."""
    held = tuple(joined(parts))
    body = _as_html(held)
    if body is None:
        return Live(partial(_unfolding, title, held))
    return Html(tag("details", tag("summary", title) + body, "folded", raw=True))


def _unfolding(title: str, parts: tuple[Part, ...]) -> None:
    with st.expander(label(title, 120), icon=":material/unfold_more:"):
        draw(parts)


def beside(columns: Sequence[Iterable[Part]]) -> Part:
    """A card for each column, side by side where the window is wide enough."""
    cards = tuple(card(parts) for parts in columns)
    body = _as_html(cards)
    if body is None:
        return Live(partial(_columns, cards))
    return Html(tag("div", body, "beside", raw=True))


def _columns(cards: tuple[Part, ...]) -> None:
    for column, held in zip(st.columns(len(cards)), cards, strict=True):
        with column:
            draw((held,))
