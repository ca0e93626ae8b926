"""Folders of notes: which of their files count, and a digest of all of them."""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any

from bot.errors import NoteError
from bot.resources import LARGEST
from bot.tables import read_entries
from bot.text import Text

HTML = frozenset({".html", ".htm", ".xhtml"})
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"}) | HTML
MANIFEST, GLOSSARY, ERRATA = "manifest.toml", "glossary.tsv", "errata.toml"
_WANTED = Text(
    "清单是 TOML,每条 [[notes]] 要有 file,即笔记的路径",
    "a manifest is TOML in which every [[notes]] has file, the path of a note",
)
_SAMPLE = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffd]")
KEPT = ".kept.json"
"""What is appended to a note's file name for the list of lines its reader wants kept."""


def chosen_home(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder for all that is kept which ``MIANDA_HOME`` names; None when it names none.

    >>> str(chosen_home({"MIANDA_HOME": " study "})), chosen_home({"MIANDA_HOME": " "})
    ('study', None)
    """
    chosen = environment.get("MIANDA_HOME", "").strip()
    # Path.expanduser raises for the home of somebody who does not exist.
    return Path(os.path.expanduser(chosen)) if chosen else None  # noqa: PTH111


def note_files(folder: Path) -> Iterator[Path]:
    """The files that may be notes; hidden ones and linked folders are passed over."""
    return (path for path in _files(folder) if path.suffix.lower() in SUFFIXES)


def doubtful(folder: Path) -> list[Path]:
    """The notes of a folder that are not plainly text in UTF-8, and its manifest if it is broken.

    A note whose name is not in UTF-8 is one of them.

    A quick look without the machinery of reading notes, which has to judge what is found here.
    """
    notes = [
        path
        for path in sorted(note_files(folder))
        if not (is_named(path.relative_to(folder).as_posix()) and _is_plain(path))
    ]
    return notes if read_manifest(folder) is not None else [folder / MANIFEST, *notes]


def is_named(source: str) -> bool:
    """Whether the name of a note is text: a name in GBK, as old archives hold it, is none.

    >>> is_named("卷积/笔记.md"), is_named("\\udcb1\\udcca.md")
    (True, False)
    """
    return source == source.encode("utf-8", "ignore").decode("utf-8")


def _is_plain(path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        return False
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return bool(text.strip()) and not _CONTROL.search(text[:_SAMPLE])


def read_manifest(folder: Path) -> dict[str, dict[str, str]] | None:
    """What the manifest of a folder tells of its files; None when it cannot be read."""
    try:
        return dict(_entries(folder))
    except NoteError:
        return None


def manifest_fault(folder: Path) -> Text | None:
    """Why the manifest of a folder is ignored: the line that is wrong; None when it is read."""
    try:
        _entries(folder)
    except NoteError as error:
        zh, en = error.message.zh, error.message.en
        return Text(f"{zh};已忽略整个文件", f"{en}; the whole file was ignored")
    return None


def _entries(folder: Path) -> tuple[tuple[str, dict[str, str]], ...]:
    return read_entries(folder / MANIFEST, "notes", _entry, _WANTED, needed=False)


def _entry(entry: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The file that an entry is about, and what it says of it. Raises KeyError, TypeError."""
    if not isinstance(entry["file"], str):
        raise TypeError(entry)
    return entry["file"], _told(entry)


def _told(entry: Mapping[str, Any]) -> dict[str, str]:
    """What an entry says in words or as a date, without a language that is not ours."""
    told = {key: str(value) for key, value in entry.items() if isinstance(value, str | date)}
    return told if told.get("language") in ("zh", "en") else {**told, "language": ""}


def write_whole(path: Path, data: bytes) -> None:
    """``data`` at ``path``, all or nothing, whoever else writes there. Raises OSError."""
    if "\0" in str(path):  # Which the functions below refuse in ways of their own.
        raise OSError(errno.EINVAL, "no file has such a name", str(path))
    place = Path(os.path.realpath(path))
    draft = place.with_name(f".{os.getpid()}-{token_hex(4)}.new")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def digest(folders: Iterable[Path]) -> str:
    """A name for the notes of the folders and what is told of them: it changes when they do."""
    return digest_of(map(digests, folders))


def digest_of(contents: Iterable[Mapping[str, str]]) -> str:
    """:func:`digest` of folders with these :func:`digests`."""
    text = "\0folder".join("".join(f"\0{n}\0{d}" for n, d in own.items()) for own in contents)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder that counts, by its path below the folder, in order."""
    paths = (path for path in sorted(_files(folder)) if _counts(path) and path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(_bytes(path)).hexdigest()
        for path in paths
    }


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in files if not name.startswith("."))


def _counts(path: Path) -> bool:
    told = (MANIFEST, GLOSSARY, ERRATA)
    return path.suffix.lower() in SUFFIXES or path.name in told or path.name.endswith(KEPT)


def _bytes(path: Path) -> bytes:
    """What a file holds; of one that is too large to be read, when it was changed."""
    try:
        status = path.stat()
        if status.st_size > LARGEST:
            return f"\0{status.st_size} bytes of {status.st_mtime_ns}".encode()
        return path.read_bytes()
    except OSError as error:
        return f"\0unreadable {error.errno}".encode()
