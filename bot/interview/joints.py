"""The two things that a question joins: what "and", "instead of", 和 or 与 stands between.

They are called as the question calls them, by all names that the glossary has for them, and by the
words that tell one from the other. What frames a question ("compare") belongs to no name, and what
asks another one ("and how …") is not joined.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from bot.analysis.folding import fold
from bot.analysis.glossary import Glossary
from bot.interview.aliases import telling_words
from bot.interview.opposites import any_of, asks, conjunctions, framing
from bot.interview.wording import Side, Span, Unit

_NEAR = 12
"""Characters behind a conjunction in which the second thing begins; "and how can" is longer."""


class Joint(NamedTuple):
    """Patterns of what two things are called; ``alone`` when the question joins no further ones
    ("a, b and c"); ``concepts`` are the ids that the question's words for each of them name."""

    names: tuple[str, str]
    alone: bool
    concepts: tuple[frozenset[str], frozenset[str]]


def joints(question: Side, glossary: Glossary) -> list[Joint]:
    """What the question joins, first as it calls the two, then with the names of the glossary."""
    folded = fold(question.text)
    told = tuple(u for u in question.units if folded[u.start : u.end] not in framing())
    question = replace(question, units=told)
    found: dict[tuple[str, str], Joint] = {}
    for match in conjunctions().finditer(folded):
        if asks().match(folded, match.end()):
            continue
        if sides := _beside(question, match.span()):
            for joint in _joints(question, sides, folded, match.end(), glossary):
                found[joint.names] = joint
    return [joint for names, joint in found.items() if names[0] != names[1]]


def _beside(question: Side, span: Span) -> tuple[Unit, Unit] | None:
    """The units before and after a conjunction; a word before it that names nothing is passed over
    when both its neighbours do ("is ReLU preferred over the sigmoid")."""
    left = [unit for unit in question.units if unit.end <= span[0]][-2:]
    right = next((unit for unit in question.units if unit.start >= span[1]), None)
    if not left or right is None:
        return None
    passed = not left[-1].concepts and left[0].concepts and right.concepts
    return left[0 if passed else -1], right


def _joints(
    question: Side, sides: tuple[Unit, Unit], folded: str, end: int, glossary: Glossary
) -> Iterable[Joint]:
    """The things as the question calls them, and with all their names."""
    left, right = sides
    one, other = _run(question, left, -1), _run(question, right, 1)
    here, there = _called(folded[slice(*one)], folded[slice(*other)])
    shared = left.concepts & right.concepts
    ids = left.concepts - shared, right.concepts - shared
    ours = _names(ids[0], there[0], glossary)
    theirs = _names(ids[1], here[0], glossary)
    alone = not folded[: one[0]].endswith(_LISTED)
    yield Joint((any_of(here), any_of(there)), alone, ids)
    patterns = any_of([*here, *ours]), any_of([*there, *theirs])
    if right.start - end < _NEAR:
        more = (ours, theirs) if ours and theirs else ([], [])
        names = [here[0], *more[0]], [there[0], *more[1]]
        told = telling_words(*names), telling_words(*names[::-1])
        patterns = _either(patterns[0], told[0]), _either(patterns[1], told[1])
    yield Joint(patterns, alone, ids)


def _either(pattern: str, other: str) -> str:
    return f"{pattern}|{other}" if other else pattern


def _names(concepts: Iterable[str], alien: str, glossary: Glossary) -> list[str]:
    """The folded names of concepts, without those that have the name of another thing inside."""
    names = [fold(name) for id_ in concepts if id_ in glossary for name in glossary[id_].names]
    return [name for name in names if alien not in name]


def _run(side: Side, unit: Unit, step: int) -> Span:
    """The span of ``unit`` and the units that touch it on the side away from the conjunction.

    In English a blank or a hyphen may lie between them (stack memory).
    """
    start, end = unit.start, unit.end
    for other in side.units if step > 0 else ():
        if side.text[end : other.start] in _TOUCHING and other.start >= end:
            end = other.end
    for other in side.units[::-1] if step < 0 else ():
        if side.text[other.end : start] in _TOUCHING and other.end <= start:
            start = other.start
    return start, end


_LISTED = ("、", ", ", ",")
"""What stands before the last but one of more than two things."""
_TOUCHING = ("", " ", "-", "+")


def _called(one: str, other: str) -> tuple[list[str], list[str]]:
    """What two things are called, without a common end; the second also by as many words.

    >>> _called("一阶段检测器", "两阶段检测器"), _called("stack memory", "heap memory")
    ((['一阶'], ['两阶']), (['stack'], ['heap']))
    >>> _called("optimistic", "pessimistic locking")
    (['optimistic'], ['pessimistic', 'pessimistic locking'])
    """
    if one.isascii() and other.isascii():
        a, b = one.split(), other.split()
        while min(len(a), len(b)) > 1 and a[-1] == b[-1]:
            a, b = a[:-1], b[:-1]
        return [" ".join(a)], list(dict.fromkeys((" ".join(b[: len(a)]), " ".join(b))))
    shared = 0
    if not (one.isascii() or other.isascii()):
        while shared < min(len(one), len(other)) - 2 and one[-1 - shared] == other[-1 - shared]:
            shared += 1
    return [one[: len(one) - shared]], [other[: len(other) - shared]]
