"""Folders of notes: which of their files count, and a digest of all of them."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

HTML = frozenset({".html", ".htm", ".xhtml"})
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"}) | HTML
MANIFEST, GLOSSARY, ERRATA = "manifest.toml", "glossary.tsv", "errata.toml"
KEPT = ".kept.json"
"""What is appended to a note's file name for the list of lines its reader wants kept."""


def note_files(folder: Path) -> Iterator[Path]:
    """The files that may be notes; hidden ones and linked folders are passed over."""
    return (path for path in _files(folder) if path.suffix.lower() in SUFFIXES)


def digest(folders: Iterable[Path]) -> str:
    """A name for the notes of the folders and what is told of them: it changes when they do."""
    total = hashlib.sha256()
    for folder in folders:
        total.update(b"\0folder")
        for path in sorted(_files(folder)):
            if _counts(path) and path.is_file():
                name = path.relative_to(folder).as_posix()
                total.update(
                    f"\0{name}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape")
                )
                total.update(_bytes(path))
    return total.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in files if not name.startswith("."))


def _counts(path: Path) -> bool:
    told = (MANIFEST, GLOSSARY, ERRATA)
    return path.suffix.lower() in SUFFIXES or path.name in told or path.name.endswith(KEPT)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        return f"\0unreadable {error.errno}".encode()
