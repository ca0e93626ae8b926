"""Files with one JSON object per line, as ``--batch`` reads them."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.text import Text


def read_jsonl(path: str) -> Iterator[dict[str, Any]]:
    """The objects of a file with one JSON object per line. Raises InputError naming the line."""
    try:
        # Only "\n" ends a line: a JSON string may hold the other separators as they are.
        lines: Iterable[str] = Path(path).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            Text(f"{path} 应是 UTF-8 文本文件", f"{path} must be a readable UTF-8 file")
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise _bad_line(path, number) from error
        if not isinstance(item, dict):
            raise _bad_line(path, number)
        yield item


def _no_number(name: str) -> Any:
    """NaN and infinities are no JSON."""
    raise ValueError(name)


def _bad_line(path: str, number: int) -> InputError:
    return InputError(
        Text(
            f"{path} 第 {number} 行应是一个 JSON 对象", f"{path}, line {number}: not a JSON object"
        )
    )


def text_of(item: dict[str, Any]) -> str:
    text = item.get("text", "")
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)


def context_of(item: dict[str, Any]) -> list[str]:
    context = item.get("context") or []
    return [turn for turn in context if isinstance(turn, str)] if isinstance(context, list) else []
