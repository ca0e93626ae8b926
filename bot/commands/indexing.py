"""The command ``index``: build the index of a folder of notes, so that questions find it ready."""

import argparse
from typing import Any

from bot.commands.shared import command, open_bot, print_json, with_corpus, with_json


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "index", _index, "build the index of the notes and keep it")
    with_corpus(parser)
    with_json(parser)


def _index(arguments: argparse.Namespace) -> None:
    index = open_bot(arguments.corpus).index
    notes = len(dict.fromkeys(passage.source for passage in index.passages))
    terms = len(index.fields.words.terms)
    if arguments.json:
        print_json({"notes": notes, "passages": len(index.passages), "terms": terms})
    else:
        print(f"{notes} notes, {len(index.passages)} passages, {terms} terms")
