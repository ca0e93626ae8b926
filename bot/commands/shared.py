"""What several commands need: declaring, printing, opening the notes."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from bot.commands.speech import sentence, spoken, told
from bot.errors import InputError, MiandaError
from bot.folders import doubtful
from bot.jsonlines import Line, read_jsonl
from bot.resources import read_toml
from bot.text import Text

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls of terminals and of the direction of writing that JSON lets stand as they are."""
CORPUS = "corpus"
"""The folder of the notes that ship with the program, where it is started."""
UNNOTICED = 1.5
"""Seconds that nobody at a terminal needs to be told of."""

if TYPE_CHECKING:
    from bot.engine import Bot


def command(commands: Any, name: str, run: Callable[[Any], None]) -> Any:
    """A new command that calls ``run`` with its arguments; the lexicon says what it is for."""
    about = told(Text(**read_toml("command_line.toml")["help"][name]["about"]))
    added = commands.add_parser(name, help=about, description=about)
    added.set_defaults(run=run)
    return added


def with_corpus(parser: Any, default: str | None = None) -> None:
    """Add ``--corpus``; without a default it is the notes of the app, see :func:`folders`."""
    parser.add_argument("--corpus", default=default, metavar="DIR")


def folders(directory: str | None) -> tuple[Path, ...]:
    """The folder that was named, else the shipped one and that of the notes the user added.

    Raises InputError when the name is blank.
    """
    from bot.userdata import imported_notes

    if directory is None:
        own = imported_notes()
        return (Path(CORPUS), own) if own.is_dir() else (Path(CORPUS),)
    if not directory.strip():
        raise InputError(Text("--corpus 应是一个文件夹", "--corpus must name a folder"))
    return (Path(directory),)


def with_language(parser: Any) -> None:
    """Add ``--language``; who does not choose one has that of the machine."""
    parser.add_argument("--language", choices=("zh", "en"), default=spoken(os.environ))


def with_json(parser: Any) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true")


def open_bot(directory: str | None) -> "Bot":
    """The bot over :func:`folders`, what is left out told. Raises NoteError without a folder."""
    from bot.engine import Bot

    places = folders(directory)
    with _told_when_slow():
        bot = Bot.open(*places)
    for place in places:
        _warn_of_notes(place)
    return bot


@contextmanager
def _told_when_slow() -> Iterator[None]:
    """Who sits at a terminal reads what takes so long."""
    timer = Timer(UNNOTICED, lambda: warn(sentence("building")))
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _warn_of_notes(folder: Path) -> None:
    """Print a sentence on stderr for every file of a folder of notes that was left out."""
    if doubtful(folder):
        from bot.corpus import unusable

        for warning in unusable(folder):
            warn(told(warning))


def say(text: str, end: str = "\n") -> None:
    """Print for a person: words of notes, names of files and folders cannot act on a terminal."""
    print(printable(text), end=end)


def warn(text: str) -> None:
    """Print a sentence on stderr."""
    print(in_one_line(text), file=sys.stderr)


def print_json(document: Any, compact: bool = False) -> None:
    """Print a JSON document; ``compact`` on one line. Lone surrogates are replaced.

    Signs that a terminal would obey are written by their numbers.
    """
    text = json.dumps(document, ensure_ascii=False, indent=None if compact else 2, allow_nan=False)
    text = _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    print(text.encode("utf-8", "replace").decode("utf-8"))


def print_batch(
    path: str, result: Callable[[Line], dict[str, Any]], refused: dict[str, Any]
) -> None:
    """Print one document for every line of a file, also for those that cannot be used.

    Those are printed as ``refused`` with a sentence under ``error``; the others lose nothing by
    them. Raises InputError after the last line when there was such a one.
    """
    errors = []
    for line in read_jsonl(path):
        try:
            document = result(line)
        except InputError as error:
            document = {"id": _id_of(line), **refused, "error": in_both(error)}
            errors.append(error.message)
        print_json(document, compact=True)
    if errors:
        zh, en, count = errors[0].zh, errors[0].en, len(errors)
        said = Text(f"{path} 有 {count} 行不能用：{zh}", f"{path} has bad lines ({count}): {en}")
        raise InputError(said)


def _id_of(line: Line) -> Any:
    try:
        return line.item().get("id")
    except InputError:
        return None


def in_both(error: MiandaError) -> str:
    """The sentence of an error in both languages, for documents that any machine may read."""
    return f"{error.message.zh} / {error.message.en}"


def printable(text: str) -> str:
    """``text`` without control and direction characters, which a terminal would obey.

    >>> printable("a\\x1b[31mb\\nc")
    'a[31mb\\nc'
    """
    return "".join(c for c in text if c in "\n\t\u3000\u00a0" or c.isprintable())


def in_one_line(text: str) -> str:
    """``text`` as it may stand on a terminal, in one line whatever names it holds."""
    return printable(" ".join(text.split("\n")))
