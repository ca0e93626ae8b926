"""TF-IDF of character n-grams: cosine similarity in [0, 1].

Segmentation decides where a Chinese word ends and is sometimes wrong; n-grams never cut. Runs of
Han characters give their 1-, 2- and 3-grams, Latin words the 3- to 5-grams inside them and the word
itself when it is shorter.

    w(t, d) = (1 + ln tf) · (1 + ln((1 + N) / (1 + df)))     each passage divided by its length

where the length of a passage is the Euclidean one of its weights. This is the sublinear, smoothed
variant of scikit-learn's TfidfVectorizer, which the tests compare it with.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.arrays import ranges
from bot.analysis.folding import fold
from bot.index.counting import Counts, count_terms
from bot.index.rows import Rows, Scores
from bot.index.sums import WIDE, Columns, Sums, added, in_a_row
from bot.index.threads import each
from bot.index.together import Given

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
_LARGE = np.dtype(np.uint32)
"""Counts of this type are too many for a table."""
_AT_ONCE = 1 << 20
"""Entries whose weights are computed together."""


def character_ngrams(text: str) -> list[str]:
    """The n-grams of ``text``, with repetitions, in no particular order.

    >>> sorted(character_ngrams("空洞 BN dilated"))[:6]
    ['ate', 'ated', 'bn', 'dil', 'dila', 'dilat']
    """
    grams: list[str] = []
    for run in _RUN.findall(fold(text)):
        low, high = (3, 5) if run.isascii() else (1, 3)
        if len(run) < low:
            grams.append(run)
        for n in range(low, high + 1):
            grams += [run[i : i + n] for i in range(len(run) - n + 1)]
    return grams


@dataclass(frozen=True)
class TfIdf:
    """The cosine index over counts.

    norms:  the lengths of the passages' weights, (N,)
    sums:   what the norms follow from in another collection, (2, N), see :func:`moved_norms`
    """

    counts: Counts
    norms: Scores
    sums: Scores

    @property
    def terms(self) -> Mapping[str, int]:
        """Terms and their rows."""
        return self.counts.terms

    def idf_of(self, row: int) -> float:
        """Inverse document frequency of the term of a row."""
        return self._rarity(self.counts.rows.length(row))

    def _rarity(self, df: int) -> float:
        return math.log((1 + self.counts.rows.width) / (1 + df)) + 1

    @cached_property
    def weights(self) -> Rows:
        """A row per term, a column of Euclidean length 1 per passage."""
        return self.counts.rows.weighed(self._weigh)

    def _weigh(self, row: int, columns: NDArray[np.int32], tf: NDArray[Any]) -> Scores:
        weights: Scores = _sublinear(tf) * self.idf_of(row) / self.norms[columns]
        return weights

    def get_scores(self, grams: Iterable[str]) -> Scores:
        """Cosine similarity of the terms to every passage, shape (N,), in [0, 1]."""
        return self.found(grams).dense()

    def found(self, grams: Iterable[str]) -> Sums:
        """The similarities of :meth:`get_scores`, where there are any."""
        counts = grams if isinstance(grams, Mapping) else Counter(grams)
        rows = self._asked(counts)
        if self.weights.width < WIDE:
            return Sums.of_all(self.weights.sum(list(rows), list(rows.values())))
        factors = [weight * self.idf_of(row) for row, weight in rows.items()]
        return added(self.counts.rows, list(rows), factors, self._share)

    def given(self, grams: Sequence[str]) -> Given:
        """What each term adds to similarities, times the length of the question's weights."""
        entries = self.counts.entries(grams)
        lengths = [len(columns) for columns, _ in entries]
        squares = [self._rarity(df) ** 2 for df in lengths]
        return Given(*in_a_row(entries, squares, self._share), lengths, [0.0] * len(grams))

    def ideal(self, grams: Mapping[str, float]) -> float:
        """0, beside :meth:`bot.index.bm25.BM25.ideal`: cosines are measured by the best alone."""
        return 0.0

    def _asked(self, counts: Mapping[str, float]) -> dict[int, float]:
        """The weights of the terms of a question by their rows, of Euclidean length 1."""
        asked = [(self.terms.get(gram), tf) for gram, tf in counts.items()]
        met = [(row, tf) for row, tf in asked if row is not None]
        weights = _weights([(self.idf_of(row), tf) for row, tf in met])
        return {row: weight for (row, _), weight in zip(met, weights, strict=True)}

    def _share(self, columns: Columns, tf: NDArray[Any]) -> Scores:
        """What counts weigh but for the idf of their terms."""
        shares: Scores = _looked_up(tf) / self.norms[columns]
        return shares


