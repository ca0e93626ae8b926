"""The interview in a real browser: nothing typed is lost; two windows, numbers, books, backups."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from running import served
from screen import Screen

pytestmark = pytest.mark.browser
RATINGS = ".st-key-interview-ratings button"
NUMBER = ".st-key-interview-number input"
NOTES = """# 检测笔记

## 什么是IoU?

IoU 是交并比：两个框交集的面积除以并集的面积。
取值在 0 到 1 之间，1 表示完全重合；它衡量预测框与真实框重叠的程度。

## 空洞卷积有什么问题?

空洞卷积会产生网格效应：膨胀率为 2 时，相邻像素不参与同一次计算。
连续使用同样的膨胀率会丢失局部信息，可以用 HDC 设计来缓解。

## 什么是知识蒸馏?

知识蒸馏用大的教师网络的软输出训练小的学生网络，学生既学真实标签，也学类别间的相似程度。
温度越高，软输出越平缓。

## 批归一化有什么作用?

批归一化在一个批次上归一化激活，使训练更快更稳定，也有轻微的正则化作用。
推理时用滑动平均得到的均值和方差。

## NMS 的流程是什么?

NMS 先按分数从高到低排序，取出最高的框，删去与它的 IoU 超过阈值的框。
再对剩下的框重复，直到没有框为止。
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The app over five questions, with a user's folder of its own."""
    folder = tmp_path_factory.mktemp("five")
    (folder / "notes.md").write_text(NOTES, "utf-8")
    with served(tmp_path_factory.mktemp("five-home"), str(folder)) as running:
        yield running


def begin(window: Screen) -> Page:
    window.open("/interview?lang=zh")
    window.page.get_by_role("button", name="开始面试").click()
    window.page.get_by_text("第 1 题").wait_for()
    window.settle()
    return window.page


def reveal(window: Screen) -> None:
    window.page.get_by_role("button", name="直接看答案").click()
    window.page.locator(RATINGS).first.wait_for()
    window.settle()


def rate(window: Screen, number: int) -> None:
    window.page.locator(RATINGS).nth(number - 1).click()
    window.settle()


def test_what_is_typed_and_the_hints_survive_a_reload(window: Screen) -> None:
    page = begin(window)
    page.get_by_role("button", name="提示").click()
    page.locator(".insight").wait_for()
    window.settle()
    hints = page.locator(".insight").all_inner_texts()
    # Nothing leaves the box but its text: no key, no click elsewhere.
    page.get_by_role("textbox").press_sequentially("写到一半的答案")
    page.get_by_text("已保存").wait_for()
    window.settle()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.reload()
    page.get_by_text("第 1 题").wait_for()
    window.settle()
    expect(page.get_by_role("textbox")).to_have_value("写到一半的答案")
    assert page.locator(".insight").all_inner_texts() == hints
    page.get_by_role("button", name="暂停").click()
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("textbox")).to_have_value("写到一半的答案")


def test_a_press_in_a_second_window_never_grades_the_next_question(
    window: Screen, browser: Browser, small: str
) -> None:
    page = begin(window)
    with Screen(browser, small) as other:
        other.open(page.url.removeprefix(small))
        other.page.get_by_text("第 1 题").wait_for()
        other.settle()
        reveal(window)
        reveal(other)
        rate(window, 1)
        page.get_by_text("第 2 题").wait_for()
        reveal(window)
        rate(other, 4)
        other.page.get_by_text("在另一个窗口里往前走了").wait_for()
        expect(other.page.get_by_text("第 2 题")).to_be_visible()
    page.get_by_role("button", name="结束面试").click()
    page.get_by_role("heading", name="面试结束").wait_for()
    window.settle()
    assert page.locator(".trail").count() == 1
    assert page.locator(".trail").inner_text().startswith("忘了")


