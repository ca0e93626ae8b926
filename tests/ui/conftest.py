"""Two small notes and a user's folder of their own for every test of the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
NOTES = {
    "vision.md": (
        "# 计算机视觉笔记\n\n## 什么是IoU?\n\nIoU 是交并比:两个框交集的面积除以并集的面积。"
        "它衡量预测框与真实框重叠的程度,取值在 0 到 1 之间。\n\n"
        "## 空洞卷积有什么问题?\n\n空洞卷积会产生网格效应:膨胀率为2时,相邻像素不参与同一次计算。"
        "连续使用同样的膨胀率会丢失局部信息,可以用 HDC 设计来缓解。\n"
    ),
    "training.md": (
        "# Training notes\n\n## What is knowledge distillation?\n\nKnowledge distillation trains a "
        "small student network on the softened outputs of a large teacher network.\n\n"
        "## What does batch normalization do?\n\nBatch normalization normalises the activations of "
        "a layer over the batch, which makes training faster and more stable.\n"
    ),
}


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare folder of notes; one for the session, so that the index is built once."""
    folder = tmp_path_factory.mktemp("notes")
    for name, text in NOTES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def app(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The app over these notes with an empty user's folder, not run yet."""
    monkeypatch.setenv("MIANDA_CORPUS", str(notes))
    monkeypatch.setenv("MIANDA_HOME", str(tmp_path / "home"))
    yield AppTest.from_file(str(APP), default_timeout=120)
