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
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi
from scipy import sparse

Scores = NDArray[np.float64]


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


class BM25(BM25Okapi):  # type: ignore[misc]
    """BM25 over token lists; safe on empty passages and on no passages at all.

    >>> BM25([["dilated", "conv"], ["conv"]]).get_scores(["dilated"]).round(3).tolist()
    [0.603, 0.0]
    """

    weights: sparse.csr_array
    """Shape (terms, passages): the contribution of one occurrence of the term in a query."""
    terms: dict[str, int]

    def __init__(self, corpus: Iterable[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        super().__init__(corpus, k1=k1, b=b)

    @classmethod
    def restore(cls, terms: Sequence[str], weights: sparse.csr_array, k1: float = 1.5) -> "BM25":
        """The index whose ``terms``, ``weights`` and ``k1`` were stored."""
        index = cls.__new__(cls)
        index.k1 = k1
        index.terms = {term: row for row, term in enumerate(terms)}
        index.weights = weights
        index.corpus_size = weights.shape[1]
        return index

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Count the terms of every passage; returns the passages per term, as rank_bm25 does."""
        self.terms = {}
        rows, lengths = array("l"), array("l")
        for tokens in corpus:
            lengths.append(len(tokens))
            rows.extend(self.terms.setdefault(token, len(self.terms)) for token in tokens)
        self.doc_len = np.frombuffer(lengths, dtype=np.int64).astype(np.float64)
        self.corpus_size = len(self.doc_len)
        self.avgdl = max(float(self.doc_len.sum()) / max(self.corpus_size, 1), 1e-9)
        columns = np.repeat(np.arange(self.corpus_size), self.doc_len.astype(np.int64))
        shape = (len(self.terms), self.corpus_size)
        ones = np.ones(len(columns))
        counts = sparse.coo_array((ones, (np.frombuffer(rows, dtype=np.int64), columns)), shape)
        self.weights = sparse.csr_array(counts)
        self.weights.sum_duplicates()
        df = np.diff(self.weights.indptr)
        return dict(zip(self.terms, df.tolist(), strict=True))

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Turn the counts into weights by the formula above."""
        self.idf = {term: idf(df, self.corpus_size) for term, df in nd.items()}
        w = self.weights
        length = self.doc_len[w.indices]
        per_term = np.repeat(np.fromiter(self.idf.values(), np.float64), np.diff(w.indptr))
        w.data = per_term * tfc(w.data, length, self.avgdl, self.k1, self.b)

    def get_scores(self, query: Iterable[str] | Mapping[str, float]) -> Scores:
        """The score of every passage, shape (N,), for tokens or for weighted terms."""
        weighted = query if isinstance(query, Mapping) else _counted(query)
        rows = [self.terms[term] for term in weighted if term in self.terms]
        if not rows:
            return np.zeros(self.corpus_size)
        boost = np.array([weighted[term] for term in weighted if term in self.terms])
        scores: Scores = boost @ self.weights[rows]
        return scores

    def ideal(self, query: Mapping[str, float]) -> float:
        """The score of a passage of mean length that holds every term of ``query`` once.

        A term that no passage holds counts like the rarest possible one, so that score / ideal
        tells how much of the question is met.
        """
        return sum(boost * self.idf_of(term) for term, boost in query.items())

    def idf_of(self, term: str) -> float:
        """The idf of ``term``, known or not."""
        row = self.terms.get(term)
        df = 0 if row is None else int(self.weights.indptr[row + 1] - self.weights.indptr[row])
        return idf(df, self.corpus_size)

    def postings(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """Passage numbers that hold ``term`` and their weights."""
        row = self.terms.get(term)
        if row is None:
            return np.empty(0, np.int32), np.empty(0)
        start, end = self.weights.indptr[row], self.weights.indptr[row + 1]
        return self.weights.indices[start:end], self.weights.data[start:end]


def _counted(tokens: Iterable[str]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for token in tokens:
        counts[token] = counts.get(token, 0.0) + 1.0
    return counts


def group_scores(index: BM25, terms: Iterable[str]) -> Scores:
    """Scores of ``terms`` taken as one term: their frequencies add up (Pirkola, SIGIR 1998).

    The df of the group is the number of passages with any of them. A term's frequency part is its
    stored weight without its own idf; parts add like frequencies do, up to the ceiling k1 + 1.
    """
    component = np.zeros(index.corpus_size)
    for term in terms:
        where, weight = index.postings(term)
        component[where] += weight / index.idf_of(term)
    df = int(np.count_nonzero(component))
    return np.minimum(component, index.k1 + 1) * idf(df, index.corpus_size) if df else component
