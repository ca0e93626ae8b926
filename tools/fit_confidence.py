"""Fit the forests that judge the candidates of a ranking, and report cross-validated figures.

    python -m tools.fit_confidence            print cross-validated figures
    python -m tools.fit_confidence --write    also store the forests and their calibrations

What they are fitted to is told in :mod:`tools.judged_cases`.
"""

import argparse
import re

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.engine import Bot
from bot.evaluation.questions import Question
from bot.resources import read_toml
from tools import fit_topics
from tools.fit_topics import ROOT
from tools.judged_cases import (
    ADDED,
    FOLDS,
    PAIRED,
    Array,
    Rows,
    companion_cases,
    notes_cases,
    rows_of,
    with_topics,
)

LEXICON = ROOT / "bot" / "lexicon"
SETTINGS = LEXICON / "confidence.toml"
TREES, LEAVES = 100, 1000
WORTH_OF_CONTRIVED = 0.5
"""What a row counts of a question of a paired set, or whose answer was taken out of the notes."""


def new_forest() -> ExtraTreesClassifier:
    """A forest small enough to be stored beside the other data."""
    return ExtraTreesClassifier(
        TREES, max_leaf_nodes=LEAVES, min_samples_leaf=2, max_features=0.3, random_state=0, n_jobs=2
    )


def fitted(rows: Rows, chosen: NDArray[np.bool_]) -> ExtraTreesClassifier:
    """A forest fitted to the chosen rows."""
    contrived = rows.absent | np.isin(rows.sets, PAIRED)
    weights = np.where(contrived, WORTH_OF_CONTRIVED, 1.0)
    return new_forest().fit(rows.x[chosen], rows.y[chosen], weights[chosen])


def held_out_votes(rows: Rows) -> Array:
    """Votes for every row by a forest that saw no question of its topic."""
    votes = np.zeros(len(rows.y))
    for fold in range(FOLDS):
        held = rows.fold == fold
        votes[held] = fitted(rows, ~held).predict_proba(rows.x[held])[:, 1]
    return votes


def firsts(rows: Rows, votes: Array) -> NDArray[np.int64]:
    """The rows of the first passages of the cases that have their answer, in the order shown."""
    worth = read_toml("ranking.toml")["judgement"]["vote"]
    points = rows.x[:, rows.names.index("share")] + worth * votes
    order = np.lexsort((-points, rows.case))
    first = order[np.unique(rows.case[order], return_index=True)[1]]
    present: NDArray[np.int64] = first[~rows.absent[first]]
    return present


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


def report(p: Array, hit: NDArray[np.bool_], questions: list[Question]) -> None:
    """The abstention curve on cross-validated probabilities of the first passages."""
    outside = np.array([not question.answerable for question in questions])
    kinds = sorted({q.kind for q in questions if not q.answerable})
    print(
        f"{len(p)} questions, hit@1 {hit[~outside].mean():.4f}, AUROC {roc_auc_score(hit, p):.4f}"
    )
    print("threshold  answered  false refusals  false answers  of", *kinds)
    for threshold in np.arange(0.3, 0.71, 0.025):
        said = p >= threshold
        shares = [
            said[[q.kind == kind and not q.answerable for q in questions]].mean() for kind in kinds
        ]
        figures = (said[~outside].mean(), 1 - said[hit].mean(), said[outside].mean(), *shares)
        print(f"{threshold:9.3f} ", *(f"{figure:6.3f}" for figure in figures))


def report_groups(
    p: Array, hit: NDArray[np.bool_], questions: list[Question], least: float
) -> None:
    """What is found, and what is offered from a confidence on, by language and by kind."""
    groups: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        if question.answerable:
            groups.setdefault(question.language, []).append(place)
            groups.setdefault(f"kind {question.kind}", []).append(place)
    print(f"questions  hit@1  answer@1 at {least}")
    for name, places in sorted(groups.items()):
        found = hit[places]
        offered = found & (p[places] >= least)
        print(f"{len(places):9}  {found.mean():.3f}  {offered.mean():.3f}  {name}")


def store(collection: str, rows: Rows, slope: float, offset: float) -> None:
    """Write the forest fitted on all rows, and its calibration."""
    trees = [e.tree_ for e in fitted(rows, np.ones(len(rows.y), bool)).estimators_]
    sizes = [tree.node_count for tree in trees]
    roots = np.cumsum([0, *sizes[:-1]])
    left, right, feature, threshold = (
        np.concatenate([getattr(tree, name) for tree in trees])
        for name in ("children_left", "children_right", "feature", "threshold")
    )
    own, base = np.arange(sum(sizes)), np.repeat(roots, sizes)
    children = np.where(left < 0, own, np.stack((left, right)) + base)
    counts = np.concatenate([tree.value[:, 0, :] for tree in trees])
    np.savez_compressed(
        LEXICON / f"{collection}_forest.npz",
        features=np.array(rows.names),
        roots=roots.astype(np.int32),
        feature=np.maximum(feature, 0).astype(np.uint8),
        threshold=threshold.astype(np.float32),
        children=children.T.ravel().astype(np.int32),
        share=(counts[:, 1] / counts.sum(axis=1)).astype(np.float32),
        depth=max(tree.max_depth for tree in trees),
    )
    head, mark, tail = SETTINGS.read_text("utf-8").partition(f"[{collection}]\n")
    tail = re.sub(r"slope = .*", f"slope = {slope:.4f}", tail, count=1)
    tail = re.sub(r"offset = .*", f"offset = {offset:.4f}", tail, count=1)
    SETTINGS.write_text(head + mark + tail, "utf-8")


def main() -> None:
    """Cross-validate, print, and store when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    bot = Bot.open(ROOT / "corpus")
    every = list(fit_topics.examples(bot))
    for collection, cases in (("notes", notes_cases(bot)), ("companion", companion_cases(bot))):
        rows = rows_of(with_topics(cases, every))
        votes = held_out_votes(rows)
        chosen = firsts(rows, votes)
        sets = rows.sets[chosen]
        natural = chosen[~np.isin(sets, (*PAIRED, ADDED.name))]
        slope, offset = calibrate(votes[natural], rows.y[natural])
        groups = {"": natural}
        groups |= {f", {name}": chosen[sets == name] for name in (*PAIRED, ADDED.name)}
        for name, asked in groups.items():
            if not len(asked):
                continue
            print(collection + name)
            questions = [rows.cases[number].question for number in rows.case[asked]]
            p, hit = apply(votes[asked], slope, offset), rows.y[asked] == 1
            report(p, hit, questions)
            report_groups(p, hit, questions, read_toml("confidence.toml")[collection]["answer"])
        if arguments.write:
            store(collection, rows, slope, offset)


if __name__ == "__main__":
    main()
