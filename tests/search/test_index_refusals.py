"""What is said of a stored index that cannot be written or read, word for word."""

from pathlib import Path

import pytest

from bot.analysis.analyzer import Analyzer
from bot.errors import StoreError
from bot.passage import Passage
from bot.search import PassageIndex

PASSAGES = [
    Passage("a", "a.md", "IoU", "IoU 是交并比。", "zh"),
    Passage("b", "a.md", "NMS", "NMS keeps the box with the best score.", "en"),
]


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    return PassageIndex.build(PASSAGES, Analyzer.open())


def refusal(error: pytest.ExceptionInfo[StoreError]) -> tuple[str, str]:
    return error.value.message.zh, error.value.message.en


def test_a_folder_that_cannot_be_written_is_named(index: PassageIndex, tmp_path: Path) -> None:
    path = tmp_path / "file" / "index"
    path.parent.write_text("no folder")
    with pytest.raises(StoreError) as refused:
        index.save(path)
    assert refusal(refused) == (f"无法写入索引 {path}", f"cannot write the index {path}")


def test_a_folder_that_is_missing_or_not_whole_is_named(tmp_path: Path) -> None:
    path = tmp_path / "index"
    with pytest.raises(StoreError) as refused:
        PassageIndex.load(path)
    assert refusal(refused) == (f"没有索引文件夹 {path}", f"there is no index folder {path}")
    path.mkdir()
    with pytest.raises(StoreError) as refused:
        PassageIndex.load(path)
    assert refusal(refused) == (
        f"{path} 不是完整的索引文件夹", f"{path} is not a whole index folder"
    )  # fmt: skip
