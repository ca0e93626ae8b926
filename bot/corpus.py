"""A folder of notes, read, cleaned and split: the corpus that everything else works on.

Any folder will do: every .txt, .md and .html file below it is a note. ``manifest.toml`` in the
folder may tell the title, site, author, date and address of a file, it is never required. A file
that cannot be used becomes a warning; the others still open.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.clean.encodings import decode, lost_bytes
from bot.clean.markup import Markup, read_html
from bot.clean.page import Entry
from bot.clean.pipeline import clean_and_explain
from bot.errors import NoteError
from bot.folders import (
    HTML,
    KEPT,
    MANIFEST,
    SUFFIXES,
    doubtful,
    is_named,
    manifest_fault,
    note_files,
    read_manifest,
    write_whole,
)
from bot.passage import COMPANION, Passage
from bot.resources import LARGEST, read_plain
from bot.split import split
from bot.split.duplicates import merge_duplicates
from bot.split.language import language_of
from bot.text import Text

_ORIGINS = ("scraped", COMPANION)

_NO_FOLDER = Text("没有这个笔记文件夹：{path}", "there is no notes folder {path}")
_NO_FILE = Text("没有这个文件：{path}", "there is no file {path}")
_WRONG_KIND = Text(
    "{path} 不是笔记：只能读 .txt、.md 和 .html 文件",
    "{path} is not a note: only .txt, .md and .html files can be read",
)
_NOT_PLAIN = Text(
    "{path} 是链接或设备，没有打开：请换成普通文件",
    "{path} is a link or a device and was not opened: give a plain file",
)
_TOO_LARGE = Text(
    "{path} 有 {size:,} 字节，超过每个文件 {most:,} 字节（5 MB）的上限",
    "{path} has {size:,} bytes, more than the {most:,} bytes (5 MB) a file may have",
)
_NO_NAME = Text(
    "{path} 的文件名不是 UTF-8，没有打开：请给文件改名",
    "{path} was not opened, for its name is not in UTF-8: please rename the file",
)
_UNREADABLE = Text("{path} 不能读取：{why}", "{path} cannot be read: {why}")


@dataclass(frozen=True, slots=True)
class Note:
    """One file: where it came from, what it holds, and the receipt of its cleaning.

    source:  its path below the corpus folder, with forward slashes
    text:    the whole cleaned text
    digest:  SHA-256 of the file; two notes with the same digest and source are the same
    """

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
    digest: str = ""

    @property
    def is_companion(self) -> bool:
        """Whether it is a companion note, not one of the user's."""
        return self.origin == COMPANION


