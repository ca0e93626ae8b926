"""What an answer shows, as numbers that a score is made of.

    recall     share of the reference's weight that any word of the answer meets
    precision  share of the answer's weight that the short answer of the reference meets
    reach      square root of the recall, since the first matches tell most
    focus      square root of the precision
    fullness   content of the answer beside that of the reference or of a long spoken one, to a
               power: only what is about as full can be right with few of its words, none with none
    length     the content as far as it lifts an answer above a mere key word
    content    ln(1 + weight of the answer's units)

All but the last two lie in [0, 1]. Words of the question count little everywhere. What is said
again counts once: saying it twice shows no more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Glossary
from bot.interview.binding import Binding, Swap, binding_of
from bot.interview.comparison import Verdict, compared
from bot.interview.contrary import contrary_clauses
from bot.interview.contrast import subjects_of
from bot.interview.coverage import (
    Content,
    Credits,
    Matcher,
    best_window,
    by_clause,
    content_of,
    credit_matrix,
)
from bot.interview.denial import denials
from bot.interview.exchange import exchanged
from bot.interview.keypoints import (
    KeyPoint,
    demoted_weights,
    key_points,
    question_credits,
    short_answer,
)
from bot.interview.numbers import other_numbers
from bot.interview.turned import turned
from bot.interview.wording import Side, Span, Unit, clause_numbers, side_of, units_in
from bot.resources import read_toml

_SURE = 0.8
"""Credit from which two units are taken to say the same where a contradiction is looked for."""
FEATURES = ("reach", "focus", "fullness", "length")
"""Those that the weights are fitted to."""
_FULL = 1.75
"""Power of the share of content that is the fullness. With whole sets left out 1 orders .878 of the
pairs, 1.75 .884 and 5 .896, but from 2 on paraphrases that are not quite full lose."""
_LONG = 1.75
"""ln(1 + weight) from which on length proves no more: about five words. Without it one key word
scores .4."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question, its reference and an answer, compared unit by unit.

    credits has shape (units of the reference, units of the answer); the weights belong to the units
    of each, and are 0 below the short answer of a reference in sections; asked holds the best
    credit of each unit of the answer by the question; coverage holds one number a point;
    contrary and numbers hold clauses of the answer, each beside the one of the reference that it
    contradicts or has another number than.
    """

    question: Side
    reference: Side
    answer: Side
    credits: Credits
    reference_weights: Credits
    answer_weights: Credits
    asked: Credits
    points: tuple[KeyPoint, ...]
    coverage: tuple[float, ...]
    swap: Swap
    binding: Binding
    contrary: tuple[tuple[Span, Span], ...]
    numbers: tuple[tuple[Span, Span], ...]


def compare(
    analyzer: Analyzer, matcher: Matcher, question: str, reference: str, answer: str
) -> Comparison:
    """Compare an answer with a reference."""
    sides = [side_of(analyzer, text) for text in (question, reference, answer)]
    asked, held, said = sides
    named = question_credits(held.units, asked.units, matcher)
    weights = demoted_weights(held.units, named)
    weights[[unit.start >= short_answer(reference) for unit in held.units]] = 0.0
    credits = credit_matrix(held.units, said.units, matcher)
    binding, swap, verdict = _bound(analyzer.glossary, sides, credits, named)
    if binding.severity(swap) >= read_toml("interview.toml")["contrast"]["believed"]:
        credits[:, list(swap.units)] = 0.0
    contrary = _contrary(held, said, credits, verdict)
    for start, end in (mine for mine, _ in contrary):
        credits[:, [start <= unit.start < end for unit in said.units]] = 0.0
    points = key_points(held, weights)
    per_clause = by_clause(credits, clause_numbers(said), len(said.clauses))
    coverage = tuple(
        best_window(per_clause[list(p.units)], weights[list(p.units)])[0] for p in points
    )
    echoed = question_credits(said.units, asked.units, matcher)
    mine = demoted_weights(said.units, echoed)
    numbers = tuple(other_numbers(question, held, said, credits))
    return Comparison(
        asked, held, said, credits, weights, mine, echoed, points, coverage, swap, binding,
        contrary, numbers,
    )  # fmt: skip


def _contrary(
    held: Side, said: Side, credits: Credits, verdict: Verdict
) -> tuple[tuple[Span, Span], ...]:
    """Clauses of the answer beside those of the reference that they contradict, in order."""
    sure = np.where(credits >= _SURE, credits, 0.0)
    found = dict(turned(held, said, sure)) | dict(denials(held, said, sure))
    found |= dict(contrary_clauses(held, said, sure))
    judged = [*verdict.kept, *(span for span, _ in verdict.turned)]
    told = {a: b for a, b in found.items() if not any(a[0] < y and x < a[1] for x, y in judged)}
    return tuple(sorted((told | dict(verdict.turned)).items()))


def _bound(
    glossary: Glossary, sides: Sequence[Side], credits: Credits, named: Credits
) -> tuple[Binding, Swap, Verdict]:
    """How an answer binds what the short answer of a reference contrasts, the clearest swap, and
    how it compares the things; what it compares as the reference does is bound well.

    ``sides`` are the question, the reference and the answer; ``named`` holds how well the question
    has each unit of the reference.
    """
    asked, held, said = sides
    end = short_answer(held.text)
    units = tuple(unit for unit in held.units if unit.start < end)
    short = Side(held.text[:end], units, tuple(span for span in held.clauses if span[0] < end))
    known = credits[: len(units)]
    groups = subjects_of(asked, short, said, glossary)
    verdict = compared(groups, short, said, np.where(known >= _SURE, known, 0.0))
    told = [n for span in verdict.kept for n in units_in(said, span)]
    binding = binding_of(
        groups, short, said, np.where(np.isin(np.arange(known.shape[1]), told), 0.0, known)
    )
    swaps = (*binding.pairs, exchanged(short, said, known, named[: len(units)]))
    return binding, max(swaps, key=binding.severity), verdict


def features(seen: Comparison) -> dict[str, float]:
    """The numbers described above."""
    if not seen.credits.size:
        return dict.fromkeys((*FEATURES, "recall", "precision", "content"), 0.0)
    spoken: float = read_toml("interview.toml")["wording"]["spoken"]
    new = _said_first(seen.answer.units, seen.answer_weights)
    total, told = float(seen.reference_weights.sum()), float(new.sum())
    asked = float(_said_first(seen.reference.units, seen.reference_weights).sum())
    recall = float(seen.reference_weights @ seen.credits.max(axis=1)) / max(total, 1e-9)
    short = seen.credits[seen.reference_weights > 0]
    precision = float(new @ short.max(axis=0, initial=0.0)) / max(told, 1e-9)
    share = min(1.0, told / max(min(spoken, asked), 1e-9)) if recall else 0.0
    content = math.log1p(told)
    return {
        "recall": recall,
        "precision": precision,
        "reach": math.sqrt(recall),
        "focus": math.sqrt(precision),
        "fullness": share**_FULL,
        "length": min(_LONG, content),
        "content": content,
    }


def _said_first(units: Sequence[Unit], weights: Credits) -> Credits:
    """The weights of units, shape (units,); what has been said before weighs nothing."""
    places: dict[Content, int] = {}
    for number, unit in enumerate(units):
        places.setdefault(content_of(unit), number)
    first = np.zeros_like(weights)
    kept = list(places.values())
    first[kept] = weights[kept]
    return first
