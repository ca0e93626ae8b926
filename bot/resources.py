"""The data files that ship inside the package: lexicons, strings and fitted weights."""

import errno
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

LARGEST = 5 * 1024 * 1024
"""Bytes that a file of a user may have."""
LONGEST_LINE = 10_000
"""Characters a line of a user's table may have: tomllib takes the square of the length of a key."""


def read_text(name: str) -> str:
    """The text of ``bot/lexicon/<name>``, decoded as UTF-8.

    >>> read_text("glossary.tsv").splitlines()[0].startswith("id\\t")
    True
    """
    return (files("bot") / "lexicon" / name).read_text("utf-8")


def data_file(name: str) -> Path:
    """The path of ``bot/lexicon/<name>``, for what is no text."""
    return Path(str(files("bot") / "lexicon" / name))


@cache
def read_toml(name: str) -> dict[str, Any]:
    """``bot/lexicon/<name>`` parsed as TOML; callers must not change the result."""
    return tomllib.loads(read_text(name))


def read_plain(path: Path, encoding: str = "utf-8") -> str:
    """The text of a table that a user wrote beside the notes.

    Raises OSError for what is no file or has more than ``LARGEST`` bytes, ValueError when it is not
    in that encoding. A pipe, which nobody may ever write to, is not waited for.
    """
    if not path.is_file():
        raise OSError(errno.EINVAL, "not a file", str(path))
    if path.stat().st_size > LARGEST:
        raise OSError(errno.EFBIG, "too large", str(path))
    return path.read_text(encoding)


def parse_toml(text: str) -> dict[str, Any]:
    """The table that a user wrote as TOML.

    Raises ValueError when it is none, nests too deep, or has a line that is too long to be read in
    good time.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise ValueError(f"too long (at line {number})")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def parse_rows(text: str) -> list[dict[str, str]]:
    """The rows of a tab-separated table, keyed by its header line.

    Empty lines and lines that begin with ``#`` are skipped; missing cells read as ``""``.

    >>> parse_rows("id\\tzh\\n# a comment\\nrelu\\t线性整流")
    [{'id': 'relu', 'zh': '线性整流'}]
    """
    lines = [line for line in text.splitlines() if is_row(line)]
    header = lines[0].split("\t")
    blank = [""] * len(header)
    return [dict(zip(header, [*line.split("\t"), *blank], strict=False)) for line in lines[1:]]


def is_row(line: str) -> bool:
    """Whether a line of a table tells something."""
    return bool(line) and not line.startswith("#")


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of the table ``bot/lexicon/<name>``."""
    return parse_rows(read_text(name))
