"""The command line: parse, call one function, print.

Exit code 0 is done; 2 is bad input, with one plain sentence on stderr. Imports of the heavier parts
stand inside the commands, so that ``--help`` and ``demo`` start at once.
"""

import argparse
import io
import sys
from collections.abc import Callable, Sequence

from bot.commands import (
    asking,
    checking,
    demonstrating,
    importing,
    indexing,
    interviewing,
    progressing,
    searching,
)
from bot.commands.parser import Parser
from bot.commands.shared import warn
from bot.commands.speech import sentence, told
from bot.errors import MiandaError

_SUBJECTS = (
    asking, searching, checking, importing, demonstrating, interviewing, progressing, indexing,
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _print_anything()
    given = sys.argv[1:] if argv is None else argv
    arguments = build_parser().parse_args([_as_text(word) for word in given])
    run: Callable[[argparse.Namespace], None] = arguments.run
    try:
        run(arguments)
    except MiandaError as error:
        warn(told(error.message))
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        warn(sentence("unreadable", path=error.filename))
        return 2
    return 0


def _as_text(word: str) -> str:
    """A word of the command line; ``-卷积`` excludes something and is no option of this program.

    >>> _as_text("-卷积"), _as_text("-h"), _as_text("--json")
    (' -卷积', '-h', '--json')
    """
    excludes = len(word) > 2 and word[0] == "-" and word[1] != "-"
    return f" {word}" if excludes else word


def _print_anything() -> None:
    """Let a terminal or pipe of a narrow encoding show what it can instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = Parser(prog="python -m bot", description=sentence("about"), epilog=sentence("example"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for subject in _SUBJECTS:
        subject.add(commands)
    parser.explain("every")
    for name, command in commands.choices.items():
        command.explain(name, "every")
    return parser
