"""A conversation in a browser, where a further question draws nothing but the conversation."""

import pytest
from playwright.sync_api import expect
from screen import Screen

pytestmark = pytest.mark.browser


def test_what_is_open_stays_open_and_the_box_stays_in_its_place(screen: Screen) -> None:
    screen.open()
    screen.ask("什么是NMS?")
    rest = screen.page.locator(".folded").first
    rest.locator("summary").click()
    expect(rest).to_have_attribute("open", "")
    box = screen.page.get_by_test_id("stChatInputTextArea")
    before = box.bounding_box()
    screen.ask("空洞卷积有什么问题?")
    assert screen.page.locator(".question").all_inner_texts() == [
        "什么是NMS?", "空洞卷积有什么问题?",
    ]  # fmt: skip
    expect(rest).to_have_attribute("open", "")
    assert box.bounding_box() == before
    expect(box).to_be_focused()


def test_the_command_beside_a_conversation_is_that_of_its_last_question(screen: Screen) -> None:
    screen.open()
    screen.ask("什么是知识蒸馏?")
    screen.page.get_by_test_id("stSidebar").get_by_text("复制为命令").click()
    command = screen.page.get_by_test_id("stSidebar").get_by_test_id("stCode")
    expect(command).to_contain_text("ask '什么是知识蒸馏?' --json")
    screen.ask("空洞卷积有什么问题?")
    expect(command).to_contain_text("ask '空洞卷积有什么问题?' --context '什么是知识蒸馏?' --json")


def test_a_file_of_the_conversation_holds_its_latest_answer(screen: Screen) -> None:
    screen.open()
    screen.ask("什么是知识蒸馏?")
    screen.ask("空洞卷积有什么问题?")
    with screen.page.expect_download() as saved:
        screen.page.get_by_role("button", name="导出 Markdown").click()
    text = saved.value.path().read_text("utf-8")
    assert "## 什么是知识蒸馏?" in text and "## 空洞卷积有什么问题?" in text
