"""The commands ``progress``, ``export``, ``backup`` and ``restore``: what the answers have come to,
and keeping it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import habits, now
from bot.commands.learner import check_topics, open_store, with_topics
from bot.commands.planning import print_plan
from bot.commands.shared import (
    command,
    open_bot,
    print_json,
    say,
    with_corpus,
    with_json,
    with_language,
)
from bot.commands.speech import sentence
from bot.errors import InputError
from bot.folders import write_whole
from bot.resources import read_toml
from bot.text import Text

if TYPE_CHECKING:
    from bot.interview.backup import Backup
    from bot.interview.books import Entry
    from bot.interview.overview import Overview
    from bot.interview.store import Store

_FORMATS = {".apkg": "anki", ".csv": "csv", ".md": "markdown"}
_BOOKS = ("wrong", "favourites")


def add(commands: Any) -> None:
    """Declare the commands."""
    progress = command(commands, "progress", _progress)
    _with_book(progress)
    progress.add_argument("--plan", metavar="DATE")
    with_corpus(progress)
    with_language(progress)
    with_json(progress)
    export = command(commands, "export", _export)
    export.add_argument("file")
    with_language(export)
    _with_book(export)
    with_corpus(export)
    command(commands, "backup", _backup)
    restoring = command(commands, "restore", _restore)
    restoring.add_argument("file", nargs="?")


def _with_book(parser: Any) -> None:
    """Add the choice of a book and its filters."""
    parser.add_argument("--book", choices=_BOOKS)
    with_topics(parser)
    parser.add_argument("--text", default="")
    parser.add_argument("--asked-in", choices=("zh", "en"), default="")


def _progress(arguments: argparse.Namespace) -> None:
    if arguments.book:
        _print_book(arguments)
        return
    _refuse_filters(arguments)
    if arguments.plan is not None:
        print_plan(arguments, open_store(), now(), habits())
        return
    from bot.interview.backup import backups, inspect
    from bot.interview.overview import overview

    store = open_store()
    seen = overview(store, now(), habits())
    copies = [inspect(path) for path in backups(store.folder)]
    if arguments.json:
        days = [{"day": day.isoformat(), "cards": cards} for day, cards in seen.forecast]
        made = [{"day": copy.day.isoformat(), "answers": copy.answers} for copy in copies]
        print_json({"due": seen.due, "seen": seen.seen, "answers": seen.answers,
                    "often_forgotten": seen.leeches, "wrong": seen.wrong,
                    "favourites": seen.favourites, "recall": dict(seen.recall),
                    "forecast": days, "backups": made})  # fmt: skip
        return
    _print_overview(seen, copies, arguments.language)


def _print_overview(seen: "Overview", copies: "Sequence[Backup]", language: str) -> None:
    from bot.interview.questions import topic_title

    say(_say("progress", language, due=seen.due, seen=seen.seen, answers=seen.answers))
    say(_say("books", language, wrong=seen.wrong, liked=seen.favourites, leeches=seen.leeches))
    for topic, share in seen.recall.items():
        topic_name = topic_title(topic).to(language)
        say(_say("recall", language, topic=topic_name, share=f"{share:.0%}"))
    for day, count in seen.forecast:
        if count:
            say(_say("forecast", language, day=day.isoformat(), n=count))
    for copy in copies:
        name = "backup" if copy.answers is not None else "broken_backup"
        say(_say(name, language, day=copy.day.isoformat(), n=copy.answers))


def _print_book(arguments: argparse.Namespace) -> None:
    from bot.interview.books import TITLES, Book, to_markdown
    from bot.interview.markdown import PLAIN

    found = _entries(open_store(), arguments)
    if arguments.json:
        print_json([{"id": e.question.id, "question": e.question.text, "topic": e.question.topic,
                     "language": e.question.language, "source": e.question.source,
                     "due": e.due.isoformat() if e.due else None, "right_to_go": e.to_go,
                     "answer": e.last.answer if e.last else "",
                     "reference": e.question.reference} for e in found])  # fmt: skip
        return
    title = TITLES[Book(arguments.book)]
    say(to_markdown(found, title, arguments.language, PLAIN), end="")


def _export(arguments: argparse.Namespace) -> None:
    path = Path(arguments.file)
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        wanted = ", ".join(_FORMATS)
        raise InputError(Text(f"文件名应以 {wanted} 结尾", f"the file must end in {wanted}"))
    write = _export_book if arguments.book else _export_all
    say(sentence("exported", path=path, n=write(path, kind, arguments)))


def _export_book(path: Path, kind: str, arguments: argparse.Namespace) -> int:
    """Write the chosen questions of a book; how many there are."""
    from bot.interview.anki import write_deck
    from bot.interview.books import TITLES, Book, to_csv, to_markdown

    found = _entries(open_store(), arguments)
    if kind == "anki":
        return write_deck((entry.question for entry in found), path, now())
    title = TITLES[Book(arguments.book)]
    text = to_csv(found) if kind == "csv" else to_markdown(found, title, arguments.language)
    _write(path, text, kind)
    return len(found)


def _export_all(path: Path, kind: str, arguments: argparse.Namespace) -> int:
    """Write the question bank as a deck, or all answers; how many there are."""
    from bot.interview.anki import write_deck
    from bot.interview.questions import question_bank
    from bot.interview.records import history, questions
    from bot.interview.report import report, to_csv, to_markdown

    _refuse_filters(arguments)
    if kind == "anki":
        bot = open_bot(arguments.corpus)
        bank = question_bank(bot.corpus.passages, bot.analyzer, arguments.language)
        return write_deck(bank, path, now())
    store = open_store()
    made = report(history(store), questions(store))
    text = to_csv(made.rows) if kind == "csv" else to_markdown(made, arguments.language)
    _write(path, text, kind)
    return len(made.rows)


def _entries(store: "Store", arguments: argparse.Namespace) -> "Sequence[Entry]":
    from bot.interview.books import Book, entries, filtered

    check_topics(arguments.topic)
    found = entries(store, Book(arguments.book))
    return filtered(found, arguments.text, arguments.topic, arguments.asked_in)


def _refuse_filters(arguments: argparse.Namespace) -> None:
    if arguments.topic or arguments.text or arguments.asked_in:
        raise InputError(Text("筛选要和 --book 一起用", "filters belong to --book"))


def _write(path: Path, text: str, kind: str) -> None:
    data = text.encode("utf-8-sig" if kind == "csv" else "utf-8", "replace")
    try:
        write_whole(path, data)
    except OSError as error:
        raise InputError(Text(f"无法写入 {path}", f"cannot write {path}")) from error


def _backup(arguments: argparse.Namespace) -> None:
    from bot.interview.backup import back_up
    from bot.interview.schedule import local_day

    say(str(back_up(open_store(), local_day(now(), habits()), anew=True)))


def _restore(arguments: argparse.Namespace) -> None:
    from bot.interview.backup import restore
    from bot.userdata import data_folder

    restored = restore(data_folder(), now(), Path(arguments.file) if arguments.file else None)
    say(sentence("restored", path=restored.backup))
    if restored.aside:
        say(sentence("aside", path=restored.aside))


def _say(name: str, language: str, **values: object) -> str:
    said: str = read_toml("cli.toml")[name][language]
    return said.format(**values)