@dataclass(frozen=True, slots=True)
class Corpus:
    """All notes of a folder, their passages in order, and a sentence for every file left out.

    An answer that several notes give nearly the same way is one passage in ``passages``, which
    names the other notes; each note still has its own.
    """

    directory: Path
    notes: tuple[Note, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[Text, ...] = ()

    @classmethod
    def open(cls, directory: str | Path, before: Iterable[Note] = ()) -> "Corpus":
        """The corpus in ``directory``; raises :class:`NoteError` when there is no such folder.

        before:  notes of the same folder at an earlier time; unchanged ones are taken over
        """
        folder = Path(directory)
        if not folder.is_dir():
            raise NoteError(_NO_FOLDER.format(path=folder))
        manifest = read_manifest(folder)
        fault = manifest_fault(folder) if manifest is None else None
        warnings = [fault] if fault else []
        old = {note.source: note for note in before}
        notes: list[Note] = []
        for path in sorted(note_files(folder)):
            source = path.relative_to(folder).as_posix()
            try:
                notes.append(_read(path, source, (manifest or {}).get(source, {}), old.get(source)))
            except NoteError as error:
                warnings.append(error.message)
        passages = merge_duplicates([passage for note in notes for passage in note.passages])
        return cls(folder, tuple(notes), passages, tuple(warnings))


def unusable(folder: Path) -> tuple[Text, ...]:
    """A sentence for every file of a folder that is left out, found without cleaning the others."""
    warnings: list[Text] = []
    for path in doubtful(folder):
        try:
            if path.name == MANIFEST:
                warnings += filter(None, [manifest_fault(folder)])
            else:
                _check_name(path.relative_to(folder).as_posix())
                read_text(path, read_bytes(path))
        except NoteError as error:
            warnings.append(error.message)
    return tuple(warnings)


def read_note(path: str | Path, source: str = "", known: Mapping[str, Any] | None = None) -> Note:
    """The note in one file; raises :class:`NoteError` with a sentence when it cannot be used.

    source:  its name in the corpus; the file name when empty
    known:   what the manifest says of it
    """
    path = Path(path)
    return _read(path, source or path.name, known or {}, None)


def read_bytes(path: Path) -> bytes:
    """The content of a file that may be a note."""
    if not os.path.lexists(path):
        raise NoteError(_NO_FILE.format(path=path))
    if path.suffix.lower() not in SUFFIXES:
        raise NoteError(_WRONG_KIND.format(path=path.name))
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise NoteError(_NOT_PLAIN.format(path=path.name))
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise NoteError(_TOO_LARGE.format(path=path.name, size=size, most=LARGEST))
        return path.read_bytes()
    except OSError as error:
        raise NoteError(_UNREADABLE.format(path=path.name, why=error.strerror)) from error


def read_text(path: Path, data: bytes, keep: frozenset[str] = frozenset()) -> Markup:
    """The text of a file with that content, and what is told of it before any rule sees it.

    keep:  lines that stay even in the furniture of an HTML page
    """
    try:
        text = decode(data)
    except NoteError as error:
        raise _named(error, path) from error
    markup = read_html(text, keep) if path.suffix.lower() in HTML else Markup(text)
    return replace(markup, receipt=(*lost_bytes(text, data), *markup.receipt))


def kept_lines(path: Path) -> frozenset[str]:
    """The lines of a note that its reader wants kept, from the list beside it."""
    try:
        lines = json.loads(read_plain(path.with_name(path.name + KEPT)))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    if not isinstance(lines, list):
        return frozenset()
    return frozenset(line for line in lines if isinstance(line, str))


def keep_lines(path: Path, lines: frozenset[str]) -> None:
    """Write the list of lines to keep beside a note; it survives cleaning again. Raises OSError."""
    text = json.dumps(sorted(lines), ensure_ascii=False, indent=1)
    write_whole(path.with_name(path.name + KEPT), text.encode("utf-8", "replace"))


def _read(path: Path, source: str, known: Mapping[str, Any], old: Note | None) -> Note:
    _check_name(source)
    keep, data = kept_lines(path), read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    digest = hashlib.sha256(f"{digest}{sorted(keep)}{sorted(known.items())}".encode()).hexdigest()
    if old and old.digest == digest:
        return old
    markup = read_text(path, data, keep)
    cleaned = clean_and_explain(markup.text, keep, markup.facts)
    facts = cleaned.facts
    language = known.get("language") or language_of(cleaned.text)
    origin = known.get("origin") or _origin(source)
    return Note(
        source=source,
        title=known.get("title") or facts.title or Path(source).stem,
        language=language,
        origin=origin,
        passages=tuple(
            replace(passage, line=markup.line(passage.line))
            for passage in split(cleaned, source, language, origin)
        ),
        receipt=(
            *markup.receipt,
            *(replace(entry, line=markup.line(entry.line)) for entry in cleaned.receipt),
        ),
        site=known.get("site") or facts.site,
        author=known.get("author") or facts.author,
        date=str(known.get("date") or facts.date),
        url=known.get("url") or facts.url,
        text=cleaned.text,
        digest=digest,
    )


def _check_name(source: str) -> None:
    """Raise NoteError for a name that is no text, which nothing could show or store."""
    if not is_named(source):
        raise NoteError(_NO_NAME.format(path=source.encode("utf-8", "replace").decode("utf-8")))


def _named(error: NoteError, path: Path) -> NoteError:
    """The error with the file's name in front, unless it stands there already."""
    if path.name in error.message.en:
        return error
    zh, en = error.message.zh, error.message.en
    return NoteError(Text(f"{path.name}：{zh}", f"{path.name}: {en}"))


def _origin(source: str) -> str:
    first = Path(source).parts[0]
    return first if first in _ORIGINS else "imported"
