"""A keyword index that was stored finds what the one that was built finds, and heals."""

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.index.storage import read_folder, write_folder
from bot.keyword.index import KeywordIndex
from bot.keyword.result import result_json
from bot.library import Library, open_keywords
from bot.search import PassageIndex

QUERIES = (
    "空洞卷积",
    "batch norm",
    "recpetive feild",
    "ganshouye",
    "空洞卷几",
    "has:demo -topic:BN",
    "含:代码 OR 布料",
    "ＣＮＮ",
    "convolu",
    "zzzz",
    "",
)


def documents(index: KeywordIndex) -> list[object]:
    return [result_json(index.search(query)) for query in QUERIES]


def test_a_stored_index_finds_what_was_stored(small: KeywordIndex, tmp_path: Path) -> None:
    write_folder(tmp_path, small.to_arrays())
    stored = read_folder(tmp_path)
    assert not stored.damaged
    again = KeywordIndex.from_arrays(stored.arrays, small.passages, small._analyzer)
    assert documents(again) == documents(small)
    back = again.to_arrays()
    for name, array in small.to_arrays().items():
        np.testing.assert_array_equal(back[name], array, strict=True)


def test_an_empty_index_is_stored(small: KeywordIndex, tmp_path: Path) -> None:
    empty = KeywordIndex.build([], small._analyzer)
    write_folder(tmp_path, empty.to_arrays())
    again = KeywordIndex.from_arrays(read_folder(tmp_path).arrays, (), small._analyzer)
    assert documents(again) == documents(empty)


@pytest.fixture(scope="module")
def passages(small: KeywordIndex) -> PassageIndex:
    return PassageIndex.build(small.passages[:1], small._analyzer)


@pytest.fixture
def library(passages: PassageIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library that is kept below ``tmp_path``."""
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path))
    return Library(passages, key="notes 1")


def opened(library: Library, index: KeywordIndex) -> KeywordIndex:
    return open_keywords(library, index.passages, index._analyzer, lambda: index._contents.demos)


def entries(home: Path) -> list[Path]:
    return sorted(home.glob("cache/index-*"))


def test_the_second_start_builds_nothing(
    small: KeywordIndex, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert documents(opened(library, small)) == documents(small)
    assert len(entries(tmp_path)) == 1

    def build(*_: object) -> None:
        raise AssertionError("built anew")

    monkeypatch.setattr(KeywordIndex, "build", build)
    assert documents(opened(library, small)) == documents(small)


def test_other_notes_are_another_index(
    small: KeywordIndex, library: Library, tmp_path: Path
) -> None:
    opened(library, small)
    opened(replace(library, key="notes 2"), small)
    assert len(entries(tmp_path)) == 2


@pytest.mark.parametrize("share", [0.0, 0.35, 0.7, 1.0])
def test_a_damaged_index_is_built_anew(
    small: KeywordIndex,
    library: Library,
    tmp_path: Path,
    share: float,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened(library, small)
    (folder,) = entries(tmp_path)
    (file,) = folder.glob("*.bin")
    data, contents = bytearray(file.read_bytes()), (folder / "contents.json").read_bytes()
    if share < 1:
        places = [i for i, byte in enumerate(data) if byte]
        data[places[int(share * len(places))]] ^= 4
        file.write_bytes(data)
    else:
        (folder / "contents.json").write_bytes(contents[: len(contents) // 2])
    with caplog.at_level(logging.WARNING):
        assert documents(opened(library, small)) == documents(small)
    assert len(caplog.records) == 1
    assert (folder / "contents.json").read_bytes() == contents


def test_passages_at_hand_are_kept_nowhere(
    small: KeywordIndex, library: Library, tmp_path: Path
) -> None:
    assert documents(opened(replace(library, key=""), small)) == documents(small)
    assert not entries(tmp_path)
