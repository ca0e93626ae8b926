"""Fit the weights of the ranking on the development questions and report held-out figures.

    python -m tools.fit_ranking            print cross-validated figures
    python -m tools.fit_ranking --write    also store the weights in bot/lexicon/ranking.toml

For every question the passage that answers it is compared with the others: a logistic regression
over the differences of their parts (RankNet's model with a linear scorer; Burges et al., ICML 2005)
gives one weight per part and language. Folds are cut by topic, so that no question is judged by
weights that saw its topic.
"""

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from bot.engine import Bot
from bot.evaluation.questions import Question, load_questions, load_sections, section_of

ROOT = Path(__file__).parent.parent
QUALITY = ROOT / "tests" / "quality"
TARGET = ROOT / "bot" / "lexicon" / "ranking.toml"
FOLDS, RIVALS = 5, 15
Vector = Matrix = NDArray[np.float64]
Weights = Mapping[str, Vector]


@dataclass(frozen=True)
class Case:
    """The parts of every passage for one question, and the grade of every passage."""

    question: Question
    kind: str  # "same" or "cross": whether question and notes share the language
    parts: NDArray[np.float64]  # (passages, parts)
    grades: NDArray[np.int64]  # (passages,)


def load_cases() -> tuple[list[Case], list[str], NDArray[np.float64]]:
    """Cases of all answerable questions, the names of the parts and the passage factors."""
    index = Bot.open(ROOT / "corpus").index
    questions = load_questions(QUALITY, ["in_scope", "real_style"])
    sections = load_sections(QUALITY)
    own = [section_of(passage, sections) for passage in index.passages]
    cases, names = [], []
    for question in questions:
        if not question.answerable:
            continue
        ranking = index.rank(index.understand(question.text))
        names = list(ranking.parts)
        grades = np.array([question.gold.get(section, 0) for section in own])
        parts = np.stack([ranking.parts[name] for name in names], axis=1)
        kind = "same" if ranking.query.language == "zh" else "cross"
        cases.append(Case(question, kind, parts, grades))
    return cases, names, index.factors


def fold_of(question: Question) -> int:
    """The fold of a question's topic; stable across runs and machines."""
    return crc32(question.topic.encode()) % FOLDS


def fit(cases: Sequence[Case], prior: Vector, factors: Vector, strength: float) -> Vector:
    """Non-negative weights near ``prior`` that put answers above their rivals.

    The loss is the mean logistic loss over all pairs plus ``strength`` times the squared distance
    from the prior, which stands for what was measured on public collections.
    """
    x = np.concatenate([d for case in cases if len(d := _differences(case, prior, factors))])

    def loss(w: Vector) -> tuple[float, Vector]:
        margin = x @ w
        away = w - prior
        slope = -x.T @ expit(-margin) / len(x) + 2 * strength * away
        return float(np.logaddexp(0, -margin).mean() + strength * away @ away), slope

    bounds = [(0.0, None)] * len(prior)
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    weights: Vector = found.x
    return weights


def _differences(case: Case, prior: Vector, factors: Vector) -> Matrix:
    """Parts of the best answer minus those of its strongest rivals, (rivals, parts)."""
    effective = case.parts * factors[:, None]
    scores = effective @ prior
    best = [i for i in np.flatnonzero(case.grades == 2) if factors[i] > 0]
    if not best:
        return np.empty((0, case.parts.shape[1]))
    rivals = np.flatnonzero((case.grades == 0) & (factors > 0))
    strongest = rivals[np.argsort(-scores[rivals])][:RIVALS]
    return effective[max(best, key=lambda i: scores[i])] - effective[strongest]


def hit_rate(cases: Sequence[Case], weights: Weights, factors: Vector) -> NDArray[np.bool_]:
    """Whether the first passage of each case answers it."""
    scores = [(case.parts @ weights[case.kind]) * factors for case in cases]
    firsts = [int(np.argmax(score)) for score in scores]
    return np.array([case.grades[i] == 2 for case, i in zip(cases, firsts, strict=True)])


def fit_all(cases: Sequence[Case], prior: Weights, factors: Vector, strength: float) -> Weights:
    """Fitted weights for questions in the language of the notes and in the other one."""
    return {
        kind: fit([case for case in cases if case.kind == kind], start, factors, strength)
        for kind, start in prior.items()
    }


def main() -> None:
    """Cross-validate, print, and store when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--strength", type=float, default=1.0, help="pull towards the prior")
    arguments = parser.parse_args()
    cases, names, factors = load_cases()
    settings = tomllib.loads(TARGET.read_text("utf-8"))
    prior, stored = (
        {k: np.array([v.get(name, 0.0) for name in names]) for k, v in settings[table].items()}
        for table in ("prior", "weights")
    )
    print(f"{len(cases)} questions; stored weights: {hit_rate(cases, stored, factors).mean():.4f}")
    print(f"prior: {hit_rate(cases, prior, factors).mean():.4f}")
    held_out, languages = [], []
    for fold in range(FOLDS):
        train = [case for case in cases if fold_of(case.question) != fold]
        test = [case for case in cases if fold_of(case.question) == fold]
        weights = fit_all(train, prior, factors, arguments.strength)
        held_out.append(hit_rate(test, weights, factors))
        languages += [case.kind for case in test]
    hits, kinds = np.concatenate(held_out), np.array(languages)
    shares = {kind: round(float(hits[kinds == kind].mean()), 4) for kind in prior}
    print(f"held out, {FOLDS} folds by topic: {hits.mean():.4f} {shares}")
    weights = fit_all(cases, prior, factors, arguments.strength)
    print(f"fitted on all: {hit_rate(cases, weights, factors).mean():.4f}")
    for name, same, cross in zip(names, weights["same"], weights["cross"], strict=True):
        print(f"  {name:20} same {same:6.3f}  cross {cross:6.3f}")
    if arguments.write:
        TARGET.write_text(_document(names, weights), "utf-8")


def _document(names: Sequence[str], weights: Weights) -> str:
    head = TARGET.read_text("utf-8").split("[weights.")[0]
    tables = [
        f"[weights.{kind}]\n"
        + "".join(f"{n} = {w:.3f}\n" for n, w in zip(names, values, strict=True))
        for kind, values in weights.items()
    ]
    return head + "\n".join(tables)


if __name__ == "__main__":
    main()
