"""Keys that work on every page, and links that change the page without loading the app anew."""

import pytest
from playwright.sync_api import Browser, expect
from screen import PHONE, Screen

pytestmark = pytest.mark.browser
BOX = ".st-key-search-text input"
ASK = '[data-testid="stChatInputTextArea"]'
FOCUSED = "selector => document.activeElement.matches(selector)"


def test_arrows_lead_from_the_box_through_the_hits_and_back(screen: Screen) -> None:
    page = screen.page
    screen.open()
    page.keyboard.press("Control+k")
    page.wait_for_function(FOCUSED, arg=BOX)
    screen.settle()
    page.keyboard.type("nms")
    page.locator("ol.hits").wait_for()
    screen.settle()
    titles = page.locator("ol.hits .heading a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#note-top").wait_for(state="attached")
    assert "note=" in page.url


def test_a_letter_leads_to_the_question_box_and_escape_leaves_it(screen: Screen) -> None:
    page = screen.page
    screen.open("/demos")
    page.keyboard.press("a")
    page.wait_for_function(FOCUSED, arg=ASK)
    screen.settle()
    page.keyboard.type("a/?")
    expect(page.locator(ASK)).to_have_value("a/?")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_test_id("stPopoverBody").wait_for()


def test_the_help_opens_in_a_window_whose_side_bar_is_closed(
    browser: Browser, address: str
) -> None:
    with Screen(browser, address, PHONE) as screen:
        screen.open("/demos")
        screen.page.keyboard.press("?")
        screen.page.get_by_test_id("stPopoverBody").wait_for()
        screen.page.wait_for_timeout(600)
        shown = screen.page.get_by_test_id("stPopoverBody").bounding_box()
        assert shown and shown["x"] >= 0 and shown["width"] <= PHONE[0]


def test_a_source_opens_its_passage_every_time_without_loading_the_app_anew(
    screen: Screen,
) -> None:
    page = screen.page
    screen.open()
    screen.ask("简述空洞卷积的设计思路")
    page.evaluate("window.stillHere = true")
    for _ in range(2):
        source = page.locator('.trail a[href*="scraped"]').first
        source.scroll_into_view_if_needed()
        source.click()
        page.locator("h2.wanted").wait_for()
        screen.settle()
        page.wait_for_timeout(700)
        top = page.locator("h2.wanted").bounding_box()
        assert top and 0 < top["y"] < 450
        page.go_back()
        page.locator("#turn-0").wait_for()
        screen.settle()
    assert page.evaluate("window.stillHere")


def test_escape_empties_the_search_box_and_then_leaves_it(screen: Screen) -> None:
    screen.open("/search?q=dropout")
    box, page = screen.page.locator(BOX), screen.page
    box.focus()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_test_id("stPopoverBody").wait_for()
