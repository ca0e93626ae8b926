"""The notes that the user added: where they are, and how a file gets there without being torn."""

import os
from pathlib import Path

from bot.errors import StoreError
from bot.interview.userdata import data_folder
from bot.text import Text


def imported_notes() -> Path:
    """The folder of the notes that the user has added; it may not exist yet."""
    return data_folder() / "notes"


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
                f"无法写入 {path}：请检查磁盘空间和权限",
                f"cannot write {path}: check free space and permissions",
            )
        ) from error
