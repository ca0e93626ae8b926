"""search: keywords, operators and facets over the notes."""

import argparse
import re
from typing import Any

from bot.commands.shared import (
    command,
    open_bot,
    print_json,
    say,
    with_corpus,
    with_json,
)
from bot.commands.speech import sentence, told
from bot.errors import InputError
from bot.text import Text

LONGEST = 160
"""Characters of a passage that has no stretch to be shown, such as one that is only code."""
_MARKS = re.compile(r"^(?:#{2,6} +|```.*$)", re.MULTILINE)
"""The sign before the title of a section, and the lines around code."""


def add(commands: Any) -> None:
    """Declare the command."""
    search = command(commands, "search", _search)
    search.add_argument("text")
    search.add_argument("--top", type=int, default=20)
    search.add_argument("--only-my-words", action="store_true")
    search.add_argument(
        "--source",
        choices=("all", "notes", "companion"),
        default="all",
    )
    with_corpus(search)
    with_json(search)


def _search(arguments: argparse.Namespace) -> None:
    from bot.keyword.result import result_json

    if arguments.top < 1:
        raise InputError(Text("--top 应至少为 1", "--top must be at least 1"))
    bot = open_bot(arguments.corpus)
    kinds = {"all": {}, "notes": {"kind": ["own"]}, "companion": {"kind": ["companion"]}}
    result = bot.keywords.search(
        arguments.text,
        arguments.top,
        facets=kinds[arguments.source],
        synonyms=not arguments.only_my_words,
    )
    if arguments.json:
        print_json(result_json(result))
        return
    say(sentence("found", n=result.total))
    for note in result.notes:
        say(f"· {told(note.text)}")
    for hit in result.hits:
        place = f"{hit.passage.source}:{hit.passage.line}"
        say(f"\n{hit.passage.heading} — {place}")
        say("  " + _shown(hit.passage.text, hit.snippet))
    if left := result.total - len(result.hits):
        say("\n" + sentence("more", n=left, all=result.total))


def _shown(text: str, span: tuple[int, int]) -> str:
    """The stretch of a passage around what was found, on one line.

    >>> _shown("First.\\n## Why\\nBecause.", (7, 22)), _shown("```py\\nx = 1\\n```", (0, 0))
    ('… Why Because.', 'x = 1')
    """
    start, end = span if span[0] < span[1] else (0, min(len(text), LONGEST))
    body = " ".join(_MARKS.sub("", text[start:end]).split())
    return ("… " if start else "") + body + (" …" if end < len(text) else "")
