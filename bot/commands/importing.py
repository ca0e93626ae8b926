"""The command ``import``: add notes of one's own, as the app does, and print their receipts.

A file that cannot be a note takes nothing from the others. What another note of its name is worth
only its owner knows: without ``--replace`` or ``--both`` it stays, and the new file is left out.
"""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.shared import (
    command,
    in_both,
    print_json,
    say,
    warn,
    with_json,
)
from bot.commands.speech import sentence, told
from bot.errors import InputError, MiandaError
from bot.text import Text

if TYPE_CHECKING:
    from bot.corpus import Note


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "import", _import)
    parser.add_argument("files", nargs="+", metavar="FILE")
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--replace",
        action="store_true",
    )
    other.add_argument("--both", action="store_true")
    parser.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="LINE",
    )
    parser.add_argument("--dry-run", action="store_true")
    with_json(parser)


@dataclass(frozen=True, slots=True)
class _Imported:
    """A file as a note.

    what:  name of the sentence that tells what was done: ``"added"``, ``"replaced"``, ``"same"``
           or ``"offered"``, when nothing was to be stored
    path:  where the note is, or would be
    """

    file: str
    what: str
    path: Path
    note: "Note"


def _import(arguments: argparse.Namespace) -> None:
    done: list[_Imported] = []
    refused: list[tuple[str, MiandaError]] = []
    for file in arguments.files:
        try:
            done.append(_one(file, arguments))
        except MiandaError as error:
            refused.append((file, error))
    _told(done, refused, arguments.json)
    if refused:
        *others, last = (error for _, error in refused)
        for other in others:
            warn(told(other.message))
        raise last


def _one(file: str, arguments: argparse.Namespace) -> _Imported:
    """Add one file. Raises MiandaError when it cannot be a note or another one has its name."""
    from bot import imports
    from bot.corpus import read_bytes
    from bot.imports import Standing
    from bot.userdata import imported_notes

    # Path.is_dir() raises where a name is too long for any file.
    if os.path.isdir(file):  # noqa: PTH112
        raise _folder(file)
    data, name = read_bytes(Path(file)), imports.safe_name(Path(file).name)
    keep = imports.kept(name) | set(arguments.keep)
    note = imports.preview(name, data, keep)
    if arguments.both:
        name = imports.free_name(name, data)
    standing = imports.standing(name, data)
    if standing is Standing.OTHER and not arguments.replace:
        raise _taken(name)
    if arguments.dry_run:
        return _Imported(file, "offered", imported_notes() / name, note)
    what = {Standing.SAME: "same", Standing.OTHER: "replaced"}.get(standing, "added")
    return _Imported(file, what, imports.add(name, data, keep), note)


def _folder(name: str) -> InputError:
    every = f"{name.rstrip('/')}/*.md"
    return InputError(
        Text(
            f"{name} 是文件夹：请写出其中的文件，例如 {every}",
            f"{name} is a folder: name the files in it, such as {every}",
        )
    )


def _taken(name: str) -> InputError:
    return InputError(
        Text(
            f"笔记里已有另一份 {name}：加 --replace 替换它（旧版会留着），加 --both 两份都保留",
            f"there is another {name} among your notes: --replace takes its place (the former one "
            "is kept), --both keeps both",
        )
    )


def _told(done: list[_Imported], refused: list[tuple[str, MiandaError]], as_document: bool) -> None:
    """Print what became of the files."""
    if as_document:
        left = [{"file": file, "error": in_both(error)} for file, error in refused]
        print_json({"notes": [_document(one) for one in done], "refused": left})
        return
    for one in done:
        _receipt(one)


def _document(one: _Imported) -> dict[str, Any]:
    from bot.serialization import note_json

    place = {"file": one.file, "done": one.what, "path": str(one.path)}
    return {**place, **note_json(one.note)}


def _receipt(one: _Imported) -> None:
    """What was done with a file, and each reason of its receipt with an example."""
    from bot.clean.summary import by_reason, example
    from bot.imports import answers

    gone = sum(entry.action == "removed" for entry in one.note.receipt)
    counts = {"removed": gone, "changed": len(one.note.receipt) - gone}
    say(f"{one.path}: {sentence(f'import_{one.what}')}")
    say(f"  {sentence('import_counts', passages=answers(one.note), **counts)}")
    for entries in by_reason(one.note.receipt).values():
        reason, shown = entries[0].reason, example(entries)
        line = f"  - {told(reason)} × {len(entries)}"
        say(f"{line}: {shown}" if shown else line)
