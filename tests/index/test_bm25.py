"""BM25 and TF-IDF against their definitions: rank_bm25's loops and scikit-learn's vectoriser."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.index.bm25 import BM25
from bot.index.tfidf import fit_tfidf

DOCUMENTS = st.lists(
    st.lists(st.sampled_from("abcdef"), max_size=12), min_size=1, max_size=12
).filter(any)


class Definition(BM25Okapi):  # type: ignore[misc]
    """rank_bm25 as it is, with the idf of Lucene in place of its own."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n = self.corpus_size
        self.idf = {term: math.log(1 + (n - df + 0.5) / (df + 0.5)) for term, df in nd.items()}


@given(DOCUMENTS, st.lists(st.sampled_from("abcdefg"), max_size=8))
def test_scores_are_those_of_rank_bm25(documents: list[list[str]], query: list[str]) -> None:
    expected = Definition(documents).get_scores(query)
    np.testing.assert_allclose(BM25(documents).get_scores(query), expected, rtol=1e-9, atol=1e-12)


@given(DOCUMENTS, st.lists(st.sampled_from("abcdefg"), max_size=8))
def test_cosines_are_those_of_scikit_learn(documents: list[list[str]], query: list[str]) -> None:
    vectorizer = TfidfVectorizer(analyzer=lambda grams: grams, sublinear_tf=True)
    matrix = vectorizer.fit_transform(documents)
    expected = (matrix @ vectorizer.transform([query]).T).toarray().ravel()
    np.testing.assert_allclose(fit_tfidf(documents).get_scores(query), expected, atol=1e-9)


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_nothing_to_find_is_no_error(documents: list[list[str]]) -> None:
    assert BM25(documents).get_scores(["a"]).tolist() == [0.0] * len(documents)
    assert fit_tfidf(documents).get_scores(["a"]).tolist() == [0.0] * len(documents)
