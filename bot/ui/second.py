"""The second process of :mod:`bot.ui.beside`: it opens the notes, reads questions, writes answers.

It first says for which notes it answers. It ends with the program that started it.
"""

import json
import sys
from collections.abc import Iterable, Iterator

from bot.engine import Bot
from bot.ui.lines import line_of
from bot.ui.shared_notes import content, open_library


def answers(bot: Bot, lines: Iterable[str]) -> Iterator[str]:
    """An answer for every question, a line of JSON each."""
    for line in lines:
        question, history, how = json.loads(line)
        yield line_of(bot.ask(question, history, **how))


def main() -> None:
    """Answer what is asked, until nothing more can be asked."""
    notes = content()
    bot = open_library()
    print(notes, flush=True)
    for answer in answers(bot, sys.stdin):
        print(answer, flush=True)


if __name__ == "__main__":
    main()
