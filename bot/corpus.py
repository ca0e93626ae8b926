"""A folder of notes, read, cleaned and split: the corpus that everything else works on.

Any folder will do: every .txt, .md and .html file below it is a note. ``manifest.toml`` in the
folder may tell the title, site, author, date and address of a file, it is never required. A file
that cannot be used becomes a warning; the others still open.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clean.encodings import decode
from bot.clean.page import Entry, Facts
from bot.clean.pipeline import clean_and_explain
from bot.errors import NoteError
from bot.passage import Passage
from bot.split import split
from bot.split.language import language_of
from bot.text import Text

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
MAX_BYTES = 5 * 1024 * 1024
MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Note:
    """One file: where it came from, what it holds, and the receipt of its cleaning."""

    source: str
    title: str
    language: str
    origin: str
    passages: tuple[Passage, ...]
    receipt: tuple[Entry, ...] = ()
    site: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All notes of a folder, their passages in order, and a sentence for every file left out."""

    directory: Path
    notes: tuple[Note, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[Text, ...] = ()

    @classmethod
    def open(cls, directory: str | Path) -> "Corpus":
        """The corpus in ``directory``; raises :class:`NoteError` when there is no such folder."""
        folder = Path(directory)
        if not folder.is_dir():
            raise NoteError(
                Text("没有这个笔记文件夹:{path}", "there is no notes folder {path}").format(
                    path=folder
                )
            )
        manifest = _read_manifest(folder)
        notes: list[Note] = []
        warnings: list[Text] = []
        for path in sorted(_files(folder)):
            source = path.relative_to(folder).as_posix()
            try:
                notes.append(read_note(path, source, manifest.get(source, {})))
            except NoteError as error:
                warnings.append(error.message)
        passages = tuple(passage for note in notes for passage in note.passages)
        return cls(folder, tuple(notes), passages, tuple(warnings))


def read_note(path: str | Path, source: str = "", known: dict[str, Any] | None = None) -> Note:
    """The note in one file; raises :class:`NoteError` with a sentence when it cannot be used.

    source:  its name in the corpus; the file name when empty
    known:   what the manifest says of it
    """
    path, known = Path(path), known or {}
    source = source or path.name
    cleaned = clean_and_explain(decode(path.read_bytes()))
    facts = cleaned.facts
    language = known.get("language") or language_of(cleaned.text)
    origin = known.get("origin") or _origin(source)
    return Note(
        source=source,
        title=known.get("title") or facts.title or Path(source).stem,
        language=language,
        origin=origin,
        passages=split(cleaned, source, language, origin),
        receipt=cleaned.receipt,
        site=known.get("site") or facts.site,
        author=known.get("author") or facts.author,
        date=str(known.get("date") or facts.date),
        url=known.get("url") or facts.url,
        text=cleaned.text,
    )


def _origin(source: str) -> str:
    first = Path(source).parts[0]
    return first if first in ("scraped", "companion") else "imported"


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            yield path


def _read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    data = tomllib.loads(path.read_text("utf-8"))
    return {entry["file"]: entry for entry in data.get("notes", [])}


__all__ = ["MAX_BYTES", "Corpus", "Facts", "Note", "read_note"]
