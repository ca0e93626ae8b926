"""Notes in the shapes people write them: every sentence once, under its heading, none told as lost.

A shape of ``shapes.txt`` begins with ``===`` and the name of its file. Before each line stands what
it is:

    1| to 6|   a heading of that depth          c|   text under the heading above
    t|         a title that is no heading       b|   what a site put there, which must go
    1c|        name¦text in one line            -|   marks, of which nothing is asked

Behind ``⇒`` stands what is to be seen of a line, where the line itself is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from bot.clean.characters import simplify
from bot.clean.page import Line
from bot.corpus import Note, read_note
from bot.passage import Passage
from bot.split.rows import read_rows

_LABELLED = re.compile(r"([1-6]c?|[bct-])\|(.*)")
_TAG = re.compile(r"</?[a-z][^>]*>")
_NUMBER = re.compile(r"[\d第章讲问题一二三四五六七八九十①②③ivxq]{0,5}")
_ANSWER = re.compile("^(?:A|答|回答|Answer)[:：]")


@dataclass
class Section:
    """A heading with the headings above it, the lines of its text, and whether one is inside it."""

    path: tuple[str, ...] = ()
    texts: list[str] = field(default_factory=list)
    above: bool = False

    def is_of(self, passage: Passage) -> bool:
        """Whether a passage is this section, or a part of it."""
        trail = passage.trail[: len(self.path) - 1] if passage.part > 1 else passage.trail
        if not self.path:
            return not passage.trail
        names = (*trail, passage.heading)
        return len(names) == len(self.path) and all(map(_says, names, self.path))


@dataclass
class Shape:
    """A note: its file, the label of each line, its sections, and what must go."""

    name: str
    lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    boilerplate: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Take one more line with its label."""
        match = _LABELLED.fullmatch(line)
        label, text = (match[1], match[2]) if match else ("", line)
        written, _, seen = text.partition(" ⇒ ")
        self.labels.append(label)
        self.lines.append(written.replace("¦", ""))
        shown = seen or written
        shown = unescape(_TAG.sub("", shown)) if self.name.endswith("html") else shown
        if label[:1].isdigit():
            self._open(int(label[0]), *shown.split("¦"))
        elif label == "c":
            self.sections = self.sections or [Section()]
            self.sections[-1].texts.append(shown)
        elif label == "b":
            self.boilerplate.append(shown)

    def _open(self, depth: int, name: str, *texts: str) -> None:
        last = self.sections[-1] if self.sections else Section()
        while last.path and self._depths[last.path] >= depth:
            last = Section(last.path[:-1])
        for section in self.sections[-1:]:
            section.above = section.path == last.path
        self._depths[(*last.path, name)] = depth
        self.sections.append(Section((*last.path, name), list(texts)))

    _depths: dict[tuple[str, ...], int] = field(default_factory=dict)


@cache
def shapes() -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for line in Path(__file__).with_name("shapes.txt").read_text("utf-8").splitlines():
        if line.startswith("=== "):
            shape = found[line[4:]] = Shape(line[4:])
        else:
            shape.add(line)
    return found


def note_of(shape: Shape, folder: Path, end: str = "\n", mark: str = "") -> Note:
    path = folder / shape.name
    path.write_bytes((mark + end.join(shape.lines)).encode())
    return read_note(path)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", simplify(text)).lower()


def _says(found: str, wanted: str) -> bool:
    """Whether a heading is the wanted line, be it without its number."""
    end, whole = letters(found), letters(wanted)
    return bool(end) and whole.endswith(end) and bool(_NUMBER.fullmatch(whole[: -len(end)]))


def holding(passages: Sequence[Passage], text: str) -> list[Passage]:
    key = letters(text)
    return [passage for passage in passages if key in letters(passage.text)]


NAMES = pytest.mark.parametrize("name", shapes())


@NAMES
def test_every_line_of_text_stands_once_under_its_heading(name: str, tmp_path: Path) -> None:
    shape = shapes()[name]
    passages = note_of(shape, tmp_path).passages
    for section in shape.sections:
        for text in filter(letters, section.texts):
            (passage,) = holding(passages, text)
            assert section.is_of(passage), (text, passage.trail, passage.heading)
            assert passage.kind != "heading"
            assert _ANSWER.sub("", simplify(text)).strip() in passage.text


@NAMES
def test_no_heading_is_made_up_and_only_an_empty_one_was_lost(name: str, tmp_path: Path) -> None:
    shape = shapes()[name]
    passages = note_of(shape, tmp_path).passages
    for passage in passages:
        assert any(section.is_of(passage) for section in shape.sections), passage
    for section in shape.sections:
        own = [passage for passage in passages if section.is_of(passage)]
        lost = [passage for passage in own if passage.kind == "heading"]
        assert bool(own) is bool(section.texts or not section.above), section.path
        assert bool(lost) is not (section.texts or section.above), section.path


@NAMES
def test_of_a_site_nothing_stays_and_the_receipt_is_true(name: str, tmp_path: Path) -> None:
    shape = shapes()[name]
    note = note_of(shape, tmp_path)
    for text in shape.boilerplate:
        assert not holding(note.passages, text)
    for entry in note.receipt:
        if entry.action == "removed" and not name.endswith("html"):
            assert entry.before == shape.lines[entry.line - 1]
            assert shape.labels[entry.line - 1] in ("b", "t", "-", ""), entry.before


@NAMES
def test_line_ends_and_byte_marks_of_windows_change_nothing(name: str, tmp_path: Path) -> None:
    shape = shapes()[name]
    plain, windows = note_of(shape, tmp_path), note_of(shape, tmp_path, "\r\n", "\ufeff")
    assert windows.passages == plain.passages


def test_there_are_shapes_in_both_languages_and_all_kinds_of_files() -> None:
    assert len(shapes()) >= 150
    assert {Path(name).suffix for name in shapes()} == {".md", ".txt", ".html"}


@pytest.mark.parametrize(
    ("line", "heading"),
    [("Q: What is stride?", "What is stride?"), ("问：什么是步长？", "什么是步长？"), ("Q:", "Q:")],
)
def test_the_mark_of_a_question_is_no_part_of_its_heading(line: str, heading: str) -> None:
    (row,) = read_rows([Line(1, line)], ())
    assert (row.title, row.text) == (heading, line)
