"""grade, interview and doctor: answering questions, and whether all is well."""

import argparse
import io
import math
import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.commands.shared import (
    command,
    folders,
    in_both,
    open_bot,
    print_batch,
    say,
    warn,
    with_corpus,
    with_json,
)
from bot.errors import InputError, MiandaError
from bot.jsonlines import Line
from bot.resources import read_toml
from bot.text import Text


def add(commands: Any) -> None:
    """Declare the commands."""
    grading = command(commands, "grade", _grade, "grade answers, one JSON object per line")
    grading.add_argument(
        "--batch",
        required=True,
        metavar="FILE",
        help="one JSON object per line: question, answer, reference if there is one",
    )
    with_corpus(grading)
    with_json(grading)
    interview = command(commands, "interview", _interview, "be interviewed in the terminal")
    interview.add_argument("--topic", action="append", default=[], help="such as dl; repeatable")
    interview.add_argument("--count", type=int, default=5, help="how many questions")
    interview.add_argument("--level", action="append", type=int, default=[], choices=(1, 2, 3),
                           help="1 easy, 2 medium, 3 hard; repeatable")  # fmt: skip
    interview.add_argument("--seed", type=int, help="the same seed asks the same; else at random")
    interview.add_argument("--book", choices=("wrong", "favourites"),
                           help="drill the wrong-answer book or the favourites")  # fmt: skip
    interview.add_argument(
        "--language", choices=("zh", "en"), default="zh", help="of the questions"
    )
    interview.add_argument("--minutes", type=float, default=0.0, help="a limit that only nudges")
    with_corpus(interview)
    with_corpus(command(commands, "doctor", _doctor, "check notes and progress, say what to do"))


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
    from bot.interview.schedule import Habits
    from bot.interview.session import Options
    from bot.interview.store import Store
    from bot.interview.terminal import run_interview
    from bot.interview.userdata import data_folder

    _check(arguments)
    options = Options(
        topics=tuple(arguments.topic),
        count=arguments.count,
        levels=tuple(arguments.level),
        language=arguments.language,
        seconds=round(arguments.minutes * 60),
        seed=secrets.randbelow(10_000) if arguments.seed is None else arguments.seed,
    )
    bot, store = open_bot(arguments.corpus), Store.open(data_folder())
    local = Habits(zone=_now().astimezone().tzinfo or UTC)
    book = Book(arguments.book) if arguments.book else None
    if isinstance(sys.stdin, io.TextIOWrapper):
        # Half a Chinese character, as a backspace leaves it in many terminals, is not UTF-8.
        sys.stdin.reconfigure(errors="replace")
    run_interview(bot, store, options, input, _write, _now, local, book)


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
    known = read_toml("interview.toml")["topics"]
    if not set(arguments.topic) <= known.keys():
        names = ", ".join(known)
        raise InputError(Text(f"主题应为 {names}", f"--topic must be one of {names}"))


def _doctor(arguments: argparse.Namespace) -> None:
    """Print one line a check; every failure says what to do next."""
    from bot.interview.backup import backups, holds_progress
    from bot.interview.store import Store
    from bot.interview.userdata import data_folder

    folder = data_folder()
    sound = _passes(lambda: Store.open(folder).check())
    copies = sum(map(holds_progress, backups(folder)))
    notes = _passes(lambda: bool(open_bot(arguments.corpus).corpus.passages))
    places = folders(arguments.corpus)
    notes = _passes(lambda: _linked(places[0])) and notes
    say(f"{_mark(notes)} 笔记 / notes: {', '.join(map(str, places))}")
    say(f"{_mark(sound)} 进度 / progress: {folder}")
    say(f"{_mark(copies > 0)} 备份 / backups: {copies} (python -m bot backup)")
    if not sound and copies:
        say("→ python -m bot restore")


def _linked(folder: Path) -> bool:
    """Whether the facts and the companion notes can be used; notes that cannot are told.

    Raises NoteError for a list of facts that is none.
    """
    from bot.companion import read_companions
    from bot.facts import FACTS, read_facts

    _, warnings = read_companions(folder)
    for warning in warnings:
        warn(f"{warning.zh} / {warning.en}")
    read_facts(folder / FACTS)
    return not warnings


def _passes(check: Any) -> bool:
    try:
        return bool(check())
    except MiandaError as error:
        warn(in_both(error))
        return False


def _mark(good: bool) -> str:
    return "✓" if good else "✗"


def _write(line: str) -> None:
    say(line)
    sys.stdout.flush()


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
