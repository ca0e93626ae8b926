"""How query time, build time and memory of BM25 grow with the passages; draws docs/growth.svg.

    python -m benchmarks.growth 1000 10000 100000 [--write]

The passages and queries are those of ``benchmarks.speed``. An exponent e means that ten times the
passages cost 10^e times as much; it is fitted to the logarithms. Build times are processor time,
query times the median over the queries of the shortest of several rounds. The *floor* is the time
that reading the postings of a query's terms once takes at the memory bandwidth measured here.
"""

import argparse
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.speed import Engine, K, measure, passages, queries
from bot.index.bm25 import BM25

TARGET = Path(__file__).parents[1] / "docs" / "growth.svg"
UNITS = {"query": "ms", "all scores": "ms", "floor": "ms", "build": "s", "arrays": "MB"}
COLORS = ("#0072b2", "#d55e00", "#999999", "#009e73", "#cc79a7")
WIDTH, HEIGHT, EDGE, RIGHT = 680, 420, 60, 510


def bandwidth() -> float:
    """Bytes a second that one pass over 100 MB reads."""
    data = np.ones(12_500_000)
    times = []
    for _ in range(40):
        start = time.perf_counter()
        data.sum()
        times.append(time.perf_counter() - start)
    return data.nbytes / min(times)


def costs(size: int, speed: float) -> dict[str, float]:
    """What ``size`` passages cost; ``speed`` in bytes a second."""
    corpus = passages(size)
    asked = queries(corpus)
    start = time.process_time()
    index = BM25(corpus)
    build = time.process_time() - start
    del corpus
    weights = index.weights
    engines = (
        Engine("best", 0, 0, lambda query: index.best(query, K)),
        Engine("all", 0, 0, index.get_scores),
    )
    best, everything = (float(np.median(times)) for times in measure(engines, asked))
    entry = weights.values.itemsize + weights.columns.itemsize
    touched = [sum(weights.length(index.terms[t]) for t in set(query)) for query in asked]
    return {
        "query": best,
        "all scores": everything,
        "floor": float(np.median(touched)) * entry / speed * 1e3,
        "build": build,
        "arrays": sum(array.nbytes for array in weights.arrays("").values()) / 1e6,
    }


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The slope of the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


@dataclass(frozen=True)
class Frame:
    """Logarithmic axes: sizes from left to right, powers of ten from ``low`` up to ``high``."""

    sizes: Sequence[int]
    low: int
    high: int

    def x(self, size: float) -> float:
        """Where a size is drawn."""
        share = math.log(size / self.sizes[0]) / math.log(self.sizes[-1] / self.sizes[0])
        return EDGE + share * (RIGHT - EDGE)

    def y(self, value: float) -> float:
        """Where a value is drawn."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)


def axes(frame: Frame) -> Iterator[str]:
    """The sizes below and a line for every power of ten."""
    for size in frame.sizes:
        at = f'x="{frame.x(size):.0f}" y="{HEIGHT - EDGE + 20}"'
        yield f'<text {at} text-anchor="middle">{size:,}</text>'
    for power in range(frame.low, frame.high + 1):
        y = frame.y(10.0**power)
        yield f'<path d="M{EDGE} {y:.1f}H{RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{EDGE - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'


def curve(frame: Frame, name: str, values: Sequence[float], color: str) -> str:
    """One curve with its name, unit and exponent at its end."""
    pairs = zip(frame.sizes, values, strict=True)
    points = " ".join(f"{frame.x(size):.1f},{frame.y(value):.1f}" for size, value in pairs)
    label = f"{name}, {UNITS[name]}: n^{exponent(frame.sizes, values):.2f}"
    at = f'x="{RIGHT + 6}" y="{frame.y(values[-1]) + 4:.1f}"'
    line = f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>'
    return f'{line}<text {at} fill="{color}">{label}</text>'


def drawing(sizes: Sequence[int], curves: Mapping[str, Sequence[float]]) -> str:
    """The curves over the sizes, as SVG."""
    every = [value for values in curves.values() for value in values]
    frame = Frame(sizes, math.floor(math.log10(min(every))), math.ceil(math.log10(max(every))))
    shapes = [*axes(frame)]
    for color, (name, values) in zip(COLORS, curves.items(), strict=True):
        shapes.append(curve(frame, name, values, color))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{EDGE}" y="30">BM25 alone, by the number of passages</text>'
        + "\n".join(shapes)
        + "</svg>\n"
    )


def main() -> None:
    """Print a row for every size and the exponents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--write", action="store_true", help="draw docs/growth.svg")
    arguments = parser.parse_args()
    speed = bandwidth()
    print(f"memory bandwidth {speed / 1e9:.1f} GB/s")
    rows = []
    print("| passages | " + " | ".join(f"{name}, {unit}" for name, unit in UNITS.items()) + " |")
    print("|---" * (len(UNITS) + 1) + "|")
    for size in arguments.sizes:
        rows.append(costs(size, speed))
        print(f"| {size:,} | " + " | ".join(f"{rows[-1][name]:.3g}" for name in UNITS) + " |")
    curves = {name: [row[name] for row in rows] for name in UNITS}
    fits = [f"{exponent(arguments.sizes, values):.2f}" for values in curves.values()]
    print("| exponent | " + " | ".join(fits) + " |")
    if arguments.write:
        TARGET.write_text(drawing(arguments.sizes, curves), "utf-8")


if __name__ == "__main__":
    main()
