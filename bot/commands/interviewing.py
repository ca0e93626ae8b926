"""The commands ``grade`` and ``interview``: being asked, and what the answers are worth."""

import argparse
import io
import math
import secrets
import sys
from typing import Any

from bot.clock import habits, now
from bot.commands.learner import check_topics, open_store, with_topics
from bot.commands.shared import (
    command,
    open_bot,
    print_batch,
    say,
    with_corpus,
    with_json,
    with_language,
)
from bot.errors import InputError
from bot.jsonlines import Line
from bot.text import Text


def add(commands: Any) -> None:
    """Declare the commands."""
    grading = command(commands, "grade", _grade)
    grading.add_argument(
        "--batch",
        required=True,
        metavar="FILE",
    )
    with_corpus(grading)
    with_json(grading)
    interview = command(commands, "interview", _interview)
    with_topics(interview)
    interview.add_argument("--count", type=int, default=5)
    interview.add_argument("--level", action="append", type=int, default=[], choices=(1, 2, 3))
    interview.add_argument("--seed", type=int)
    interview.add_argument("--book", choices=("wrong", "favourites"))
    with_language(interview)
    interview.add_argument("--minutes", type=float, default=0.0)
    with_corpus(interview)


def _grade(arguments: argparse.Namespace) -> None:
    from bot.interview.batch import grade_batch
    from bot.interview.grading import Grader

    bot = open_bot(arguments.corpus)
    grader = Grader(bot.analyzer)

    def result(line: Line) -> dict[str, Any]:
        return next(grade_batch([line.item()], grader, bot, line.number))

    nothing: dict[str, Any] = {"score": 0.0, "covered": [], "missing": [], "hints": []}
    print_batch(arguments.batch, result, nothing)


def _interview(arguments: argparse.Namespace) -> None:
    from bot.interview.books import Book
    from bot.interview.session import Options
    from bot.interview.terminal import run_interview

    _check(arguments)
    options = Options(
        topics=tuple(arguments.topic),
        count=arguments.count,
        levels=tuple(arguments.level),
        language=arguments.language,
        seconds=round(arguments.minutes * 60),
        seed=secrets.randbelow(10_000) if arguments.seed is None else arguments.seed,
    )
    bot, store = open_bot(arguments.corpus), open_store()
    book = Book(arguments.book) if arguments.book else None
    if isinstance(sys.stdin, io.TextIOWrapper):
        # Half a Chinese character, as a backspace leaves it in many terminals, is not UTF-8.
        sys.stdin.reconfigure(errors="replace")
    run_interview(bot, store, options, _read, _write, now, habits(), book)


def _check(arguments: argparse.Namespace) -> None:
    """Raise InputError for an option of ``interview`` that means nothing."""
    if not 1 <= arguments.count <= 1000:
        raise InputError(Text("题数应在 1 到 1000 之间", "--count must be from 1 to 1000"))
    if not 0 <= arguments.minutes * 60 < math.inf:
        raise InputError(
            Text("--minutes 应是不小于 0 的数", "--minutes must be a number from 0 on")
        )
    if arguments.seed is not None and arguments.seed < 0:
        raise InputError(Text("--seed 应不小于 0", "--seed must be 0 or more"))
    check_topics(arguments.topic)


def _read(prompt: str) -> str:
    """A line that is typed; the line of the prompt ends, too, where Ctrl+D or Ctrl+C does not."""
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt):
        _write("")
        raise


def _write(line: str) -> None:
    say(line)
    sys.stdout.flush()
