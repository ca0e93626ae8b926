"""The command ``ask``: one question, or a file of them."""

import argparse
from typing import TYPE_CHECKING, Any

from bot.commands.shared import command, open_bot, print_json, printable, with_corpus, with_json
from bot.errors import InputError
from bot.jsonlines import context_of, read_jsonl, text_of
from bot.text import Text

if TYPE_CHECKING:
    from bot.answer import Answer


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "ask", _ask, "answer a question from the notes")
    parser.add_argument("text", nargs="?", help="the question, in Chinese or English")
    parser.add_argument("--batch", metavar="FILE", help="one JSON question per line")
    parser.add_argument("--context", action="append", default=[], help="an earlier user turn")
    parser.add_argument("--as-written", action="store_true", help="repair no typing errors")
    parser.add_argument("--top", type=int, default=10, help="how many passages to list")
    parser.add_argument("--source", choices=("all", "notes", "companion"), default="all")
    with_corpus(parser)
    with_json(parser)


def _ask(arguments: argparse.Namespace) -> None:
    if (arguments.text is None) == (arguments.batch is None):
        raise InputError(Text("请给出一个问题,或 --batch 文件", "give a question or --batch FILE"))
    if arguments.top < 1:
        raise InputError(Text("--top 应至少为 1", "--top must be at least 1"))
    bot = open_bot(arguments.corpus)
    how = {name: getattr(arguments, name) for name in ("top", "as_written", "source")}
    if arguments.batch:
        for line in read_jsonl(arguments.batch):
            answer = bot.ask(text_of(line), context_of(line), **how)
            print_json({"id": line.get("id"), **_answer_json(answer)}, compact=True)
        return
    answer = bot.ask(arguments.text, arguments.context, **how)
    if arguments.json:
        print_json(_answer_json(answer))
    else:
        print(in_words(answer))


def in_words(answer: "Answer") -> str:
    """An answer as a person reads it in a terminal."""
    strings = _strings(answer.language)
    if answer.reply:
        return answer.reply.to(answer.language)
    if not answer.answered:
        near = [f"  · {hit.passage.heading} ({hit.passage.source})" for hit in answer.hits[:3]]
        return "\n".join([strings["not_found" if near else "nothing_near"], *near])
    first = answer.hits[0].passage
    percent = f"{answer.confidence:.0%}"
    lines = [f"{strings[answer.verdict.value]} · {percent}", "", f"{first.heading}", ""]
    lines += [printable(first.text), "", f"— {first.source}:{first.line}"]
    lines += [f"⚠ {e.right.to(answer.language)} ({e.evidence})" for e in answer.errata]
    lines += [f"▶ {demo.id}: {demo.title.to(answer.language)}" for demo in answer.demos]
    for hit in answer.hits[1 : answer.answers]:
        lines.append(f"+ {strings['beside']}{hit.passage.heading} ({hit.passage.source})")
    return "\n".join(lines)


def _strings(language: str) -> dict[str, str]:
    from bot.resources import read_toml

    table: dict[str, dict[str, str]] = read_toml("cli.toml")
    return {name: text[language] for name, text in table.items()}


def _answer_json(answer: "Answer") -> dict[str, Any]:
    from bot.serialization import answer_json

    return answer_json(answer)
