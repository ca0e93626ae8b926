"""The command line: parse, call one function, print.

Exit code 0 is done; 2 is bad input, with one plain sentence on stderr. Imports of the heavier parts
stand inside the commands, so that ``--help`` and ``demo`` start at once.
"""

import argparse
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from bot.commands import indexing, interviewing, searching
from bot.commands.shared import command as declare
from bot.commands.shared import open_bot, print_json, printable, with_corpus, with_json
from bot.errors import InputError, MiandaError
from bot.jsonlines import context_of, read_jsonl, text_of
from bot.text import Text

if TYPE_CHECKING:
    from bot.answer import Answer


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _print_anything()
    arguments = build_parser().parse_args(argv)
    run: Callable[[argparse.Namespace], None] = arguments.run
    try:
        run(arguments)
    except MiandaError as error:
        message = error.message
        print(f"{message.zh} / {message.en}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        print(f"无法读写 {error.filename} / cannot read or write {error.filename}", file=sys.stderr)
        return 2
    return 0


def _print_anything() -> None:
    """Let a terminal or pipe of a narrow encoding show what it can instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong in one line and leave with exit code 2."""
        self.exit(2, f"{self.prog}: {message}; --help\n")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = _Parser(prog="python -m bot", description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_ask(commands)
    searching.add(commands)
    _add_clean(commands)
    _add_demo(commands)
    _add_eval(commands)
    interviewing.add(commands)
    indexing.add(commands)
    return parser


def _add_ask(commands: Any) -> None:
    command = declare(commands, "ask", _ask, "answer a question from the notes")
    command.add_argument("text", nargs="?", help="the question, in Chinese or English")
    command.add_argument("--batch", metavar="FILE", help="one JSON question per line")
    command.add_argument("--context", action="append", default=[], help="an earlier user turn")
    command.add_argument("--as-written", action="store_true", help="repair no typing errors")
    command.add_argument("--top", type=int, default=10, help="how many passages to list")
    command.add_argument("--source", choices=("all", "notes", "companion"), default="all")
    _corpus_and_json(command)


def _add_clean(commands: Any) -> None:
    command = declare(commands, "clean", _clean, "clean one scraped page and show the receipt")
    command.add_argument("file")
    command.add_argument("--json", action="store_true")


def _add_demo(commands: Any) -> None:
    command = declare(commands, "demo", _demo, "run a computational demo")
    command.add_argument("id", nargs="?")
    command.add_argument("--list", action="store_true", help="list all demos")
    command.add_argument("--set", nargs="+", action="extend", default=[], metavar="NAME=VALUE")
    command.add_argument("--params", metavar="FILE", help="a JSON object of parameters")
    command.add_argument("--language", choices=("zh", "en", "both"), default="both")
    command.add_argument("--json", action="store_true")


def _add_eval(commands: Any) -> None:
    command = declare(commands, "eval", _eval, "measure the answers on labelled questions")
    command.add_argument("--questions", default="tests/quality", metavar="DIR")
    command.add_argument("--ablation", action="store_true", help="also rank without each part")
    _corpus_and_json(command)


def _corpus_and_json(command: Any) -> None:
    with_corpus(command)
    with_json(command)


def _ask(arguments: argparse.Namespace) -> None:
    if (arguments.text is None) == (arguments.batch is None):
        raise InputError(Text("请给出一个问题,或 --batch 文件", "give a question or --batch FILE"))
    if arguments.top < 1:
        raise InputError(Text("--top 应至少为 1", "--top must be at least 1"))
    bot = open_bot(arguments.corpus)
    if arguments.batch:
        for line in read_jsonl(arguments.batch):
            answer = bot.ask(text_of(line), context_of(line), arguments.top, arguments.as_written)
            print_json({"id": line.get("id"), **_answer_json(answer)}, compact=True)
        return
    answer = bot.ask(arguments.text, arguments.context, arguments.top, arguments.as_written)
    if arguments.json:
        print_json(_answer_json(answer))
    else:
        print(in_words(answer))


def _clean(arguments: argparse.Namespace) -> None:
    from bot.corpus import read_note
    from bot.serialization import note_json

    document = note_json(read_note(Path(arguments.file)))
    if arguments.json:
        print_json(document)
        return
    for passage in document["passages"]:
        print(f"## {passage['heading']}\n\n{passage['text']}\n")
    print(f"— {len(document['removed'])} removed, {len(document['changed'])} changed; see --json")


def _demo(arguments: argparse.Namespace) -> None:
    from bot.demos import all_demos, get_demo
    from bot.demos._spec import resolve
    from bot.serialization import in_language, result_json

    language = arguments.language
    if arguments.list or arguments.id is None:
        rows = [
            {"id": i, "title": in_language(d.title, language), "group": d.group}
            for i, d in all_demos().items()
        ]
        if arguments.json:
            print_json(rows)
        else:
            print("\n".join(f"{row['id']:24} {row['title']}" for row in rows))
        return
    raw = {**_read_params(arguments.params), **dict(map(_assignment, arguments.set))}
    demo = get_demo(arguments.id)
    mode = demo.mode_for(raw)
    inputs = resolve(mode, raw)
    document = result_json(arguments.id, inputs, mode.run(**inputs), language)
    if arguments.json:
        print_json(document)
        return
    for name, value in document["outputs"].items():
        print(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    print(document["insight"])


def _eval(arguments: argparse.Namespace) -> None:
    from bot.ablation import ablate
    from bot.evaluation import DIALOGUES, SETS, ask_all, load_questions, load_sections
    from bot.evaluation_report import document, in_tables

    folder = Path(arguments.questions)
    sections = load_sections(folder)
    questions, dialogues = load_questions(folder, SETS), load_questions(folder, [DIALOGUES])
    bot = open_bot(arguments.corpus)
    parts = ablate(bot.index, questions, sections) if arguments.ablation else ()
    outcomes, turns = (ask_all(bot, asked, sections) for asked in (questions, dialogues))
    figures = document(outcomes, turns, parts)
    print_json(figures) if arguments.json else print(in_tables(figures))


def _read_params(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        raw = json.loads(Path(path).read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            Text(f"{path} 应是一个 JSON 文件", f"{path} must be a readable JSON file")
        ) from error
    if not isinstance(raw, dict):
        raise InputError(
            Text("参数文件应是一个 JSON 对象", "the parameter file must hold an object")
        )
    return raw


def _assignment(text: str) -> tuple[str, Any]:
    """``name=value`` with the value read as JSON, or as a word when it is none.

    >>> _assignment("k=3"), _assignment("mode=bilinear"), _assignment("x=[[1, 2]]")
    (('k', 3), ('mode', 'bilinear'), ('x', [[1, 2]]))
    """
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise InputError(Text(f"应写作 名称=值,收到 {text}", f"write NAME=VALUE, got {text}"))
    try:
        return name, json.loads(value)
    except (ValueError, RecursionError):
        return name, value


def _answer_json(answer: "Answer") -> dict[str, Any]:
    from bot.serialization import answer_json

    return answer_json(answer)


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
    return "\n".join(lines)


def _strings(language: str) -> dict[str, str]:
    from bot.resources import read_toml

    table: dict[str, dict[str, str]] = read_toml("cli.toml")
    return {name: text[language] for name, text in table.items()}
