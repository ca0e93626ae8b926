"""Time from a key to the changed screen of the Search page, in a real Chromium.

    python benchmarks/keyword_keystrokes.py [--chromium /usr/bin/chromium] [--repeat 3]

A server of its own is started over the notes as shipped. Words are typed one key at a time into the
search box; after each key the script waits until the page is quiet. Milliseconds are counted in
the page, from the key event to the first frame after the first and after the last change below the
box. The first line is the first key after a start. Needs playwright and a Chromium.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, TimeoutError, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from running import CHROMIUM, served
from screen import ARGUMENTS

TYPED = ("batch norm", "感受野计算", "recpetive field", "anchor", "损失函数 -交叉熵", "dropout")
QUIET_MS, PATIENCE_MS, FIRST_PATIENCE_MS = 500, 3_000, 60_000
WATCH = """() => {
  const root = document.querySelector('[data-testid="stMainBlockContainer"]');
  const state = window.keyTimes = {};
  const begin = () => { state.began ??= performance.now(); };
  for (const kind of ['keydown', 'input']) addEventListener(kind, begin, true);
  const below = (record) => !record.target.parentElement?.closest('[data-testid="stTextInput"]');
  new MutationObserver((records) => {
    if (state.began === undefined || !records.some(below)) return;
    const seen = state.seen = performance.now();
    requestAnimationFrame(() => {
      const now = performance.now();
      state.first ??= now;
      state.last = now;
      state.quiet = seen;
    });
  }).observe(root, {childList: true, characterData: true, subtree: true});
}"""
ARM = "() => { for (const key of Object.keys(keyTimes)) delete keyTimes[key]; }"
SETTLED = f"() => keyTimes.last !== undefined && performance.now() - keyTimes.seen > {QUIET_MS}"
READ = "() => [keyTimes.first - keyTimes.began, keyTimes.last - keyTimes.began]"


def key_times(
    page: Page, character: str, patience: int = PATIENCE_MS
) -> tuple[float, float] | None:
    """Milliseconds from typing a character to the first and to the last changed frame.

    None when nothing changes, as after a space or a letter that finds the same passages.
    """
    page.evaluate(ARM)
    if character.isascii():
        page.keyboard.press("Space" if character == " " else character)
    else:
        page.keyboard.insert_text(character)
    try:
        page.wait_for_function(SETTLED, timeout=patience)
    except TimeoutError:
        return None
    first, last = page.evaluate(READ)
    return float(first), float(last)


def typed_times(page: Page, text: str) -> list[tuple[float, float]]:
    """The times of every key of ``text`` that changes the screen, from an empty box."""
    box = page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first
    box.fill("")
    page.wait_for_timeout(2 * QUIET_MS)
    box.focus()
    return [times for character in text if (times := key_times(page, character))]


def row(name: str, times: Any) -> str:
    """One line of the table."""
    p50, p95 = np.percentile(times, (50, 95))
    return f"{name:24} {p50:8.0f} {p95:8.0f} {max(times):8.0f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chromium", default=CHROMIUM)
    parser.add_argument("--repeat", type=int, default=2)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as home,
        served(home) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=arguments.chromium, args=ARGUMENTS) as browser,
    ):
        page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(f"{address}/search")
        page.wait_for_selector("dl.keys")
        page.wait_for_timeout(1000)
        page.evaluate(WATCH)
        page.get_by_role("textbox").or_(page.get_by_role("searchbox")).first.focus()
        cold = key_times(page, "a", FIRST_PATIENCE_MS) or (float("nan"),) * 2
        texts = TYPED * arguments.repeat
        times = [pair for text in texts for pair in typed_times(page, text)]
    print(f"{len(times)} keys; milliseconds  p50      p95      max")
    print(row("first key after start", cold[1:]))
    print(row("first changed frame", [first for first, _ in times]))
    print(row("last changed frame", [last for _, last in times]))


if __name__ == "__main__":
    main()
