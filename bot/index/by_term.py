"""What a question needs of the terms of an index of few passages, found in one look.

A question has hundreds of terms, n-grams above all, and seeks them in every field of every
collection. Each look into a table costs what the processor waits for its memory; so the row of a
term is not looked up by its number, and that by the term.
"""

from collections.abc import Callable, Mapping

import numpy as np

from bot.analysis.remembered import Remembered
from bot.index.rows import Entries, Kept, Rows

Asked = list[tuple[Entries, float, float]]
"""Of every term its columns and weights, its idf, and the factor with which it is asked for."""


class ByTerm:
    """The rows of terms, remembered by term."""

    def __init__(self, terms: Mapping[str, int], rows: Rows, idf: Callable[[int], float]) -> None:
        """``idf`` is that of a term by how many passages have it."""
        nothing = np.empty(0, np.int32), np.empty(0)

        def entries(term: str) -> Entries:
            row = terms.get(term)
            return nothing if row is None else rows.row(row)

        self._entries, self._rarities = Kept(entries, rows.width), Remembered(idf)

    def of(self, query: Mapping[str, float]) -> Asked:
        """What there is of every term of a query; no columns of one that no passage has."""
        entries, rarities = self._entries, self._rarities
        return [
            (found := entries[term], rarities[len(found[0])], factor)
            for term, factor in query.items()
        ]
