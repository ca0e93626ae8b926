"""The parser of the command line, which helps and complains in the language of the machine.

argparse speaks English only, and its messages are sentences, not values: the Chinese ones are found
by patterns in ``bot/lexicon/command_line.toml``. What no pattern knows is told in its own words.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from bot.commands.shared import in_one_line
from bot.commands.speech import told
from bot.resources import read_toml
from bot.text import Text


class _Formatter(argparse.HelpFormatter):
    """The help of argparse under titles of our own."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Begin with the word for usage."""
        said = f"{title('usage')}: " if prefix is None else prefix
        super().add_usage(usage, actions, groups, said)

    def add_argument(self, action: argparse.Action) -> None:
        """Leave room for the names of commands, whose indentation argparse forgets."""
        super().add_argument(action)
        for command in self._iter_indented_subactions(action):
            room = len(self._format_action_invocation(command)) + self._current_indent
            self._action_max_length = max(self._action_max_length, room)


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence.

    more:  what stands below the options, made only when it is read
    """

    more: Callable[[], str] | None = None

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **settings})
        self._positionals.title = title("positionals")
        self._optionals.title = title("options")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong in one line and leave with exit code 2."""
        self.exit(2, in_one_line(told(complaint(message, self.prog))) + "\n")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Complain of what is not known here: a command leads to its own help, not to that of all.

        argparse leaves it to the parser of all commands, which knows nothing of the command.
        """
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown

    def format_help(self) -> str:
        """The help, with ``more`` at its end."""
        if self.more:
            self.epilog = self.more()
        return super().format_help()

    def explain(self, *tables: str) -> None:
        """Give every argument its help from the ``tables`` of the lexicon, the first one first."""
        helps: dict[str, dict[str, str]] = {}
        for table in reversed(tables):
            helps |= read_toml("command_line.toml")["help"].get(table, {})
        for action in self._actions:
            action.help = told(Text(**helps[action.dest]))


def complaint(message: str, program: str) -> Text:
    """What argparse complains of, and where the right way is told.

    >>> complaint("argument --top: invalid int value: 'z'", "bot ask").zh
    "--top 应是整数，不能是 'z'；用法见 bot ask --help"
    """
    words = read_toml("command_line.toml")
    known = ((re.fullmatch(one["pattern"], message, re.DOTALL), one["zh"])
             for one in words["complaints"])  # fmt: skip
    zh = next((said.format(**found.groupdict()) for found, said in known if found), message)
    whole = words["complaint"]
    return Text(
        whole["zh"].format(said=zh, program=program),
        whole["en"].format(said=message, program=program),
    )


def title(name: str) -> str:
    """What stands above a part of the help."""
    return told(Text(**read_toml("command_line.toml")["titles"][name]))
