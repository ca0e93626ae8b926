"""Files with one JSON object per line, as ``--batch`` reads them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the file; ``number`` counts from 1, blank lines included."""

    number: int
    written: str

    def item(self) -> dict[str, Any]:
        """The JSON object on the line. Raises InputError naming the line."""
        try:
            item = json.loads(self.written, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise self.refused("应是一个 JSON 对象", "not a JSON object") from error
        if not isinstance(item, dict):
            raise self.refused("应是一个 JSON 对象", "not a JSON object")
        return item

    def refused(self, zh: str, en: str) -> InputError:
        """An error that names the line."""
        return InputError(Text(f"第 {self.number} 行{zh}", f"line {self.number}: {en}"))


def read_jsonl(path: str) -> Iterator[Line]:
    """The lines of a file that are not blank. Raises InputError when it is no UTF-8 text file."""
    try:
        # Only "\n" ends a line: a JSON string may hold the other separators as they are.
        lines = Path(path).read_text("utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise InputError(Text(f"没有这个文件：{path}", f"there is no file {path}")) from error
    except (OSError, ValueError) as error:
        raise InputError(
            Text(f"{path} 应是 UTF-8 文本文件", f"{path} must be a readable UTF-8 file")
        ) from error
    return (Line(number, line) for number, line in enumerate(lines, 1) if line.strip())


def _no_number(name: str) -> Any:
    """NaN and infinities are no JSON."""
    raise ValueError(name)


def question_of(line: Line) -> tuple[str, list[str]]:
    """The question of a line and the turns before it. Raises InputError naming the line.

    >>> question_of(Line(1, '{"text": "IoU", "context": ["NMS?"]}'))
    ('IoU', ['NMS?'])
    """
    item = line.item()
    text, context = item.get("text"), item.get("context")
    if not isinstance(text, str):
        raise line.refused("的 text 应是文字", "text must be a text")
    turns = [] if context is None else context
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise line.refused("的 context 应是文字的列表", "context must be a list of texts")
    return text, turns
