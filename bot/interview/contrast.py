"""Whether an answer swaps the two things that a reference contrasts: a hint, never a proof.

When a reference contrasts two subjects (a stack and a queue, training and test), every unit belongs
to the subject named last before it. An answer whose units belong to the other subject than in the
reference has swapped them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from bot.analysis.folding import fold
from bot.analysis.glossary import Concept, Glossary
from bot.interview.coverage import Credits
from bot.interview.wording import Side, Span, Unit
from bot.resources import read_toml

_TELLING = 0.3
"""A unit tells the subjects apart when its credits on the two sides differ by more than this."""
_SURE = 0.8
"""Credit from which a unit of the answer is taken to be the one of the reference."""
_LEAST_EVIDENCE, _MUCH_EVIDENCE = 2.0, 4.0
"""Units that must tell the subjects apart before a swap is spoken of, and for it to count fully."""
_SLIP, _CLEAR = 0.2, 0.6
"""By how much of the evidence the swapped outweighs the kept: up to this a slip, from this sure."""
_CONTRASTS = ("opposite", "confused")
_MOST_LEADING = 24
"""Concepts that begin clauses; more of them would make too many pairs to look at."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Evidence, in units, that an answer keeps (``kept``) or swaps (``swapped``) two subjects."""

    kept: float
    swapped: float
    named: int

    @property
    def severity(self) -> float:
        """0 when kept, 1 when what tells the subjects apart is swapped beyond doubt.

        A slip among much that is kept is none, little evidence proves little, and an answer that
        names only one of the two may mean the other by another name.
        """
        total = self.kept + self.swapped
        if total < _LEAST_EVIDENCE or self.named < 2:
            return 0.0
        share = (self.swapped - self.kept) / total
        clear = min(1.0, max(0.0, (share - _SLIP) / (_CLEAR - _SLIP)))
        return clear * min(1.0, total / _MUCH_EVIDENCE)


@dataclass(frozen=True, slots=True)
class Subjects:
    """Patterns of two things that are contrasted; ``asked`` when the question joins them."""

    one: str
    other: str
    asked: bool

    def in_answer(self) -> tuple[str, str]:
        """The patterns with "the former" and "the latter", which speak of what was asked."""
        former, latter = _pronouns() if self.asked else ("(?!)", "(?!)")
        return f"{self.one}|{former}", f"{self.other}|{latter}"


def subjects_of(question: Side, reference: Side, glossary: Glossary) -> list[Subjects]:
    """What the reference may contrast: joined in the question, or known opposite topics."""
    folded = fold(reference.text)
    pairs = [Subjects(*names, True) for names in _joined(question, glossary)]
    pairs += [Subjects(*names, False) for names in _topics()]
    pairs += [Subjects(*names, False) for names in _siblings(reference, glossary)]
    return [p for p in pairs if re.search(p.one, folded) and re.search(p.other, folded)]


def _siblings(reference: Side, glossary: Glossary) -> list[tuple[str, str]]:
    """Concepts of the glossary that are kin or opposites and each begin a clause."""
    starts = {
        min((u.start for u in reference.units if a <= u.start < b), default=-1)
        for a, b in reference.clauses
    }
    leading = [u.concepts & glossary.keys() for u in reference.units if u.start in starts]
    concepts = sorted({id_ for ids in leading for id_ in ids})[:_MOST_LEADING]
    return [
        (any_of(glossary[a].names), any_of(glossary[b].names))
        for a, b in combinations(concepts, 2)
        if _kin(glossary[a], glossary[b])
    ]


def _kin(one: Concept, other: Concept) -> bool:
    if any(other.id in one.related(k) or one.id in other.related(k) for k in _CONTRASTS):
        return True
    return any(set(one.related(k)) & set(other.related(k)) for k in ("is-a", "part-of"))


def _joined(question: Side, glossary: Glossary) -> list[tuple[str, str]]:
    """The two things around every "and", "instead of", 和, 与 … of the question."""
    folded = fold(question.text)
    pairs = []
    for match in _conjunction().finditer(folded):
        left = [u for u in question.units if u.end <= match.start()][-1:]
        right = [u for u in question.units if u.start >= match.end()][:1]
        if left and right:
            one, other = _run(question, left[0], -1), _run(question, right[0], 1)
            names = _differing(folded[slice(*one)], folded[slice(*other)])
            shared = left[0].concepts & right[0].concepts
            pairs.append((
                any_of([names[0], *_names(left[0].concepts - shared, glossary)]),
                any_of([names[1], *_names(right[0].concepts - shared, glossary)]),
            ))  # fmt: skip
    return pairs


