"""Names, titles, terms, errata, addresses and questions that would act are shown as they stand."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from screen import Screen

pytestmark = pytest.mark.browser
ACTS = quote("<img src=x onerror=alert(9)>")
FORMULA = quote("$\\href{javascript:alert(9)}{h}$ :red[r] ![i](http://evil.invalid/i.png)")
PAGES = (
    "/notes", "/notes?note=companion/zh/evil.md", "/?q=" + quote("什么是邪术?"), f"/?q={ACTS}",
    f"/?q={FORMULA}", "/search?q=" + quote("邪术"), f"/search?q={ACTS}", f"/search?q={FORMULA}",
    f"/search?q=topic:{ACTS}", "/interview", "/progress", f"/demos?demo={ACTS}", f"/?lang={ACTS}",
    f"/notes?note={ACTS}&view={ACTS}&passage={ACTS}", f"/interview?topic={ACTS}",
)  # fmt: skip
OBEYED = "img[src='x'], img[src*=evil], [onerror], a[href^='javascript'], .katex-error"


def test_no_name_is_obeyed_on_any_page(
    browser: Browser, hostile_address: str, hostile_notes: Path
) -> None:
    (named,) = (path.name for path in hostile_notes.glob("z*.md"))
    with Screen(browser, hostile_address) as screen:
        for path in (
            *PAGES,
            f"/notes?note={quote(named)}",
            f"/notes?note={quote(named)}&view=lost",
        ):
            screen.open(path)
            assert screen.page.locator(OBEYED).count() == 0, path
            assert screen.page.get_by_test_id("stException").count() == 0, path
            assert not screen.outside, path
            assert not screen.dialogs, path
        screen.open("/notes")
        assert named in screen.text()
        screen.open(f"/notes?note={quote(named)}")
        assert "<img src=x onerror=alert(9)> :red[r]" in screen.text().replace("\u2060", "")


def test_a_question_that_would_act_stands_as_it_was_asked(
    browser: Browser, hostile_address: str
) -> None:
    asked = "<b>邪术</b> :red[r] **x** $x^2$ ![i](http://evil.invalid/i.png) www.evil.invalid"
    with Screen(browser, hostile_address) as screen:
        screen.open("/")
        screen.ask(asked)
        said = screen.page.get_by_test_id("stChatMessage").first
        assert said.text_content().replace("\u2060", "").strip().endswith(asked)
        assert said.locator("a, img, b, strong, .katex").count() == 0
        box = screen.page.get_by_test_id("stSidebar")
        assert box.locator("a[href*=evil], img[src*=evil], .katex").count() == 0
        assert not screen.outside and not screen.dialogs
