"""Labelled questions, read from a folder.

A question's ``gold`` maps sections to 2 (answers it) or 1 (partly). Questions without gold should
be refused.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import InputError
from bot.passage import Passage
from bot.resources import parse_rows
from bot.text import Text

FRESH = "fresh"
"""What nothing was fitted to, written last, by a writer who saw only the notes. The sets that were
held out before are fitted to since then: ``once_held_out``."""
FITTED = ("in_scope", "real_style", "out_of_scope", "aspects", "names", "once_held_out")
SETS = (*FITTED, FRESH)
DIALOGUES = "dialogues"
FRESH_DIALOGUES = "fresh_dialogues"
"""Dialogues on which no error was read."""

Sections = Mapping[tuple[str, str], str]
"""(source file name, squeezed heading) -> section id"""


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question.

    turns:  earlier user turns, oldest first
    set:    the name of the file it comes from
    """

    id: str
    text: str
    language: str
    kind: str
    topic: str
    gold: Mapping[str, int]
    turns: tuple[str, ...] = ()
    set: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return any(grade == 2 for grade in self.gold.values())


def part_of(question: Question) -> str:
    """``FRESH``, or ``"development"`` for what was fitted to."""
    return FRESH if question.set == FRESH else "development"


def load_sections(folder: Path) -> Sections:
    """The sections of ``<folder>/sections.tsv``; several headings may make up one section.

    Raises InputError when the table cannot be read.
    """
    path = folder / "sections.tsv"
    try:
        return {
            (row["source"], squeeze(heading)): row["section"]
            for row in parse_rows(path.read_text("utf-8"))
            for heading in row["heading"].split("|")
        }
    except (OSError, ValueError, LookupError) as error:
        raise _unreadable(path) from error


def load_questions(folder: Path, names: Iterable[str]) -> list[Question]:
    """The questions of ``<folder>/questions/<name>.jsonl``; raises InputError naming the file."""
    questions: list[Question] = []
    for name in names:
        path = folder / "questions" / f"{name}.jsonl"
        try:
            lines = path.read_text("utf-8").splitlines()
            questions += [_question(json.loads(line), name) for line in lines]
        except (
            OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError,
        ) as error:  # fmt: skip
            raise _unreadable(path) from error
    return questions


def question_sets(folder: Path) -> list[str]:
    """The names of the files in ``<folder>/questions``, those of ``SETS`` first.

    Raises InputError when there is none, naming the folder as it was typed.
    """
    if not folder.is_dir():
        raise InputError(Text(f"没有这个文件夹：{folder}", f"there is no folder {folder}"))
    found = {path.stem for path in (folder / "questions").glob("*.jsonl")}
    if not found:
        zh = f"{folder} 里没有评测题：应有 questions/*.jsonl，每行一题"
        en = f"{folder} holds no labelled questions: questions/*.jsonl, one a line"
        raise InputError(Text(zh, en))
    return [name for name in SETS if name in found] + sorted(found - {*SETS})


def _question(raw: Mapping[str, Any], name: str) -> Question:
    return Question(
        id=raw["id"],
        text=raw["text"],
        language=raw["language"],
        kind=raw["kind"],
        topic=raw.get("topic", ""),
        gold=dict(raw["gold"]),
        turns=tuple(raw.get("turns", ())),
        set=name,
    )


def _unreadable(path: Path) -> InputError:
    return InputError(
        Text(f"{path} 不是可读的评测文件", f"{path} is no readable file of labelled questions")
    )


def section_of(passage: Passage, sections: Sections) -> str:
    """The id of the section a passage belongs to; a name of its own when it has none."""
    place = Path(passage.source).name, squeeze(passage.heading)
    return sections.get(place, "/".join(place))


def squeeze(heading: str) -> str:
    """A heading without spaces and punctuation, as sections are compared.

    >>> squeeze("BN, LN 层?")
    'BNLN层'
    """
    return re.sub(r"[\W_]+", "", heading)