def _run(side: Side, unit: Unit, step: int) -> Span:
    """The span of ``unit`` and the units that touch it on the side away from the conjunction."""
    start, end = unit.start, unit.end
    for other in side.units[::step]:
        if step > 0 and other.start == end:
            end = other.end
    for other in side.units[::-1]:
        if step < 0 and other.end == start:
            start = other.start
    return start, end


def _differing(one: str, other: str) -> tuple[str, str]:
    """Two names without their common end, but of at least two characters.

    >>> _differing("一阶段检测器", "两阶段检测器"), _differing("stack", "queue")
    (('一阶', '两阶'), ('stack', 'queue'))
    """
    if one.isascii() or other.isascii():
        return one, other
    shared = 0
    while shared < min(len(one), len(other)) - 2 and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    return one[: len(one) - shared], other[: len(other) - shared]


def _names(concepts: Iterable[str], glossary: Glossary) -> list[str]:
    return [name for id_ in concepts if id_ in glossary for name in glossary[id_].names]


def swap_of(subjects: Subjects, reference: Side, answer: Side, matrix: Credits) -> Swap:
    """How an answer binds its units to two subjects; ``matrix`` holds the credits ref × answer."""
    names = subjects.in_answer()
    said = _owners(answer, names)
    held = np.array(_owners(reference, (subjects.one, subjects.other)))
    kept = swapped = 0.0
    for j, owner in enumerate(said):
        if owner < 0:
            continue
        own = max(matrix[held == owner, j], default=0.0)
        other = max(matrix[held == 1 - owner, j], default=0.0)
        if max(own, other) < _SURE:
            continue
        if own - other > _TELLING:
            kept += (own - other) * answer.units[j].weight
        elif other - own > _TELLING:
            swapped += (other - own) * answer.units[j].weight
    named = sum(bool(re.search(name, fold(answer.text))) for name in names)
    return Swap(kept, swapped, named)


def _owners(side: Side, names: tuple[str, str]) -> list[int]:
    """For every unit 0 or 1, the subject named last before it; -1 for none and for names."""
    folded = fold(side.text)
    marks = sorted(
        (m.start(), m.end(), which)
        for which, name in enumerate(names)
        for m in re.finditer(name, folded)
    )
    return [_owner(unit, marks, side.clauses) for unit in side.units]


def _owner(unit: Unit, marks: Sequence[tuple[int, int, int]], spans: Sequence[Span]) -> int:
    if any(a <= unit.start < b for a, b, _ in marks):
        return -1
    before = [which for start, _, which in marks if start < unit.start]
    if before:
        return before[-1]
    clause = next((s for s in spans if s[0] <= unit.start < s[1]), (0, 0))
    after = [which for start, _, which in marks if unit.start < start < clause[1]]
    return after[0] if after else -1


@cache
def _topics() -> tuple[tuple[str, str], ...]:
    lines = (line.split(" <> ") for line in read_toml("interview.toml")["contrast"]["topics"])
    return tuple((any_of(a.split("|")), any_of(b.split("|"))) for a, b in lines)


@cache
def _conjunction() -> re.Pattern[str]:
    words = read_toml("interview.toml")["contrast"]["conjunctions"].split("|")
    return re.compile(any_of(words))


@cache
def _pronouns() -> tuple[str, str]:
    data = read_toml("interview.toml")["contrast"]
    return any_of(data["first_of_two"].split("|")), any_of(data["second_of_two"].split("|"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first; Latin ones only as whole words."""
    folded = sorted({fold(word) for word in words if word}, key=lambda w: (-len(w), w))
    latin = [re.escape(_singular(w)) for w in folded if w.isascii()]
    others = [re.escape(w) for w in folded if not w.isascii()]
    if latin:
        others.append(rf"(?<![a-z0-9])(?:{'|'.join(latin)})s?(?![a-z0-9])")
    return "(?:" + "|".join(others) + ")"


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word
