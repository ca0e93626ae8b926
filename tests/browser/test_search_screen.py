"""The Search page in a real browser: typing, marks, facets, address, keys, gaps, both themes."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from screen import DESKTOP, Screen

pytestmark = pytest.mark.browser
BOX = ".st-key-search-text input"
COUNTED = re.compile(r"\((\d+)\)$")


def type_in(screen: Screen, text: str) -> None:
    screen.page.locator(BOX).fill(text)
    screen.page.locator(".told" if text else "dl.keys").first.wait_for()
    screen.settle()


def total(page: Page) -> int:
    found = re.search(r"\d+", page.get_by_role("status").first.inner_text())
    assert found
    return int(found[0])


def counts(page: Page, facet: str) -> list[int]:
    labels = page.locator(f'[class*="st-key-search-facet-{facet}-"]').all_inner_texts()
    return [int(found[1]) for text in labels if (found := COUNTED.search(text.strip()))]


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(
    ("dark", "locale", "typed", "other"),
    [(False, "zh-CN", "批歸一化", "英文"), (True, "en-US", "batch norm", "Chinese")],
    ids=["zh light", "en dark"],
)
def test_marks_facets_card_and_address(
    browser: Browser, address: str, dark: bool, locale: str, typed: str, other: str
) -> None:
    with Screen(browser, address, DESKTOP, dark, locale) as screen:
        page = screen.page
        screen.open("/search")
        type_in(screen, typed)
        marks = {text.casefold() for text in page.locator("ol.hits mark").all_inner_texts()}
        assert marks & {"批归一化", "batch norm", "batch normalization", "bn"}
        card = page.get_by_role("region", name="批归一化 · batch normalization")
        expect(card).to_contain_text("BN")
        for side in ("zh", "en"):
            assert card.locator(f'p[lang="{side}"] a').count() > 0
        page.locator(".st-key-search-filters summary").click()
        page.get_by_text(re.compile(rf"^{other} \(\d+\)$")).wait_for()
        screen.settle()
        everything = total(page)
        assert sum(counts(page, "kind")) == sum(counts(page, "language")) == everything
        page.get_by_text(re.compile(rf"^{other} \(\d+\)$")).click()
        expect(page.get_by_role("status").first).not_to_contain_text(str(everything))
        screen.settle()
        assert 0 < total(page) < everything
        # What was chosen among is still there to choose from.
        expect(page.get_by_text(re.compile(rf"^{other} \(\d+\)$"))).to_be_visible()
        assert asked(page)["q"] == [typed]
        assert len(asked(page)["language"]) == 1
        first, pasted = page.locator("ol.hits").inner_text(), page.url
        page.reload()
        page.locator("ol.hits").wait_for()
        screen.settle()
        assert page.locator("ol.hits").inner_text() == first
    with Screen(browser, address, DESKTOP, not dark, locale) as screen:
        screen.open(pasted.removeprefix(address))
        screen.page.locator("ol.hits").wait_for()
        screen.settle()
        assert screen.page.locator("ol.hits").inner_text() == first
        expect(screen.page.locator(BOX)).to_have_value(typed)
        assert not screen.outside


def test_a_slash_leads_to_the_box_and_half_typed_text_is_never_searched(screen: Screen) -> None:
    page = screen.page
    screen.open()
    page.keyboard.press("/")
    page.wait_for_function(f"document.activeElement.matches('{BOX}')")
    screen.settle()
    keyboard = page.context.new_cdp_session(page)
    for half in ("g", "gan", "gan shou ye"):
        places = {"selectionStart": len(half), "selectionEnd": len(half)}
        keyboard.send("Input.imeSetComposition", {"text": half, **places})
        page.wait_for_timeout(200)
    key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    page.wait_for_timeout(800)
    expect(page.locator(BOX)).to_have_value("gan shou ye")
    assert "q" not in asked(page)
    assert page.locator(".told").count() == 0
    keyboard.send("Input.insertText", {"text": "感受野/"})
    page.locator(".told").wait_for()
    screen.settle()
    expect(page.locator(BOX)).to_have_value("感受野/")
    assert asked(page)["q"] == ["感受野/"]


def test_the_help_lists_the_operators_and_tab_reaches_everything(screen: Screen) -> None:
    page = screen.page
    screen.open("/search?q=NMS")
    page.locator("ol.hits").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    help_text = page.get_by_test_id("stPopoverBody")
    for sign in ('"…"', "-", "OR", "主题：", "来源：", "种类：", "语言：", "含：", "/", "?"):
        expect(help_text.locator("dt").get_by_text(sign, exact=True)).to_have_count(1)
    page.keyboard.press("Escape")
    page.locator(BOX).focus()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.innerText.trim()"))
    wanted = page.locator("ol.hits a").all_inner_texts()
    wanted += page.locator(".stMain summary, .stMain .stButton button").all_inner_texts()
    missing = [text for text in wanted if not any(text.strip() in one for one in reached)]
    assert len(wanted) > 10
    assert not missing


def test_recent_searches_are_kept_and_erased_with_one_click(screen: Screen) -> None:
    page = screen.page
    screen.open("/search")
    for text in ("dropout", "感受野", ""):
        type_in(screen, text)
    screen.open("/search")
    page.get_by_role("button", name="dropout", exact=True).click()
    page.locator("ol.hits").wait_for()
    assert asked(page)["q"] == ["dropout"]
    screen.open("/search")
    page.locator(".st-key-search-erase button").click()
    page.locator(".st-key-search-erase").wait_for(state="detached")
    screen.open("/search")
    assert page.get_by_role("button", name="感受野", exact=True).count() == 0


def test_incomplete_operators_near_terms_and_the_gap_list(screen: Screen) -> None:
    page = screen.page
    screen.open("/search")
    type_in(screen, '"感受野 OR')
    assert "没看懂" in page.locator(".told").inner_text()
    assert page.locator("ol.hits li").count() > 0
    type_in(screen, "convxyz")
    assert page.get_by_role("status").first.inner_text().startswith("笔记里没有找到")
    page.get_by_role("button", name="记入待补清单").click()
    page.get_by_test_id("stToast").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载待补清单").click()
    saved = Path(download.value.path()).read_text("utf-8")
    assert "convxyz" in saved
    page.locator(".st-key-search-near-0 button").click()
    page.locator("ol.hits li").first.wait_for()
    screen.settle()
    assert total(page) > 0
