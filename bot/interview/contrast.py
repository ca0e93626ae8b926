"""What a reference contrasts: groups of subjects of which it says different things.

Such are the things that the question joins (a stack and a queue), by their names or by those of
their kinds, opposites that the reference names (training and test, too large and too small; the
first step and the next), and the concepts that lead its statements.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import combinations

from bot.analysis.folding import fold
from bot.analysis.glossary import Glossary
from bot.interview.joints import Joint, joints
from bot.interview.opposites import any_of, conditions, pronouns, topics
from bot.interview.statements import statements
from bot.interview.wording import Side, Unit, units_in

_CONTRASTS = ("opposite", "confused")
_CONTAINS = ("is-a", "part-of")
_MOST_LEADING = 24
"""Concepts that lead statements; more of them would make too many pairs to look at."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Patterns of things that a text may be about, and which two of them are contrasted.

    ``goes_on`` when such a thing stays the subject of the sentences after; a condition does not.
    ``ordinal`` when two things may also be called the former and the latter. ``unnamed`` is the
    number of the thing that a text is about before it names one, -1 for none.
    """

    names: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...] = ((0, 1),)
    goes_on: bool = True
    ordinal: bool = False
    unnamed: int = -1

    def called_in(self, folded: str) -> tuple[str, ...]:
        """Patterns of the names in a folded text; the former of two is the one it names first.

        >>> two = Subjects(("stack", "queue"), ordinal=True)
        >>> [bool(re.search(two.called_in(text)[1], "the former")) for text in ("", "queue, stack")]
        [False, True]
        """
        if not self.ordinal:
            return self.names
        found = [match.start() if (match := re.search(n, folded)) else -1 for n in self.names]
        turned = found[0] > found[1] >= 0
        words = pronouns()[::-1] if turned else pronouns()
        return tuple(f"{name}|{word}" for name, word in zip(self.names, words, strict=True))


def subjects_of(
    question: Side, reference: Side, answer: Side, glossary: Glossary
) -> list[Subjects]:
    """The groups of subjects of which the reference may say different things."""
    folded = fold(reference.text)
    groups = [
        Subjects(with_kinds(two, (reference, answer), glossary), ordinal=two.alone)
        for two in joints(question, glossary)
    ]
    groups += [Subjects(names) for names in topics()]
    groups += [Subjects(names, goes_on=False) for names in conditions()]
    found = [g for g in groups if all(re.search(name, folded) for name in g.called_in(folded))]
    leading = _leading(question, reference, glossary)
    return [*found, leading] if leading.pairs else found


def with_kinds(two: Joint, sides: Iterable[Side], glossary: Glossary) -> tuple[str, str]:
    """Patterns of the names of two things, and of what the sides name that is a kind of only one.

    An example stands for its kind: "YOLO is slow" says it of one-stage detectors.
    """
    kinds: tuple[list[str], list[str]] = ([], [])
    for side in sides:
        folded = fold(side.text)
        for unit in side.units:
            wider = {id_ for concept in unit.concepts for id_ in _wider(concept, glossary)}
            of = [n for n in (0, 1) if not wider.isdisjoint(two.concepts[n])]
            called = folded[unit.start : unit.end]
            if len(of) == 1 and not any(re.search(name, called) for name in two.names):
                kinds[of[0]].append(called)
    one, other = (
        f"{name}|{any_of(called)}" if called else name
        for name, called in zip(two.names, kinds, strict=True)
    )
    return one, other


def _wider(concept: str, glossary: Glossary) -> set[str]:
    """What a concept is a kind of, and what that is a kind of, and so on."""
    found: set[str] = set()
    rest = {concept}
    while rest:
        above = {id_ for one in rest & glossary.keys() for id_ in glossary[one].related("is-a")}
        rest = above - found
        found |= rest
    return found


def _leading(question: Side, reference: Side, glossary: Glossary) -> Subjects:
    """What begins statements of the reference: concepts, and words of the question.

    Two of them are contrasted when the question names both, or the glossary calls them kin. What
    the question names first is what the reference is about where it begins with no name.
    """
    asked = {_key(unit, glossary) for unit in question.units}
    starts = {
        reference.units[units[0]].start
        for span in statements(reference)
        if (units := units_in(reference, span))
    }
    leading = (_key(u, glossary) for u in reference.units if u.start in starts)
    keys = sorted({key for key in leading if key in glossary or key in asked})[:_MOST_LEADING]
    first = next((_key(unit, glossary) for unit in question.units), "")
    unnamed = first in glossary and not any(first in unit.concepts for unit in reference.units)
    unnamed = unnamed and all(_key(u, glossary) not in keys for u in reference.units[:1])
    keys += [first] * unnamed
    return Subjects(
        tuple(any_of(glossary[key].names if key in glossary else (key,)) for key in keys),
        tuple(
            (a, b)
            for a, b in combinations(range(len(keys)), 2)
            if _contrasted(keys[a], keys[b], asked, glossary)
        ),
        unnamed=len(keys) - 1 if unnamed else -1,
    )


def _key(unit: Unit, glossary: Glossary) -> str:
    """The concept of a unit if it names just one, else its longest word, else nothing."""
    known = unit.concepts & glossary.keys()
    return min(known) if len(known) == 1 else next(iter(unit.words), "")


def _contrasted(a: str, b: str, asked: Set[str], glossary: Glossary) -> bool:
    """Whether two subjects are told apart; what holds of a whole kind holds of each of the kind.

    Where a question is about one part of a whole, what another part does is said of both.
    """
    if a not in glossary or b not in glossary:
        return {a, b} <= asked
    one, other = glossary[a], glossary[b]
    if any(b in one.related(kind) or a in other.related(kind) for kind in _CONTAINS):
        return False
    if {a, b} <= asked or any(b in one.related(k) or a in other.related(k) for k in _CONTRASTS):
        return True
    if set(one.related("is-a")) & set(other.related("is-a")):
        return True
    parts = set(one.related("part-of")) & set(other.related("part-of"))
    return bool(parts) and (a in asked) == (b in asked)
