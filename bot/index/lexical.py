"""What the terms of a question reach in every passage: the lexical parts, not yet as shares.

In a small collection there is so little to add up that calling for an addition takes longer than
the addition: there the rows of all parts are added up in one pass. In a large one each part is
added up by itself, a stretch of passages at a time (:mod:`bot.index.sums`).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.index.bm25 import BM25, group_scores
from bot.index.sums import WIDE, Sums, added_together, total
from bot.index.tfidf import TfIdf

Sought = Mapping[str, tuple[BM25 | TfIdf, Mapping[str, float]]]
"""Part -> the index in which it seeks, and the weighted terms."""
Groups = Sequence[tuple[float, tuple[str, ...]]]
"""Terms that count as one term, with the weight of that one."""


class Reached(NamedTuple):
    """The scores of all passages, the greatest one, and that of an ideal one, 0 for cosines."""

    scores: Sums
    greatest: float
    ideal: float


def reached(
    sought: Sought, translated: Mapping[str, BM25], groups: Groups, width: int
) -> dict[str, Reached]:
    """Part -> what ``width`` passages reach.

    translated:  part -> the index in which it seeks the ``groups``
    """
    weights = [weight for weight, _ in groups]
    if width >= WIDE:
        found = [index.found(terms) for index, terms in sought.values()]
        found += [_of_groups(index, groups) for index in translated.values()]
        greatest = [scores.greatest for scores in found]
        ideals = [index.ideal(terms) for index, terms in sought.values()]
    else:
        asked = [index.addends(terms) for index, terms in sought.values()]
        known = [index.groups for index in translated.values()]
        addends = [own for own, _ in asked]
        addends += [([of[terms] for _, terms in groups], weights) for of in known]
        sums = added_together(addends, width)
        found, greatest = [*map(Sums.of_all, sums)], sums.max(axis=1, initial=0.0).tolist()
        ideals = [ideal for _, ideal in asked]
    ideals += [sum(weights) * index.idf_of("") for index in translated.values()]
    return dict(zip((*sought, *translated), map(Reached, found, greatest, ideals), strict=True))


def _of_groups(index: BM25, groups: Groups) -> Sums:
    return total([(group_scores(index, ts), weight) for weight, ts in groups], index.corpus_size)
