"""One answer of one kind of notes: label, sentence, passage, source, corrections, numbers again.

The user's notes and the companion notes stand in blocks of their own, one below the other, each
under its label: they are compared by eye and never merged. A companion note begins with its short
answer, whichever part of it was found; where it stands beside an answer, its details are folded.
"""

import itertools
from collections.abc import Iterator

import streamlit as st

from bot.answer import Answer, Erratum, Short
from bot.companion import FOLDER
from bot.highlight import Span
from bot.passage import Passage
from bot.ui.fact_view import fact_view
from bot.ui.markup import draw, dressed, tag
from bot.ui.note_text import Html, Piece, label, pieces, section_titles
from bot.ui.places import source_markup
from bot.ui.state import bot, language, say


def answer_block(answer: Answer, number: int, key: str) -> None:
    """Draw the answering hit ``number``; ``key`` is a unique prefix of its widgets."""
    passage = answer.hits[number].passage
    parts, errata = answer.sections[number], _errata(answer, number)
    short = answer.shorts[number]
    if number and short and passage.part == 1:
        draw(_beside(passage, short))
        _rest(parts, len(short.text))
        draw(errata)
    elif len(parts) > 1:
        draw(_found(answer, number))
        if short and passage.part == 1:
            _rest(parts[1:], 0)
        else:
            _whole(parts)
        draw(errata)
    else:
        draw((*_found(answer, number), *errata))
    fact_view(passage, f"{key}.fact")


def _beside(passage: Passage, short: Short) -> Iterator[Piece]:
    """The short answer of a companion note that stands beside the answer, and where it is from."""
    yield Html(titled(passage))
    yield from dressed(pieces(short.text, short.marks, short.best), "best", passage.language)
    yield Html(source_markup(passage))


def _rest(parts: tuple[Passage, ...], start: int) -> None:
    """What a companion note says after its short answer, one click away."""
    texts = [parts[0].text[start:], *(part.text for part in parts[1:])]
    sections = section_titles("\n\n".join(texts))
    if not sections:
        return
    title = label(say("ask.rest", sections=sections), 120)
    with st.expander(title, icon=":material/unfold_more:"):
        shown = (dressed(pieces(text), "note", parts[0].language) for text in texts)
        draw(itertools.chain.from_iterable(shown))


def _found(answer: Answer, number: int) -> Iterator[Piece]:
    """Whose words an answer is in, the words and their source."""
    passage, marks = answer.hits[number].passage, answer.highlights[number]
    yield Html(titled(passage))
    if short := answer.shorts[number]:
        yield from dressed(pieces(short.text, short.marks, short.best), "best", passage.language)
        rest = len(short.text) if passage.part == 1 else 0
        inside = _inside(passage.text, (rest, len(passage.text)), marks)
        yield from dressed(inside, "note", passage.language)
        yield Html(source_markup(passage))
    else:
        best = (0, 0) if number else answer.best
        yield from _sentence(passage, marks, best)
        yield from passage_pieces(passage, marks, best)


def _errata(answer: Answer, number: int) -> list[Piece]:
    known = answer.errata if number == 0 else bot().errata_in(answer.hits[number].passage)
    return [Html(erratum_note(erratum)) for erratum in known]


def titled(passage: Passage) -> str:
    """Whose words these are, and their heading."""
    kind = "companion" if passage.origin == FOLDER else "own"
    whose = tag("p", tag("span", say(f"ask.kind_{kind}"), kind), "kind", raw=True)
    return tag("div", whose + tag("p", passage.heading, "heading", lang=passage.language), raw=True)


def passage_pieces(
    passage: Passage, marks: tuple[Span, ...], best: Span = (0, 0)
) -> Iterator[Piece]:
    """A passage with its source below."""
    yield from dressed(pieces(passage.text, marks, best), "note", passage.language)
    if passage.kind == "outline":
        yield Html(tag("p", say("ask.outline"), "soft"))
    yield Html(source_markup(passage))


def erratum_note(erratum: Erratum) -> str:
    """The note of a known mistake: what is right, and where that comes from."""
    title = tag("strong", say("ask.erratum"))
    right = tag("p", erratum.right.to(language()))
    wrong = tag("p", erratum.wrong.to(language()), "soft")
    evidence = tag("p", say("ask.evidence", evidence=erratum.evidence), "soft")
    return tag("div", tag("p", title, raw=True) + right + wrong + evidence, "erratum", raw=True)


def _sentence(passage: Passage, marks: tuple[Span, ...], best: Span) -> Iterator[Piece]:
    """The sentence that meets the question best, unless the passage begins with it anyway."""
    if 0 < best[0] < best[1]:
        yield from dressed(_inside(passage.text, best, marks), "best", passage.language)


def _inside(text: str, span: Span, marks: tuple[Span, ...]) -> tuple[Piece, ...]:
    """A stretch of a text with the marks that lie in it."""
    start, end = span
    inner = [(a - start, b - start) for a, b in marks if start <= a and b <= end]
    return pieces(text[start:end], inner)


def _whole(parts: tuple[Passage, ...]) -> None:
    """All parts of an answer that was cut, one click away."""
    with st.expander(say("ask.whole", parts=len(parts)), icon=":material/unfold_more:"):
        shown = (dressed(pieces(part.text), "note", part.language) for part in parts)
        draw(itertools.chain.from_iterable(shown))
