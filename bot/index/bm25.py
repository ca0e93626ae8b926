"""BM25 by the plain formula, computed with one sparse product.

    score(q, d) = Σ_t idf(t) · tf(t, d) · (k1 + 1) / (tf(t, d) + k1 · (1 − b + b · |d| / avgdl))
    idf(t)      = ln(1 + (N − df(t) + ½) / (df(t) + ½))

N passages, df(t) of them with term t, |d| the number of tokens of d, avgdl their mean. The idf is
Lucene's: always positive, where the one of rank_bm25 is 0 for a term in half of the passages and
negative above (Kamphuis et al., "Which BM25 do you mean?", ECIR 2020, table 1).

:class:`BM25` is rank_bm25's BM25Okapi with its loops replaced: the same constructor, attributes and
``get_scores``. The weights of (term, passage) pairs are computed once, so that a query is the sum
of a few sparse rows; where there are very many passages, see :mod:`bot.index.sums`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.analysis.remembered import Remembered
from bot.index.best import best
from bot.index.counting import Counts, count_terms
from bot.index.rows import Rows, Scores
from bot.index.sums import WIDE, Columns, Sums, added, in_a_row
from bot.index.together import Given


def idf(df: float, n: int) -> float:
    """Inverse document frequency of a term in ``df`` of ``n`` passages; positive.

    >>> round(idf(1, 2), 4)
    0.6931
    """
    return math.log(1 + (n - df + 0.5) / (df + 0.5))


def tfc(tf: NDArray[Any], norm: Scores, k1: float) -> Scores:
    """Term-frequency component, in [0, k1 + 1)."""
    component: Scores = tf * (k1 + 1) / (tf + norm)
    return component


def length_norm(length: NDArray[Any], mean: float, k1: float, b: float) -> Scores:
    """How much the length of a passage weakens its terms; ``length`` and ``mean`` in tokens."""
    norm: Scores = k1 * (1 - b + b * length / mean)
    return norm


class BM25(BM25Okapi):  # type: ignore[misc]
    """BM25 over token lists; safe on empty passages and on no passages at all.

    >>> BM25([["dilated", "conv"], ["conv"]]).get_scores(["dilated"]).round(3).tolist()
    [0.603, 0.0]
    """

    counts: Counts
    terms: Mapping[str, int]
    weights: Rows
    """A row per term, a column per passage: what one occurrence of the term in a query gives."""

    def __init__(
        self, corpus: "Iterable[Sequence[str]] | Counts", k1: float = 1.5, b: float = 0.75
    ) -> None:
        super().__init__(corpus, k1=k1, b=b)

    def _initialize(self, corpus: "Iterable[Sequence[str]] | Counts") -> Rows:
        """Count the terms of every passage; returns the counts, where rank_bm25 has a dict."""
        self.counts = corpus if isinstance(corpus, Counts) else count_terms(corpus)
        self.terms, self.doc_len = self.counts.terms, self.counts.lengths
        self.corpus_size = len(self.doc_len)
        del self.avgdl  # rank_bm25 has set 0; opening a large index must not read all lengths
        return self.counts.rows

    @cached_property
    def avgdl(self) -> float:
        """The mean number of tokens of a passage; positive."""
        return max(float(self.doc_len.sum(dtype=np.int64)) / max(self.corpus_size, 1), 1e-9)

    def _calc_idf(self, nd: Rows) -> None:
        """Have the counts weighed by the formula above when they are asked for."""
        self.weights = nd.weighed(self._weigh)

    def _weigh(self, row: int, columns: NDArray[np.int32], tf: NDArray[Any]) -> Scores:
        return idf(len(tf), self.corpus_size) * self._tfc(columns, tf)

    def _tfc(self, columns: Columns, tf: NDArray[Any]) -> Scores:
        return tfc(tf, self._norms[columns], self.k1)

    @cached_property
    def _norms(self) -> Scores:
        return length_norm(self.doc_len, self.avgdl, self.k1, self.b)

    def get_scores(self, query: Iterable[str] | Mapping[str, float]) -> Scores:
        """The score of every passage, shape (N,), for tokens or for weighted terms."""
        return self.found(query).dense()

    def found(self, query: Iterable[str] | Mapping[str, float]) -> Sums:
        """The scores of :meth:`get_scores`, where there are any."""
        rows = self._rows_of(query)
        if self.corpus_size < WIDE:
            return Sums.of_all(self.weights.sum(list(rows), list(rows.values())))
        return added(self.counts.rows, list(rows), self._with_idf(rows), self._tfc)

    def given(self, terms: Sequence[str]) -> Given:
        """What each term gives to passages, and to the :meth:`ideal` one."""
        entries = self.counts.entries(terms)
        lengths = [len(columns) for columns, _ in entries]
        rarities = [idf(df, self.corpus_size) for df in lengths]
        return Given(*in_a_row(entries, rarities, self._tfc), lengths, rarities)

    def given_alike(self, groups: Sequence[Sequence[str]]) -> Given:
        """What terms taken as one (:func:`group_scores`) give, for each of the groups."""
        scores = [group_scores(self, terms).dense() for terms in groups]
        entries = [((columns := one.nonzero()[0]), one[columns]) for one in scores]
        lengths = [len(columns) for columns, _ in entries]
        same = [1.0] * len(groups)
        return Given(*in_a_row(entries, same), lengths, [self.idf_of("")] * len(groups))

    def _with_idf(self, boosts: Mapping[int, float]) -> list[float]:
        """The boosts of rows times their idf."""
        length, n = self.weights.length, self.corpus_size
        return [boost * idf(length(row), n) for row, boost in boosts.items()]

    def frequencies(self, terms: Iterable[str]) -> Sums:
        """The term-frequency components of ``terms`` added up: scores without any idf."""
        rows = [row for term in terms if (row := self._numbers[term]) is not None]
        if self.corpus_size >= WIDE or not rows:
            return added(self.counts.rows, rows, [1.0] * len(rows), self._tfc)
        sums = np.zeros(self.corpus_size)
        for row in rows:
            columns, weights = self.weights.row(row)
            sums[columns] += weights / idf(len(weights), self.corpus_size)
        return Sums.of_all(sums)

    def best(
        self, query: Iterable[str] | Mapping[str, float], k: int
    ) -> tuple[NDArray[np.intp], Scores]:
        """The ``k`` best passages with positive scores and these, ties in passage order.

        The same as sorting :meth:`get_scores`, without computing all of them.

        >>> BM25([["a"], ["b"], ["a", "b"]]).best(["a"], 2)[0].tolist()
        [0, 2]
        """
        return best(self.weights, self._rows_of(query), k)

    def _rows_of(self, query: Iterable[str] | Mapping[str, float]) -> dict[int, float]:
        weighted = query if isinstance(query, Mapping) else Counter(query)
        numbers = self._numbers
        found = [(numbers[term], boost) for term, boost in weighted.items()]
        return {row: boost for row, boost in found if row is not None}

    def ideal(self, query: Mapping[str, float]) -> float:
        """The score of a passage of mean length that holds every term of ``query`` once.

        A term that no passage holds counts like the rarest possible one, so that score / ideal
        tells how much of the question is met.
        """
        return sum([boost * self.idf_of(term) for term, boost in query.items()])

    def idf_of(self, term: str) -> float:
        """The idf of ``term``, known or not."""
        return self._rarities[term]

    @cached_property
    def _numbers(self) -> Remembered[str, int | None]:
        # One question asks for the same few terms in many places.
        return Remembered(self.terms.get)

    @cached_property
    def _rarities(self) -> Remembered[str, float]:
        return Remembered(self._rarity)

    def _rarity(self, term: str) -> float:
        row = self._numbers[term]
        return idf(0 if row is None else self.weights.length(row), self.corpus_size)

    def frequency(self, term: str, passages: NDArray[np.int64]) -> Scores:
        """How often each of the ``passages`` holds ``term``; shape of ``passages``."""
        return self.often((term,), passages)

    def often(self, terms: Iterable[str], passages: NDArray[np.int64]) -> Scores:
        """How often each of the ``passages`` holds any of the terms; shape of ``passages``."""
        frequency, numbers = np.zeros(len(passages)), self._numbers
        for term in terms:
            if (row := numbers[term]) is not None:
                frequency += self.counts.rows.cells(row, passages)
        return frequency


def group_scores(index: BM25, terms: Iterable[str]) -> Sums:
    """Scores of ``terms`` taken as one term: their frequencies add up (Pirkola, SIGIR 1998).

    The passages with any of them are the df of the group. A term's frequency part is its weight
    without its own idf; parts add like frequencies do, up to the ceiling k1 + 1.
    """
    found = index.frequencies(terms)
    rarity = idf(int(np.count_nonzero(found.values)), index.corpus_size)
    np.minimum(found.values, index.k1 + 1, out=found.values)
    np.multiply(found.values, rarity, out=found.values)
    return found
