"""The command ``index``: build the index of a folder of notes, so that questions find it ready."""

import argparse
from typing import Any

from bot.commands.shared import (
    command,
    in_both_languages,
    open_bot,
    print_json,
    say,
    with_corpus,
    with_json,
)
from bot.kept.cache import verify


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "index", _index, "build the index of the notes and keep it")
    with_corpus(parser)
    with_json(parser)
    parser.add_argument(
        "--verify", action="store_true", help="first check every byte of all kept indexes"
    )


def _index(arguments: argparse.Namespace) -> None:
    if arguments.verify:
        verify()
    index = open_bot(arguments.corpus).index
    notes = len(dict.fromkeys(passage.source for passage in index.passages))
    terms = len(index.fields.words.terms)
    counts = {"notes": notes, "passages": len(index.passages), "terms": terms}
    print_json(counts) if arguments.json else say(in_both_languages("indexed", **counts))
