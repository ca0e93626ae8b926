"""Fit the weights of the grader and report how well it grades answers it was not fitted to.

    python -m benchmarks.fit_grading            report only
    python -m benchmarks.fit_grading --write    store the weights in bot/lexicon/grading.toml

The weights minimise the squared error of the score on the questions marked ``fit`` in
``tests/interview/data/graded_answers.jsonl``; none may be negative, since no evidence for an answer
may lower its score. The questions marked ``held-out`` were written before and take no part.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bot.analysis.analyzer import Analyzer
from bot.interview.evidence import FEATURES, features
from bot.interview.grading import Grader, penalty_of

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "interview" / "data" / "graded_answers.jsonl"
WEIGHTS = ROOT / "bot" / "lexicon" / "grading.toml"
SHRINKAGE = 0.02
"""L2 penalty on the standardised weights; swept 0.005 to 0.1, flat within noise."""
LEAST = {"recall": 0.25, "window": 0.25}
"""Least standardised weights. Coverage is what transfers between published sets of student answers;
our own answers are more regular in length than theirs, and unbounded weights rest on length."""
LEVELS = {"excellent": 3, "paraphrase": 3, "crosslang": 3, "full": 3, "good": 2, "half": 1,
          "partial": 1, "wrong": 0, "swap": 0}  # fmt: skip
Row = dict[str, Any]


def read_rows() -> list[Row]:
    """One row an answer: the question's fields, the answer's, and the evidence."""
    grader = Grader(Analyzer.open())
    rows = []
    for question in map(json.loads, DATA.read_text("utf-8").splitlines()):
        for answer in question["answers"]:
            seen = grader.compare(question["question"], question["reference"], answer["text"])
            evidence = features(seen) | grader.signs(seen)
            rows.append({**question, **answer, "evidence": evidence})
    return rows


def design(rows: Sequence[Row]) -> np.ndarray:
    """Features, shape (rows, features)."""
    return np.array([[row["evidence"][name] for name in FEATURES] for row in rows])


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Weights of the raw features, with the bias under ``bias``."""
    x = design(rows)
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    z = (x - mean) / deviation
    target = np.array([row["score"] for row in rows])
    penalty = np.array([penalty_of(row["evidence"]) for row in rows])

    def loss(w: np.ndarray) -> float:
        score = penalty / (1 + np.exp(-(w[0] + z @ w[1:])))
        return float(np.mean((score - target) ** 2) + SHRINKAGE * np.mean(w[1:] ** 2))

    bounds: list[tuple[float | None, None]] = [(None, None)]
    bounds += [(LEAST.get(name, 0.0), None) for name in FEATURES]
    w = minimize(loss, np.full(len(FEATURES) + 1, 0.1), bounds=bounds).x
    raw = w[1:] / deviation
    return {"bias": float(w[0] - raw @ mean), **dict(zip(FEATURES, map(float, raw), strict=True))}


def scores(rows: Sequence[Row], weights: dict[str, float]) -> np.ndarray:
    """The scores that ``weights`` give, shape (rows,)."""
    z = weights["bias"] + design(rows) @ np.array([weights[name] for name in FEATURES])
    return np.array([penalty_of(row["evidence"]) for row in rows]) / (1 + np.exp(-z))


def pair_order(rows: Sequence[Row], score: np.ndarray) -> float:
    """Share of pairs of answers to one question, of different levels, in the right order."""
    by_question: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, value in zip(rows, score, strict=True):
        if row["kind"] in LEVELS:
            by_question[row["id"]].append((LEVELS[row["kind"]], float(value)))
    right = [
        one > two
        for answers in by_question.values()
        for level, one in answers
        for lower, two in answers
        if level > lower
    ]
    return sum(right) / len(right)


def report(name: str, rows: Sequence[Row], score: np.ndarray) -> None:
    """Print correlations by style and language, pair order, and mean scores by kind."""
    print(f"\n{name}: {len(rows)} answers")
    for style, group in grouped(rows, lambda r: f"{r['style']} {r['language']}"):
        target = [rows[i]["score"] for i in group]
        r = np.corrcoef(score[group], target)[0, 1]
        print(f"  {style:14} n={len(group):3}  Pearson {r:.3f}")
    for style, group in grouped(rows, lambda r: r["style"]):
        chosen = [rows[i] for i in group]
        r = np.corrcoef(score[group], [row["score"] for row in chosen])[0, 1]
        order = pair_order(chosen, score[group])
        print(f"  {style:14} n={len(group):3}  Pearson {r:.3f}  pair order {order:.3f}")
        means = [
            f"{kind} {score[group][inside].mean():.2f}"
            for kind, inside in grouped(chosen, lambda r: r["kind"])
        ]
        print("    " + ", ".join(means))


def grouped(rows: Sequence[Row], key: Callable[[Row], str]) -> Iterable[tuple[str, list[int]]]:
    """Row numbers by key, in alphabetical order of the keys."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        groups[key(row)].append(i)
    return sorted(groups.items())


def store(weights: dict[str, float]) -> None:
    """Write the weights into the first table of the file; the others stay."""
    kept = WEIGHTS.read_text("utf-8").partition("[penalties]")[2]
    lines = [f"{name} = {value:.4f}" for name, value in weights.items()]
    head = "# Fitted by benchmarks/fit_grading.py; see there.\n[weights]\n"
    WEIGHTS.write_text(head + "\n".join(lines) + "\n\n[penalties]" + kept, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="store the fitted weights")
    write = parser.parse_args().write
    rows = read_rows()
    parts = {name: [r for r in rows if r["set"] == name] for name in ("fit", "held-out")}
    weights = fit(parts["fit"])
    print({name: round(value, 3) for name, value in weights.items()})
    for name, part in parts.items():
        report(name, part, scores(part, weights))
    if write:
        store(weights)


if __name__ == "__main__":
    main()
