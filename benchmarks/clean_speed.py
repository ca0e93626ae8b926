"""How fast notes are cleaned and split, on one core.

    python benchmarks/clean_speed.py

Repeats the scraped notes and the labelled pages up to the given size, times cleaning and splitting
apart in processor time, and prints megabytes of UTF-8 a second. The goal for cleaning is 1 MB/s.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.clean.page import Page  # noqa: E402
from bot.clean.pipeline import RULES, clean_and_explain  # noqa: E402
from bot.split import split  # noqa: E402

SIZE = 1_000_000


def grown(text: str) -> str:
    """``text`` repeated up to :data:`SIZE` bytes."""
    return "\n".join([text] * (SIZE // len(text.encode()) + 1))


def main() -> None:
    notes = sorted((ROOT / "corpus" / "scraped").glob("*.txt"))
    texts = {path.name[:3]: path.read_text("utf-8") for path in notes}
    texts["prose"] = "The gradient of the loss flows back through every layer of the network. " * 12
    texts["一行"] = "梯度从损失函数出发,逐层反向传播到网络的每一个参数。" * 30
    clean_and_explain("warm up")
    print(f"{'input':8} {'MB':>5} {'clean s':>8} {'MB/s':>6} {'split s':>8}")
    for name, text in texts.items():
        page = grown(text)
        size = len(page.encode()) / 1e6
        start = time.process_time()
        cleaned = clean_and_explain(page)
        middle = time.process_time()
        split(cleaned, name)
        end = time.process_time()
        print(
            f"{name:8} {size:5.2f} {middle - start:8.2f} {size / (middle - start):6.2f} "
            f"{end - middle:8.2f}"
        )
    if "--rules" in sys.argv:
        by_rule(grown(texts["003"]))


def by_rule(text: str) -> None:
    """The time each rule takes on ``text``."""
    page = Page.of(text)
    for rule in RULES:
        start = time.process_time()
        page = rule(page)
        print(f"  {rule.__name__:32} {time.process_time() - start:6.3f} s")


if __name__ == "__main__":
    main()
