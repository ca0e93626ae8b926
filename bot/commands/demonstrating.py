"""The command ``demo``: list the computations, or run one."""

import argparse
import json
from pathlib import Path
from typing import Any

from bot.commands.shared import command, print_json, say, with_json
from bot.errors import InputError
from bot.text import Text


def add(commands: Any) -> None:
    """Declare the command."""
    parser = command(commands, "demo", _demo)
    parser.add_argument("id", nargs="?")
    parser.add_argument("--list", action="store_true")
    parser.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=VALUE",
    )
    parser.add_argument("--params", metavar="FILE")
    parser.add_argument("--language", choices=("zh", "en", "both"), default="both")
    with_json(parser)


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
            say("\n".join(f"{row['id']:24} {row['title']}" for row in rows))
        return
    raw = {**_read_params(arguments.params), **dict(map(_assignment, arguments.set))}
    demo = get_demo(arguments.id)
    mode = demo.mode_for(raw)
    inputs = resolve(mode, raw)
    document = result_json(arguments.id, inputs, mode.computed(inputs), language)
    told = {name for name, value in raw.items() if value is not None}
    idle = {n: in_language(why, language) for n, why in mode.idle(inputs).items() if n in told}
    document |= {"unused": idle} if idle else {}
    if arguments.json:
        print_json(document)
        return
    for name, value in document["outputs"].items():
        say(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    say("\n".join([document["insight"], *idle.values()]))


def _read_params(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        raw = json.loads(Path(path).read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError(Text(f"没有这个文件：{path}", f"there is no file {path}")) from error
    except json.JSONDecodeError as error:
        zh, en = f"{path} 第 {error.lineno} 行不是 JSON", f"{path}, line {error.lineno}: not JSON"
        raise InputError(Text(zh, en)) from error
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
        raise InputError(Text(f"应写作 名称=值，收到 {text}", f"write NAME=VALUE, got {text}"))
    try:
        return name, json.loads(value)
    except (ValueError, RecursionError):
        return name, value
