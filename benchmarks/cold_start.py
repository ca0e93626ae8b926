"""From ``streamlit run app.py`` to the first answer, beside a page that prints a constant.

    python -m benchmarks.cold_start --rounds 5
    python -m benchmarks.cold_start --rounds 3 --browser

A window without a browser opens the page as soon as the server can be reached, sends one question
from the chat box and waits for the page that answers it. The app and the bare page take turns, so
that other work on the machine slows both; the ratio of each round counts. ``kept`` has an index in
the user's folder, as every start but the first; ``nothing kept`` is the very first start on a
machine, made once. Beside wall-clock time stands the processor time of the server until then.

With ``--browser`` Chromium opens the page, types and reads the answer; needs playwright.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Error, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from running import CHROMIUM
from screen import ARGUMENTS

from benchmarks.window import APP, BARE, PATIENCE, START, PageError, Server, served, window

QUESTION = "BN的作用"
BYTE_CODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""Python keeps what it compiles, as it does unless told otherwise: a workplace where it may not
compiles all of our modules at each start, which takes 0.1 s, and none of Streamlit's."""
Ask = Callable[[Server], None]


@dataclass(frozen=True)
class Start:
    """Seconds from the command to the answer: on the clock, and of the server's processor time."""

    wall: float
    processor: float


async def _asked(server: Server) -> None:
    async with window(server) as page:
        await page.load()
        await page.ask(QUESTION)
        if 'class="verdict"' not in page.shown:
            raise PageError("no answer")


def through_a_window(server: Server) -> None:
    """Ask without a browser."""
    asyncio.run(_asked(server))


def through(browser: Browser, server: Server) -> None:
    """Ask as a person does, in a browser that is running already."""
    page = browser.new_page()
    while True:
        try:
            page.goto(f"http://127.0.0.1:{server.port}", wait_until="commit")
            break
        except Error:
            time.sleep(START)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(QUESTION, timeout=1e3 * PATIENCE)
    box.press("Enter")
    page.wait_for_selector(".verdict", timeout=1e3 * PATIENCE)
    page.close()


def started(script: Path, home: str, ask: Ask) -> Start:
    """One start of ``script`` whose saved things are in ``home``, up to its first answer."""
    begun = time.monotonic()
    with served(script, {"MIANDA_HOME": home, **BYTE_CODE}) as server:
        ask(server)
        return Start(time.monotonic() - begun, server.processor_seconds())


def row(name: str, starts: list[Start], bare: list[Start]) -> str:
    """A line of the table: medians, and the median of the ratios of the rounds."""
    ratios = [
        np.median([mine / floor for mine, floor in zip(times, floors, strict=True)])
        for times, floors in (
            ([s.wall for s in starts], [s.wall for s in bare]),
            ([s.processor for s in starts], [s.processor for s in bare]),
        )
    ]
    wall, processor = (np.median([getattr(s, n) for s in starts]) for n in ("wall", "processor"))
    return f"| {name} | {wall:.2f} | {ratios[0]:.2f} | {processor:.2f} | {ratios[1]:.2f} |"


def measured(rounds: int, ask: Ask) -> dict[str, list[Start]]:
    """The starts of each kind, in turns."""
    with tempfile.TemporaryDirectory() as home:
        first = started(APP, home, ask)
        pairs = [(started(BARE, home, ask), started(APP, home, ask)) for _ in range(rounds)]
    bare, kept = map(list, zip(*pairs, strict=True))
    return {"bare page": bare, "index kept": kept, "nothing kept": [first] * rounds}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--browser", action="store_true", help="ask through Chromium")
    given = parser.parse_args()
    if given.browser:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser,
        ):
            starts = measured(given.rounds, partial(through, browser))
    else:
        starts = measured(given.rounds, through_a_window)
    print("| | seconds | … of the bare page's | processor s | … of the bare page's |")
    print("|---|---|---|---|---|")
    for name, times in starts.items():
        print(row(name, times, starts["bare page"]))


if __name__ == "__main__":
    main()
