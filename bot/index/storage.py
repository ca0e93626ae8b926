"""Arrays in a folder, checked before they are used; never pickle.

    arrays-….bin    the arrays one after another, each at a multiple of 64 bytes
    contents.json   the name of that file; name, type, shape, place and CRC-32 of every array; its
                    own CRC-32
    .checked        which state of the file of arrays was found sound: size, times, inode

``contents.json`` is moved into place last, in one step: whoever is killed before leaves the earlier
content. Opening maps the arrays into memory and checks them. Arrays that are missing, cut short or
changed in a single bit are left out and named, so that whoever opens the folder can build its
content anew. The same arrays always give the same bytes.

Checking reads every byte, a second for a gigabyte, so it is done once for a state of the file: any
write gives a file other times, a copy another inode. As in git's index, times prove nothing about a
file that was changed within the same tick of the clock; so a note of a sound state counts only when
the file had been left alone for a while before. A disk that changes bits behind the back of
the operating system is found by a ``thorough`` reading alone.
"""

import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
FORMAT = 2
_ALIGNMENT = 64
_CONTENTS, _CHECKED = "contents.json", ".checked"
_ALONE = 2_000_000_000
"""Nanoseconds between the last change of a file and the note that it is sound."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The sound arrays of a folder by name, read-only, and what is wrong with the others."""

    arrays: Arrays
    damaged: tuple[str, ...]


def write_folder(folder: Path, arrays: Arrays) -> None:
    """Store arrays in ``folder``, which appears whole or not at all.

    What is there already is replaced in one step. Raises OSError when the disk refuses.
    """
    from filelock import FileLock

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as beside:
        draft = Path(beside)
        entries, file = _write_arrays(draft / "arrays", arrays)
        text = json.dumps({"format": FORMAT, "file": file, "arrays": entries}, sort_keys=True)
        document = {"crc": crc32(text.encode("ascii")), "contents": text}
        _write_synced(draft / _CONTENTS, json.dumps(document).encode("ascii"))
        with FileLock(folder / ".lock"):
            before = _file_of(folder)
            (draft / "arrays").replace(folder / file)
            (draft / _CONTENTS).replace(folder / _CONTENTS)
            if before not in ("", file):
                (folder / before).unlink(missing_ok=True)


def read_folder(folder: Path, thorough: bool = False) -> Stored:
    """What :func:`write_folder` stored, as far as it is sound; never raises for its content.

    ``thorough`` reads every byte, also of a file that was found sound before.
    """
    try:
        contents = _contents((folder / _CONTENTS).read_bytes())
        path = folder / contents["file"]
        with path.open("rb") as file:
            state = _state(os.fstat(file.fileno()))
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Stored({}, (str(error),))
    known = not thorough and _was_checked(folder, state)
    arrays, damaged = {}, []
    for name, entry in contents["arrays"].items():
        try:
            arrays[name] = _array(data, entry, known)
        except ValueError as error:
            damaged.append(f"{name}: {error}")
    if not known and not damaged:
        _note_checked(folder, state)
    return Stored(arrays, tuple(damaged))


def _state(status: os.stat_result) -> list[int]:
    """What changes with any change of a file."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]


def _was_checked(folder: Path, state: list[int]) -> bool:
    """Whether the file in this state was found sound, a while after its last change."""
    try:
        noted = json.loads((folder / _CHECKED).read_bytes())
        return bool(noted == state and (folder / _CHECKED).stat().st_mtime_ns > state[2] + _ALONE)
    except (OSError, ValueError, RecursionError):
        return False


def _note_checked(folder: Path, state: list[int]) -> None:
    try:
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".noting-", delete=False) as note:
            json.dump(state, note)
        Path(note.name).replace(folder / _CHECKED)
    except OSError:
        return  # A folder that cannot be written is checked each time.


def _write_arrays(path: Path, arrays: Arrays) -> tuple[dict[str, Any], str]:
    """The entries of the arrays and the name of their file, which tells its content."""
    entries: dict[str, Any] = {}
    with path.open("wb") as file:
        file.write(bytes(_ALIGNMENT))  # an empty file cannot be mapped
        for name, array in sorted(arrays.items()):
            data = np.ascontiguousarray(array)
            file.write(bytes(-file.tell() % _ALIGNMENT))
            entries[name] = {
                "type": data.dtype.str,
                "shape": list(data.shape),
                "place": file.tell(),
                "crc": crc32(data.data.cast("B") if data.size else b""),
            }
            file.write(data.data)
        file.flush()
        os.fsync(file.fileno())
    return entries, f"arrays-{crc32(json.dumps(entries).encode()):08x}.bin"


def _file_of(folder: Path) -> str:
    try:
        return str(_contents((folder / _CONTENTS).read_bytes())["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _contents(document: bytes) -> dict[str, Any]:
    outer = json.loads(document)
    text: str = outer["contents"]
    if crc32(text.encode("utf-8", "replace")) != outer["crc"]:
        raise ValueError("the contents do not match their checksum")
    contents: dict[str, Any] = json.loads(text)
    if contents["format"] != FORMAT:
        raise ValueError(f"format {contents['format']} is not {FORMAT}")
    return contents


def _array(data: mmap.mmap, entry: Mapping[str, Any], known: bool) -> NDArray[Any]:
    kind, shape = np.dtype(entry["type"]), tuple(entry["shape"])
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.empty(shape, kind)
    array = np.frombuffer(data, kind, count, entry["place"])
    if not known and crc32(array.data.cast("B")) != entry["crc"]:
        raise ValueError("does not match its checksum")
    return array.reshape(shape)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
