"""Folders that hold what nobody expects: pipes, endless files, names that are no text."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import imports
from bot.analysis.glossary import load_glossary
from bot.cli import main
from bot.companion import read_heads
from bot.corpus import Corpus, keep_lines, kept_lines, read_note, unusable
from bot.engine import Bot
from bot.errors import NoteError, StoreError
from bot.facts import read_facts
from bot.folders import digests, doubtful, read_manifest, write_whole
from bot.library import read_errata

NOTE = "# 空洞卷积\n\n空洞卷积在卷积核里插入空洞,扩大感受野,不增加参数。\n"
OTHER = NOTE.replace("空洞", "扩张")
ENDLESS = 60_000_000_000
"""Bytes of a file that is nowhere on the disk: more than any machine of a test has memory."""
BESIDE = (
    "manifest.toml", "glossary.tsv", "errata.toml", "facts.toml", "a.md.kept.json",
    "companion/zh/iou.md", "b.md",
)  # fmt: skip


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(ENDLESS)


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    made = tmp_path / "我的 notes"
    (made / "companion" / "zh").mkdir(parents=True)
    (made / "a.md").write_text(NOTE, "utf-8")
    return made


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.timeout(60)
@pytest.mark.parametrize("make", [pipe, endless, folder, loop, zeros], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", BESIDE)
def test_what_is_no_file_of_a_person_is_passed_over(
    name: str, make: Callable[[Path], None], notes: Path
) -> None:
    make(notes / name)
    assert [note.source for note in Corpus.open(notes).notes] == ["a.md"]
    assert kept_lines(notes / "a.md") == frozenset()
    assert digests(notes)["a.md"]
    assert read_manifest(notes) in ({}, None)
    assert not read_heads(notes)[0]
    told = [warning.en for warning in unusable(notes)]
    assert len(told) == len(doubtful(notes))
    for read in (load_glossary, read_errata, read_facts):
        try:
            read(notes / name)
        except NoteError as error:
            assert Path(name).name in error.message.en


def test_an_endless_file_is_read_again_when_it_has_changed(notes: Path) -> None:
    endless(notes / "b.md")
    before = digests(notes)
    assert digests(notes) == before
    with (notes / "b.md").open("r+b") as file:
        file.truncate(ENDLESS - 1)
    assert {name for name, digest in digests(notes).items() if before[name] != digest} == {"b.md"}


@pytest.fixture
def misnamed(notes: Path) -> Path:
    """Notes with names in GBK, as they come out of an archive made on Chinese Windows."""
    name = os.fsdecode("笔记".encode("gbk"))
    try:
        (notes / f"{name}.md").write_text(OTHER, "utf-8")
    except OSError:
        pytest.skip("this disk knows names in UTF-8 only")
    (notes / name).mkdir()
    (notes / name / "b.md").write_text(OTHER, "utf-8")
    return notes


@pytest.mark.usefixtures("one_analyzer")
def test_a_name_that_is_no_text_is_told_and_the_other_notes_open(
    misnamed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = Bot.open(misnamed)
    assert [note.source for note in bot.corpus.notes] == ["a.md"]
    assert bot.ask("什么是空洞卷积?").answered
    assert unusable(misnamed) == bot.corpus.warnings and len(bot.corpus.warnings) == 2
    assert all("rename" in warning.en and "改名" in warning.zh for warning in bot.corpus.warnings)
    (alone,) = (path for path in misnamed.glob("*.md") if path.name != "a.md")
    with pytest.raises(NoteError, match="rename"):
        read_note(alone)
    assert main(["ask", "什么是空洞卷积?", "--corpus", str(misnamed)]) == 0
    out, err = capsys.readouterr()
    assert "扩大感受野" in out and err.count("rename") == 2
    assert main(["clean", str(alone)]) == 2


def test_several_who_write_a_file_at_once_leave_it_whole(tmp_path: Path) -> None:
    texts = [bytes([number]) * 200_000 for number in range(6)]
    errors: list[OSError] = []

    def write(data: bytes) -> None:
        try:
            for _ in range(15):
                write_whole(tmp_path / "a.md", data)
                assert (tmp_path / "a.md").read_bytes() in texts
        except OSError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert (tmp_path / "a.md").read_bytes() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_link_to_a_file_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "there" / "real.md")
    write_whole(tmp_path / "link.md", b"text")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "there" / "real.md").read_bytes() == b"text"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_an_import_beside_another_program_that_writes_the_same_file_succeeds(home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        replace = Path.replace

        def later(draft: Path, target: Path) -> Path:
            """A program that waits for no window writes the file between the write and the move."""
            patch.undo()
            note = home / "notes" / "a.md"
            keep_lines(note, frozenset(["line"]))
            write_whole(note, NOTE.encode())
            return replace(draft, target)

        patch.setattr(Path, "replace", later)
        path = imports.add("a.md", NOTE.encode(), ["line"])
    assert read_note(path).passages
    assert kept_lines(path) == {"line"}
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.md", "a.md.kept.json"]


def test_another_note_of_the_same_name_is_laid_aside(home: Path) -> None:
    imports.add("我的 笔记.md", NOTE.encode(), ["line"])
    imports.add("我的-笔记.md", NOTE.encode(), ["line"])
    assert not (home / "notes" / imports.ASIDE).exists()
    path = imports.add("我的-笔记.md", OTHER.encode())
    assert path.read_text("utf-8") == OTHER and kept_lines(path) == frozenset()
    imports.put_back(path.name)
    assert path.read_text("utf-8") == NOTE and kept_lines(path) == {"line"}
    assert [note.source for note in Corpus.open(home / "notes").notes] == [path.name]


def test_a_disk_that_refuses_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = imports.add("a.md", NOTE.encode(), ["line"])

    def full(*given: object, **how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="free space"):
        imports.add("a.md", OTHER.encode())
    assert path.read_text("utf-8") == NOTE and kept_lines(path) == {"line"}
    with pytest.raises(StoreError, match="free space"):
        imports.preview("a.md", NOTE.encode(), ["line"])
    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(StoreError, match="free space"):
        imports.preview("a.md", NOTE.encode())
    left = sorted(file.name for file in path.parent.iterdir())
    assert left == [imports.ASIDE, "a.md", "a.md.kept.json"]


@pytest.mark.parametrize("name", ["a." + "m" * 300, "\ud800.md", "a" * 300 + ".md", "\0.md", ".."])
def test_any_name_of_a_file_is_read_or_refused(name: str, home: Path) -> None:
    try:
        assert imports.preview(name, NOTE.encode()).passages
    except NoteError as error:
        assert error.message.zh and error.message.en


def test_kept_lines_may_hold_half_characters(tmp_path: Path) -> None:
    keep_lines(tmp_path / "a.md", frozenset({"a\ud800"}))
    assert kept_lines(tmp_path / "a.md") == {"a?"}