def _weights(met: Iterable[tuple[float, float]]) -> list[float]:
    """The weights of terms by their idf and count, together of Euclidean length 1."""
    weights = [idf if tf == 1 else idf * (1 + math.log(tf)) for idf, tf in met]
    length = math.hypot(*weights)
    return [weight / length for weight in weights]


def fit_tfidf(documents: Sequence[Sequence[str]] | Counts) -> TfIdf:
    """The cosine index of passages given as lists of terms; empty passages are allowed."""
    counts = documents if isinstance(documents, Counts) else count_terms(documents)
    rows = counts.rows
    rarity = _idf(rows.lengths, rows.width)
    squares, tilted, plain = _totals(rows, (rarity**2, rarity, np.ones_like(rarity)))
    return TfIdf(counts, np.sqrt(squares), np.stack((tilted, plain)))


def norms_of(rows: Rows, df: NDArray[np.int64], n: int) -> Scores:
    """The lengths of the weights of passages whose terms stand in ``df`` of ``n`` passages."""
    (squares,) = _totals(rows, (_idf(df, n) ** 2,))
    return np.sqrt(squares)


def moved_norms(index: TfIdf, df: NDArray[np.int64], n: int) -> Scores:
    """The norms of the passages of ``index`` among ``n``, of which ``df`` have each of its terms.

    With s = 1 + ln tf the square of a norm is the sum of (s · idf)² over the terms of a passage.
    Where N alone changes every idf changes by the same δ, so that the sum becomes
    Σ s²idf² + 2δ Σ s²idf + δ² Σ s²; only terms that stand in more or in fewer passages than before
    have to be gone through.
    """
    rows = index.counts.rows
    old, new = _idf(rows.lengths, rows.width), _idf(df, n)
    shift = math.log((1 + n) / (1 + rows.width))
    tilted, plain = index.sums
    squares = index.norms**2 + 2 * shift * tilted + shift**2 * plain
    changed = (df != rows.lengths).nonzero()[0]
    further = new[changed] ** 2 - (old[changed] + shift) ** 2
    (difference,) = _totals(_chosen(rows, changed), (further,))
    norms: Scores = np.sqrt(np.maximum(squares + difference, 0))
    return norms


def _chosen(rows: Rows, numbers: NDArray[np.int64]) -> Rows:
    """Some of the rows."""
    lengths = rows.lengths[numbers]
    places = ranges(rows.starts[numbers], lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return Rows(starts, rows.columns[places], rows.values[places], rows.width)


def _idf(df: NDArray[np.int64], n: int) -> Scores:
    rarity: Scores = np.log((1 + n) / (1 + df)) + 1
    return rarity


def _looked_up(tf: NDArray[Any]) -> Scores:
    """The sublinear frequencies of counts; small ones have a table."""
    return _of_small_counts()[tf] if tf.itemsize < _LARGE.itemsize else _sublinear(tf)


@cache
def _of_small_counts() -> Scores:
    return _sublinear(np.arange(65_536).clip(1))


def _sublinear(tf: NDArray[Any]) -> Scores:
    frequency: Scores = np.log(tf.astype(np.float64)) + 1
    return frequency


def _totals(rows: Rows, of_rows: Sequence[Scores]) -> list[Scores]:
    """Per passage, for each weighing of the terms, the sum of s² times the weights of its terms."""
    totals = [np.zeros(rows.width) for _ in of_rows]

    def sums(start: int) -> list[NDArray[Any]]:
        stop = min(start + _AT_ONCE, len(rows.columns))
        first = rows.starts.searchsorted(start, "right") - 1
        end = rows.starts.searchsorted(stop)
        lengths = np.diff(np.clip(rows.starts[first : end + 1], start, stop))
        counts, columns = rows.values[start:stop], rows.columns[start:stop].astype(np.intp)
        several = (counts > 1).nonzero()[0]
        factors = _looked_up(counts[several]) ** 2
        found: list[NDArray[Any]] = []
        for of_row in of_rows:
            weights = np.repeat(of_row[first:end], lengths)
            weights[several] *= factors
            found.append(np.bincount(columns, weights, rows.width))
        return found

    for found in each(sums, range(0, len(rows.columns), _AT_ONCE)):
        for total, own in zip(totals, found, strict=True):
            total += own
    return totals
