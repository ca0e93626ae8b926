"""Companion notes: what the front matter of each tells beyond its text.

A companion note is written for this program, once in Chinese and once in English, as
``companion/zh/ID.md`` and ``companion/en/ID.md``; ID is the glossary id of its concept. Its text is
read like that of any note. Its front matter says which headings of other notes it answers, which
demos compute its numbers, and what an interviewer asks next.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.errors import NoteError
from bot.passage import COMPANION
from bot.resources import read_plain, read_toml
from bot.tables import refused
from bot.text import Text

FOLDER = COMPANION
"""They stand in a folder of the name of their origin."""
LANGUAGES = ("zh", "en")
KEYS = ("concepts", "level", "demos", "answers", "sources", "checks", "follow-ups")
_ARROW = "->"
_FENCE = "---\n"
_COLONS = (":", "：")
_OPENING = re.compile(r"[\[{:?-]")
"""Every level of YAML begins with one of these characters."""
_DEEP = 1_000
"""Levels that YAML's parser in C is trusted with: it does not watch the stack."""
_ITEM = re.compile(r"^[^\S\n]*[(（]?(\d{1,2})[)）.、](?!\d)", re.MULTILINE)
_WANTED = Text(
    f"开头应是 --- 之间的 {', '.join(KEYS)}",
    f"it must begin with {', '.join(KEYS)} between lines of ---",
)


@dataclass(frozen=True, slots=True)
class Check:
    """A number of a note that a demo computes, or a closed form where no demo does.

    params:   what is set on the demo; the rest stays at its defaults
    output:   the key of the demo's outputs, with dots into nested ones
    value:    the number as the note writes it
    formula:  arithmetic such as ``4*512**2``, ``""`` where a demo is named
    """

    demo: str
    params: dict[str, Any]
    output: str
    value: str
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """The front matter of one companion note.

    source:      its path below the corpus folder
    concepts:    glossary ids, the main one first
    answers:     headings of other notes that it answers
    follow_ups:  pairs of a question and the id of the note that answers it
    """

    id: str
    language: str
    source: str
    concepts: tuple[str, ...]
    level: str
    demos: tuple[str, ...]
    answers: tuple[str, ...]
    sources: tuple[str, ...]
    checks: tuple[Check, ...]
    follow_ups: tuple[tuple[str, str], ...]


def read_heads(corpus_dir: Path) -> tuple[tuple[Companion, ...], tuple[Text, ...]]:
    """The companion notes of a corpus folder by language and id, and what is wrong with others.

    A note whose front matter cannot be used is still read as a note; only its links are missing.
    """
    companions: list[Companion] = []
    warnings: list[Text] = []
    for language in LANGUAGES:
        for path in sorted((corpus_dir / FOLDER / language).glob("*.md")):
            try:
                companions.append(read_head(path, corpus_dir))
            except NoteError as error:
                warnings.append(error.message)
    return tuple(companions), tuple(warnings)


def read_head(path: Path, corpus_dir: Path) -> Companion:
    """The front matter of one file. Raises NoteError when it cannot be used."""
    import yaml  # not needed to answer from a stored index, and slow to import

    try:
        text = read_plain(path)
        head = text.split(_FENCE, 2)[1] if text.startswith(_FENCE) else ""
        return _companion(_parsed(head), path, corpus_dir)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        yaml.YAMLError,
    ) as error:
        mark = getattr(error, "problem_mark", None)
        # The head begins on the second line of the file, and YAML counts from 0.
        raise refused(path, mark.line + 2 if mark else 1, _WANTED) from error


def _parsed(head: str) -> Any:
    """What the YAML of a head says; ten times as fast in C, where that is there and safe.

    Raises ValueError where a value is repeated by its name: a few lines of that say billions.
    """
    import yaml

    shallow = len(_OPENING.findall(head)) < _DEEP
    loader = yaml.CSafeLoader if shallow and yaml.__with_libyaml__ else yaml.SafeLoader
    if "*" in head and any(
        isinstance(event, yaml.AliasEvent) for event in yaml.parse(head, loader)
    ):
        raise ValueError(head)
    return yaml.load(head, loader)


def answering(companions: Iterable[Companion], heading: str, language: str) -> Companion | None:
    """The note in ``language`` that answers a heading of another note, if there is one.

    Of several the broadest one: a heading of the user's notes names a subject, not a detail of it.
    """
    told = [c for c in companions if c.language == language and heading in c.answers]
    return max(told, key=lambda companion: len(companion.concepts), default=None)


def unkept(text: str) -> tuple[str, ...]:
    """Lines of an answer that announce something which does not follow: it was lost.

    They end with a colon and nothing or the next such line follows, are the first item of a list
    that has no second one, or point to a picture.

    >>> unkept("It widens the field.\\nProblems:")
    ('Problems:',)
    >>> unkept("Steps:\\n1. Sort.\\n2. Merge.")
    ()
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    pictures = read_toml("lost.toml")["pictures"]
    lone = [match[1] for match in _ITEM.finditer(text)] == ["1"]
    return tuple(
        line
        for line, after in pairwise([*lines, ""])
        if (line.endswith(_COLONS) and (not after or after.endswith(_COLONS)))
        or (lone and _ITEM.match(line))
        or any(word in line.casefold() for word in pictures)
    )


def _companion(values: dict[str, Any], path: Path, corpus_dir: Path) -> Companion:
    return Companion(
        id=path.stem,
        language=path.parent.name,
        source=path.relative_to(corpus_dir).as_posix(),
        concepts=tuple(map(str, values["concepts"])),
        level=str(values["level"]),
        demos=tuple(map(str, values["demos"])),
        answers=tuple(map(str, values["answers"])),
        sources=tuple(map(str, values["sources"])),
        checks=tuple(map(_check, values["checks"])),
        follow_ups=tuple(map(_follow_up, values["follow-ups"])),
    )


def _check(values: dict[str, Any]) -> Check:
    """One number with what computes it. Raises KeyError without either."""
    if "formula" in values:
        return Check("", {}, "", str(values["value"]), str(values["formula"]))
    return Check(
        str(values["demo"]), dict(values["params"]), str(values["output"]), str(values["value"])
    )


def _follow_up(line: str) -> tuple[str, str]:
    """The question and the note of ``question -> id``. Raises ValueError without an arrow.

    >>> _follow_up("Why are there holes? -> dilated-convolution")
    ('Why are there holes?', 'dilated-convolution')
    """
    question, arrow, note = line.rpartition(_ARROW)
    if not arrow:
        raise ValueError(line)
    return question.strip(), note.strip()
