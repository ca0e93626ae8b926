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
from scipy import sparse

from bot.analysis.folding import fold

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
    """``weights`` has shape (terms, passages), columns of length 1; ``idf`` one entry a term."""

    terms: Mapping[str, int]
    idf: NDArray[np.float64]
    weights: sparse.csr_array

    def get_scores(self, grams: Iterable[str]) -> NDArray[np.float64]:
        """Cosine similarity of the n-grams to every passage, shape (N,), in [0, 1]."""
        counts = {gram: tf for gram, tf in Counter(grams).items() if gram in self.terms}
        rows = [self.terms[gram] for gram in counts]
        if not rows:
            return np.zeros(self.weights.shape[1])
        frequency = np.array([1 + math.log(tf) for tf in counts.values()])
        vector = frequency * self.idf[rows]
        scores: NDArray[np.float64] = (vector / np.linalg.norm(vector)) @ self.weights[rows]
        return scores


def fit_tfidf(documents: Sequence[Sequence[str]]) -> TfIdf:
    """The n-gram index of passages given as lists of n-grams; empty passages are allowed."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(documents):
        return TfIdf({}, np.empty(0), sparse.csr_array((0, len(documents))))
    vectorizer = TfidfVectorizer(analyzer=_identity, sublinear_tf=True, dtype=np.float64)
    matrix = vectorizer.fit_transform(documents)
    terms = {term: int(row) for term, row in vectorizer.vocabulary_.items()}
    return TfIdf(terms, vectorizer.idf_, sparse.csr_array(matrix.T))


def _identity(grams: Sequence[str]) -> Sequence[str]:
    return grams
