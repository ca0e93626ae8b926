"""Fit the probability that the first passage answers, and report held-out figures.

    python -m tools.fit_confidence            print cross-validated figures
    python -m tools.fit_confidence --write    also store the forest and its calibration

Every development question gives one row: the features of its first passage, and whether that
passage answers it. Folds are cut by topic.
"""

import argparse
import json
import re
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.confidence import features
from bot.engine import Bot
from bot.evaluation import Question, load_questions, load_sections, section_of

ROOT = Path(__file__).parent.parent
QUALITY = ROOT / "tests" / "quality"
FOREST = ROOT / "bot" / "lexicon" / "confidence_forest.json"
SETTINGS = ROOT / "bot" / "lexicon" / "confidence.toml"
SETS = ("in_scope", "real_style", "out_of_scope")
FOLDS = 5
Array = NDArray[np.float64]


def new_forest() -> ExtraTreesClassifier:
    """A forest small enough to be stored as text."""
    return ExtraTreesClassifier(
        100, max_leaf_nodes=64, min_samples_leaf=3, max_features=0.5, random_state=0
    )


def load_rows() -> tuple[Array, NDArray[np.int64], list[Question], list[str]]:
    """Features (questions, features), labels, questions and feature names."""
    index = Bot.open(ROOT / "corpus").index
    sections = load_sections(QUALITY)
    rows, labels, questions, names = [], [], [], []
    for question in load_questions(QUALITY, SETS):
        ranking = index.rank(index.understand(question.text))
        first = int(ranking.order[0])
        if ranking.scores[first] <= 0:
            continue
        values = features(ranking, index)
        names = list(values)
        rows.append(list(values.values()))
        labels.append(int(question.gold.get(section_of(index.passages[first], sections)) == 2))
        questions.append(question)
    return np.array(rows), np.array(labels), questions, names


def held_out_votes(x: Array, y: NDArray[np.int64], questions: list[Question]) -> Array:
    """Votes for every row by a forest that saw no question of its topic."""
    folds = np.array([crc32(question.topic.encode()) % FOLDS for question in questions])
    votes = np.zeros(len(y))
    for fold in range(FOLDS):
        held = folds == fold
        votes[held] = new_forest().fit(x[~held], y[~held]).predict_proba(x[held])[:, 1]
    return votes


def calibrate(votes: Array, y: NDArray[np.int64]) -> tuple[float, float]:
    """Slope and offset of Platt's logistic map over the log odds of the votes."""
    odds = np.log(np.maximum(votes, 1e-3) / np.maximum(1 - votes, 1e-3))
    model = LogisticRegression(C=1e6).fit(odds[:, None], y)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def apply(votes: Array, slope: float, offset: float) -> Array:
    """Calibrated probabilities."""
    odds = np.log(np.maximum(votes, 1e-3) / np.maximum(1 - votes, 1e-3))
    probabilities: Array = 1 / (1 + np.exp(-(slope * odds + offset)))
    return probabilities


def report(p: Array, y: NDArray[np.int64], questions: list[Question]) -> None:
    """The abstention curve on held-out probabilities."""
    hit = y == 1
    outside = np.array([not question.answerable for question in questions])
    near = np.array([question.kind == "neighbour" for question in questions])
    print(f"{len(y)} questions, AUROC {roc_auc_score(y, p):.4f} (first passage right or not)")
    print("threshold  false refusals  false answers  of neighbours")
    for threshold in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        said = p >= threshold
        figures = (1 - said[hit].mean(), said[outside].mean(), said[near].mean())
        print(f"{threshold:9.2f}  {figures[0]:14.3f}  {figures[1]:13.3f}  {figures[2]:13.3f}")


def document(forest: ExtraTreesClassifier, names: list[str]) -> dict[str, object]:
    """The forest as plain lists; a leaf has no left child."""
    trees = []
    for estimator in forest.estimators_:
        tree = estimator.tree_
        counts = tree.value[:, 0, :]
        trees.append(
            {
                "feature": tree.feature.tolist(),
                "threshold": np.round(tree.threshold, 4).tolist(),
                "left": tree.children_left.tolist(),
                "right": tree.children_right.tolist(),
                "share": np.round(counts[:, 1] / counts.sum(axis=1), 4).tolist(),
            }
        )
    return {"features": names, "trees": trees}


def main() -> None:
    """Cross-validate, print, and store when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    x, y, questions, names = load_rows()
    votes = held_out_votes(x, y, questions)
    slope, offset = calibrate(votes, y)
    report(apply(votes, slope, offset), y, questions)
    if arguments.write:
        text = json.dumps(document(new_forest().fit(x, y), names), separators=(",", ":"))
        FOREST.write_text(text.replace("},{", "},\n{") + "\n", "utf-8")
        settings = SETTINGS.read_text("utf-8")
        settings = re.sub(r"slope = .*", f"slope = {slope:.4f}", settings)
        settings = re.sub(r"offset = .*", f"offset = {offset:.4f}", settings)
        SETTINGS.write_text(settings, "utf-8")


if __name__ == "__main__":
    main()
