"""Arrays in a folder, checked when they are opened; never pickle.

    arrays.bin      the arrays one after another, each at a multiple of 64 bytes
    contents.json   name, type, shape, place and CRC-32 of every array; facts; its own CRC-32

Opening maps ``arrays.bin`` into memory, so that an array costs nothing before it is read. A file
that is missing, cut short or changed in a single bit is :class:`Damaged`; whoever opens the folder
then builds its content anew. The same arrays always give the same bytes.
"""

import json
import mmap
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
FORMAT = 1
_ALIGNMENT = 64
_ARRAYS, _CONTENTS = "arrays.bin", "contents.json"


class Damaged(Exception):  # noqa: N818 - says what the folder is, and never reaches a user
    """The folder does not hold what was stored in it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a folder holds: arrays by name, read-only, and the facts beside them."""

    arrays: Arrays
    facts: Mapping[str, Any]


def write_folder(folder: Path, arrays: Arrays, facts: Mapping[str, Any]) -> None:
    """Store arrays and facts (JSON values) in ``folder``, which appears whole or not at all.

    A folder that is there already is replaced. Raises OSError when the disk refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        entries = _write_arrays(beside / _ARRAYS, arrays)
        contents = {"format": FORMAT, "arrays": entries, "facts": dict(facts)}
        text = json.dumps(contents, ensure_ascii=False, sort_keys=True)
        document = {"crc": crc32(text.encode("utf-8", "surrogatepass")), "contents": text}
        _write_synced(beside / _CONTENTS, json.dumps(document).encode("ascii"))
        _replace(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def read_folder(folder: Path) -> Stored:
    """What :func:`write_folder` stored. Raises Damaged."""
    try:
        contents = _contents((folder / _CONTENTS).read_bytes())
        with (folder / _ARRAYS).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        arrays = {name: _array(data, entry) for name, entry in contents["arrays"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{folder.name}: {error}") from error
    return Stored(arrays, contents["facts"])


def _write_arrays(path: Path, arrays: Arrays) -> dict[str, Any]:
    entries = {}
    with path.open("wb") as file:
        for name, array in arrays.items():
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
    return entries


def _contents(document: bytes) -> dict[str, Any]:
    outer = json.loads(document)
    text: str = outer["contents"]
    if crc32(text.encode("utf-8", "surrogatepass")) != outer["crc"]:
        raise ValueError("the contents do not match their checksum")
    contents: dict[str, Any] = json.loads(text)
    if contents["format"] != FORMAT:
        raise ValueError(f"format {contents['format']} is not {FORMAT}")
    return contents


def _array(data: "mmap.mmap | bytes", entry: Mapping[str, Any]) -> NDArray[Any]:
    kind, shape = np.dtype(entry["type"]), tuple(entry["shape"])
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.empty(shape, kind)
    array = np.frombuffer(data, kind, count, entry["place"])
    if crc32(array.data.cast("B")) != entry["crc"]:
        raise ValueError("an array does not match its checksum")
    return array.reshape(shape)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _replace(new: Path, folder: Path) -> None:
    """Put ``new`` in the place of ``folder``; of several that do so at once, one stays."""
    try:
        new.replace(folder)
    except OSError:
        # A folder that is not empty cannot be replaced in one step: move it away first.
        old = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
        try:
            if folder.is_dir():
                folder.replace(old)
            new.replace(folder)
        except FileNotFoundError:
            pass
        except OSError:
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
