"""One answer of one kind of notes: label, sentence, passage, source, corrections, numbers again.

The user's notes and the companion notes stand in blocks of their own, one below the other, each
under its label: they are compared by eye and never merged. A companion note begins with its short
answer, whichever part of it was found. Its details are folded where it stands beside an answer, and
where the part that was found tells no more of what is asked.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from bot.answer import Answer, Erratum, Short
from bot.passage import Passage, Span
from bot.ui.fact_view import fact_parts
from bot.ui.markup import Part, dressed, folded, tag
from bot.ui.note_text import Html, Piece, pieces, section_titles
from bot.ui.places import source_markup
from bot.ui.state import bot, language, say


def answer_block(answer: Answer, number: int, key: str) -> Iterator[Part]:
    """The parts of the answering hit ``number``; ``key`` is a unique prefix of its widgets."""
    passage = answer.hits[number].passage
    parts, short = answer.sections[number], answer.shorts[number]
    if short and (short.enough or (number and passage.part == 1)):
        yield from _alone(parts[0], short)
        yield from _rest(parts, len(short.text))
    else:
        yield from _found(answer, number)
        if len(parts) > 1:
            whole = short and passage.part == 1
            yield from _rest(parts[1:], 0) if whole else _whole(parts)
    yield from _errata(answer, number)
    yield from fact_parts(passage, f"{key}.fact")


def _alone(passage: Passage, short: Short) -> Iterator[Piece]:
    """The short answer of the companion note that ``passage`` begins, and where it is from."""
    yield Html(titled(passage))
    yield from dressed(pieces(short.text, short.marks, short.best), "best", passage.language)
    yield Html(source_markup(replace(passage, parts=1)))


def _rest(parts: tuple[Passage, ...], start: int) -> Iterator[Part]:
    """What a companion note says after its short answer, one click away."""
    texts = [parts[0].text[start:], *(part.text for part in parts[1:])]
    if sections := section_titles("\n\n".join(texts)):
        shown = (dressed(pieces(text), "note", parts[0].language) for text in texts)
        yield folded(say("ask.rest", sections=sections), itertools.chain.from_iterable(shown))


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
    kind = "companion" if passage.is_companion else "own"
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
    evidence = tag("p", say("ask.evidence", evidence=erratum.evidence.to(language())), "soft")
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


def _whole(parts: tuple[Passage, ...]) -> Iterator[Part]:
    """All parts of an answer that was cut, one click away."""
    shown = (dressed(pieces(part.text), "note", part.language) for part in parts)
    yield folded(say("ask.whole", parts=len(parts)), itertools.chain.from_iterable(shown))
