"""What speaks against a passage on the topic: what stands beside what it meets, and what it omits.

"四维卷积", "quantum pooling" and "学习率上升" have a head that many a passage meets, and are about
something that none of them treats; so are FooGAN, which is no GAN, and MobileNetV9. An aspect that
is asked for is met or not as well: of "剪枝的缺点" a section on pruning may tell nothing.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from bot.analysis.analyzer import Analysis
from bot.analysis.aspects import announced_aspects
from bot.judging.units import NAMES, Candidates, Unit, Values
from bot.passage import section_numbers
from bot.search import PassageIndex

_WIDEST = 2
_GAP = re.compile(rf"[\s_/·–—-]{{0,{_WIDEST}}}")
"""What may stand between two words of one name."""
_WRITTEN_AS_NAME = re.compile(r"[a-z\d]*[A-Z\d][A-Za-z\d]*")
"""A Latin word with a capital or a digit."""

_OFTEN_OMITTED = ("drawback", "code", "formula", "history", "paper")
"""Aspects that a section on the topic often leaves out, and that it announces when it has them."""
_PROGRAM = "```"


def beside_features(question: Analysis, found: Sequence[Unit], count: int) -> dict[str, Values]:
    """What speaks against each of ``count`` candidates because of what stands beside what it meets.

    ``beside`` is the weight of the heaviest thing that a candidate lacks directly beside, inside or
    around one that it meets, ``beside_unknown`` of those that no passage holds, and
    ``strange_name`` 1 where the question has a Latin name that is in no dictionary and no passage.
    """
    rows = {name: np.zeros(count) for name in ("beside", "beside_unknown", "strange_name")}
    spans = [[*_spans(unit, question)] for unit in found]
    for (left, own), (right, its) in combinations(zip(found, spans, strict=True), 2):
        if not any(_touch(a, b, question.text) for a in own for b in its):
            continue
        for one, other in ((left, right), (right, left)):
            lacking = one.weight * ((one.covered == 0) & (other.covered > 0))
            for name in ("beside", "beside_unknown")[: 1 + (not one.known)]:
                rows[name] = np.maximum(rows[name], lacking)
    rows["strange_name"] += any(
        unit.kind == "oddity" and _WRITTEN_AS_NAME.fullmatch(question.text[start:end])
        for unit, places in zip(found, spans, strict=True)
        for start, end in places
    )
    return rows


def unstated_features(
    asked: frozenset[str], candidates: Candidates, index: PassageIndex
) -> dict[str, Values]:
    """For each of some aspects 1 where it is asked for and a candidate's section has it not."""
    wanted = [aspect for aspect in _OFTEN_OMITTED if aspect in asked]
    told = [_told(number, index) if wanted else frozenset() for number in candidates.tolist()]
    return {
        "unstated_" + aspect: np.array(
            [aspect in wanted and aspect not in one for one in told], float
        )
        for aspect in _OFTEN_OMITTED
    }


def _told(number: int, index: PassageIndex) -> frozenset[str]:
    """The aspects that the section of a passage announces anywhere, a program among them."""
    parts = [index.passages[part] for part in section_numbers(index.passages, number)]
    text = "\n".join([parts[0].heading, *(part.text for part in parts)])
    return announced_aspects(text) | ({"code"} if _PROGRAM in text else set())


def _spans(unit: Unit, question: Analysis) -> Iterator[tuple[int, int]]:
    """Where a question holds a unit."""
    if unit.kind in NAMES:
        yield from ((m.start, m.end) for m in question.mentions if m.concept == unit.name)
    else:
        yield from ((t.start, t.end) for t in question.tokens if t.whole and t.term == unit.name)


def _touch(one: tuple[int, int], other: tuple[int, int], text: str) -> bool:
    """Whether two stretches overlap or stand side by side."""
    (_, end), (start, _) = sorted((one, other))
    return start - end <= _WIDEST and _GAP.fullmatch(text[end:start]) is not None
