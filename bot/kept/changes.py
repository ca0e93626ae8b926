"""What changed in folders of notes since their index was built, found without reading all of them.

Notes that are new, changed or gone are told by their digests; only the new and changed ones are
read. An answer that several notes give was merged into one, so with a note all those are read again
that share an answer with it.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.companion import FOLDER
from bot.corpus import read_note
from bot.errors import NoteError
from bot.index.patched import Patch
from bot.kept.note_table import Listed, NoteTable
from bot.passage import Passage
from bot.split.duplicates import answers_of, merge_duplicates

_SHARE, _LEAST = 16, 256
"""One passage in 16 may change, or 256 of a small collection; for more an index is built anew."""
_BYTES = 300
"""Of a passage, to tell from the size of a file how many there may be."""

Notes = Mapping[str, Listed]


@dataclass(frozen=True, slots=True)
class Composition:
    """A changed collection.

    added:     the added passages by their numbers
    replaced:  old passages, by their old numbers, of which another line or other notes are told now
    """

    patch: Patch
    added: tuple[Passage, ...]
    replaced: Mapping[int, Passage]


def composition(table: NoteTable, notes: Notes) -> Composition | None:
    """What became of the user's passages; None when the index had better be built anew."""
    changed = _with_shared(table, _different(table, notes))
    read: dict[str, list[Passage]] = {}
    while _is_worth_it(table, notes, changed):
        for source in changed - read.keys():
            read[source] = _passages(source, notes.get(source))
        if any(passage.is_companion for passages in read.values() for passage in passages):
            return None
        resembling = list(table.resembling(answers_of([p for own in read.values() for p in own])))
        near = [(row.source, places) for row, places in resembling if row.source not in changed]
        if any(table.rows[source].companion for source, _ in near):
            return None
        merged = _merged(table, notes, read, near)
        repeated = {s for s, places in near if table.own[places.start].id not in merged}
        if not repeated:
            return _composed(table, notes, read, merged)
        changed = _with_shared(table, changed | repeated)
    return None


def _different(table: NoteTable, notes: Notes) -> set[str]:
    """Notes that are new, changed or gone."""
    rows = table.rows
    same = {s for s, note in notes.items() if s in rows and rows[s].digest == note.digest}
    return {*rows, *notes} - same


def _with_shared(table: NoteTable, sources: Iterable[str]) -> set[str]:
    """The notes, and all that share an answer with one of them."""
    found, left = set[str](), list(sources)
    while left:
        source = left.pop()
        if source not in found:
            found.add(source)
            left += table.rows[source].shared if source in table.rows else ()
    return found


def _is_worth_it(table: NoteTable, notes: Notes, changed: Iterable[str]) -> bool:
    """Whether the changed notes are the user's, and few beside the others."""
    amount = 0
    for source in changed:
        row, note = table.rows.get(source), notes.get(source)
        if source.startswith(f"{FOLDER}/") or (row and row.companion):
            return False
        amount += row.passages if row else 0
        amount += note.path.stat().st_size // _BYTES if note and note.path.is_file() else 0
    return amount <= max(_LEAST, len(table.own) // _SHARE)


def _passages(source: str, note: Listed | None) -> list[Passage]:
    """The passages of a note as it is now; none when it is gone or cannot be read."""
    try:
        return list(read_note(note.path, source, note.known).passages) if note else []
    except NoteError:
        return []


def _merged(
    table: NoteTable,
    notes: Notes,
    read: Mapping[str, Sequence[Passage]],
    near: Iterable[tuple[str, range]],
) -> dict[str, Passage]:
    """The passages that were read and those near them, merged, by their ids."""
    groups: dict[str, list[Passage]] = {source: list(own) for source, own in read.items()}
    for source, places in near:
        groups.setdefault(source, []).extend(table.own[n] for n in places)
    in_order = [passage for source in notes for passage in groups.get(source, ())]
    rank = {source: number for number, source in enumerate(notes)}
    return {
        p.id: replace(p, also_in=tuple(sorted(p.also_in, key=rank.__getitem__)))
        for p in merge_duplicates(in_order)
    }


def _composed(
    table: NoteTable,
    notes: Notes,
    read: Mapping[str, Sequence[Passage]],
    merged: Mapping[str, Passage],
) -> Composition:
    """The passages of all notes in order."""
    added: list[Passage] = []
    replaced: dict[int, Passage] = {}
    origins = [np.empty(0, np.int64)]
    met = {passage.source for passage in merged.values()}
    for source in notes:
        places = table.places.get(source, range(0))
        if source not in met:
            origins.append(np.array(places if source not in read else (), np.int64))
            continue
        old = [table.own[number] for number in places]
        left = (p for p in read.get(source, old) if source not in read or p.id in merged)
        now = [merged.get(passage.id, passage) for passage in left]
        for passage, place in zip(now, _matched(old, now), strict=True):
            if place is None:
                added.append(passage)
            elif passage != old[place]:
                replaced[places[place]] = passage
            origins.append(np.array([-len(added) if place is None else places[place]]))
    return Composition(Patch(np.concatenate(origins), len(table.own)), tuple(added), replaced)


def _matched(old: Sequence[Passage], now: Sequence[Passage]) -> Iterator[int | None]:
    """Beside each passage the place of the old one that is indexed alike; places ascend."""
    where: dict[Hashable, list[int]] = {}
    for number, passage in enumerate(old):
        where.setdefault(_content(passage), []).append(number)
    after = 0
    for passage in now:
        places = where.get(_content(passage), [])
        place = next((place for place in places if place >= after), None)
        yield place
        if place is not None:
            after = place + 1


def _content(passage: Passage) -> Hashable:
    """What an index is made of."""
    return passage.heading, passage.trail, passage.text, passage.language, passage.kind
