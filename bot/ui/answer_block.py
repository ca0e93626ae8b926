"""One answer of one kind of notes: label, sentence, passage, source, corrections, numbers again.

The user's notes and the companion notes stand in blocks of their own, one below the other, each
whole and under its label: they are compared by eye and never merged. A companion note begins with
its short answer, whichever part of it was found.
"""

import streamlit as st

from bot.answer import Answer, Erratum
from bot.companion import FOLDER
from bot.highlight import Span
from bot.passage import Passage
from bot.ui.fact_view import fact_view
from bot.ui.markup import show, tag
from bot.ui.note_text import Piece, pieces
from bot.ui.places import source_markup
from bot.ui.state import bot, language, say


def answer_block(answer: Answer, number: int, key: str) -> None:
    """Draw the answering hit ``number``; ``key`` is a unique prefix of its widgets."""
    passage, marks = answer.hits[number].passage, answer.highlights[number]
    st.html(titled(passage))
    if short := answer.shorts[number]:
        show(pieces(short.text, short.marks, short.best), "best", passage.language)
        rest = len(short.text) if passage.part == 1 else 0
        show(_inside(passage.text, (rest, len(passage.text)), marks), "note", passage.language)
        st.html(source_markup(passage))
    else:
        best = (0, 0) if number else answer.best
        _sentence(passage, marks, best)
        passage_view(passage, marks, best)
    _whole(answer.sections[number])
    for erratum in answer.errata if number == 0 else bot().errata_in(passage):
        st.html(erratum_note(erratum))
    fact_view(passage, f"{key}.fact")


def titled(passage: Passage) -> str:
    """Whose words these are, and their heading."""
    kind = "companion" if passage.origin == FOLDER else "own"
    whose = tag("p", tag("span", say(f"ask.kind_{kind}"), kind), "kind", raw=True)
    return whose + tag("p", passage.heading, "heading", lang=passage.language)


def passage_view(passage: Passage, marks: tuple[Span, ...], best: Span = (0, 0)) -> None:
    """A passage with its source below."""
    show(pieces(passage.text, marks, best), "note", passage.language)
    if passage.kind == "outline":
        st.caption(say("ask.outline"))
    st.html(source_markup(passage))


def erratum_note(erratum: Erratum) -> str:
    """The note of a known mistake: what is right, and where that comes from."""
    title = tag("strong", say("ask.erratum"))
    right = tag("p", erratum.right.to(language()))
    wrong = tag("p", erratum.wrong.to(language()), "soft")
    evidence = tag("p", say("ask.evidence", evidence=erratum.evidence), "soft")
    return tag("div", tag("p", title, raw=True) + right + wrong + evidence, "erratum", raw=True)


def _sentence(passage: Passage, marks: tuple[Span, ...], best: Span) -> None:
    """The sentence that meets the question best, unless it is all that there is."""
    if 0 < best[1] - best[0] < len(passage.text):
        show(_inside(passage.text, best, marks), "best", passage.language)


def _inside(text: str, span: Span, marks: tuple[Span, ...]) -> tuple[Piece, ...]:
    """A stretch of a text with the marks that lie in it."""
    start, end = span
    inner = [(a - start, b - start) for a, b in marks if start <= a and b <= end]
    return pieces(text[start:end], inner)


def _whole(parts: tuple[Passage, ...]) -> None:
    """All parts of an answer that was cut, one click away."""
    if len(parts) > 1:
        with st.expander(say("ask.whole", parts=len(parts)), icon=":material/unfold_more:"):
            for part in parts:
                show(pieces(part.text), "note", part.language)
