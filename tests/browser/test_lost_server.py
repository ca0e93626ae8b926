"""A stopped server is told in the words of the page, and what is on the page can still be read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import served
from screen import Screen

pytestmark = pytest.mark.browser
APP = "[data-testid=stApp]"
BANNER = f"getComputedStyle(document.querySelector('{APP}'), '::after')"


def test_a_stopped_server_is_told_and_nothing_covers_the_page(
    browser: Browser, new_home: Callable[[], Path]
) -> None:
    running = served(new_home())
    with Screen(browser, running.__enter__()) as screen:
        screen.open("/demos?demo=iou")
        screen.page.locator(".tiles").wait_for()
        assert screen.page.evaluate(f"{BANNER}.content") == "none"
        running.__exit__(None, None, None)
        screen.page.wait_for_function(f"{BANNER}.opacity === '1'")
        assert "程序停了" in screen.page.evaluate(f"{BANNER}.content")
        screen.page.wait_for_timeout(3000)
        assert not screen.page.get_by_text("internet").is_visible()
        assert screen.page.locator(".tiles").is_visible()


@pytest.mark.parametrize("press", ["at once", "while it draws", "a key"])
def test_the_first_press_after_the_server_was_lost_is_heard(
    press: str, browser: Browser, new_home: Callable[[], Path]
) -> None:
    home = new_home()
    running = served(home)
    address = running.__enter__()
    with Screen(browser, address) as screen:
        screen.open("/interview?lang=zh")
        screen.page.get_by_role("button", name="开始面试").click()
        screen.page.get_by_text("第 1 题").wait_for()
        screen.settle()
        running.__exit__(None, None, None)
        screen.page.wait_for_function(f"{BANNER}.opacity === '1'")
        reveal = screen.page.get_by_role("button", name="直接看答案")
        assert reveal.is_disabled()
        with served(home, port=int(address.rpartition(":")[2])):
            if press == "while it draws":
                screen.page.wait_for_selector(f"{APP}[data-test-script-state=running]")
            if press == "a key":
                screen.page.wait_for_selector(f"{APP}[data-test-connection-state=CONNECTED]")
                screen.page.keyboard.press("Space")
            else:
                reveal.click()
            screen.page.locator(".st-key-interview-ratings button").first.wait_for()
