"""The table of notes beside an index: what it was built of, so that changes can be told from it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.folders import KEPT, note_files, read_manifest
from bot.index.storage import Arrays
from bot.index.table import lines, unlines
from bot.passage import Passage
from bot.split.duplicates import NOTHING, SHARED, answers_of, sketches

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that may be a note, what the manifest tells of it, and a digest of both."""

    path: Path
    known: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Row:
    """A note of an index.

    passages:  how many of its passages stayed when the notes were merged
    shared:    the notes that give an answer that it gives too
    """

    source: str
    digest: str
    passages: int
    companion: bool
    shared: tuple[str, ...]


def listed(folders: Sequence[Path], digests: Sequence[Mapping[str, str]]) -> dict[str, Listed]:
    """The files of the folders by their source, in order; none when two have the same source."""
    found: dict[str, Listed] = {}
    for folder, of_file in zip(folders, digests, strict=True):
        manifest = read_manifest(folder) or {}
        for path in sorted(note_files(folder)):
            source = path.relative_to(folder).as_posix()
            if source in found:
                return {}
            known = manifest.get(source, {})
            state = of_file.get(source), of_file.get(source + KEPT), sorted(known.items())
            found[source] = Listed(path, known, sha256(repr(state).encode()).hexdigest())
    return found


def pack_table(notes: Mapping[str, Listed], passages: Sequence[Passage]) -> dict[str, NDArray[Any]]:
    """The table of an index over the merged ``passages`` of all ``notes``, as arrays by name."""
    counts, companions = dict.fromkeys(notes, 0), set[str]()
    shared: dict[str, set[str]] = {source: set() for source in notes}
    for passage in passages:
        counts[passage.source] += 1
        if passage.is_companion:
            companions.add(passage.source)
        for other in passage.also_in:
            shared[passage.source].add(other)
            shared[other].add(passage.source)
    rows = [
        Row(source, note.digest, counts[source], source in companions, (*sorted(shared[source]),))
        for source, note in notes.items()
    ]
    answers = answers_of(passages)
    every = sketches(answers)
    order = np.argsort(every, axis=None, kind="stable")[: int((every != NOTHING).sum())]
    firsts = np.array([0, *accumulate(map(len, answers))], np.int32)
    return {
        "notes": lines(json.dumps(astuple(row)) for row in rows),
        "sketches": every.reshape(-1)[order],
        "sketched": firsts[order // every.shape[1]],
    }


@dataclass(frozen=True)
class NoteTable:
    """The notes of an index in their order, and its passages.

    rows:      by source
    own:       the passages of the user's notes
    sketches:  the numbers of the sketches of all answers, ascending
    sketched:  beside each, the number of the answer's first passage among those of all notes
    """

    rows: Mapping[str, Row]
    own: Sequence[Passage]
    sketches: Numbers
    sketched: Numbers

    @classmethod
    def load(cls, arrays: Arrays, own: Sequence[Passage]) -> "NoteTable":
        """What :func:`pack_table` packed."""
        values = map(json.loads, unlines(arrays["notes"]))
        rows = {row[0]: Row(row[0], row[1], row[2], row[3], tuple(row[4])) for row in values}
        return cls(rows, own, arrays["sketches"], arrays["sketched"])

    @cached_property
    def places(self) -> dict[str, range]:
        """The numbers of the passages of each note among the user's; none of companion notes."""
        places, end = {}, 0
        for row in self.rows.values():
            start, end = end, end + (0 if row.companion else row.passages)
            places[row.source] = range(start, end)
        return places

    @cached_property
    def _ends(self) -> Numbers:
        return np.cumsum([row.passages for row in self.rows.values()])

    def resembling(self, answers: Sequence[Sequence[Passage]]) -> Iterator[tuple[Row, range]]:
        """The notes with answers that may be nearly the same, and the numbers of the passages.

        The numbers are those of the user's passages; for a companion note there are none.
        """
        rows = list(self.rows.values())
        for first in self._alike(sketches(answers)):
            number = int(self._ends.searchsorted(first, "right"))
            row = rows[number]
            begin = self.places[row.source].start - (self._ends[number] - row.passages)
            yield row, self._parts(int(first + begin)) if not row.companion else range(0)

    def _parts(self, first: int) -> range:
        """The passages of the answer that begins with that one."""
        return range(first, first + self.own[first].parts)

    def _alike(self, every: Numbers) -> list[int]:
        """The first passages of the answers that share enough with one of these sketches."""
        numbers, owners = every.reshape(-1), np.repeat(np.arange(len(every)), every.shape[1])
        starts, ends = (self.sketches.searchsorted(numbers, side) for side in ("left", "right"))
        counts = np.where(numbers == NOTHING, 0, ends - starts)
        shared: dict[tuple[int, int], int] = {}
        met = counts.nonzero()[0]
        for owner, start, count in zip(owners[met], starts[met], counts[met], strict=True):
            for first in self.sketched[start : start + count].tolist():
                shared[owner, first] = shared.get((owner, first), 0) + 1
        return sorted({first for (_, first), count in shared.items() if count >= SHARED})
