"""A saved index answers as the one that was saved, and heals when it is damaged."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import bot.library
import bot.search
from bot.analysis.analyzer import Analyzer
from bot.engine import Bot
from bot.errors import NoteError, StoreError
from bot.folders import digest
from bot.passage import Passage
from bot.search import PassageIndex

QUESTIONS = (
    "BN的作用",
    "空洞卷积有什么问题?",
    "recpetive feild",
    "what is IoU",
    "??",
    "记忆体",
    "",
)
PASSAGES = [
    Passage("a", "a.md", "空洞卷积", "空洞卷积扩大感受野,但有网格效应。", "zh", trail=("卷积",)),
    Passage("b", "a.md", "BN层的作用", "优点:\nBN 加快收敛,允许更大的学习率。", "zh"),
    Passage("c", "b.md", "IoU", "Intersection over union of two boxes.", "en", also_in=("d.md",)),
    Passage("d", "b.md", "Lost", "", "en", kind="heading"),
]
NOTE = "# 空洞卷积\n\n空洞卷积在不增加参数的情况下扩大感受野,但会带来网格效应,小物体可能漏检。\n"


@pytest.fixture(scope="module")
def built(analyzer: Analyzer) -> PassageIndex:
    return PassageIndex.build(PASSAGES, analyzer)


def assert_same(first: PassageIndex, second: PassageIndex) -> None:
    assert list(first.passages) == list(second.passages)
    for question in QUESTIONS:
        one, two = first.understand(question), second.understand(question)
        assert one == two
        ranked, again = first.rank(one), second.rank(two)
        np.testing.assert_array_equal(ranked.scores, again.scores, strict=True)
        np.testing.assert_array_equal(ranked.order, again.order)
        assert first.search(question) == second.search(question)


def test_a_round_trip_changes_no_bit(built: PassageIndex, tmp_path: Path) -> None:
    built.save(tmp_path / "index")
    assert_same(built, PassageIndex.load(tmp_path / "index"))


def test_saving_twice_gives_the_same_bytes(built: PassageIndex, tmp_path: Path) -> None:
    built.save(tmp_path / "one")
    PassageIndex.load(tmp_path / "one").save(tmp_path / "two")
    for path in (tmp_path / "one").glob("[!.]*"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_an_empty_index_is_kept(analyzer: Analyzer, tmp_path: Path) -> None:
    PassageIndex.build([], analyzer).save(tmp_path / "index")
    assert PassageIndex.load(tmp_path / "index").search("空洞卷积") == []


def test_a_damaged_index_is_built_anew_from_its_passages(
    built: PassageIndex, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    built.save(tmp_path / "index")
    path = next((tmp_path / "index").glob("arrays-*.bin"))
    data = bytearray(path.read_bytes())
    data[-200] ^= 4
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert_same(built, PassageIndex.load(tmp_path / "index"))
    (record,) = caplog.records
    start = f"index {tmp_path / 'index'} is damaged ("
    assert record.getMessage().startswith(start)
    assert record.getMessage().endswith(") and is built anew")


def test_what_typing_errors_are_read_as_is_read_from_the_folder(
    built: PassageIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.save(tmp_path / "index")
    expected = built.understand("空洞卷机")
    monkeypatch.setattr(bot.search, "repair_targets", lambda analyzer: pytest.fail("read again"))
    loaded = PassageIndex.load(tmp_path / "index")
    assert loaded.understand("空洞卷机") == expected
    assert loaded.extended([replace(PASSAGES[0], id="e")]).understand("空洞卷机") == expected
    assert expected.corrections


@pytest.mark.parametrize("folder", ["nothing", "corpus", "corpus/scraped"])
def test_a_folder_without_passages_is_refused(
    folder: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(StoreError, match=folder):
        PassageIndex.load(folder)
    assert not caplog.records, "nothing was built"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_analyzer: Analyzer) -> Path:
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bot.library, "program_version", lambda: "this one")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(NOTE, "utf-8")
    return tmp_path / "notes"


def entries(notes: Path) -> list[Path]:
    return sorted((notes.parent / "home" / "cache").glob("index-*"))


def test_the_second_start_builds_nothing(notes: Path, builds: list[int]) -> None:
    first, second = Bot.open(notes).ask("空洞卷积的缺点"), Bot.open(notes).ask("空洞卷积的缺点")
    assert first == second
    assert first.hits
    assert len(builds) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda notes: (notes / "b.md").write_text(NOTE, "utf-8"),
        lambda notes: (notes / "a.md").write_text(NOTE + "再加一行。\n", "utf-8"),
        lambda notes: (notes / "a.md").rename(notes / "c.md"),
        lambda notes: (notes / "manifest.toml").write_text("", "utf-8"),
        lambda notes: (notes / "glossary.tsv").write_text("id\tzh\nnew-idea\t新概念\n", "utf-8"),
    ],
)
def test_a_change_of_the_notes_is_another_index(
    notes: Path, change: Callable[[Path], object]
) -> None:
    before = digest([notes])
    change(notes)
    assert digest([notes]) != before


def test_what_is_no_note_is_not_read(notes: Path) -> None:
    before = digest([notes])
    (notes / "film.mp4").write_bytes(b"0" * 100)
    (notes / ".hidden").mkdir()
    (notes / ".hidden" / "a.md").write_text(NOTE, "utf-8")
    assert digest([notes]) == before


def test_damage_is_healed_with_one_line_in_the_log(
    notes: Path, builds: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    answer = Bot.open(notes).ask("空洞卷积")
    path = next(entries(notes)[0].glob("arrays-*.bin"))
    path.write_bytes(path.read_bytes()[:-100])
    with caplog.at_level(logging.WARNING):
        assert Bot.open(notes).ask("空洞卷积") == answer
    assert len(caplog.records) == 1
    Bot.open(notes)
    assert len(builds) == 2


def test_a_cache_that_cannot_be_written_is_no_error(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notes.parent / "file").write_text("")
    monkeypatch.setenv("MIANDA_HOME", str(notes.parent / "file"))
    assert Bot.open(notes).ask("空洞卷积").hits


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoteError, match="nowhere"):
        Bot.open(tmp_path / "nowhere")
