"""Nothing leaves the machine, and nothing a note says is obeyed."""

import re
import socket
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser
from screen import Screen

from bot.corpus import Corpus

pytestmark = pytest.mark.browser
PAGES = ("/", "/search", "/interview", "/progress", "/demos", "/notes")


@pytest.mark.parametrize("path", PAGES)
def test_every_request_stays_on_this_machine(browser: Browser, address: str, path: str) -> None:
    with Screen(browser, address) as screen:
        screen.open(path)
        screen.page.wait_for_timeout(500)
        assert not screen.outside


def test_the_server_listens_on_the_loopback_address_only(address: str) -> None:
    port = urlsplit(address).port
    assert port
    listening = [
        line.split()[1]
        for name in ("tcp", "tcp6")
        for line in (Path("/proc/net") / name).read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    ]
    assert listening == [f"0100007F:{port:04X}"]


def test_a_foreign_host_name_is_refused(address: str) -> None:
    port = urlsplit(address).port
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(
            b"GET /_stcore/stream HTTP/1.1\r\nHost: evil.invalid\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\nOrigin: http://evil.invalid\r\n\r\n"
        )
        assert b" 101 " not in connection.recv(200).split(b"\r\n")[0]


def squeezed(text: str) -> str:
    """Without white space and without the invisible joiner that keeps labels verbatim."""
    return re.sub(r"[\s\u2060]+", "", text)


def plain(text: str) -> str:
    """A passage without its formulas, which KaTeX or our own HTML draws."""
    return re.sub(r"\$[^$]*\$|`", "", text)


def test_hostile_notes_are_read_verbatim(
    browser: Browser, hostile_address: str, hostile_notes: Path, payloads: list[str]
) -> None:
    notes = {note.source: note for note in Corpus.open(hostile_notes).notes}
    passages = notes["hostile.txt"].passages
    assert len(payloads) >= 60
    assert len(passages) >= 0.8 * len(payloads)
    with Screen(browser, hostile_address) as screen:
        screen.open("/notes?note=hostile.txt")
        screen.page.wait_for_timeout(1500)
        seen = squeezed(screen.text().replace("`", ""))
        for passage in passages:
            for line in passage.text.split("\n"):
                if "$" not in line:
                    assert squeezed(plain(line)) in seen
        assert screen.page.locator(".note a, .note img, .note iframe, .note style").count() == 0
        assert screen.page.locator(".katex-error").count() == 0
        assert not screen.outside
        assert not screen.dialogs


def test_hostile_headings_and_passages_do_not_act_in_answers(
    browser: Browser, hostile_address: str, payloads: list[str]
) -> None:
    with Screen(browser, hostile_address) as screen:
        for number in range(1, len(payloads), 9):
            screen.open("/?q=" + quote(f"问题{number}的含义是什么?"))
            screen.page.get_by_test_id("stChatMessage").nth(1).wait_for()
            screen.settle()
            message = screen.page.get_by_test_id("stChatMessage").last
            assert message.locator("img, iframe, script, style").count() == 0
            links = message.locator("a").evaluate_all("all => all.map(a => a.href)")
            assert all(link.startswith(hostile_address) for link in links)
        assert not screen.outside
        assert not screen.dialogs


def test_hostile_notes_do_not_act_in_search_results(
    browser: Browser, hostile_address: str, payloads: list[str]
) -> None:
    with Screen(browser, hostile_address) as screen:
        for query in ("例子", "alert", "evil", "href"):
            screen.open("/search?q=" + query)
            main = screen.page.get_by_test_id("stMainBlockContainer")
            assert main.locator("img, iframe").count() == 0
            links = main.locator("a").evaluate_all("all => all.map(a => a.href)")
            assert all(link.startswith(hostile_address) for link in links)
        assert not screen.outside
        assert not screen.dialogs
