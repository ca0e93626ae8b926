"""The same answer on two pages, merged into one passage that names both sources.

Answers are compared by their shingles, all stretches of eight letters. Of each answer the twelve
smallest shingle numbers are kept as a sketch (Broder 1997); only answers that share some of their
sketch are compared in full, so the cost grows with the number of answers, not with its square.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.passage import Passage

Shingles = NDArray[np.uint32]
_SQUEEZE = re.compile(r"[\W_]+")
_SHINGLE = 8
SKETCH, SHARED = 12, 3
"""Numbers of a sketch, and how many of them two answers share at least that are alike."""
_ALIKE = 0.8
_SHORTEST = 60
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
NOTHING = 0xFFFFFFFF
"""Fills up the sketch of an answer that is too short to tell; no shingle has this number."""
_AT_ONCE = 4_096
"""Answers whose sketches are taken together."""


def merge_duplicates(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages without those that another source says nearly the same way.

    The first of two stays and lists the other's source. Answers of one source are never merged,
    nor is a heading without an answer, nor a text too short to tell.
    """
    answers = answers_of(passages)
    if len({answer[0].source for answer in answers}) < 2:
        return tuple(passages)
    first_of = _repeated(answers)
    also: dict[int, dict[str, None]] = {}
    for at, first in first_of.items():
        also.setdefault(first, {})[answers[at][0].source] = None
    return tuple(
        replace(part, also_in=(*part.also_in, *also[at])) if at in also else part
        for at, answer in enumerate(answers)
        if at not in first_of
        for part in answer
    )


def answers_of(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages, the parts of one answer together."""
    answers: list[list[Passage]] = []
    for passage in passages:
        if passage.part > 1 and answers:
            answers[-1].append(passage)
        else:
            answers.append([passage])
    return answers


def sketches(answers: Sequence[Sequence[Passage]]) -> Shingles:
    """The sketch of every answer, ascending, shape (answers, ``SKETCH``)."""
    starts = range(0, len(answers), _AT_ONCE)
    taken = [_sketches(answers[start : start + _AT_ONCE]) for start in starts]
    return np.concatenate([np.empty((0, SKETCH), np.uint32), *taken])


def _sketches(answers: Sequence[Sequence[Passage]]) -> Shingles:
    letters = [_letters(answer) for answer in answers]
    numbers = _shingle_numbers("".join(letters))
    lengths = np.array([len(own) for own in letters])
    owners = np.repeat(np.arange(len(answers), dtype=np.uint64), lengths)[: len(numbers)]
    within = np.repeat(np.cumsum(lengths), lengths)[: len(numbers)] - np.arange(len(numbers))
    inside = within >= _SHINGLE
    packed = _distinct((owners[inside] << np.uint64(32)) | numbers[inside])
    owners = (packed >> np.uint64(32)).astype(np.int64)
    places = np.arange(len(packed)) - owners.searchsorted(owners)
    smallest = places < SKETCH
    found = np.full((len(answers), SKETCH), NOTHING, np.uint32)
    found[owners[smallest], places[smallest]] = packed[smallest] & np.uint64(NOTHING)
    return found


def _distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """The different numbers, ascending: by sorting, several times faster than np.unique."""
    ascending = np.sort(numbers)
    new = np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)]
    different: NDArray[Any] = ascending[new]
    return different


def _letters(answer: Sequence[Passage]) -> str:
    """What is compared of an answer; nothing of one that is too short to tell."""
    letters = _SQUEEZE.sub("", "".join(part.text for part in answer)).lower()
    return letters if len(letters) >= _SHORTEST else ""


def _shingle_numbers(letters: str) -> Shingles:
    """A number in 32 bits for every stretch of eight letters (a polynomial, then mixed)."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32)
    count = max(len(codes) - _SHINGLE + 1, 0)
    numbers = np.zeros(count, np.uint64)
    for place in range(_SHINGLE):
        numbers *= _FACTOR
        numbers += codes[place : place + count]
    numbers ^= numbers >> np.uint64(29)
    numbers *= _FACTOR
    numbers >>= np.uint64(32)
    return np.minimum(numbers, NOTHING - 1).astype(np.uint32)


def _repeated(answers: Sequence[Sequence[Passage]]) -> Mapping[int, int]:
    """Answers that nearly repeat an earlier one of another source -> the number of that one."""
    every = sketches(answers)
    ascending = np.sort(every[every != NOTHING])
    met_again = _distinct(ascending[1:][ascending[1:] == ascending[:-1]])
    again = np.isin(every, met_again)
    shingles = _Shingles(answers)
    first_of: dict[int, int] = {}
    index: dict[int, list[int]] = {}
    for at in (again.sum(1) >= SHARED).nonzero()[0].tolist():
        sketch = every[at][again[at]].tolist()
        for other in _sharing(sketch, index):
            other_source = answers[other][0].source != answers[at][0].source
            if other_source and _alike(shingles[at], shingles[other]):
                first_of[at] = other
                break
        else:
            for number in sketch:
                index.setdefault(number, []).append(at)
    return first_of


class _Shingles(dict[int, Shingles]):
    """The shingle numbers of answers by their place, found when they are asked for."""

    def __init__(self, answers: Sequence[Sequence[Passage]]) -> None:
        super().__init__()
        self._answers = answers

    def __missing__(self, at: int) -> Shingles:
        own = self[at] = _distinct(_shingle_numbers(_letters(self._answers[at])))
        return own


def _sharing(sketch: Sequence[int], index: Mapping[int, Sequence[int]]) -> Iterator[int]:
    """Earlier answers that share enough of a sketch."""
    shared: dict[int, int] = {}
    for number in sketch:
        for other in index.get(number, ()):
            shared[other] = shared.get(other, 0) + 1
    return (other for other, count in shared.items() if count >= SHARED)


def _alike(one: Shingles, other: Shingles) -> bool:
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= _ALIKE * (len(one) + len(other) - common)
