"""Time of every demo at its defaults; writes the table of docs/demos.md.

    python -m benchmarks.demo_times [--write]

The first number is the shortest of several runs of the function with its pictures as data, in
milliseconds of processor time, so that other programs on the machine do not count. The second is
the longest over the modes of the demo, each as the panel opens it.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from time import process_time

from bot.demos import all_demos
from bot.demos._spec import Demo, Mode, resolve
from bot.ui.demo_inputs import inputs_of

RUNS = 5
TARGET = Path(__file__).parents[1] / "docs" / "demos.md"
HEAD = """# All demos

Written by `python -m benchmarks.demo_times --write`. Milliseconds of processor time of one run with
its pictures as data: at the defaults, and the slowest mode as its panel opens it.

| id | 标题 | title | group | modes | ms | slowest mode, ms |
|---|---|---|---|---|---|---|
"""


def shortest(run: Callable[[], object]) -> float:
    """Milliseconds of processor time of the fastest of several runs."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        run()
        times.append(process_time() - start)
    return min(times) * 1000


def _opened(mode: Mode) -> Callable[[], object]:
    return lambda: mode.run(**resolve(mode, inputs_of(mode, {})))


def times(demo: Demo) -> tuple[float, float]:
    """Milliseconds at the defaults, and of the slowest mode."""
    return shortest(demo), max(shortest(_opened(mode)) for mode in demo.modes)


def main() -> None:
    """Print the table; keep it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/demos.md")
    keep = parser.parse_args().write
    rows = []
    for name, demo in all_demos().items():
        first, slowest = times(demo)
        print(f"{name:24} {first:8.2f} ms {slowest:8.2f} ms", flush=True)
        title = demo.title
        rows.append(
            f"| `{name}` | {title.zh} | {title.en} | {demo.group} | {len(demo.modes)} "
            f"| {first:.1f} | {slowest:.1f} |\n"
        )
    if keep:
        TARGET.write_text(HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
