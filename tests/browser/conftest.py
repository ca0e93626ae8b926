"""A real server and a real Chromium, shared by all tests of this folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright
from screen import ARGUMENTS, Screen

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
PATIENCE = 90.0
"""Seconds until the server must answer, on a machine busy with other tests."""


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


def serve(home: Path, notes: str = "") -> Iterator[str]:
    """A running app and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MIANDA_HOME": str(home), "MIANDA_CORPUS": notes}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.fileWatcherType", "none"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _await(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The app over the notes that ship with it."""
    yield from serve(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def hostile_address(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, hostile_notes: Path
) -> Iterator[str]:
    """The app over the hostile notes."""
    yield from serve(tmp_path_factory.mktemp("hostile-home"), str(hostile_notes))


@pytest.fixture
def screen(browser: Browser, address: str) -> Iterator[Screen]:
    """A desktop window on the app, in Chinese and light; it must ask for nothing outside."""
    with Screen(browser, address) as opened:
        yield opened
        assert not opened.outside, opened.outside
        assert not opened.dialogs
