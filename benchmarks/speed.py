"""BM25 beside its peers on synthetic bilingual passages, one table per size.

    pip install -r benchmarks/requirements.txt
    python -m benchmarks.speed 10000 100000 1000000

Terms are drawn by Zipf's law (exponent 1.1) from a vocabulary that grows with the passages
as Heaps' law says (30 · n^0.6); passages have 20 to 100 terms, about 300 bytes of Chinese. Every
engine gets the same token lists and answers the same queries of two to six terms, k = 10. Each
query goes to the two fast engines in turn, so that other work on the machine slows both; times are
wall-clock times of one thread in milliseconds, for every query the shortest of five rounds after a
first one, which leaves out the turns that other programs had. Scores are compared with the plain
formula, that is with sorting all of ``BM25.get_scores``.

rank_bm25 is left out above 100,000 passages: its dictionaries would not fit into memory.
"""

import math
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from rank_bm25 import BM25Okapi

from bot.index.bm25 import BM25

K, QUERIES, ROUNDS = 10, 200, 5
BLOCK = 10_000
MOST_RANK_BM25 = 100_000
Passages = list[list[str]]
Search = Callable[[list[str]], object]


@dataclass(frozen=True)
class Engine:
    """A built index: ``megabytes`` of its arrays and what answers a query."""

    name: str
    build: float
    megabytes: float
    search: Search


def passages(n: int, seed: int = 7) -> Passages:
    """Token lists of ``n`` passages, half of the terms Chinese."""
    generator = np.random.default_rng(seed)
    vocabulary = int(30 * n**0.6) + 100
    shares = np.cumsum(1 / np.arange(1, vocabulary + 1) ** 1.1)
    names = [f"term{i}" if i % 2 else chr(0x4E00 + i % 20_000) + str(i) for i in range(vocabulary)]
    corpus: Passages = []
    for begin in range(0, n, BLOCK):
        lengths = generator.integers(20, 101, min(BLOCK, n - begin))
        drawn = shares.searchsorted(generator.random(int(lengths.sum())) * shares[-1])
        tokens = [names[i] for i in drawn.tolist()]
        ends = np.cumsum(lengths).tolist()
        corpus += [tokens[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    return corpus


def queries(corpus: Passages, seed: int = 8) -> Passages:
    """Queries made of terms of the passages."""
    generator = np.random.default_rng(seed)
    chosen = generator.integers(0, len(corpus), QUERIES).tolist()
    return [
        [corpus[i][j] for j in generator.integers(0, len(corpus[i]), generator.integers(2, 7))]
        for i in chosen
    ]


def ours(corpus: Passages) -> tuple[Engine, BM25]:
    """Our BM25."""
    start = time.perf_counter()
    index = BM25(corpus)
    build = time.perf_counter() - start
    size = sum(array.nbytes for array in index.weights.arrays("").values())
    return Engine("ours", build, size / 1e6, lambda query: index.best(query, K)), index


def peer_bm25s(corpus: Passages) -> Engine:
    """bm25s with numba, the same formula up to the constant factor k1 + 1."""
    start = time.perf_counter()
    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75, backend="numba")
    index.index(corpus, show_progress=False)
    build = time.perf_counter() - start
    size = sum(index.scores[name].nbytes for name in ("data", "indices", "indptr"))
    return Engine(
        "bm25s, numba",
        build,
        size / 1e6,
        lambda query: index.retrieve([query], k=K, show_progress=False, sorted=True),
    )


def peer_rank_bm25(corpus: Passages) -> Engine:
    """rank_bm25 as it is; its idf is another one."""
    start = time.perf_counter()
    index = BM25Okapi(corpus)
    build = time.perf_counter() - start
    search: Search = lambda query: np.argsort(index.get_scores(query))[::-1][:K]  # noqa: E731
    return Engine("rank_bm25", build, float("nan"), search)


def measure(engines: Sequence[Engine], asked: Passages) -> list[list[float]]:
    """Milliseconds of every query per engine: the shortest of ``ROUNDS`` after a first one."""
    shortest = [[math.inf] * len(asked) for _ in engines]
    for turn in range(ROUNDS + 1):
        for number, query in enumerate(asked):
            for engine, times in zip(engines, shortest, strict=True):
                start = time.perf_counter()
                engine.search(query)
                elapsed = (time.perf_counter() - start) * 1e3
                times[number] = min(times[number], elapsed) if turn else math.inf
    return shortest


def agreement(index: BM25, asked: Passages) -> tuple[float, int]:
    """The greatest relative difference to the plain formula; rankings that are another one."""
    worst, other = 0.0, 0
    for query in asked:
        everything = index.get_scores(query)
        columns, scores = index.best(query, K)
        first = np.sort(np.partition(everything, len(everything) - K)[-K:])[::-1]
        worst = max(worst, float(np.abs(scores / first - 1).max()))
        other += not np.array_equal(everything[columns], np.sort(everything[columns])[::-1])
    return worst, other


def report(size: int) -> None:
    """Print the table of one size."""
    corpus = passages(size)
    asked = queries(corpus)
    tokens = sum(map(len, corpus))
    first, index = ours(corpus)
    fast = [first, peer_bm25s(corpus)]
    slow = [peer_rank_bm25(corpus)] if size <= MOST_RANK_BM25 else []
    del corpus
    print(f"\n| {size:,} passages, {tokens:,} tokens | build s | arrays MB | p50 ms | p95 ms |")
    print("|---|---|---|---|---|")
    # The slow one would push the others out of the processor's cache.
    measured = measure(fast, asked) + measure(slow, asked)
    for engine, times in zip(fast + slow, measured, strict=True):
        p50, p95 = np.percentile(times, [50, 95])
        built = f"{engine.build:.2f} | {engine.megabytes:.0f}"
        print(f"| {engine.name} | {built} | {p50:.3f} | {p95:.3f} |")
    worst, other = agreement(index, asked)
    print(f"\nagainst the plain formula: {worst:.1e} relative, {other} other rankings")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:.0f} MB")


if __name__ == "__main__":
    for count in map(int, sys.argv[1:] or ["10000"]):
        report(count)
