"""The command line: parse, call one function, print.

Exit code 0 is done; 2 is bad input, with one plain sentence on stderr. Imports of the heavier parts
stand inside the commands, so that ``--help`` and ``demo`` start at once.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import InputError, MiandaError
from bot.text import Text

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.engine import Bot

LONGEST_ARGUMENT = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
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
    return 0


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(
        prog="python -m bot", description=(__doc__ or "").split("\n")[0]
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_ask(commands)
    _add_search(commands)
    _add_clean(commands)
    _add_demo(commands)
    return parser


def _add_ask(commands: Any) -> None:
    command = _command(commands, "ask", _ask, "answer a question from the notes")
    command.add_argument("text", nargs="?", help="the question, in Chinese or English")
    command.add_argument("--batch", metavar="FILE", help="one JSON question per line")
    command.add_argument("--context", action="append", default=[], help="an earlier user turn")
    command.add_argument("--top", type=int, default=10, help="how many passages to list")
    _corpus_and_json(command)


def _add_search(commands: Any) -> None:
    command = _command(commands, "search", _search, "search the notes by keyword")
    command.add_argument("text", help="words and operators")
    command.add_argument("--top", type=int, default=10)
    _corpus_and_json(command)


def _add_clean(commands: Any) -> None:
    command = _command(commands, "clean", _clean, "clean one scraped page and show the receipt")
    command.add_argument("file")
    command.add_argument("--json", action="store_true")


def _add_demo(commands: Any) -> None:
    command = _command(commands, "demo", _demo, "run a computational demo")
    command.add_argument("id", nargs="?")
    command.add_argument("--list", action="store_true", help="list all demos")
    command.add_argument("--set", nargs="+", action="extend", default=[], metavar="NAME=VALUE")
    command.add_argument("--params", metavar="FILE", help="a JSON object of parameters")
    command.add_argument("--language", choices=("zh", "en", "both"), default="both")
    command.add_argument("--json", action="store_true")


def _command(commands: Any, name: str, run: Callable[[Any], None], help_: str) -> Any:
    command = commands.add_parser(name, help=help_, description=help_)
    command.set_defaults(run=run)
    return command


def _corpus_and_json(command: Any) -> None:
    command.add_argument("--corpus", default="corpus", metavar="DIR", help="the folder of notes")
    command.add_argument("--json", action="store_true", help="print one JSON document")


def _ask(arguments: argparse.Namespace) -> None:
    if (arguments.text is None) == (arguments.batch is None):
        raise InputError(Text("请给出一个问题,或 --batch 文件", "give a question or --batch FILE"))
    bot = _open(arguments.corpus)
    if arguments.batch:
        for line in read_jsonl(arguments.batch):
            answer = bot.ask(_text_of(line), _context_of(line), arguments.top)
            _print_json({"id": line.get("id"), **_answer_json(answer)}, compact=True)
        return
    answer = bot.ask(arguments.text, arguments.context, arguments.top)
    if arguments.json:
        _print_json(_answer_json(answer))
    else:
        print(in_words(answer))


def _search(arguments: argparse.Namespace) -> None:
    bot = _open(arguments.corpus)
    answer = bot.ask(arguments.text, (), arguments.top)
    _print_json(_answer_json(answer)) if arguments.json else print(in_words(answer))


def _clean(arguments: argparse.Namespace) -> None:
    from bot.corpus import read_note
    from bot.serialization import note_json

    document = note_json(read_note(Path(arguments.file)))
    if arguments.json:
        _print_json(document)
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
            _print_json(rows)
        else:
            print("\n".join(f"{row['id']:24} {row['title']}" for row in rows))
        return
    raw = {**_read_params(arguments.params), **dict(map(_assignment, arguments.set))}
    demo = get_demo(arguments.id)
    mode = demo.mode_for(raw)
    inputs = resolve(mode, raw)
    document = result_json(arguments.id, inputs, mode.run(**inputs), language)
    if arguments.json:
        _print_json(document)
        return
    for name, value in document["outputs"].items():
        print(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    print(document["insight"])


def _read_params(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        raw = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
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
    except ValueError:
        return name, value


def read_jsonl(path: str) -> Iterator[dict[str, Any]]:
    """The objects of a file with one JSON object per line. Raises InputError naming the line."""
    try:
        lines: Iterable[str] = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            Text(f"{path} 应是 UTF-8 文本文件", f"{path} must be a readable UTF-8 file")
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise _bad_line(path, number) from error
        if not isinstance(item, dict):
            raise _bad_line(path, number)
        yield item


def _bad_line(path: str, number: int) -> InputError:
    return InputError(
        Text(
            f"{path} 第 {number} 行应是一个 JSON 对象", f"{path}, line {number}: not a JSON object"
        )
    )


def _text_of(item: dict[str, Any]) -> str:
    text = item.get("text", "")
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)


def _context_of(item: dict[str, Any]) -> list[str]:
    context = item.get("context") or []
    return [turn for turn in context if isinstance(turn, str)] if isinstance(context, list) else []


def _open(directory: str) -> "Bot":
    from bot.engine import Bot

    return Bot.open(directory)


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
        return "\n".join([strings["not_found"], *near])
    first = answer.hits[0].passage
    percent = f"{answer.confidence:.0%}"
    lines = [f"{strings[answer.verdict.value]} · {percent}", "", f"{first.heading}", ""]
    lines += [printable(first.text), "", f"— {first.source}:{first.line}"]
    lines += [f"⚠ {e.right.to(answer.language)} ({e.evidence})" for e in answer.errata]
    lines += [f"▶ {demo.id}: {demo.title.to(answer.language)}" for demo in answer.demos]
    return "\n".join(lines)


def printable(text: str) -> str:
    """``text`` without control characters, which a terminal would obey.

    >>> printable("a\\x1b[31mb\\nc")
    'a[31mb\\nc'
    """
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\t")


def _strings(language: str) -> dict[str, str]:
    from bot.resources import read_toml

    table: dict[str, dict[str, str]] = read_toml("cli.toml")
    return {name: text[language] for name, text in table.items()}


def _print_json(document: Any, compact: bool = False) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=None if compact else 2, allow_nan=False))
