"""The same answer on two pages, merged into one passage that names both sources.

Answers are compared by their shingles, all stretches of eight letters. Of each answer the twelve
smallest shingle numbers are kept as a sketch (Broder 1997); only answers that share some of their
sketch are compared in full, so the cost grows with the number of answers, not with its square.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from bot.passage import Passage

_SQUEEZE = re.compile(r"[\W_]+")
_SHINGLE = 8
_SKETCH = 12
_SHARED = 3
_ALIKE = 0.8
_SHORTEST = 60


def merge_duplicates(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages without those that another source says nearly the same way.

    The first of two stays and lists the other's source. Answers of one source are never merged,
    nor is a heading without an answer, nor a text too short to tell.
    """
    answers = _answers(passages)
    if len({answer[0].source for answer in answers}) < 2:
        return tuple(passages)
    shingles = [_shingles("".join(part.text for part in answer)) for answer in answers]
    also: dict[int, tuple[str, ...]] = {}
    gone: set[int] = set()
    index: dict[int, list[int]] = {}
    for at, own in enumerate(shingles):
        sketch = sorted(own)[:_SKETCH]
        first = _find(at, own, sketch, shingles, answers, index)
        if first is None:
            for number in sketch:
                index.setdefault(number, []).append(at)
        else:
            gone.add(at)
            also[first] = (*also.get(first, ()), answers[at][0].source)
    return tuple(
        replace(part, also_in=(*part.also_in, *dict.fromkeys(also.get(at, ()))))
        for at, answer in enumerate(answers)
        if at not in gone
        for part in answer
    )


def _answers(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages, the parts of one answer together."""
    answers: list[list[Passage]] = []
    for passage in passages:
        if passage.part > 1 and answers:
            answers[-1].append(passage)
        else:
            answers.append([passage])
    return answers


def _find(
    at: int,
    own: frozenset[int],
    sketch: Sequence[int],
    shingles: Sequence[frozenset[int]],
    answers: Sequence[Sequence[Passage]],
    index: dict[int, list[int]],
) -> int | None:
    """An earlier answer of another source that is nearly the same, if there is one."""
    shared: dict[int, int] = {}
    for number in sketch:
        for other in index.get(number, ()):
            shared[other] = shared.get(other, 0) + 1
    for other, count in shared.items():
        if count < _SHARED or answers[other][0].source == answers[at][0].source:
            continue
        union = len(own | shingles[other])
        if len(own & shingles[other]) >= _ALIKE * union:
            return other
    return None


def _shingles(text: str) -> frozenset[int]:
    letters = _SQUEEZE.sub("", text).lower()
    if len(letters) < _SHORTEST:
        return frozenset()
    return frozenset(
        crc32(letters[at : at + _SHINGLE].encode()) for at in range(len(letters) - _SHINGLE + 1)
    )
