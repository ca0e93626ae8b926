"""Grading many answers at once, for ``grade --batch``."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from bot.errors import InputError
from bot.interview.grading import Grade, Grader
from bot.search import Hit
from bot.text import Text


class Finder(Protocol):
    """Anything that finds passages for a question, such as a PassageIndex."""

    def search(self, query: str, k: int = ...) -> list[Hit]:
        """The best ``k`` passages."""


def grade_batch(
    lines: Iterable[Mapping[str, Any]], grader: Grader, index: Finder
) -> Iterator[dict[str, Any]]:
    """One result per line: ``{"id", "score", "covered", "missing", "hints"}``.

    A line has ``question`` and ``answer``, and may have ``reference``; without one the reference is
    the passage of the notes that answers the question. When the notes have none, the score is 0 and
    ``hints`` says so. Raises InputError for a line without question or with text that is no text.
    """
    for number, line in enumerate(lines, start=1):
        question, answer, given = (_text(line, key, number) for key in _KEYS)
        reference = given or find_reference(question, index)
        grade = grader.grade(question, reference, answer)
        hints = [hint.en for hint in grade.hints] if reference else [_NO_REFERENCE.en]
        yield {"id": line.get("id", number), **as_dict(grade), "hints": hints}


def find_reference(question: str, index: Finder) -> str:
    """The text of the passage that answers a question, with its other parts; ``""`` for none."""
    hits = index.search(question, 12)
    if not hits:
        return ""
    first = hits[0].passage
    parts = {
        hit.passage.part: hit.passage.text
        for hit in hits
        if (hit.passage.source, hit.passage.heading) == (first.source, first.heading)
    }
    return "\n".join(parts[part] for part in sorted(parts))


def as_dict(grade: Grade) -> dict[str, Any]:
    """Score, covered and missing points of a grade as JSON can hold them."""
    return {
        "score": round(grade.score, 4),
        "covered": list(grade.covered),
        "missing": list(grade.missing),
    }


_KEYS = ("question", "answer", "reference")
_NO_REFERENCE = Text("笔记里没有这个问题的答案。", "the notes have no answer to this question")


def _text(line: Mapping[str, Any], key: str, number: int) -> str:
    value = line.get(key)
    if value is None and key != "question":
        return ""
    if not isinstance(value, str) or (key == "question" and not value.strip()):
        raise InputError(
            Text("第 {n} 行的 {key} 应为文字。", "line {n}: {key} must be a text").format(
                n=number, key=key
            )
        )
    return value
