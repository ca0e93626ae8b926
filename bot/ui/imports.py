"""Adding a note of one's own: look at what cleaning does to it first, then keep it. No screen."""

import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bot.clean.page import Entry
from bot.corpus import MANIFEST, SUFFIXES, Note, read_note
from bot.errors import InputError
from bot.text import Text
from bot.ui.home import imported_notes, write_bytes

LONGEST_NAME = 60
KEPT = "kept.json"


def safe_name(name: str) -> str:
    """A file name without folders or characters that a system could mind.

    Raises InputError for a kind of file that is no note.

    >>> safe_name("../../etc/我的 笔记.TXT")
    '我的-笔记.txt'
    """
    path = Path(name.replace("\\\\", "/"))
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        kinds = ", ".join(sorted(SUFFIXES))
        raise InputError(
            Text(f"{path.name} 不是笔记:只收 {kinds}", f"{path.name} is no note; choose {kinds}")
        )
    stem = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")[:LONGEST_NAME]
    return f"{stem or 'note'}{suffix}"


def preview(name: str, data: bytes, keep: Iterable[str] = ()) -> Note:
    """The note that this file would become, with its receipt. Raises MiandaError if it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(data)
        return read_note(path, f"imported/{path.name}", {"keep": sorted(keep)})


def add(name: str, data: bytes, keep: Iterable[str] = ()) -> Path:
    """Store the file, and which of its lines are to be kept, among the user's notes."""
    path = imported_notes() / safe_name(name)
    write_bytes(path, data)
    _write_manifest({**_kept(), path.name: sorted(keep)})
    return path


def remove(name: str) -> None:
    """Take a note away again; nothing happens when it is not there."""
    (imported_notes() / Path(name).name).unlink(missing_ok=True)


def _kept() -> dict[str, list[str]]:
    """The lines to keep by file; none when the list is missing or damaged."""
    try:
        stored = json.loads((imported_notes() / KEPT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _write_manifest(kept: dict[str, list[str]]) -> None:
    """The corpus reads the kept lines from its manifest; JSON strings are TOML strings too."""
    write_bytes(imported_notes() / KEPT, json.dumps(kept, ensure_ascii=False).encode())
    tables = (
        f"[[notes]]\nfile = {json.dumps(name)}\norigin = \"imported\"\nkeep = {json.dumps(lines)}\n"
        for name, lines in sorted(kept.items())
    )
    write_bytes(imported_notes() / MANIFEST, "\n".join(tables).encode())


def by_reason(receipt: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of a receipt by rule, the most frequent first; keys are rule names."""
    found: dict[str, list[Entry]] = {}
    for entry in receipt:
        found.setdefault(f"{entry.action}.{entry.rule}.{entry.reason.en}", []).append(entry)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))
