"""Time of one keyword search, beside SQLite FTS5 (trigram) and Whoosh, and what each one finds.

    python -m benchmarks.keyword_search [--passages 100000] [--corpus corpus] [--whoosh 5000]

The first table is over the notes as shipped, the second over synthetic passages: sentences of the
notes drawn at random (seeded) and mixed with rare words, so that the posting lists are long. Times
are milliseconds of processor time of one call that returns 20 passages (all three run in one
thread, and other programs of the machine do not count); ours includes highlights, snippets, facets
and the term card, the others return ids only. A query counts as missed when the passage it was cut
out of is not among all the passages found; for that, everything found is listed, untimed, for the
first ``--listed`` of the queries cut out of passages. Whoosh (pip install whoosh) is timed on small
collections when it is installed.
"""

import argparse
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.corpus import Corpus
from bot.highlight import sentences
from bot.keyword.index import KeywordIndex
from bot.passage import Passage

Query = tuple[str, str]
"""What is typed, and the id of the passage it was cut out of; empty when it was not."""
Search = Callable[[str, int], Sequence[str]]
HAN, LATIN = re.compile(r"[㐀-鿿]{2,}"), re.compile(r"[A-Za-z]{3,}")
FIXED = (
    "dilated convolution",
    "BN",
    "空洞卷积的缺点",
    "recpetive field",
    "感受野 计算",
    "IoU OR 剪枝",
    "卷积 -池化",
    "lang:zh has:formula 损失函数",
    "“特征图”",
    "ganshouye",
)


def synthetic(passages: Sequence[Passage], count: int, seed: int = 7) -> list[Passage]:
    """``count`` passages of about eight sentences each, every one with two words of its own."""
    rng = np.random.default_rng(seed)
    pool = [p.text[a:b] for p in passages for a, b in sentences(p.text)]
    headings = [p.heading for p in passages if p.heading]
    made = []
    for i in range(count):
        drawn = [pool[j] for j in rng.integers(0, len(pool), 8)]
        rare = "".join(chr(c) for c in rng.integers(0x4E00, 0x8000, 4))
        word = "".join(chr(c) for c in rng.integers(97, 123, 6))
        text = "\n".join([*drawn, f"{rare}与 {word}。"])
        heading = headings[int(rng.integers(0, len(headings)))]
        made.append(Passage(str(i), f"{i % 50}.md", heading, text, "zh"))
    return made


def workload(passages: Sequence[Passage], count: int = 300, seed: int = 11) -> list[Query]:
    """Windows of 2 to 6 characters, words, beginnings of words, pairs, and queries of ``FIXED``."""
    rng = np.random.default_rng(seed)
    queries: list[Query] = [(text, "") for text in FIXED]
    while len(queries) < count:
        passage = passages[int(rng.integers(0, len(passages)))]
        runs, words = HAN.findall(passage.text), LATIN.findall(passage.text)
        if not runs or not words:
            continue
        run, word = str(rng.choice(runs)), str(rng.choice(words))
        size = int(rng.integers(2, 7))
        start = int(rng.integers(0, max(len(run) - size, 0) + 1))
        window = run[start : start + size]
        kind = ("window", "window", "word", "prefix", "pair")[int(rng.integers(0, 5))]
        prefix = word[: max(3, len(word) - 2)]
        typed = {"window": window, "word": word, "prefix": prefix, "pair": f"{word} {window}"}
        queries.append((typed[kind], passage.id))
    return queries


def ours(passages: Sequence[Passage], analyzer: Analyzer) -> Search:
    """Keyword search of this project."""
    index = KeywordIndex.build(passages, analyzer)
    return lambda text, k: [hit.passage.id for hit in index.search(text, k).hits]


def fts5(passages: Sequence[Passage], _: Analyzer) -> Search:
    """SQLite FTS5 with the trigram tokenizer, every word quoted, best first by its bm25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE notes USING fts5(id UNINDEXED, body, tokenize='trigram')")
    rows = ((p.id, f"{p.heading}\n{p.text}") for p in passages)
    base.executemany("INSERT INTO notes VALUES (?, ?)", rows)

    def search(text: str, k: int) -> list[str]:
        words = " ".join('"' + word.replace('"', "") + '"' for word in text.split())
        found = base.execute(
            "SELECT id FROM notes WHERE notes MATCH ? ORDER BY rank LIMIT ?", (words, k)
        )
        return [row[0] for row in found]

    return search


def whoosh(passages: Sequence[Passage], _: Analyzer) -> Search:
    """Whoosh with n-grams of 2 and 3 characters, in memory."""
    from whoosh.fields import ID, NGRAM, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.qparser import QueryParser

    schema = Schema(id=ID(stored=True), body=NGRAM(minsize=2, maxsize=3, stored=False))
    index = RamStorage().create_index(schema)
    writer: Any = index.writer(limitmb=256)
    for p in passages:
        writer.add_document(id=p.id, body=f"{p.heading}\n{p.text}")
    writer.commit()
    searcher, parser = index.searcher(), QueryParser("body", schema)
    return lambda text, k: [hit["id"] for hit in searcher.search(parser.parse(text), limit=k)]


def measure(
    name: str,
    make: Callable[[Sequence[Passage], Analyzer], Search],
    passages: Sequence[Passage],
    queries: Sequence[Query],
    analyzer: Analyzer,
    listed: int,
) -> str:
    """One line of the table."""
    begun = time.process_time()
    search = make(passages, analyzer)
    built = time.process_time() - begun
    search("卷积", 20), search("zzzz xxxx", 20)  # dictionaries that load at the first use
    times = [median_of_three(search, text) for text, _ in queries]
    p50, p95 = np.percentile(times, (50, 95))
    row = f"{name:14} {built:8.1f} {p50:8.2f} {p95:8.2f} {max(times):8.2f}"
    asked = [(text, owner) for text, owner in queries if owner][:listed]
    missed = sum(owner not in search(text, len(passages)) for text, owner in asked)
    return f"{row} {missed:6d} of {len(asked)}"


def median_of_three(search: Search, text: str) -> float:
    """Milliseconds of one call that returns 20 passages."""
    runs = []
    for _ in range(3):
        begun = time.process_time()
        search(text, 20)
        runs.append(1000 * (time.process_time() - begun))
    return sorted(runs)[1]


def table(
    title: str,
    passages: Sequence[Passage],
    peers: Sequence[tuple[str, Any]],
    analyzer: Analyzer,
    queries: Sequence[Query],
    listed: int,
) -> None:
    """Print one table."""
    characters = sum(len(p.text) for p in passages)
    print(f"\n{title}: {len(passages):,} passages, {characters:,} characters")
    print(f"{'':14} {'build s':>8} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} missed")
    for name, make in peers:
        print(measure(name, make, passages, queries, analyzer, listed), flush=True)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--listed", type=int, default=100, metavar="N")
    parser.add_argument(
        "--whoosh",
        type=int,
        default=5_000,
        metavar="N",
        help="time Whoosh on collections of at most N passages (it is slow)",
    )
    arguments = parser.parse_args()
    analyzer = Analyzer.open()
    shipped = Corpus.open(arguments.corpus).passages
    made = synthetic(shipped, arguments.passages)
    for title, passages in (("as shipped", shipped), ("synthetic", made)):
        peers: list[tuple[str, Any]] = [("ours", ours), ("FTS5 trigram", fts5)]
        if find_spec("whoosh") and len(passages) <= arguments.whoosh:
            peers.append(("Whoosh n-gram", whoosh))
        queries = workload(passages, arguments.queries)
        table(title, passages, peers, analyzer, queries, arguments.listed)


if __name__ == "__main__":
    main()
