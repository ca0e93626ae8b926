"""Our index beside well-known engines on public texts, nDCG@10 and milliseconds a question.

    pip install -r benchmarks/requirements.txt
    python -m benchmarks.peers --cache ~/.cache/mianda-peers
    python -m benchmarks.peers --only 'en→zh' --engines ours,bm25s

The texts are fetched once into the cache (about 400 MB, :mod:`benchmarks.peers_collections`), the
tasks are made from them (:mod:`benchmarks.peers_tasks`), every engine indexes the same passages
(:mod:`benchmarks.peers_engines`). Xapian needs Debian's python3-xapian, Lucene a Java from 11 on;
its jar is taken from the package pyserini.

No weight of the product is fitted to these tasks.
"""

import argparse
import json
import math
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers_collections import fetch
from benchmarks.peers_engines import DEPTH, ENGINES, lucene
from benchmarks.peers_sets import Task
from benchmarks.peers_tasks import all_tasks

Results = dict[str, tuple[float, float]]
"""nDCG@10 and milliseconds a question by engine."""


def ndcg(found: Sequence[int], right: frozenset[int]) -> float:
    """nDCG@10 with equal gains (Järvelin and Kekäläinen, TOIS 2002), in [0, 1].

    >>> ndcg([4, 7], frozenset([7]))
    0.6309297535714575
    """
    gain = sum(1 / math.log2(place + 2) for place, i in enumerate(found[:DEPTH]) if i in right)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(len(right), DEPTH)))


def measure(task: Task, engines: Sequence[str], jar: Path | None) -> Results:
    """Every engine on one task."""
    results: Results = {}
    for name in engines:
        if name in ENGINES:
            search = ENGINES[name](task.passages)
            start = time.process_time()
            found = [search(question) for question, _ in task.questions]
            milliseconds = (time.process_time() - start) / len(task.questions) * 1e3
            results[name] = _mean(task, found), milliseconds
    if jar and "Lucene" in engines:
        asked = [question for question, _ in task.questions]
        for analyzer, (found, milliseconds) in lucene(task.passages, asked, jar).items():
            results[f"Lucene {analyzer}"] = _mean(task, found), milliseconds
    return results


def _mean(task: Task, found: Sequence[Sequence[int]]) -> float:
    gains = [ndcg(hits, right) for hits, (_, right) in zip(found, task.questions, strict=True)]
    return sum(gains) / len(gains)


def row(task: Task, results: Results) -> str:
    """One line of the table."""
    peers = {name: value for name, (value, _) in results.items() if name != "ours"}
    best = max(peers, key=lambda name: peers[name], default="")
    held = "held out" if task.held_out else "seen"
    values = [f"{value:.3f}" for value, _ in results.values()]
    cells = [task.name, held, str(len(task.passages)), str(len(task.questions)), *values]
    if "ours" in results and best:
        cells += [best, f"{results['ours'][0] - peers[best]:+.3f}"]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Fetch, build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "mianda-peers")
    parser.add_argument("--only", default="", help="tasks whose name holds this")
    parser.add_argument("--engines", default=",".join([*ENGINES, "Lucene"]))
    parser.add_argument("--json", type=Path, help="also write all figures to this file")
    arguments = parser.parse_args()
    fetch(arguments.cache)
    jar = next(iter(sorted(arguments.cache.glob("lucene/*.jar"))), None)
    engines, told, headed = arguments.engines.split(","), {}, False
    for task in all_tasks(arguments.cache / "tree"):
        if arguments.only not in task.name:
            continue
        results = told[task.name] = measure(task, engines, jar)
        if not headed:
            names = ["task", "kind", "passages", "questions", *results, "best peer", "difference"]
            print("| " + " | ".join(names) + " |", "|---" * len(names) + "|", sep="\n")
            headed = True
        print(row(task, results), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
