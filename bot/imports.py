"""Adding a note of one's own: look at what cleaning does to it first, then keep it."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from errno import ENAMETOOLONG
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout

from bot.corpus import Note, keep_lines, kept_lines, read_note
from bot.errors import StoreError
from bot.folders import KEPT, write_whole
from bot.text import Text
from bot.userdata import imported_notes

LONGEST_NAME, LONGEST_SUFFIX = 60, 12
PATIENCE = 10
"""Seconds to wait for another window."""
ASIDE = ".removed"
"""A hidden folder, which is no folder of notes: what was removed or replaced last by its name,
what was before it in numbered folders."""


class Standing(StrEnum):
    """What stands among the notes under the name of a file."""

    NOTHING = "nothing"
    SAME = "same"
    OTHER = "other"


def safe_name(name: str) -> str:
    """A file name without folders or characters that a system could mind.

    >>> safe_name("../../etc/我的 笔记.TXT"), safe_name("..\\\\evil.md"), safe_name(".txt")
    ('我的-笔记.txt', 'evil.md', 'note.txt')
    """
    last = re.split(r"[\\\\/]", name)[-1]
    stem, _, suffix = last.rpartition(".")
    stem = re.sub(r"[^\w.-]+", "-", stem).strip("-.")[:LONGEST_NAME]
    return f"{stem or 'note'}.{re.sub(r'[^a-z]', '', suffix.lower())[:LONGEST_SUFFIX]}"


def preview(name: str, data: bytes, keep: Iterable[str] = ()) -> Note:
    """The note that this file would become, with its receipt. Raises MiandaError if it cannot."""
    with _as_store_errors(Path(safe_name(name))), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(data)
        if lines := frozenset(keep):
            keep_lines(path, lines)
        return read_note(path)


def answers(note: Note) -> int:
    """How many passages of a note say something: a heading alone is none."""
    return sum(passage.kind == "answer" for passage in note.passages)


def standing(name: str, data: bytes) -> Standing:
    """What stands among the user's notes where this file would be stored."""
    path = imported_notes() / safe_name(name)
    with _as_store_errors(path):
        if not path.exists():
            return Standing.NOTHING
        return Standing.SAME if path.read_bytes() == data else Standing.OTHER


def kept(name: str) -> frozenset[str]:
    """The lines that the reader of the note of that name wants kept."""
    return kept_lines(imported_notes() / safe_name(name))


def free_name(name: str, data: bytes) -> str:
    """A name under which no other file stands: its own, else one with a number."""
    own = Path(safe_name(name))
    stem = own.stem[: LONGEST_NAME - len("-999")]
    numbered = (f"{stem}-{number}{own.suffix}" for number in count(2))
    names = chain([own.name], numbered)
    return next(found for found in names if standing(found, data) is not Standing.OTHER)


def add(name: str, data: bytes, keep: Iterable[str] = ()) -> Path:
    """Store the file, and which of its lines are to be kept, among the user's notes.

    Another note of that name is laid aside. Raises StoreError when the disk refuses; then, as after
    a kill, the note is what it was before.
    """
    path = imported_notes() / safe_name(name)
    with _as_store_errors(path), _alone():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.read_bytes() != data:
            _make_room(path.name)
            _copy(path, path.parent / ASIDE)
        # The note last: with it all is as it was or as it is wanted.
        keep_lines(path, frozenset(keep))
        write_whole(path, data)
    return path


def remove(name: str) -> None:
    """Lay a note aside, so that it can be put back; nothing happens when it is not there.

    Raises StoreError when the disk refuses.
    """
    path = imported_notes() / Path(name).name
    with _as_store_errors(path):
        if not path.exists():
            return
        with _alone():
            _make_room(path.name)
            _move(path.name, path.parent, path.parent / ASIDE)


def put_back(name: str) -> None:
    """Bring back the note that was laid aside last; another one of its name is laid aside for it.

    Raises StoreError when the disk refuses.
    """
    path = imported_notes() / Path(name).name
    with _as_store_errors(path), _alone():
        if path.exists() and (path.parent / ASIDE / path.name).exists():
            _copy(path, _numbered(path.name))
        _move(path.name, path.parent / ASIDE, path.parent)


@contextmanager
def _as_store_errors(path: Path) -> Iterator[None]:
    """Turn failures of the disk into a StoreError that names the file."""
    try:
        yield
    except OSError as error:
        raise StoreError(_refusal(path, error)) from error


def _refusal(path: Path, error: OSError) -> Text:
    if isinstance(error, Timeout):
        return Text(
            f"另一个窗口正在加入或移除笔记，{path.name} 没有动：稍后再试一次",
            f"another window is adding or removing notes, {path.name} was left alone: try again",
        )
    if error.errno == ENAMETOOLONG:
        start = path.name[:LONGEST_NAME]
        return Text(f"文件名太长：{start}…", f"the file name is too long: {start}…")
    return Text(
        f"无法写入 {path}：请检查磁盘空间和权限",
        f"cannot write {path}: check free space and permissions",
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Only one window at a time adds notes or lays them aside; others wait for it."""
    folder = imported_notes().parent
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "notes.lock", timeout=PATIENCE):
        yield


def _make_room(name: str) -> None:
    """Move what was laid aside under that name before to a folder with a number."""
    if (imported_notes() / ASIDE / name).exists():
        _move(name, imported_notes() / ASIDE, _numbered(name))


def _numbered(name: str) -> Path:
    """The first numbered folder in which nothing of that name was laid aside."""
    places = (imported_notes() / ASIDE / str(number) for number in count(1))
    return next(place for place in places if not (place / name).exists())


def _copy(path: Path, target: Path) -> None:
    """Put copies of a note and of the list of its kept lines into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for file in (path, path.with_name(path.name + KEPT)):
        if file.exists():
            write_whole(target / file.name, file.read_bytes())


def _move(name: str, source: Path, target: Path) -> None:
    """Move a note and the list of its kept lines, over those that stood there before."""
    for file in (source / name, source / f"{name}{KEPT}"):
        if file.exists():
            target.mkdir(parents=True, exist_ok=True)
            file.replace(target / file.name)
