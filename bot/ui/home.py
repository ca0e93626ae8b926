"""The notes that the user added: where they are, and what is said when the disk refuses one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.interview.userdata import data_folder
from bot.text import Text


def imported_notes() -> Path:
    """The folder of the notes that the user has added; it may not exist yet."""
    return data_folder() / "notes"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn failures of the disk into a StoreError that names the file."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            Text(
                f"无法写入 {path}：请检查磁盘空间和权限",
                f"cannot write {path}: check free space and permissions",
            )
        ) from error
