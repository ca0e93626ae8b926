"""What is said when the disk refuses a note."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.text import Text


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
