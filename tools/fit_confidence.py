"""Fit the probability that the first passage answers, and report cross-validated figures.

    python -m tools.fit_confidence            print cross-validated figures
    python -m tools.fit_confidence --write    also store the forests and their calibrations

There is a forest for the user's notes and one for the companion notes. Every question gives one
row: the features of its first passage, and whether that passage answers it. Over the user's notes
these are the development questions. Over the companion notes they are the follow-up questions of
these notes and the development questions, as far as it is known what is right there: a question
whose answer was lost in scraping is left out, and so is one of a neighbouring field that names a
concept which a companion note is about. Folds are cut by topic.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.companion import LANGUAGES, read_companions
from bot.confidence import features
from bot.engine import Bot
from bot.evaluation import Question, load_questions, load_sections, section_of
from bot.evaluation_companion import FOLLOW_UP, answering_sources, follow_up_questions
from bot.passage import Passage
from bot.search import PassageIndex

ROOT = Path(__file__).parent.parent
QUALITY = ROOT / "tests" / "quality"
LEXICON = ROOT / "bot" / "lexicon"
SETTINGS = LEXICON / "confidence.toml"
SETS = ("in_scope", "real_style", "out_of_scope")
FOLDS = 5
Array = NDArray[np.float64]
Truth = Callable[[Passage], bool]
"""Whether a passage answers the question at hand."""
Case = tuple[Question, PassageIndex, Truth]


@dataclass(frozen=True)
class Rows:
    """Features (questions, features), labels, questions and feature names."""

    x: Array
    y: NDArray[np.int64]
    questions: list[Question]
    names: list[str]

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Which questions have no answer."""
        return np.array([not question.answerable for question in self.questions])


LEAVES = {"notes": 128, "companion": 64}
"""Most leaves of a tree. More of them fit the labels of the companion notes, which name one note of
several that may answer, too closely."""


def new_forest(collection: str) -> ExtraTreesClassifier:
    """A forest small enough to be stored as text."""
    return ExtraTreesClassifier(
        100,
        max_leaf_nodes=LEAVES[collection],
        min_samples_leaf=2,
        max_features=0.5,
        random_state=0,
    )


def notes_cases(bot: Bot) -> Iterator[Case]:
    """The development questions over the user's notes."""
    sections = load_sections(QUALITY)
    for question in load_questions(QUALITY, SETS):
        yield (
            question,
            bot.index,
            lambda p, q=question: q.gold.get(section_of(p, sections)) == 2,  # type: ignore[misc]
        )


def companion_cases(bot: Bot) -> Iterator[Case]:
    """The questions over the companion notes of which is known what answers them."""
    sections = load_sections(QUALITY)
    notes, _ = read_companions(ROOT / "corpus")
    own = {concept for note in notes for concept in (note.id, *note.concepts)}
    for language in LANGUAGES:
        for question in follow_up_questions(notes, language):
            right = frozenset(question.gold)
            index = bot.companions[language]
            yield question, index, lambda p, r=right: Path(p.source).stem in r  # type: ignore[misc]
    for question in load_questions(QUALITY, SETS):
        right = answering_sources(question, sections, notes)
        named = {m.concept for m in bot.analyzer.finder.find(question.text) if m.weight == 1.0}
        unsure = question.kind == "neighbour" and named & own
        partly = not question.answerable and question.gold
        if unsure or partly or question.kind == "lost" or (question.answerable and not right):
            continue
        index = bot.companions[bot.index.understand(question.text).language]
        yield question, index, lambda p, r=right: p.source in r  # type: ignore[misc]


def rows_of(bot: Bot, cases: Iterable[Case]) -> Rows:
    """A row for every question for which anything is found."""
    rows, labels, questions, names = [], [], [], []
    for question, index, answers in cases:
        ranking = index.rank(bot.index.understand(question.text))
        first = int(ranking.order[0])
        if ranking.scores[first] <= 0:
            continue
        values = features(ranking, index)
        names = list(values)
        rows.append(list(values.values()))
        labels.append(int(answers(index.passages[first])))
        questions.append(question)
    return Rows(np.array(rows), np.array(labels), questions, names)


def topic_of(question: Question) -> str:
    """What is asked about; of a follow-up question the note that answers it."""
    return next(iter(question.gold)) if question.kind == FOLLOW_UP else question.topic


def held_out_votes(collection: str, rows: Rows) -> Array:
    """Votes for every row by a forest that saw no question of its topic."""
    folds = np.array([crc32(topic_of(question).encode()) % FOLDS for question in rows.questions])
    votes = np.zeros(len(rows.y))
    for fold in range(FOLDS):
        held = folds == fold
        forest = new_forest(collection).fit(rows.x[~held], rows.y[~held])
        votes[held] = forest.predict_proba(rows.x[held])[:, 1]
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


def report(p: Array, rows: Rows) -> None:
    """The abstention curve on cross-validated probabilities."""
    hit, outside = rows.y == 1, rows.outside
    kinds = sorted({q.kind for q in rows.questions if not q.answerable})
    print(f"{len(p)} questions, AUROC {roc_auc_score(rows.y, p):.4f} (first passage right or not)")
    print("threshold  answered  false refusals  false answers  of", *kinds)
    for threshold in np.arange(0.3, 0.71, 0.025):
        said = p >= threshold
        shares = [
            said[[q.kind == kind and not q.answerable for q in rows.questions]].mean()
            for kind in kinds
        ]
        figures = (said[~outside].mean(), 1 - said[hit].mean(), said[outside].mean(), *shares)
        print(f"{threshold:9.3f} ", *(f"{figure:6.3f}" for figure in figures))


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


def store(collection: str, rows: Rows, slope: float, offset: float) -> None:
    """Write the forest fitted on all rows, and its calibration."""
    forest = new_forest(collection).fit(rows.x, rows.y)
    text = json.dumps(document(forest, rows.names), separators=(",", ":"))
    (LEXICON / f"{collection}_forest.json").write_text(text.replace("},{", "},\n{") + "\n", "utf-8")
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
    for collection, cases in (("notes", notes_cases(bot)), ("companion", companion_cases(bot))):
        rows = rows_of(bot, cases)
        votes = held_out_votes(collection, rows)
        slope, offset = calibrate(votes, rows.y)
        print(collection)
        report(apply(votes, slope, offset), rows)
        if arguments.write:
            store(collection, rows, slope, offset)


if __name__ == "__main__":
    main()
