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
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.folding import fold
from bot.analysis.remembered import Remembered
from bot.index.counting import Counts, count_terms
from bot.index.rows import Rows, Scores

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
_AT_ONCE = 1 << 22
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
    """The cosine index over counts; ``norms`` are the lengths of the passages' weights, (N,)."""

    counts: Counts
    norms: Scores

    @property
    def terms(self) -> Mapping[str, int]:
        """Terms and their rows."""
        return self.counts.terms

    def idf_of(self, row: int) -> float:
        """Inverse document frequency of the term of a row."""
        rows = self.counts.rows
        return math.log((1 + rows.width) / (1 + rows.length(row))) + 1

    @cached_property
    def weights(self) -> Rows:
        """A row per term, a column of Euclidean length 1 per passage."""
        rows = self.counts.rows
        return Rows(rows.starts, rows.columns, rows.values, rows.width, self._weigh)

    def _weigh(self, row: int, columns: NDArray[np.int32], tf: NDArray[Any]) -> Scores:
        weights: Scores = _sublinear(tf) * self.idf_of(row) / self.norms[columns]
        return weights

    def get_scores(self, grams: Iterable[str]) -> Scores:
        """Cosine similarity of the terms to every passage, shape (N,), in [0, 1]."""
        known = self._known
        found = [(known[gram], tf) for gram, tf in Counter(grams).items()]
        counts = [(row, rarity, tf) for (row, rarity), tf in found if row is not None]
        if not counts:
            return np.zeros(self.weights.width)
        vector = np.array([(1 + math.log(tf)) * rarity for _, rarity, tf in counts])
        weights = (vector / np.linalg.norm(vector)).tolist()
        return self.weights.sum([row for row, _, _ in counts], weights)

    @cached_property
    def _known(self) -> Remembered[str, tuple[int | None, float]]:
        """The row of a term and its idf; None and 0 where it has no row."""

        def look_up(gram: str) -> tuple[int | None, float]:
            row = self.terms.get(gram)
            return row, 0.0 if row is None else self.idf_of(row)

        return Remembered(look_up)


def fit_tfidf(documents: Sequence[Sequence[str]] | Counts) -> TfIdf:
    """The cosine index of passages given as lists of terms; empty passages are allowed."""
    counts = documents if isinstance(documents, Counts) else count_terms(documents)
    return TfIdf(counts, _norms(counts.rows))


def _idf(rows: Rows) -> Scores:
    rarity: Scores = np.log((1 + rows.width) / (1 + rows.lengths)) + 1
    return rarity


def _sublinear(tf: NDArray[Any]) -> Scores:
    frequency: Scores = np.log(tf.astype(np.float64)) + 1
    return frequency


def _norms(rows: Rows) -> Scores:
    """The Euclidean length of each passage's weights."""
    squares = np.zeros(rows.width)
    of_row = _idf(rows) ** 2
    of_count = _sublinear(np.arange(int(rows.values.max(initial=1)) + 1).clip(1)) ** 2
    for start in range(0, len(rows.columns), _AT_ONCE):
        stop = min(start + _AT_ONCE, len(rows.columns))
        first, last = rows.starts.searchsorted([start, stop - 1], "right") - 1
        borders: NDArray[np.int64] = np.clip(rows.starts[first : last + 2], start, stop)
        weights = np.repeat(of_row[first : last + 1], borders[1:] - borders[:-1])
        counts = rows.values[start:stop]
        several = (counts > 1).nonzero()[0]
        weights[several] *= of_count[counts[several]]
        squares += np.bincount(rows.columns[start:stop], weights, rows.width)
    return np.sqrt(squares)
