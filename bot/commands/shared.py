"""What several commands need: declaring, printing, opening the notes."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.errors import InputError
from bot.text import Text

if TYPE_CHECKING:
    from bot.engine import Bot


def command(commands: Any, name: str, run: Callable[[Any], None], help_: str) -> Any:
    """A new command that calls ``run`` with its arguments."""
    added = commands.add_parser(name, help=help_, description=help_)
    added.set_defaults(run=run)
    return added


def with_corpus(parser: Any) -> None:
    """Add ``--corpus``."""
    parser.add_argument("--corpus", default="corpus", metavar="DIR", help="the folder of notes")


def with_json(parser: Any) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def open_bot(directory: str) -> "Bot":
    """The bot over a folder of notes. Raises NoteError when there is no such folder."""
    from bot.engine import Bot

    if not directory.strip():
        raise InputError(Text("--corpus 应是一个文件夹", "--corpus must name a folder"))
    return Bot.open(directory)


def print_json(document: Any, compact: bool = False) -> None:
    """Print a JSON document; ``compact`` on one line. Lone surrogates are replaced."""
    text = json.dumps(document, ensure_ascii=False, indent=None if compact else 2, allow_nan=False)
    print(text.encode("utf-8", "replace").decode("utf-8"))


def printable(text: str) -> str:
    """``text`` without control and direction characters, which a terminal would obey.

    >>> printable("a\\x1b[31mb\\nc")
    'a[31mb\\nc'
    """
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
