"""BM25 beside its peers on synthetic bilingual passages, one table per size.

    python benchmarks/speed.py 10000 100000         needs bm25s and numba beside the requirements

Terms are drawn by Zipf's law (exponent 1.1) from a vocabulary that grows with the passages
as Heaps' law says (30 · n^0.6); passages have 20 to 180 terms. Every engine gets the same token
lists and answers the same queries of two to six terms, k = 10. Scores of the first ten are compared
with ours; times are wall-clock times of one thread, in milliseconds.
"""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from rank_bm25 import BM25Okapi

from bot.index.bm25 import BM25

K, QUERIES = 10, 200
Passages = list[list[str]]


@dataclass(frozen=True)
class Row:
    """What was measured of one engine."""

    engine: str
    build: float
    times: Sequence[float]
    best: Sequence[float]


def passages(n: int, seed: int = 7) -> Passages:
    """Token lists of ``n`` passages, half of the terms Chinese."""
    generator = np.random.default_rng(seed)
    vocabulary = int(30 * n**0.6) + 100
    weights = 1 / np.arange(1, vocabulary + 1) ** 1.1
    lengths = generator.integers(20, 181, n)
    drawn = generator.choice(vocabulary, int(lengths.sum()), p=weights / weights.sum())
    names = [f"term{i}" if i % 2 else chr(0x4E00 + i % 20_000) + str(i) for i in range(vocabulary)]
    tokens = [names[i] for i in drawn.tolist()]
    ends = np.cumsum(lengths).tolist()
    return [tokens[a:b] for a, b in zip([0, *ends], ends, strict=False)]


def queries(corpus: Passages, seed: int = 8) -> Passages:
    """Queries made of terms of the passages."""
    generator = np.random.default_rng(seed)
    chosen = generator.integers(0, len(corpus), QUERIES).tolist()
    return [
        [corpus[i][j] for j in generator.integers(0, len(corpus[i]), generator.integers(2, 7))]
        for i in chosen
    ]


def measure(
    engine: str,
    build: Callable[[], Callable[[list[str]], float]],
    asked: Passages,
) -> Row:
    """Build an engine, warm it with ten queries, and time the others."""
    start = time.perf_counter()
    search = build()
    built = time.perf_counter() - start
    times, best = [], []
    for number, query in enumerate(asked):
        start = time.perf_counter()
        score = search(query)
        if number >= min(10, len(asked) // 2):
            times.append((time.perf_counter() - start) * 1e3)
        best.append(score)
    return Row(engine, built, times, best)


def ours(corpus: Passages) -> Callable[[list[str]], float]:
    """Our BM25 and the first ten by partition."""
    index = BM25(corpus)

    def search(query: list[str]) -> float:
        scores = index.get_scores(query)
        first = np.argpartition(-scores, min(K, len(scores) - 1))[:K]
        return float(scores[first[np.argsort(-scores[first])]][0])

    return search


def peer_bm25s(corpus: Passages) -> Callable[[list[str]], float]:
    """bm25s with numba, the same formula."""
    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75, backend="numba")
    index.index(corpus, show_progress=False)

    def search(query: list[str]) -> float:
        found = index.retrieve([query], k=K, show_progress=False, sorted=True)
        return float(found.scores[0][0])

    return search


def peer_rank_bm25(corpus: Passages) -> Callable[[list[str]], float]:
    """rank_bm25 as it is; its idf is another one."""
    index = BM25Okapi(corpus)
    return lambda query: float(np.sort(index.get_scores(query))[::-1][:K][0])


def main() -> None:
    """One table for every size asked for."""
    for size in map(int, sys.argv[1:] or ["10000"]):
        corpus = passages(size)
        asked = queries(corpus)
        rows = [
            measure("ours", lambda c=corpus: ours(c), asked),
            measure("bm25s numba", lambda c=corpus: peer_bm25s(c), asked),
            measure("rank_bm25", lambda c=corpus: peer_rank_bm25(c), asked[:20]),
        ]
        print(f"\n{size} passages, {sum(map(len, corpus))} tokens")
        print("| engine | build s | p50 ms | p95 ms |\n|---|---|---|---|")
        for row in rows:
            p50, p95 = np.percentile(row.times, [50, 95])
            print(f"| {row.engine} | {row.build:.2f} | {p50:.3f} | {p95:.3f} |")
        # bm25s leaves the constant factor k1 + 1 out of its formula.
        ratio = np.array(rows[0].best) / np.array(rows[1].best)
        print(f"ours / bm25s, best score: {ratio.min():.7f} to {ratio.max():.7f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of the process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
