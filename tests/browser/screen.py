"""A browser window on the app: how to wait for it, and what it asked the network for."""

from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP, PHONE = (1280, 900), (320, 700)
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
PATIENCE = 180_000
"""Milliseconds: the first page waits for the notes to be opened."""


class Screen:
    """One window; ``outside`` lists requests that left this machine, ``dialogs`` what popped up."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        size: tuple[int, int] = DESKTOP,
        dark: bool = False,
        locale: str = "zh-CN",
    ) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale=locale,
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.outside: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", self._requested)
        self.page.on("dialog", self._popped)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()

    def _requested(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.address, "data:", "blob:")):
            self.outside.append(url)

    def _popped(self, dialog: object) -> None:
        self.dialogs.append(str(getattr(dialog, "message", "")))
        dialog.dismiss()  # type: ignore[attr-defined]

    def open(self, path: str = "/") -> None:
        """Go to a page and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector('[data-testid="stMainBlockContainer"]')
        self.settle()

    def settle(self) -> None:
        """Wait until the script has ended; call after waiting for what should appear."""
        self.page.wait_for_selector(_CONNECTED)
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector(_IDLE)
        self.page.wait_for_timeout(200)

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for the answer card."""
        before = self.page.get_by_test_id("stChatMessage").count()
        self.page.get_by_test_id("stChatInputTextArea").fill(question)
        self.page.keyboard.press("Enter")
        self.page.get_by_test_id("stChatMessage").nth(before + 1).wait_for()
        self.settle()

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(
            self.page.evaluate(
                "Math.max(document.documentElement.scrollWidth - innerWidth,"
                " ...[...document.querySelectorAll('.stMain')]"
                ".map(e => e.scrollWidth - e.clientWidth))"
            )
        )

    def text(self) -> str:
        """All text of the page's main part as the document holds it."""
        return str(
            self.page.evaluate(
                "document.querySelector('[data-testid=\"stMainBlockContainer\"]').textContent"
            )
        )
