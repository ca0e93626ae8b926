"""Questions over notes on other subjects, which the shipped glossary and notes never saw.

A folder holds one note, and ``questions.jsonl``: text, kind, and as ``gold`` the heading of the
section that answers, nothing where none does.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.corpus import read_note
from bot.errors import InputError
from bot.evaluation.questions import Question, section_of
from bot.passage import Passage
from bot.text import Text

_LANGUAGES = ("zh", "en", "mixed", "zh-hant")
"""Kinds of questions that tell their language; all others are asked in that of the note."""


@dataclass(frozen=True, slots=True)
class Added:
    """A note on a subject of its own, and what is asked of it."""

    passages: Sequence[Passage]
    questions: Sequence[Question]


def read_added(folder: Path) -> Added:
    """The note of a folder and its questions; their gold are sections as named without a table.

    Raises InputError when there are none, or when one asks for a section that the note lacks, and
    NoteError when the note cannot be read.
    """
    try:
        (note,) = folder.glob("note.*")
        rows = [json.loads(line) for line in _table(folder).read_text("utf-8").splitlines()]
        passages = read_note(note, note.name).passages
        sections = {_letters(passage.heading): section_of(passage, {}) for passage in passages}
        language = passages[0].language
        questions = [
            Question(
                id=f"{folder.name}-{number:02}",
                text=row["text"],
                language=row["kind"] if row["kind"] in _LANGUAGES else language,
                kind=row["kind"],
                topic=folder.name,
                gold={sections[_letters(row["gold"])]: 2} if row["gold"] else {},
                set=folder.parent.name,
            )
            for number, row in enumerate(rows, 1)
        ]
    except (OSError, ValueError, LookupError, TypeError) as error:
        path = _table(folder)
        zh, en = f"{path} 不是可读的评测文件", f"{path} is no readable file of labelled questions"
        raise InputError(Text(zh, en)) from error
    return Added(passages, questions)


def _letters(heading: str) -> str:
    """A heading without its signs: which of them mark it as one is not what is measured."""
    return "".join(filter(str.isalnum, heading))


def _table(folder: Path) -> Path:
    return folder / "questions.jsonl"
