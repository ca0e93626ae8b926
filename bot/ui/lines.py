"""An answer as one line of JSON, and the same answer from the line.

Two processes of the program tell each other answers so. A value is written as the name of its class
and its fields in order; what is a tuple here is a list there. Nothing is lost, numbers included.
"""

import json
from dataclasses import fields, replace
from typing import Any

from bot.answer import Answer, Erratum, Short, Verdict
from bot.passage import Passage
from bot.related import DemoCard
from bot.search import Hit
from bot.text import Text

_CLASSES = (Answer, DemoCard, Erratum, Hit, Passage, Short, Text)
_BY_NAME: dict[str, Any] = {one.__name__: one for one in _CLASSES}
_FIELDS = {one: tuple(field.name for field in fields(one)) for one in _CLASSES}


def line_of(answer: Answer) -> str:
    """The answer as one line of ASCII.

    >>> line_of(Answer(False, 0.5, ()))[:36]
    '{"Answer": [false, 0.5, [], [], "en"'
    """
    return json.dumps(answer, default=_plain)


def answer_of(line: str) -> Answer:
    """The answer of :func:`line_of`. Raises ValueError for what is no such line.

    >>> answer_of(line_of(Answer(False, 0.5, (), best=(0, 3)))).best
    (0, 3)
    """
    try:
        read = json.loads(line, object_hook=_real)
    except (LookupError, TypeError) as error:
        raise ValueError(line) from error
    if not isinstance(read, Answer):
        raise ValueError(line)
    return replace(read, verdict=Verdict(read.verdict))


def _plain(value: Any) -> dict[str, list[Any]]:
    kind = type(value)
    return {kind.__name__: [getattr(value, name) for name in _FIELDS[kind]]}


def _real(told: dict[str, Any]) -> Any:
    ((name, values),) = told.items()
    return _BY_NAME[name](*map(_frozen, values))


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
