"""Screenshots of every page, in both languages, both themes and two sizes, on one sheet to look at.

    python docs/contact_sheet.py            pages  -> docs/screenshots/pages.jpg and single pictures

Needs Chromium and the development requirements. Nothing is compared: a person looks. The demos have
sheets of their own: ``python -m tools.demo_contact_sheet``.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from running import CHROMIUM, served  # noqa: E402
from screen import ARGUMENTS, DESKTOP, PHONE, Screen  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
QUESTION = {"zh": "空洞卷积有什么问题?", "en": "what is knowledge distillation"}
NOTHING = {"zh": "今天天气怎么样", "en": "what is the weather today"}
STATES = {
    "welcome": "/?lang={lang}",
    "answer": "/?lang={lang}&q={question}",
    "not-found": "/?lang={lang}&q={nothing}",
    "search": "/search?lang={lang}&q=batch%20norm",
    "interview": "/interview?lang={lang}",
    "progress": "/progress?lang={lang}",
    "demos": "/demos?lang={lang}",
    "demo": "/demos?lang={lang}&demo=receptive-field",
    "notes": "/notes?lang={lang}",
    "note": "/notes?lang={lang}&note=scraped%2F003_101d64f9a721f2cd.txt",
}
KEPT = {"answer-zh-light", "answer-en-dark", "demo-zh-light", "welcome-zh-light"}
"""Pictures that the documents show, each kept as a file of its own."""
WIDTH, HEIGHT, LABEL = 3000, 420, 18


@contextmanager
def app() -> Iterator[tuple[Browser, str]]:
    """A browser and the address of a running app with an empty user's folder."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(home) as address:
            yield browser, address
        browser.close()


def pages() -> Iterator[tuple[str, bytes]]:
    """The name and picture of every page in every look."""
    looks = [
        (lang, dark, size)
        for size in (DESKTOP, PHONE)
        for lang, dark in (("zh", False), ("en", True), ("en", False), ("zh", True))
    ]
    with app() as (browser, address):
        for lang, dark, size in looks:
            with Screen(browser, address, size, dark) as screen:
                for state, path in STATES.items():
                    nothing = quote(
                        "今天天气怎么样" if lang == "zh" else "what's the weather today"
                    )
                    screen.open(
                        path.format(lang=lang, question=quote(QUESTION[lang]), nothing=nothing)
                    )
                    screen.page.wait_for_timeout(900)
                    theme = "dark" if dark else "light"
                    phone = "-phone" if size == PHONE else ""
                    yield f"{state}-{lang}-{theme}{phone}", screen.page.screenshot()


def sheet(pictures: list[tuple[str, bytes]]) -> Image.Image:
    """The pictures in rows, each with its name above, as many in a row as fit."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT * len(pictures)), "#777")
    pen, x, y = ImageDraw.Draw(canvas), 0, 0
    for name, data in pictures:
        picture = Image.open(BytesIO(data)).convert("RGB")
        width = round(picture.width * HEIGHT / picture.height)
        if x + width > WIDTH:
            x, y = 0, y + HEIGHT + LABEL + 8
        pen.text((x + 4, y + 3), name, fill="white")
        canvas.paste(picture.resize((width, HEIGHT), Image.Resampling.LANCZOS), (x, y + LABEL))
        x += width + 8
    return canvas.crop((0, 0, WIDTH, y + HEIGHT + LABEL + 8))


def main() -> None:
    """Make the sheet."""
    TARGET.mkdir(parents=True, exist_ok=True)
    taken = list(pages())
    for name, data in taken:
        if name in KEPT:
            (TARGET / f"{name}.png").write_bytes(data)
    sheet(taken).save(TARGET / "pages.jpg", quality=80)
    print(f"{len(taken)} pictures in {TARGET / 'pages.jpg'}")


if __name__ == "__main__":
    main()
