"""Keeping history when notes change: old questions found again among the new ones.

A passage keeps its id while its heading stays. When a note is renamed, re-cleaned or re-worded, the
id is new; then the old question is looked for by similarity of what it read like. Only pairs that
are clearly alike, and alike to nothing else, are linked; everything is told in a report. A question
whose note is gone keeps its history and is shown as such.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from bot.analysis.folding import fold
from bot.interview.questions import Question
from bot.interview.records import questions
from bot.interview.store import Store

ENOUGH, MARGIN = 0.6, 0.1
"""Least likeness of a link, and by how much the best candidate must lead the second."""
_READ = 1_500
"""Characters of a reference that are compared."""


@dataclass(frozen=True, slots=True)
class Link:
    """An old question and the one that now stands for it, with their likeness in [0, 1]."""

    old: Question
    new: Question
    likeness: float


@dataclass(frozen=True, slots=True)
class Relinked:
    """What became of the questions whose ids are gone: linked to new ones, or lost for now."""

    links: tuple[Link, ...]
    lost: tuple[Question, ...]


def relink(store: Store, bank: Sequence[Question], present: Collection[str] = ()) -> Relinked:
    """Move the history of vanished questions to new ones that read alike, in one transaction.

    Questions of ``present`` have not vanished, though they are not in the bank.
    """
    known = questions(store)
    report = match(known, bank, present)
    if report.links:
        with store.writing() as db:
            for link in report.links:
                _move(db, link)
    return report


def match(
    known: Mapping[str, Question], bank: Sequence[Question], present: Collection[str] = ()
) -> Relinked:
    """Which vanished questions of the store belong to which new ones of the bank."""
    present = {q.id for q in bank} | set(present)
    fresh = [q for q in bank if q.id not in known]
    links, lost, taken = [], [], set()
    for old in (q for q in known.values() if q.id not in present):
        ranked = sorted(((likeness(old, new), new) for new in fresh), key=lambda pair: -pair[0])
        best = next(((score, new) for score, new in ranked if new.id not in taken), None)
        if best and _clear(best[0], [score for score, new in ranked if new is not best[1]]):
            links.append(Link(old, best[1], best[0]))
            taken.add(best[1].id)
        else:
            lost.append(old)
    return Relinked(tuple(links), tuple(lost))


def likeness(one: Question, other: Question) -> float:
    """How alike two questions are, in [0, 1]: their answers, and half as much their headings."""
    texts = [fold(q.reference)[:_READ] for q in (one, other)]
    headings = [fold(q.heading) for q in (one, other)]
    body = Indel.normalized_similarity(*texts)
    return (2 * body + ratio(*headings) / 100) / 3


def _clear(best: float, others: Iterable[float]) -> bool:
    return best >= ENOUGH and best - max(others, default=0.0) >= MARGIN


def _move(db: sqlite3.Connection, link: Link) -> None:
    """Give the old row the new id; cards, reviews and favourites follow by their foreign keys."""
    db.execute(
        "UPDATE questions SET id = ?, source = ?, heading = ?, text = ?, language = ?, topic = ?,"
        " reference = ? WHERE id = ?",
        (link.new.id, link.new.source, link.new.heading, link.new.text, link.new.language,
         link.new.topic, link.new.reference, link.old.id),
    )  # fmt: skip
