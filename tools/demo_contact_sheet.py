"""Screenshots of every demo in a real browser, on sheets for a person to look at.

    python -m tools.demo_contact_sheet [--language zh] [--dark] [--width 760] [ids …]

Writes docs/screenshots/demos-1.jpg and so on; with ids, or another look, the sheets go to
the folder given by --to. Needs Chromium and the development requirements.
"""

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from contact_sheet import app  # noqa: E402
from screen import Screen  # noqa: E402

from bot.demos import demo_ids  # noqa: E402

HEIGHT, THUMB_WIDTH, COLUMNS, ON_SHEET, LABEL, QUALITY = 1240, 400, 6, 24, 18, 62
SETTLED = 900
"""Milliseconds that the pictures of a page need after its text."""


def pictures(ids: list[str], language: str, dark: bool, width: int) -> Iterator[Image.Image]:
    """The page of every demo, from the top."""
    with app() as (browser, address), Screen(browser, address, (width, HEIGHT), dark) as screen:
        for demo_id in ids:
            screen.open(f"/demos?lang={language}&demo={demo_id}")
            screen.page.wait_for_timeout(SETTLED)
            yield Image.open(BytesIO(screen.page.screenshot())).convert("RGB")


def sheet(taken: list[tuple[str, Image.Image]]) -> Image.Image:
    """The pictures in rows, each with its name above."""
    tall = round(HEIGHT * THUMB_WIDTH / taken[0][1].width)
    rows = -(-len(taken) // COLUMNS)
    canvas = Image.new("RGB", (COLUMNS * (THUMB_WIDTH + 6), rows * (tall + LABEL + 6)), "#777")
    pen = ImageDraw.Draw(canvas)
    for place, (name, picture) in enumerate(taken):
        x = place % COLUMNS * (THUMB_WIDTH + 6)
        y = place // COLUMNS * (tall + LABEL + 6)
        pen.text((x + 4, y + 3), name, fill="white")
        thumb = picture.resize((THUMB_WIDTH, tall), Image.Resampling.LANCZOS)
        canvas.paste(thumb, (x, y + LABEL))
    return canvas


def main() -> None:
    """Make the sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", default=list(demo_ids()))
    parser.add_argument("--language", default="zh", choices=("zh", "en"))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=760)
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    shots = pictures(asked.ids, asked.language, asked.dark, asked.width)
    taken: list[tuple[str, Image.Image]] = []
    for number, pair in enumerate(zip(asked.ids, shots, strict=True), 1):
        taken.append(pair)
        if number % ON_SHEET == 0 or number == len(asked.ids):
            path = asked.to / f"demos-{-(-number // ON_SHEET)}.jpg"
            sheet(taken).save(path, quality=QUALITY)
            print(f"{path}: {len(taken)} demos, {path.stat().st_size / 1e6:.2f} MB", flush=True)
            taken = []


if __name__ == "__main__":
    main()
