"""A stopped server is told in the words of the page, and what is on the page can still be read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from running import served
from screen import Screen

pytestmark = pytest.mark.browser
BANNER = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::after')"


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
