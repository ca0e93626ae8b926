"""Fit the forests that judge the candidates of a ranking, and report cross-validated figures.

    python -m tools.fit_confidence            print cross-validated figures
    python -m tools.fit_confidence --write    also store the forests and their calibrations

There is a forest for the user's notes and one for the companion notes. Every candidate passage of a
question gives one row: its features, and whether it answers. Over the user's notes these are the
development questions, each asked a second time of notes without the sections that answer it: what
nearly answers must not be taken for an answer. Over the companion notes they are the follow-up
questions of these notes and the development questions, as far as it is known what is right there: a
question whose answer was lost in scraping is left out, and so is one of a neighbouring field, or
on another aspect than the notes treat, that names a concept which a companion note is about. Folds
are cut by topic. The likely topics of a question are told by a model that learnt from all other
writers, as of a new question; questions over notes on subjects of their own show the forest how far
to trust it where a title is new to it.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.companion import LANGUAGES, read_heads
from bot.engine import Bot
from bot.evaluation.added import read_added
from bot.evaluation.companion import FOLLOW_UP, answering_sources, follow_up_questions
from bot.evaluation.questions import (
    FITTED,
    Question,
    Sections,
    load_questions,
    load_sections,
    section_of,
)
from bot.judging.features import candidates_of, features
from bot.judging.topics import Topics
from bot.judging.units import units
from bot.passage import Passage
from bot.resources import read_toml
from bot.search import PassageIndex
from tools import fit_topics
from tools.fit_topics import QUALITY, ROOT, batch_of

LEXICON = ROOT / "bot" / "lexicon"
SETTINGS = LEXICON / "confidence.toml"
ADDED = QUALITY / "added_notes" / "development"
TREES, LEAVES, FOLDS = 100, 1000, 5
PAIRED = ("aspects", "names")
"""The sets of questions on one topic of which the notes answer some only. How often people ask so
is another matter: the calibration leaves them out, and they are not asked without their answers."""
WORTH_OF_CONTRIVED = 0.5
"""What a row counts of a question of such a pair, or whose answer was taken out of the notes."""
Array = NDArray[np.float64]
Grade = Callable[[Passage], int]
"""How well a passage answers the question at hand: 2 when it does, 1 partly, 0 not."""


@dataclass(frozen=True)
class Case:
    """A question put to an index.

    absent:  whether its answer was taken out
    topics:  the model that tells what it is about
    """

    question: Question
    index: PassageIndex
    grade: Grade
    absent: bool = False
    topics: Topics | None = None


@dataclass(frozen=True)
class Rows:
    """A row for every candidate of every case, and the cases they belong to.

    x:      (rows, features), with their ``names``
    y:      (rows,), 1 where the candidate answers
    case:   (rows,), numbers of the ``cases``
    """

    x: Array
    y: NDArray[np.int64]
    case: NDArray[np.int64]
    cases: list[Case]
    names: list[str]

    @property
    def absent(self) -> NDArray[np.bool_]:
        """Which rows are of cases without their answer."""
        return np.array([case.absent for case in self.cases])[self.case]

    @property
    def sets(self) -> NDArray[np.str_]:
        """The set of the question of each row."""
        return np.array([case.question.set for case in self.cases])[self.case]

    @property
    def fold(self) -> NDArray[np.int64]:
        """The fold of each row, by topic."""
        folds = [crc32(topic_of(case.question).encode()) % FOLDS for case in self.cases]
        return np.array(folds)[self.case]


def new_forest() -> ExtraTreesClassifier:
    """A forest small enough to be stored beside the other data."""
    return ExtraTreesClassifier(
        TREES, max_leaf_nodes=LEAVES, min_samples_leaf=2, max_features=0.3, random_state=0, n_jobs=2
    )


def notes_cases(bot: Bot) -> Iterator[Case]:
    """The questions over the user's notes.

    These are the development questions over the shipped notes, and those over notes on subjects of
    their own, alone and beside the shipped ones.
    """
    sections = load_sections(QUALITY)
    asked = load_questions(QUALITY, FITTED)
    yield from _with_and_without(bot.index, asked, sections)
    for folder in sorted(ADDED.iterdir()):
        added = read_added(folder)
        alone = PassageIndex.build(added.passages, bot.analyzer)
        yield from _with_and_without(alone, added.questions, {})
        both = PassageIndex.build([*bot.index.passages, *added.passages], bot.analyzer)
        for question in added.questions:
            yield Case(question, both, _by_section(question, {}))


def _with_and_without(
    index: PassageIndex, asked: Sequence[Question], sections: Sections
) -> Iterator[Case]:
    """Questions put to an index, and again without the sections that answer them."""
    for question in asked:
        yield Case(question, index, _by_section(question, sections))
    own = [section_of(passage, sections) for passage in index.passages]
    missed = [question for question in asked if question.answerable and question.set not in PAIRED]
    for gold in sorted({tuple(sorted(question.gold)) for question in missed}):
        left = [p for p, name in zip(index.passages, own, strict=True) if name not in gold]
        without = PassageIndex.build(left, index.analyzer)
        for question in missed:
            if tuple(sorted(question.gold)) == gold:
                yield Case(question, without, lambda _: 0, absent=True)


def _by_section(question: Question, sections: Sections) -> Grade:
    return lambda passage: question.gold.get(section_of(passage, sections), 0)


def companion_cases(bot: Bot) -> Iterator[Case]:
    """The questions over the companion notes of which is known what answers them."""
    sections = load_sections(QUALITY)
    notes, _ = read_heads(ROOT / "corpus")
    own = {concept for note in notes for concept in (note.id, *note.concepts)}
    for language in LANGUAGES:
        for question in follow_up_questions(notes, language):
            yield Case(question, bot.companions[language], _by_source(question.gold))
    for question in load_questions(QUALITY, FITTED):
        right = answering_sources(question, sections, notes)
        named = {m.concept for m in bot.analyzer.finder.find(question.text) if m.weight == 1.0}
        unsure = question.kind in ("neighbour", "other-aspect") and named & own
        partly = not question.answerable and question.gold
        if unsure or partly or question.kind == "lost" or (question.answerable and not right):
            continue
        index = bot.companions[bot.index.understand(question.text).language]
        yield Case(question, index, _by_source(Path(source).stem for source in right))


def _by_source(names: Iterable[str]) -> Grade:
    right = frozenset(names)
    return lambda passage: 2 * (Path(passage.source).stem in right)


def with_topics(cases: Iterable[Case], every: Sequence[fit_topics.Example]) -> Iterator[Case]:
    """Each case with a model of its likely topics that learnt from other writers alone."""

    @cache
    def told_without(writer: str) -> Topics:
        return fit_topics.fitted(example for example in every if example.batch != writer)

    for case in cases:
        yield replace(case, topics=told_without(batch_of(case.question)))


def rows_of(cases: Iterable[Case]) -> Rows:
    """The candidates of every case for which anything is found; partly right ones are left out."""
    x, y, numbers, kept, names = [], [], [], [], []
    for case in cases:
        ranking = case.index.rank(case.index.understand(case.question.text))
        candidates = candidates_of(ranking)
        if not len(candidates):
            continue
        found = units(ranking.query, candidates, case.index)
        values = features(ranking, found, case.index, case.topics)
        names = list(values)
        x.append(np.stack(list(values.values()), axis=1))
        y += [case.grade(case.index.passages[number]) for number in candidates.tolist()]
        numbers += [len(kept)] * len(candidates)
        kept.append(case)
    return Rows(np.concatenate(x), np.array(y) // 2, np.array(numbers), kept, names)


def topic_of(question: Question) -> str:
    """What is asked about; of a follow-up question the note that answers it."""
    return next(iter(question.gold)) if question.kind == FOLLOW_UP else question.topic


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
