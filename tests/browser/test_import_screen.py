"""Adding notes in a real browser: several at once, one of a name that is there, the way back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from running import served
from screen import Screen

pytestmark = pytest.mark.browser
NOTE = "# {title}\n\n## 什么是{thing}?\n\n{thing}{told}\n"
CARDS = '[class*="st-key-card-"]'


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The app over one note, with a user's folder of its own."""
    folder = tmp_path_factory.mktemp("one")
    told = "沿对角线翻转两次特征图,因此等于恒等映射。"
    (folder / "own.md").write_text(NOTE.format(title="甲", thing="海豚算子", told=told), "utf-8")
    with served(tmp_path_factory.mktemp("one-home"), str(folder)) as running:
        yield running


def choose(window: Screen, *files: Path) -> Page:
    window.open("/notes?lang=zh")
    window.page.locator('input[type="file"]').set_input_files(list(files))
    window.page.get_by_role("button", name="取消").first.wait_for()
    window.settle()
    return window.page


def note(folder: Path, name: str, thing: str, told: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(NOTE.format(title=f"{thing}笔记", thing=thing, told=told), "utf-8")
    return folder / name


def test_files_are_settled_one_by_one_or_all_at_once(window: Screen, tmp_path: Path) -> None:
    one, two, three = (
        note(tmp_path, f"{name}.md", thing, "取每个窗口里的最大值与最小值之差。")
        for name, thing in (("a", "刺猬池化"), ("b", "狗熊池化"), ("c", "刺鲀池化"))
    )
    page = choose(window, one, two, three)
    page.get_by_role("button", name="加入笔记").nth(1).click()
    page.get_by_text("已加入 b.md").wait_for()
    window.settle()
    # The others are still on offer.
    expect(page.get_by_role("button", name="加入笔记")).to_have_count(2)
    page.get_by_role("button", name="全部加入（2 份）").click()
    page.get_by_text("已加入 2 份笔记").wait_for()
    window.settle()
    expect(page.get_by_role("button", name="加入笔记")).to_have_count(0)
    expect(page.locator(CARDS)).to_have_count(4)


def test_a_name_that_is_there_asks_and_nothing_is_lost(window: Screen, tmp_path: Path) -> None:
    old = note(tmp_path / "old", "n.md", "水母卷积", "第一版。先对每个通道单独做卷积。")
    new = note(tmp_path / "new", "n.md", "水母卷积", "第二版。再把结果按环形顺序平移一格。")
    choose(window, old).get_by_role("button", name="加入笔记").click()
    page = window.page
    page.get_by_text("已加入 n.md").wait_for()
    choose(window, old).get_by_text("内容完全一样").wait_for()
    choose(window, new).get_by_text("笔记里已有另一份 n.md").wait_for()
    page.get_by_role("button", name="替换旧版").click()
    page.get_by_text("已替换 n.md").wait_for()
    expect(page.get_by_role("paragraph").filter(has_text="第二版。")).to_have_count(1)
    page.get_by_role("button", name="放回来").click()
    page.get_by_text("已放回 n.md").wait_for()
    expect(page.get_by_role("paragraph").filter(has_text="第一版。")).to_have_count(1)
    choose(window, new).get_by_role("button", name="都保留").click()
    page.get_by_text("已加入 n-2.md").wait_for()
    expect(page.get_by_role("paragraph").filter(has_text="第二版。")).to_have_count(1)
    window.open("/?lang=zh")
    window.ask("什么是水母卷积?")
    # The source is told by the title of the note; its file stands in the tooltip.
    expect(page.locator(".trail").first).to_contain_text("水母卷积笔记 › ")
    expect(page.locator(".trail span").first).to_have_attribute("title", re.compile(r"n(-2)?\.md"))
    window.open("/notes?note=n.md&lang=zh")
    expect(page.get_by_role("paragraph").filter(has_text="第一版。")).to_have_count(1)
