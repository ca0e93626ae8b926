"""The commands ``clean``, ``eval`` and ``doctor``: how well notes, answers and files are."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.shared import (
    CORPUS,
    command,
    folders,
    open_bot,
    print_json,
    say,
    warn,
    with_corpus,
    with_json,
)
from bot.commands.speech import sentence, told
from bot.errors import MiandaError

if TYPE_CHECKING:
    from bot.engine import Bot
    from bot.evaluation.ablation import Worth
    from bot.evaluation.questions import Question, Sections


def add(commands: Any) -> None:
    """Declare the commands."""
    clean = command(commands, "clean", _clean)
    clean.add_argument("file")
    with_json(clean)
    evaluate = command(commands, "eval", _eval)
    evaluate.add_argument(
        "--questions",
        default="tests/quality",
        metavar="DIR",
    )
    with_corpus(evaluate, CORPUS)
    with_json(evaluate)
    with_corpus(command(commands, "doctor", _doctor))


def _clean(arguments: argparse.Namespace) -> None:
    from bot.corpus import read_note
    from bot.serialization import note_json

    document = note_json(read_note(Path(arguments.file)))
    if arguments.json:
        print_json(document)
        return
    for passage in document["passages"]:
        say(f"## {passage['heading']}\n\n{passage['text']}\n")
    counts = {name: len(document[name]) for name in ("removed", "changed")}
    say(f"— {sentence('cleaned', **counts)}")


def _eval(arguments: argparse.Namespace) -> None:
    from bot.evaluation.companion import companion_worths
    from bot.evaluation.figures import ask_all
    from bot.evaluation.questions import DIALOGUES, load_questions, load_sections, question_sets
    from bot.evaluation.report import document, in_tables

    folder = Path(arguments.questions)
    names = question_sets(folder)
    sections = load_sections(folder)
    questions = load_questions(folder, [name for name in names if not name.endswith(DIALOGUES)])
    dialogues = load_questions(folder, [name for name in names if name.endswith(DIALOGUES)])
    bot = open_bot(arguments.corpus)
    worths = _worths(bot, questions, sections)
    outcomes, turns = (ask_all(bot, asked, sections) for asked in (questions, dialogues))
    companion = companion_worths(bot, Path(arguments.corpus))
    figures = document(outcomes, turns, companion, *worths)
    print_json(figures) if arguments.json else say(in_tables(figures))


def _worths(
    bot: "Bot", questions: "Sequence[Question]", sections: "Sections"
) -> "tuple[list[Worth], list[Worth]]":
    """What the parts of the ranking are worth, and the votes where nothing was fitted."""
    from bot.evaluation.ablation import ablate, ablate_votes
    from bot.evaluation.questions import FRESH, part_of

    fresh = [question for question in questions if part_of(question) == FRESH]
    return ablate(bot.index, questions, sections), ablate_votes(bot.index, fresh, sections)


def _doctor(arguments: argparse.Namespace) -> None:
    """Print one line a check; every failure says what to do next."""
    from bot.interview.backup import backups, holds_progress
    from bot.interview.store import Store
    from bot.userdata import data_folder

    folder = data_folder()
    sound = _passes(lambda: Store.open(folder).check())
    made = backups(folder)
    copies = sum(map(holds_progress, made))
    notes = _passes(lambda: bool(open_bot(arguments.corpus).corpus.passages))
    places = folders(arguments.corpus)
    notes = _passes(lambda: _linked(places[0])) and notes
    say(f"{_mark(notes)} {sentence('checked_notes', folders=', '.join(map(str, places)))}")
    say(f"{_mark(sound)} {sentence('checked_progress', folder=folder)}")
    count = f"{_mark(copies > 0)} {sentence('checked_backups', n=copies)}"
    say(count if made else f"· {sentence('no_backups')}")
    if not sound and copies:
        say("→ python -m bot restore")


def _linked(folder: Path) -> bool:
    """Whether the facts and the companion notes can be used; notes that cannot are told.

    Raises NoteError for a list of facts that is none.
    """
    from bot.companion import read_heads
    from bot.facts import FACTS, read_facts

    _, warnings = read_heads(folder)
    for warning in warnings:
        warn(told(warning))
    read_facts(folder / FACTS)
    return not warnings


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except MiandaError as error:
        warn(told(error.message))
        return False


def _mark(good: bool) -> str:
    return "✓" if good else "✗"
