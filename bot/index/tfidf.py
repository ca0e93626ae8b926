"""TF-IDF of character n-grams: cosine similarity in [0, 1].

Segmentation decides where a Chinese word ends and is sometimes wrong; n-grams never cut. Runs of
Han characters give their 1-, 2- and 3-grams, Latin words the 3- to 5-grams inside them and the word
itself when it is shorter.

scikit-learn fits vocabulary and weights when the index is built. A question needs only its own
few n-grams, so it is weighed here by the same formula, without the import:

    w(t, d) = (1 + ln tf) · (1 + ln((1 + N) / (1 + df)))     rows divided by their Euclidean length
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.analysis.folding import fold
from bot.index.bm25 import Counts, count_terms
from bot.index.rows import Rows

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")


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


@dataclass(frozen=True, slots=True)
class TfIdf:
    """``weights``: a row per term, a column of length 1 per passage; ``idf``: one entry a term."""

    terms: Mapping[str, int]
    idf: NDArray[np.float64]
    weights: Rows

    def get_scores(self, grams: Iterable[str]) -> NDArray[np.float64]:
        """Cosine similarity of the n-grams to every passage, shape (N,), in [0, 1]."""
        found = [(self.terms.get(gram), tf) for gram, tf in Counter(grams).items()]
        counts = {row: tf for row, tf in found if row is not None}
        if not counts:
            return np.zeros(self.weights.width)
        rows = list(counts)
        frequency = np.array([1 + math.log(tf) for tf in counts.values()])
        vector = frequency * self.idf[rows]
        return self.weights.sum(rows, (vector / np.linalg.norm(vector)).tolist())


def fit_tfidf(documents: Sequence[Sequence[str]] | Counts) -> TfIdf:
    """The n-gram index of passages given as lists of n-grams; empty passages are allowed."""
    counts = documents if isinstance(documents, Counts) else count_terms(documents)
    if not counts.terms:
        return TfIdf({}, np.empty(0), counts.rows)
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfTransformer

    rows = counts.rows
    shape = (len(counts.terms), rows.width)
    matrix = csr_array((rows.values, rows.columns, rows.starts), shape)
    transformer = TfidfTransformer(sublinear_tf=True)
    weights = csr_array(transformer.fit_transform(matrix.T).T)
    weights.sort_indices()
    starts, columns = weights.indptr.astype(np.int64), weights.indices.astype(np.int32)
    return TfIdf(counts.terms, transformer.idf_, Rows(starts, columns, weights.data, rows.width))
