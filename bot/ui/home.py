"""The user's own folder: conversations, questions the notes could not answer, imported notes.

``MIANDA_HOME`` names it; otherwise it is where the system keeps such data. Files are small, are
written whole to a neighbour first and then moved into place, so that a crash leaves the old one.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from bot.errors import StoreError
from bot.text import Text

RECENT = 20


def home() -> Path:
    """The user's folder; it may not exist yet."""
    chosen = os.environ.get("MIANDA_HOME")
    return Path(chosen) if chosen else user_data_path("mianda", appauthor=False)


def imported_notes() -> Path:
    """The folder of the notes that the user has added."""
    return home() / "notes"


def write_json(path: Path, value: Any) -> None:
    """``value`` as JSON at ``path``, all or nothing. Raises StoreError when the disk refuses."""
    write_bytes(path, json.dumps(value, ensure_ascii=False).encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """``data`` at ``path``, all or nothing. Raises StoreError when the disk refuses."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise StoreError(
            Text(
                f"无法写入 {path}:检查磁盘空间和权限",
                f"cannot write {path}: check free space and permissions",
            )
        ) from error


def read_json(path: Path, otherwise: Any) -> Any:
    """The JSON at ``path``; ``otherwise`` when there is none or it is damaged."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return otherwise


def _conversations() -> Path:
    return home() / "conversations"


def save_conversation(name: str, questions: Sequence[str]) -> None:
    """Keep the questions of a conversation; answers are computed again. Old ones are dropped."""
    write_json(_conversations() / f"{name}.json", list(questions))
    for path in _by_age()[RECENT:]:
        path.unlink(missing_ok=True)


def load_conversation(name: str) -> list[str]:
    """The questions of a conversation; none when it is unknown or its name is no such name."""
    if not name.isalnum():
        return []
    stored = read_json(_conversations() / f"{name}.json", [])
    return [text for text in stored if isinstance(text, str)] if isinstance(stored, list) else []


def recent_conversations() -> list[tuple[str, str]]:
    """``(name, first question)`` of the kept conversations, latest first."""
    pairs = ((path.stem, load_conversation(path.stem)) for path in _by_age())
    return [(name, questions[0]) for name, questions in pairs if questions]


def erase_conversations() -> None:
    """Forget every conversation."""
    for path in _by_age():
        path.unlink(missing_ok=True)


def _by_age() -> list[Path]:
    paths = _conversations().glob("*.json") if _conversations().is_dir() else ()
    return sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def save_gap(question: str) -> None:
    """Count a question that the notes could not answer."""
    gaps = load_gaps()
    write_json(home() / "gaps.json", {**gaps, question: gaps.get(question, 0) + 1})


def load_gaps() -> dict[str, int]:
    """The questions without an answer and how often each was saved."""
    stored = read_json(home() / "gaps.json", {})
    return stored if isinstance(stored, dict) else {}
