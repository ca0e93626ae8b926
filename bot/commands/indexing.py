"""The command ``index``: build the index of a folder of notes, so that questions find it ready."""

import argparse
from typing import Any

from bot.commands.shared import (
    command,
    open_bot,
    print_json,
    say,
    with_corpus,
    with_json,
)
from bot.commands.speech import sentence
from bot.kept.cache import verify


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "index", _index)
    with_corpus(parser)
    with_json(parser)
    parser.add_argument("--verify", action="store_true")


def _index(arguments: argparse.Namespace) -> None:
    if arguments.verify:
        verify()
    index = open_bot(arguments.corpus).index
    notes = len(dict.fromkeys(passage.source for passage in index.passages))
    terms = len(index.fields.words.terms)
    counts = {"notes": notes, "passages": len(index.passages), "terms": terms}
    print_json(counts) if arguments.json else say(sentence("indexed", **counts))
