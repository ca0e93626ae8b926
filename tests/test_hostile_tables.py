"""Broken and hostile tables beside the notes: one sentence each, with the file and the line."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.analysis.glossary import load_glossary
from bot.cli import main
from bot.companion import read_heads
from bot.corpus import Corpus
from bot.errors import NoteError
from bot.facts import read_facts
from bot.folders import read_manifest
from bot.library import read_errata

NOTE = "# 卷积\n\n## 什么是空洞卷积?\n\n空洞卷积在卷积核里插入空洞,扩大感受野,不增加参数。\n"
ERRATUM = "".join(
    f'{key} = "x"\n'
    for key in ("source", "quote", "wrong_zh", "wrong_en", "right_zh", "right_en", "evidence")
)
FACT = 'source = "a"\nquote = "q"\ndemo = "iou"\nparams = {}\noutput = "iou"\nstated = 1\n'
# What a file holds, and the line that is told of it.
BROKEN: dict[str, list[tuple[bytes, int]]] = {
    "errata.toml": [
        (b"[[erratum]\n", 1),
        (b"# one\n\nerratum = [\n", 3),
        (b"# one\n\xff\xfe", 2),
        (b'erratum = ["x"]', 1),
        (b"\n[erratum]\nsource = 'a'\n", 2),
        (b"x = 1\ny = 2\n", 2),
        (f"[[erratum]]\n{ERRATUM}\n[[erratum]]\nsource = 'a'\n".encode(), 10),
        (b"# one\n" + b"a." * 20_000 + b"b = 1", 2),
        (b"erratum = " + b"[" * 9_000, 1),
        (b"a = [\n" * 20_000, 2),
        (b"a = " + b"[\n" * 5_000, 5_000),
        (b"", 1),
    ],
    "facts.toml": [
        (b"[[fact]]\nsource = 5\n", 1),
        (f"[[fact]]\n{FACT}[[fact]]\n{FACT}more = 1\n".encode(), 8),
        (b"fact = [[]]", 1),
    ],
    "manifest.toml": [
        (b"[[notes]\n", 1),
        (b"\n\nnotes = 5", 3),
        (b"[[notes]]\nfile = 'a.md'\n[[notes]]\nfile = 5\n", 3),
        (b"[[notes]]\ntitle = 'x'\n", 1),
        (b"[[notes]]\nfile = 'a.md'\ntitle = \x00\n", 3),
    ],
    "glossary.tsv": [
        (b"x", 1),
        ("# 注\nzh\ten\n空洞\thole\n".encode(), 2),
        ("id\tzh\nhole\t空洞\n\n\t空洞\n".encode(), 4),
        ("id\tzh\nhole\t空洞\thole\n".encode(), 2),
        (b"id\tzh\n\xff\n", 2),
        (b"\n# nothing\n", 1),
    ],
}  # fmt: skip
READERS: dict[str, Callable[[Path], Any]] = {
    "errata.toml": read_errata,
    "facts.toml": read_facts,
    "glossary.tsv": load_glossary,
}
CASES = [(name, data, line) for name, cases in BROKEN.items() for data, line in cases]
HEAD = "level: basic\ndemos: []\nanswers: []\nsources: []\nchecks: []\nfollow-ups: []\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(NOTE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "data", "line"), [c for c in CASES if c[0] in READERS])
def test_a_refusal_names_the_file_and_the_line(
    name: str, data: bytes, line: int, notes: Path
) -> None:
    (notes / name).write_bytes(data)
    with pytest.raises(NoteError) as refused:
        READERS[name](notes / name)
    said = refused.value.message
    assert said.en.startswith(f"{name}, line {line}: ") and "\n" not in said.en
    assert said.zh.startswith(f"{name} 第 {line} 行有误：")


@pytest.mark.parametrize(("data", "line"), BROKEN["manifest.toml"])
def test_a_broken_manifest_is_told_with_its_line_and_the_notes_open(
    data: bytes, line: int, notes: Path
) -> None:
    (notes / "manifest.toml").write_bytes(data)
    corpus = Corpus.open(notes)
    assert [note.source for note in corpus.notes] == ["a.md"]
    (told,) = corpus.warnings
    assert told.en.startswith(f"manifest.toml, line {line}: ") and "ignored" in told.en
    assert told.zh.startswith(f"manifest.toml 第 {line} 行有误：") and "已忽略" in told.zh


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[other]\nx = 1\n"])
def test_a_manifest_of_nothing_is_one(text: str, notes: Path) -> None:
    (notes / "manifest.toml").write_text(text, "utf-8")
    assert read_manifest(notes) == {}


@pytest.mark.parametrize("command", [["ask", "空洞卷积"], ["search", "空洞"], ["index"]])
@pytest.mark.usefixtures("one_analyzer")
def test_a_command_ends_with_that_sentence_alone(
    command: list[str], notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (notes / "errata.toml").write_bytes(b'erratum = ["x"]\n')
    assert main([*command, "--corpus", str(notes)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and "errata.toml, line 1: " in err


def companion(notes: Path, head: str) -> list[str]:
    """What is told of a companion note with that front matter."""
    path = notes / "companion" / "zh" / "iou.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}---\n# IoU\n\n交并比。\n", "utf-8")
    return [warning.en for warning in read_heads(notes)[1]]


def test_no_front_matter_is_multiplied_by_its_own_names(notes: Path) -> None:
    names = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)]
    merged = [
        f"a{i}: &a{i}\n  <<: [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
    ]  # fmt: skip
    start = time.process_time()
    for first, rows in (("[x]", names), ("{k: x}", merged)):
        (told,) = companion(notes, f"a0: &a0 {first}\n{''.join(rows)}concepts: *a11\n{HEAD}")
        assert told.startswith("iou.md, line 1: ")
    assert time.process_time() - start < 1
    assert not companion(notes, f'concepts: ["a * b"]\n{HEAD}')


def test_a_fault_of_front_matter_has_a_line(notes: Path) -> None:
    (told,) = companion(notes, f"{HEAD}concepts: [iou\n")
    assert told.startswith("iou.md, line 9: ") and "concepts, level" in told
    (told,) = companion(notes, HEAD)
    assert told.startswith("iou.md, line 1: ")


@pytest.mark.usefixtures("one_analyzer")
def test_the_doctor_tells_what_is_wrong_beside_the_notes(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (notes / "manifest.toml").write_text("[[notes]]\nfile = 5\n", "utf-8")
    (notes / "facts.toml").write_text("[[fact]\n", "utf-8")
    companion(notes, "concepts: [iou\n")
    assert main(["doctor", "--corpus", str(notes)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("✗ 笔记")
    for name in ("manifest.toml", "facts.toml", "iou.md"):
        assert f"{name}, line " in err
