"""A real server and a real Chromium, shared by all tests of this folder."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from running import CHROMIUM, served
from screen import ARGUMENTS, Screen

from bot.engine import Bot

ACTS = (
    "<img src=x onerror=alert(9)> :red[r] [l](javascript:alert(9)) $\\href{javascript:alert(9)}{h}$"
)
"""What acts as HTML, as a directive of Streamlit, as Markdown or in a formula."""
EVIL_NAME = "z<img src=x onerror=alert(9)> :red[r] $\\href{javascript:alert(9)}{h}$.md"


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
    _name_everything_hostile(folder)
    return folder


def _name_everything_hostile(folder: Path) -> None:
    """Put payloads where names stand: of files, titles, terms, errata, levels and follow-ups."""
    (folder / EVIL_NAME).write_text(f"# {ACTS}\n\n## 什么是邪术?\n\n邪术是例子。\n", "utf-8")
    told = dict.fromkeys(("title", "site", "author", "date"), ACTS) | {"url": "javascript:alert(9)"}
    wrong = dict.fromkeys(("wrong_zh", "wrong_en", "right_zh", "right_en", "evidence"), ACTS)
    tables = {
        "manifest.toml": ("notes", {"file": EVIL_NAME, "language": "zh"} | told),
        "errata.toml": ("erratum", {"source": EVIL_NAME, "quote": "邪术是例子"} | wrong),
    }
    for name, (table, entry) in tables.items():
        rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items())
        (folder / name).write_text(f"[[{table}]]\n{rows}", "utf-8")
    (folder / "glossary.tsv").write_text(
        f"id\tfield\tzh\ten\nevil\tml\t邪术|{ACTS}\tevil\n", "utf-8"
    )
    head = {"concepts": ["evil"], "level": ACTS, "demos": [], "answers": ["什么是邪术?"]}
    head |= {"sources": [ACTS], "checks": [], "follow-ups": [f"{ACTS} -> evil"]}
    companion = folder / "companion" / "zh"
    companion.mkdir(parents=True)
    body = f"# 什么是邪术?\n\n邪术是坏例子。{ACTS}\n\n## {ACTS}\n\n细节。\n"
    (companion / "evil.md").write_text(f"---\n{json.dumps(head)}\n---\n{body}", "utf-8")


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
def window(browser: Browser, small: str) -> Iterator[Screen]:
    """A window on the app over the few notes that a module serves as ``small``."""
    with Screen(browser, small) as opened:
        yield opened
        assert not opened.outside


@pytest.fixture
def screen(browser: Browser, address: str) -> Iterator[Screen]:
    """A desktop window on the app, in Chinese and light; it must ask for nothing outside."""
    with Screen(browser, address) as opened:
        yield opened
        assert not opened.outside, opened.outside
        assert not opened.dialogs
