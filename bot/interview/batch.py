"""Grading many answers at once, for ``grade --batch``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

from bot.analysis.language import detect_language
from bot.answer import Answer
from bot.companion import FOLDER
from bot.errors import InputError
from bot.interview.grading import Grade, Grader
from bot.passage import Passage
from bot.resources import read_toml
from bot.text import Text


class Notes(Protocol):
    """Anything that answers questions from passages, such as a Bot."""

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages, the parts of one answer in their order."""

    def ask(self, question: str) -> Answer:
        """The answer to a question."""


def grade_batch(
    lines: Iterable[Mapping[str, Any]], grader: Grader, notes: Notes, first: int = 1
) -> Iterator[dict[str, Any]]:
    """One result per line: ``{"id", "score", "covered", "missing", "hints"}``.

    A line has ``question`` and ``answer``, and may have ``reference``; without one the reference is
    the whole answer of the notes to the question, in the language of ``answer`` where there is one.
    When the notes have none, the score is 0 and ``hints`` says so. Raises InputError for a line
    without question or with text that is no text, by its number; the ``first`` one has that.
    """
    for number, line in enumerate(lines, start=first):
        question, answer, given = (_text(line, key, number) for key in _KEYS)
        reference = given or find_reference(question, answer, notes)
        grade = grader.grade(question, reference, answer)
        hints = [hint.en for hint in grade.hints] if reference else [_NO_REFERENCE.en]
        yield {"id": line.get("id", number), **as_dict(grade), "hints": hints}


def find_reference(question: str, answer: str, notes: Notes) -> str:
    """The whole answer of the notes to a question; ``""`` when they have none.

    Of several answers one in the language of ``answer`` is taken, then one that says more than a
    jotting, then the one that answers best: a full note of the user's own is not passed over.
    """
    found = notes.ask(question)
    language = detect_language(answer or question)
    answers = [_told_in(language, parts, notes) for parts in found.sections[: found.answers]]
    best = min(answers, key=lambda parts: _rank(parts, language), default=())
    return "\n".join(part.text for part in best)


def _rank(parts: Sequence[Passage], language: str) -> tuple[bool, int]:
    """Best first: the language of the answer, then fullness up to what is no longer thin."""
    full: int = read_toml("interview.toml")["questions"]["thin"]
    return parts[0].language != language, -min(full, sum(len(part.text) for part in parts))


def _told_in(language: str, parts: Sequence[Passage], notes: Notes) -> Sequence[Passage]:
    """A companion note's answer in ``language``, where it is told in it; any other as it is."""
    first = parts[0]
    if not first.is_companion or first.language == language:
        return parts
    twin = f"{FOLDER}/{language}/{PurePosixPath(first.source).name}"
    return [p for p in notes.passages if p.source == twin] or parts


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
