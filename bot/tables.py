"""Tables that a person wrote beside the notes: each refusal names the file and the line."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import NoteError
from bot.resources import parse_toml, read_plain
from bot.text import Text

Entry = TypeVar("Entry")

_FAULT = Text("{name} 第 {line} 行有误：{wanted}", "{name}, line {line}: {wanted}")
_AT_LINE = re.compile(r"at line (\d+)")
"""How tomllib tells where a fault is."""


def read_entries(
    path: Path,
    table: str,
    entry_of: Callable[[Mapping[str, Any]], Entry],
    wanted: Text,
    needed: bool = True,
) -> tuple[Entry, ...]:
    """What ``entry_of`` makes of every ``[[table]]`` of a TOML file.

    There is nothing without such a file. Raises NoteError, with the line and what is ``wanted``
    there, when the file cannot be read, has no such table although that is ``needed``, or
    ``entry_of`` raises KeyError, TypeError or ValueError.
    """
    if not path.is_file():
        return ()
    text, made = "", list[Entry]()
    try:
        text = read_plain(path)
        document = parse_toml(text)
    except (OSError, ValueError) as error:
        raise refused(path, line_of(error, text), wanted) from error
    try:
        for entry in _tables(document[table] if needed else document.get(table, [])):
            made.append(entry_of(entry))
    except (ValueError, KeyError, TypeError) as error:
        raise refused(path, _line_of_entry(text, table, len(made)), wanted) from error
    return tuple(made)


def refused(path: Path, line: int, wanted: Text) -> NoteError:
    """The refusal of a file for what stands in one of its lines."""
    zh = _FAULT.zh.format(name=path.name, line=line, wanted=wanted.zh)
    return NoteError(Text(zh, _FAULT.en.format(name=path.name, line=line, wanted=wanted.en)))


def line_of(error: Exception, text: str = "") -> int:
    """The line that the error of a reader is about, counted from 1; else where ``text`` ends.

    >>> line_of(UnicodeDecodeError("utf-8", b"a\\n\\xff", 2, 3, "invalid start byte"))
    2
    """
    if isinstance(error, UnicodeDecodeError):
        return error.object.count(b"\n", 0, error.start) + 1
    told = _AT_LINE.search(str(error))
    return int(told[1]) if told else text.rstrip().count("\n") + 1


def _tables(entries: Any) -> list[Mapping[str, Any]]:
    """The entries of an array of tables. Raises TypeError for anything else."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TypeError(entries)
    return entries


def _line_of_entry(text: str, table: str, number: int) -> int:
    """Where entry ``number`` of a table begins, counted from 0; the last line when it does not.

    >>> _line_of_entry("# none\\n[[fact]]\\nsource = 1\\n\\n[[fact]]\\n", "fact", 1)
    5
    """
    head = re.compile(rf"[^\S\n]*(?:\[\[?\s*)?{table}\b")
    lines = text.rstrip().split("\n")
    begun = [place for place, line in enumerate(lines, 1) if head.match(line)]
    return begun[number] if number < len(begun) else len(lines)
