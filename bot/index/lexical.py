"""What the terms of a question reach in every passage: the lexical parts, not yet as shares.

In a small collection there is so little to add up that calling for an addition takes longer than
the addition: there the rows of all parts are added up in one pass. In a large one each part is
added up by itself, a stretch of passages at a time (:mod:`bot.index.sums`).
"""

from collections.abc import Mapping, Sequence

from bot.index.bm25 import BM25, group_scores
from bot.index.sums import WIDE, Sums, added_together, total
from bot.index.tfidf import TfIdf

Sought = Mapping[str, tuple[BM25 | TfIdf, Mapping[str, float]]]
"""Part -> the index in which it seeks, and the weighted terms."""
Groups = Sequence[tuple[float, tuple[str, ...]]]
"""Terms that count as one term, with the weight of that one."""


def reached(
    sought: Sought, translated: Mapping[str, BM25], groups: Groups, width: int
) -> dict[str, Sums]:
    """Part -> the scores of all passages, ``width`` of them.

    translated:  part -> the index in which it seeks the ``groups``
    """
    if width >= WIDE:
        found = {part: index.found(terms) for part, (index, terms) in sought.items()}
        return found | {part: _of_groups(index, groups) for part, index in translated.items()}
    addends = [index.addends(terms) for index, terms in sought.values()]
    weights = [weight for weight, _ in groups]
    for index in translated.values():
        known = index.groups
        addends.append(([known[terms] for _, terms in groups], weights))
    sums = added_together(addends, width)
    return dict(zip((*sought, *translated), map(Sums.of_all, sums), strict=True))


def _of_groups(index: BM25, groups: Groups) -> Sums:
    return total([(group_scores(index, ts), weight) for weight, ts in groups], index.corpus_size)
