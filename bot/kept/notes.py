"""Cleaned notes kept between runs: a note is cleaned again only when its file has changed.

Cleaning takes a second for a megabyte, which every process that shows whole notes would spend.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.clean.page import Entry
from bot.corpus import Corpus, Note
from bot.index.storage import Arrays
from bot.index.table import lines, unlines
from bot.kept.cache import NOTES, found, renewed
from bot.passage import Passage
from bot.text import Text


def open_notes(folder: Path, version: str) -> Corpus:
    """The corpus in a folder, with the notes that the same ``version`` of the program kept.

    Raises NoteError when there is no such folder.
    """
    key = sha256(f"{version} {folder.resolve()}".encode("utf-8", "surrogateescape"))
    before = _unpacked(found(key.hexdigest(), NOTES))
    corpus = Corpus.open(folder, before.values())
    if list(map(id, corpus.notes)) != list(map(id, before.values())):
        renewed(key.hexdigest(), lambda: _packed(corpus), NOTES)
    return corpus


def _packed(corpus: Corpus) -> Arrays:
    return {NOTES: lines(json.dumps(asdict(n), ensure_ascii=False) for n in corpus.notes)}


def _unpacked(arrays: Arrays | None) -> dict[str, Note]:
    """The notes of :func:`_packed` by their sources; none without arrays."""
    notes = map(_note, map(json.loads, unlines(arrays[NOTES]) if arrays else ()))
    return {note.source: note for note in notes}


def _note(values: Mapping[str, Any]) -> Note:
    passages = tuple(
        Passage(**{**p, "trail": tuple(p["trail"]), "also_in": tuple(p["also_in"])})
        for p in values["passages"]
    )
    receipt = tuple(Entry(**{**e, "reason": Text(**e["reason"])}) for e in values["receipt"])
    return Note(**{**values, "passages": passages, "receipt": receipt})