def test_the_number_of_an_exercise_is_checked_and_returns(window: Screen) -> None:
    page = begin(window)
    for _ in range(5):
        reveal(window)
        if page.locator(NUMBER).count():
            break
        rate(window, 3)
    for typed, told in (("没有", "没有看到数字"), ("123456789", "还不对")):
        page.locator(NUMBER).fill(typed)
        page.locator(NUMBER).press("Enter")
        page.get_by_text(told).wait_for()
    window.settle()
    page.reload()
    page.locator(NUMBER).wait_for()
    expect(page.locator(NUMBER)).to_have_value("123456789")
    link = page.get_by_role("link", name="用这些数打开演示")
    assert "demo=" in str(link.get_attribute("href"))
    # The keys of the grades are letters while a number is typed.
    page.locator(NUMBER).press_sequentially("123")
    expect(page.get_by_text(re.compile(r"第 \d 题"))).to_be_visible()


def test_the_wrong_book_is_filtered_exported_and_a_backup_put_back(
    window: Screen, tmp_path: Path
) -> None:
    page = begin(window)
    for _ in range(5):
        reveal(window)
        rate(window, 1)
    page.get_by_role("heading", name="面试结束").wait_for()
    window.open("/progress?lang=zh")
    book = page.locator('[class*="st-key-book-wrong-"]')
    expect(book).to_have_count(5)
    page.get_by_role("searchbox").fill("蒸馏 教师")
    expect(book).to_have_count(1)
    window.settle()
    with page.expect_download() as download:
        page.locator(".st-key-book-csv-wrong button").click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert [row[0] for row in rows] == ["question", "什么是知识蒸馏?"]
    page.get_by_role("button", name="现在备份").click()
    page.get_by_text("已备份").wait_for()
    window.settle()
    page.locator(".st-key-backup-list summary").click()
    page.get_by_role("button", name="恢复").first.click()
    page.get_by_role("button", name="恢复这一份").click()
    page.get_by_text("另存为").first.wait_for()
    window.settle()
    page.get_by_role("searchbox").fill("")
    expect(book).to_have_count(5)


def downloaded(page: Page, button: str) -> Path:
    with page.expect_download() as download:
        page.locator(f".st-key-{button} button").click()
    return Path(download.value.path())


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_every_file_speaks_the_language_of_the_page(window: Screen, spoken: str) -> None:
    page = begin(window)
    page.get_by_role("button", name="收藏").first.wait_for()
    window.settle()
    like = page.get_by_role("button", name=re.compile("(?<!取消)收藏"))
    if like.count():  # else the random question is a favourite since the run in the other language
        like.click()
    page.get_by_role("button", name="取消收藏").wait_for()
    page.get_by_role("textbox").fill("教师教学生")
    page.get_by_role("button", name="提交并对照").click()
    page.locator(RATINGS).first.wait_for()
    window.settle()
    rate(window, 3)
    page.get_by_role("button", name="撤销上一题").click()
    page.get_by_text("已撤销").wait_for()
    expect(page.get_by_text("第 1 题")).to_be_visible()
    window.settle()
    page.get_by_role("button", name="跳过").click()
    page.get_by_text("第 2 题").wait_for()
    page.get_by_role("button", name="结束面试").click()
    page.get_by_role("heading", name="面试结束").wait_for()
    window.open(page.url.removeprefix(window.address).replace("lang=zh", f"lang={spoken}"))
    report = downloaded(page, "interview-export").read_text("utf-8")
    assert report.startswith("# 面试报告 · 20" if spoken == "zh" else "# Interview report · 20")
    assert len(list(csv.reader(io.StringIO(downloaded(page, "interview-csv").read_text())))) == 2
    window.open(f"/progress?lang={spoken}")
    book = downloaded(page, "book-markdown-favourites").read_text("utf-8")
    assert book.startswith("# 收藏" if spoken == "zh" else "# Favourites")
    with zipfile.ZipFile(downloaded(page, "progress-anki")) as deck:
        assert "知识蒸馏用大的教师网络".encode() in deck.read("collection.anki2")
