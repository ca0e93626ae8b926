"""BM25 by the plain formula, computed with one sparse product.

    score(q, d) = Σ_t idf(t) · tf(t, d) · (k1 + 1) / (tf(t, d) + k1 · (1 − b + b · |d| / avgdl))
    idf(t)      = ln(1 + (N − df(t) + ½) / (df(t) + ½))

N passages, df(t) of them with term t, |d| the number of tokens of d, avgdl their mean. The idf is
Lucene's: always positive, where the one of rank_bm25 is 0 for a term in half of the passages and
negative above (Kamphuis et al., "Which BM25 do you mean?", ECIR 2020, table 1).

:class:`BM25` is rank_bm25's BM25Okapi with its loops replaced: the same constructor, attributes and
``get_scores``. The weights of all (term, passage) pairs are computed once, so that a query is the
sum of a few sparse rows.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from bot.index.best import best
from bot.index.rows import Rows, Scores


def idf(df: float, n: int) -> float:
    """Inverse document frequency of a term in ``df`` of ``n`` passages; positive.

    >>> round(idf(1, 2), 4)
    0.6931
    """
    return math.log(1 + (n - df + 0.5) / (df + 0.5))


def tfc(tf: Scores, length: Scores, mean: float, k1: float, b: float) -> Scores:
    """Term-frequency component, in [0, k1 + 1); ``length`` and ``mean`` in tokens."""
    component: Scores = tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean))
    return component


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each term stands in each passage; ``lengths`` are the passages' tokens."""

    terms: Mapping[str, int]
    rows: Rows
    lengths: Scores


class TermCounter:
    """Counts the terms of passages, one passage after another, in little memory."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._rows, self._counts = array("i"), array("i")
        self._distinct, self._lengths = array("q"), array("q")

    def add(self, tokens: Iterable[str]) -> None:
        """The terms of the next passage."""
        counts = Counter(tokens)
        number = self._terms.setdefault
        self._rows.extend([number(term, len(self._terms)) for term in counts])
        self._counts.extend(counts.values())
        self._distinct.append(len(counts))
        self._lengths.append(counts.total())

    def counts(self) -> Counts:
        """All counts; terms are numbered as they appeared."""
        from scipy.sparse import csr_array

        width = len(self._lengths)
        starts = np.concatenate(([0], np.cumsum(np.array(self._distinct, np.int64))))
        values = np.array(self._counts, np.float64)
        shape = (width, len(self._terms))
        # Turning the table costs one pass over it; passages stay in order within a term.
        turned = csr_array((values, np.array(self._rows), starts), shape).tocsc()
        rows = Rows(
            turned.indptr.astype(np.int64), turned.indices.astype(np.int32), turned.data, width
        )
        return Counts(self._terms, rows, np.array(self._lengths, np.float64))


def count_terms(corpus: Iterable[Iterable[str]]) -> Counts:
    """The counts of token lists.

    >>> count_terms([["a", "b", "a"], ["b"]]).rows.sum([0, 1], [1, 10]).tolist()
    [12.0, 10.0]
    """
    counter = TermCounter()
    for tokens in corpus:
        counter.add(tokens)
    return counter.counts()


class BM25(BM25Okapi):  # type: ignore[misc]
    """BM25 over token lists; safe on empty passages and on no passages at all.

    >>> BM25([["dilated", "conv"], ["conv"]]).get_scores(["dilated"]).round(3).tolist()
    [0.603, 0.0]
    """

    weights: Rows
    """A row per term, a column per passage: what one occurrence of the term in a query gives."""
    terms: Mapping[str, int]

    def __init__(
        self, corpus: "Iterable[Sequence[str]] | Counts", k1: float = 1.5, b: float = 0.75
    ) -> None:
        super().__init__(corpus, k1=k1, b=b)

    @classmethod
    def restore(cls, terms: Mapping[str, int], weights: Rows, k1: float = 1.5) -> "BM25":
        """The index whose ``terms``, ``weights`` and ``k1`` were stored."""
        index = cls.__new__(cls)
        index.k1 = k1
        index.terms = terms
        index.weights = weights
        index.corpus_size = weights.width
        return index

    def _initialize(self, corpus: "Iterable[Sequence[str]] | Counts") -> dict[str, int]:
        """Count the terms of every passage; returns the passages per term, as rank_bm25 does."""
        counts = corpus if isinstance(corpus, Counts) else count_terms(corpus)
        self.terms, self.weights, self.doc_len = counts.terms, counts.rows, counts.lengths
        self.corpus_size = len(self.doc_len)
        self.avgdl = max(float(self.doc_len.sum()) / max(self.corpus_size, 1), 1e-9)
        return dict(zip(self.terms, self.weights.lengths.tolist(), strict=True))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Turn the counts into weights by the formula above."""
        self.idf = {term: idf(df, self.corpus_size) for term, df in nd.items()}
        counts = self.weights
        length = self.doc_len[counts.columns]
        per_term = np.repeat(np.fromiter(self.idf.values(), np.float64), counts.lengths)
        values = per_term * tfc(counts.values, length, self.avgdl, self.k1, self.b)
        self.weights = replace(counts, values=values)

    def get_scores(self, query: Iterable[str] | Mapping[str, float]) -> Scores:
        """The score of every passage, shape (N,), for tokens or for weighted terms."""
        rows = self._rows_of(query)
        return self.weights.sum(list(rows), list(rows.values()))

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
        found = [(self.terms.get(term), boost) for term, boost in weighted.items()]
        return {row: boost for row, boost in found if row is not None}

    def ideal(self, query: Mapping[str, float]) -> float:
        """The score of a passage of mean length that holds every term of ``query`` once.

        A term that no passage holds counts like the rarest possible one, so that score / ideal
        tells how much of the question is met.
        """
        return sum(boost * self.idf_of(term) for term, boost in query.items())

    def idf_of(self, term: str) -> float:
        """The idf of ``term``, known or not."""
        row = self.terms.get(term)
        df = 0 if row is None else self.weights.length(row)
        return idf(df, self.corpus_size)

    def postings(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """Passage numbers that hold ``term`` and their weights."""
        row = self.terms.get(term)
        if row is None:
            return np.empty(0, np.int32), np.empty(0)
        return self.weights.row(row)


def group_scores(index: BM25, terms: Iterable[str]) -> tuple[NDArray[np.integer[Any]], Scores]:
    """Scores of ``terms`` taken as one term: their frequencies add up (Pirkola, SIGIR 1998).

    Returns the numbers of the passages with any of them, whose count is the df of the group, and
    their scores. A term's frequency part is its stored weight without its own idf; parts add like
    frequencies do, up to the ceiling k1 + 1.
    """
    postings = [
        (*index.postings(term), index.idf_of(term)) for term in terms if term in index.terms
    ]
    if len(postings) == 1:
        where, weight, rarity = postings[0]
        return where, np.minimum(weight / rarity, index.k1 + 1) * idf(len(where), index.corpus_size)
    everywhere = np.zeros(index.corpus_size)
    for where, weight, rarity in postings:
        everywhere[where] += weight / rarity
    found = (everywhere > 0).nonzero()[0]  # several times faster than without the comparison
    component = np.minimum(everywhere[found], index.k1 + 1)
    return found, component * idf(len(found), index.corpus_size)
