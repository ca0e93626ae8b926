"""Finding something where nothing meets the whole query, one step at a time, and saying so.

    1. the query as it is            4. without its filters
    2. Chinese slips corrected       5. without the words that stand nowhere in the notes
    3. pinyin read as names          6. the passages that meet most of its words

Each step is tried only when all before it found nothing. What was excluded stays excluded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from bot.keyword.evaluation import Evidence, Mark, conjunction
from bot.keyword.layout import Mask
from bot.keyword.query import Plan
from bot.keyword.result import Note, note


@dataclass(frozen=True, slots=True)
class Attempt:
    """A plan, the evidence for each of its clauses, and what was changed to come to it."""

    plan: Plan
    parts: tuple[Evidence, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is shown: passages with their levels and scores, marks and notes."""

    found: Mask
    evidence: Evidence
    plan: Plan
    notes: tuple[Note, ...] = ()


Allow = Callable[[Plan], Mask]


def settle(attempts: Iterator[Attempt], allow: Allow) -> Outcome:
    """The outcome of the first attempt or relaxation that finds something.

    attempts:  readings of the query, best first, made only when asked for
    allow:     the passages that a plan's filters and exclusions let through
    """
    tried: list[Attempt] = []
    for attempt in attempts:
        whole = _whole(attempt, allow(attempt.plan))
        if whole.found.any():
            return replace(whole, notes=attempt.notes)
        tried.append(attempt)
    base = max(tried, key=_clauses_met)
    for outcome in chain(_unfiltered(base, allow), _fewer_words(base, allow)):
        if outcome.found.any():
            return outcome
    nothing = replace(_whole(base, allow(base.plan)), notes=(note("nothing"),))
    return replace(nothing, notes=(*nothing.notes, *_because_excluded(base, allow)))


def _whole(attempt: Attempt, allowed: Mask) -> Outcome:
    met = conjunction(attempt.parts, len(allowed))
    return Outcome((met.levels > 0) & allowed, met, attempt.plan)


def _clauses_met(attempt: Attempt) -> int:
    return sum(bool(part.levels.any()) for part in attempt.parts)


def _unfiltered(base: Attempt, allow: Allow) -> Iterator[Outcome]:
    """The same words without the filters; a query of filters alone stays as it is."""
    if base.plan.is_filtered and base.plan.clauses:
        outcome = _whole(base, allow(_without_filters(base.plan)))
        yield replace(outcome, notes=(*base.notes, note("filters", *_filter_names(base.plan))))


def _without_filters(plan: Plan) -> Plan:
    return replace(plan, filters={}, barred={})


def _because_excluded(base: Attempt, allow: Allow) -> tuple[Note, ...]:
    """What an exclusion has taken away; it is told, never undone."""
    if not base.plan.excluded:
        return ()
    count = int(_whole(base, allow(replace(base.plan, excluded=()))).found.sum())
    return (note("excluded", *base.plan.excluded_words, count=count),) if count else ()


def _filter_names(plan: Plan) -> list[str]:
    return [
        f"{sign}{facet}:{value}"
        for sign, filters in (("", plan.filters), ("-", plan.barred))
        for facet, values in filters.items()
        for value in values
    ]


def _fewer_words(base: Attempt, allow: Allow) -> Iterator[Outcome]:
    """Without the words that stand nowhere; then the passages that meet most of the others."""
    pairs = list(zip(base.plan.clauses, base.parts, strict=True))
    kept = [(clause.typed, part) for clause, part in pairs if part.levels.any()]
    missing = [clause.typed for clause, part in pairs if not part.levels.any()]
    if not kept:
        return
    notes = (*base.notes, *((note("dropped", *missing),) if missing else ()))
    unfiltered = (*notes, note("filters", *_filter_names(base.plan)))
    for plan, told in ((base.plan, notes), (_without_filters(base.plan), unfiltered)):
        allowed = allow(plan)
        outcome = _whole(Attempt(plan, tuple(part for _, part in kept)), allowed)
        yield replace(outcome, notes=told)
        yield _most(base.plan, kept, allowed, told)


def _most(
    plan: Plan, kept: Sequence[tuple[str, Evidence]], allowed: Mask, notes: tuple[Note, ...]
) -> Outcome:
    """The passages that meet most of the words; told are those that none of them holds."""
    parts = [part for _, part in kept]
    met = np.sum([part.levels > 0 for part in parts], axis=0) * allowed
    most = int(met.max(initial=0))
    found = (met == most) & (met > 0)
    passed = [typed for typed, part in kept if not part.levels[found].any()]
    scores = np.stack([part.scores for part in parts]).sum(axis=0, dtype=np.float32)
    marks: tuple[Mark, ...] = tuple(mark for part in parts for mark in part.marks)
    evidence = Evidence(np.zeros(len(allowed), dtype=np.int8), scores, marks)
    some = note("some", met=most, all=len(plan.clauses))
    passed_over = (note("passed", *passed),) if passed else ()
    return Outcome(found, evidence, plan, (*notes, some, *passed_over))
