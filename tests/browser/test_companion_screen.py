"""Two answers side by side on small and large screens, and the way from one note to the next."""

import pytest
from playwright.sync_api import Browser
from screen import DESKTOP, PHONE, Screen


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)])
@pytest.mark.parametrize(
    ("locale", "question", "labels"),
    [
        ("zh-CN", "什么是空洞卷积？", ["你的笔记", "随附笔记"]),
        ("en-US", "What is focal loss?", ["Companion note", "Your notes"]),
    ],
)
def test_both_answers_stand_open_under_their_labels(
    browser: Browser,
    address: str,
    size: tuple[int, int],
    dark: bool,
    locale: str,
    question: str,
    labels: list[str],
) -> None:
    with Screen(browser, address, size, dark, locale) as screen:
        screen.open()
        screen.ask(question)
        kinds = screen.page.locator(".kind span")
        # Two sections of the notes may answer alike; then both stand beside the companion note.
        assert kinds.count() in (2, 3)
        assert set(kinds.all_inner_texts()) == set(labels)
        assert all(kinds.nth(number).is_visible() for number in range(kinds.count()))
        assert screen.overflow() <= 0


def test_the_next_companion_note_opens_at_its_top(screen: Screen) -> None:
    screen.open("/notes?note=companion/zh/dropout.md")
    title = screen.page.locator("h1").first
    before = title.inner_text()
    following = screen.page.locator('[class*="st-key-notes-next"] button').first
    following.scroll_into_view_if_needed()
    following.click()
    screen.page.wait_for_function(
        "before => document.querySelector('h1').innerText !== before", arg=before
    )
    screen.settle()
    screen.page.wait_for_timeout(700)
    assert title.inner_text() != before
    assert title.evaluate("e => e.getBoundingClientRect().top") >= 0
