"""Cleaned notes from the cache are the notes that cleaning gives."""

from pathlib import Path

import pytest

from bot.corpus import Corpus, keep_lines
from bot.errors import NoteError
from bot.kept import cache
from bot.kept import notes as kept_notes
from bot.kept.notes import open_notes
from bot.library import open_corpus

NOTE = (
    "# 卷积\n\n## 什么是感受野?\n\n感受野是输出的一个点看到的输入区域。\n分享到微博请遵守国家法律\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(NOTE, "utf-8")
    (notes / "b.html").write_text("<h2>步长</h2><p>一次移动多少个像素。</p>", "utf-8")
    return notes


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of the notes that were cleaned, in order."""
    from bot import corpus

    sources: list[str] = []
    split = corpus.split

    def told(*arguments: object) -> object:
        sources.append(str(arguments[1]))
        return split(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(corpus, "split", told)
    return sources


def test_the_shipped_notes_come_back_whole() -> None:
    corpus = open_notes(Path("corpus"), "test")
    assert open_notes(Path("corpus"), "test") == corpus == Corpus.open("corpus")


def test_only_what_changed_is_cleaned_again(folder: Path, cleaned: list[str]) -> None:
    open_notes(folder, "1")
    assert cleaned == ["a.md", "b.html"]
    open_notes(folder, "1")
    assert cleaned == ["a.md", "b.html"]
    keep_lines(folder / "a.md", frozenset({"分享到微博请遵守国家法律"}))
    assert "分享到微博" in open_notes(folder, "1").notes[0].text
    assert cleaned == ["a.md", "b.html", "a.md"]
    (folder / "manifest.toml").write_text('[[notes]]\nfile = "b.html"\ntitle = "S"\n', "utf-8")
    assert open_notes(folder, "1").notes[1].title == "S"
    (folder / "a.md").unlink()
    assert [note.source for note in open_notes(folder, "1").notes] == ["b.html"]
    assert cleaned == ["a.md", "b.html", "a.md", "b.html"]
    open_notes(folder, "2")
    assert cleaned == ["a.md", "b.html", "a.md", "b.html", "b.html"]


def test_what_is_not_used_any_more_is_not_kept(folder: Path) -> None:
    open_notes(folder, "1")
    (folder / "a.md").unlink()
    open_notes(folder, "1")
    (stored,) = cache.cache_folder().glob("notes-*")
    assert not any("感受野".encode() in path.read_bytes() for path in stored.iterdir())


def test_a_damaged_store_is_cleaned_anew(folder: Path, cleaned: list[str]) -> None:
    before = open_notes(folder, "1")
    (path,) = cache.cache_folder().glob("notes-*/arrays-*.bin")
    data = bytearray(path.read_bytes())
    data[-9] ^= 1
    path.write_bytes(data)
    assert open_notes(folder, "1") == before
    assert open_notes(folder, "1") == before
    assert cleaned == ["a.md", "b.html"] * 2


def test_folders_with_equal_names_do_not_mix(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.md").write_text(NOTE.replace("感受野", "卷积核"), "utf-8")
    for _ in range(2):
        corpus = open_corpus((folder, other))
        assert [note.source for note in corpus.notes] == ["a.md", "b.html", "a.md"]
        assert "卷积核" in corpus.notes[2].text and "卷积核" not in corpus.notes[0].text


def test_without_a_folder_there_are_no_notes(tmp_path: Path) -> None:
    with pytest.raises(NoteError):
        open_notes(tmp_path / "none", "1")


def test_half_a_character_is_kept(folder: Path) -> None:
    (folder / "c.html").write_text("<h2>半</h2><p>&#xD800; 一次移动多少个像素。</p>", "utf-8")
    corpus = open_notes(folder, "1")
    assert open_notes(folder, "1") == corpus
    assert kept_notes.open_notes(folder, "1").notes[2].source == "c.html"
