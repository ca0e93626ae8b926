"""A note lists the demos of each of its passages, and opens them with the numbers it states."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

NOTE = (
    "# 我的笔记\n\n## 什么是IoU?\n\nIoU 是交并比,取值在 0 到 1 之间,用来衡量两个框重合的程度。\n\n"
    "## 输出尺寸怎么算?\n\n卷积用 5×5 的卷积核,stride=2,padding 为 2,输出尺寸约为输入的一半。\n"
)


def test_each_passage_links_to_its_demos_with_its_numbers(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.md").write_text(NOTE, "utf-8")
    monkeypatch.setenv("MIANDA_CORPUS", str(tmp_path))
    app.query_params["lang"] = "zh"
    app.query_params["note"] = "own.md"
    app.switch_page("bot/ui/pages/notes.py").run()
    assert not app.exception
    links = [parse_qs(link.proto.query_string) for link in app.page_link]
    opened = {link["demo"][0]: link.get("set", ["{}"])[0] for link in links if "demo" in link}
    assert "iou" in opened
    assert json.loads(opened["conv-shape-cost"]) == {"k": 5, "stride": 2, "padding": 2}
