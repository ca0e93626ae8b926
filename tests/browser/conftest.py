"""A real server and a real Chromium, shared by all tests of this folder."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from running import CHROMIUM, served
from screen import ARGUMENTS, Screen

from bot.engine import Bot


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests are skipped where there is none, except where CI must have it."""
    if not CHROMIUM and os.environ.get("CI") != "true":
        pytest.skip("Chromium is not installed: the browser tests did not run")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def payloads() -> list[str]:
    """Lines that would act if they were not shown as text."""
    text = (Path(__file__).parent / "payloads.txt").read_text("utf-8")
    return [
        *text.splitlines(),
        "bidi \u202eoverride\u202c and \u2066isolate\u2069",
        "\x1b[31mred\x1b[0m",
    ]


@pytest.fixture(scope="session")
def hostile_notes(tmp_path_factory: pytest.TempPathFactory, payloads: list[str]) -> Path:
    """A folder with one question per payload, the payload in the heading and in the answer."""
    folder = tmp_path_factory.mktemp("hostile")
    parts = (
        f"## {number}. 问题{number}的含义是什么 {payload}?\n\n"
        f"第{number}个例子说明了网络如何处理这样的输入。{payload} 这一句在它之后。\n"
        for number, payload in enumerate(payloads, 1)
    )
    (folder / "hostile.txt").write_text("\n".join(parts), "utf-8")
    return folder


@pytest.fixture(scope="session")
def address(new_home: Callable[[], Path], bot: Bot, browser: Browser) -> Iterator[str]:
    """The app over the notes that ship with it, whose index ``bot`` has built."""
    with served(new_home()) as running:
        yield running


@pytest.fixture(scope="session")
def hostile_address(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, hostile_notes: Path
) -> Iterator[str]:
    """The app over the hostile notes."""
    with served(tmp_path_factory.mktemp("hostile-home"), str(hostile_notes)) as running:
        yield running


@pytest.fixture
def screen(browser: Browser, address: str) -> Iterator[Screen]:
    """A desktop window on the app, in Chinese and light; it must ask for nothing outside."""
    with Screen(browser, address) as opened:
        yield opened
        assert not opened.outside, opened.outside
        assert not opened.dialogs
