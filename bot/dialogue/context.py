"""A question read with what went before it: whether the notes bear out what was carried.

A follow-up asks of the topic before what the notes say there: what it leaves unmet in its own words
is little. What speaks of something else ("how is the weather tomorrow?") leaves much, however sure
the topic alone makes the answer.
"""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from bot.analysis.analyzer import Analysis
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.asked import Asked
from bot.dialogue.meaning import Interpretation, Tie, interpret
from bot.dialogue.pointers import Offered, pointer_spans
from bot.dialogue.turns import matches, pattern
from bot.judging.units import units
from bot.passage import Passage
from bot.reading import Reading
from bot.resources import read_toml
from bot.search import PassageIndex

Readings = list[Reading]
"""What the collections say to a wording, the one to be shown first in front."""


def in_context(
    asked: Asked, index: PassageIndex, read: Callable[[str], Readings]
) -> tuple[Readings, Interpretation]:
    """What ``read`` says to a question in its context, and the wording that was read."""
    meaning = _meaning(asked, index, cache(lambda: _offered(asked.history, index, read)))
    readings = read(meaning.text)
    if meaning.tie is Tie.SAID:
        return readings, meaning
    limit = read_toml("dialogue.toml")["unmet"][meaning.tie]
    if not _is_borne_out(asked.question, readings[0], index, limit):
        return read(asked.question), Interpretation(asked.question)
    if _suffices(alone := read(asked.question), readings, meaning.tie):
        return alone, Interpretation(asked.question)
    return readings, meaning


def _suffices(alone: Readings, carried: Readings, tie: Tie) -> bool:
    """Whether a question by itself is answered: by the same passage, or no less surely.

    Where a word points back both must be so.
    """
    one, other = alone[0], carried[0]
    same, surer = one.first == other.first, one.confidence >= other.confidence
    return one.answered and (same or surer if tie is Tie.LOOSE else same and surer)


def _offered(
    history: Sequence[str], index: PassageIndex, read: Callable[[str], Readings]
) -> Passage | None:
    """What the latest turn that points at nothing was answered with."""
    places = (place for place, turn in enumerate(history) if not pointer_spans(turn))
    last = max(places, default=None)
    if last is None:
        return None
    first = read(interpret(history[last], history[:last], index.analyzer).text)[0]
    return first.first if first.answered else None


def _meaning(asked: Asked, index: PassageIndex, offered: Offered) -> Interpretation:
    """The question in its context; a topic that is only misspelt is a topic of its own."""
    meaning = interpret(asked.question, asked.history, index.analyzer, offered)
    if meaning.carried and not asked.as_written:
        query = index.understand(asked.question)
        repaired = interpret(query.text, asked.history, index.analyzer, offered)
        if query.corrections and not repaired.carried:
            return Interpretation(asked.question)
    return meaning


def _is_borne_out(question: str, carried: Reading, index: PassageIndex, limit: float) -> bool:
    """Whether the answer to a carried topic leaves at most ``limit`` of a question unmet.

    That is the weight of its own words: those that ask for an aspect or point back are not its own.
    A question that neither asks for an aspect nor points back is to have one of them met.
    """
    own, first = index.understand(question), carried.ranking.order[:1]
    if not len(first):
        return False
    lent = _lent(index.analyzer.analyze(own.text))
    found = [unit for unit in units(own, first, carried.index) if unit.name not in lent]
    weights = np.array([unit.weight for unit in found])
    met = float(weights @ [max(unit.covered[0], unit.titled[0]) for unit in found])
    leans = bool(own.aspects) or matches(question, "reference")
    return float(weights.sum()) - met <= limit and (leans or met > 0)


def _lent(analysis: Analysis) -> set[str]:
    """The words of a question that ask for an aspect or point at what was said before."""
    text = analysis.text
    spans = [match.span() for match in pattern("reference").finditer(fold(text))]
    spans += pointer_spans(text)
    return {
        token.term
        for token in analysis.tokens
        if asked_aspects(text[token.start : token.end])
        or any(start <= token.start < end for start, end in spans)
    }
