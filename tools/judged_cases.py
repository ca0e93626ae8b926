"""What the forests that judge candidates learn from: questions put to an index, a row a candidate.

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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

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
from bot.search import PassageIndex
from tools import fit_topics
from tools.fit_topics import QUALITY, ROOT, batch_of

ADDED = QUALITY / "added_notes" / "development"
FOLDS = 5
PAIRED = ("aspects", "names")
"""The sets of questions on one topic of which the notes answer some only. How often people ask so
is another matter: the calibration leaves them out, and they are not asked without their answers."""
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
