"""Few passages: what terms give, kept as bytes, adds up to the scores of every field by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.analyzer import Analyzer
from bot.index import lexical, rows
from bot.index.bm25 import BM25, group_scores
from bot.index.fusion import lexical_terms
from bot.index.tfidf import fit_tfidf
from bot.index.together import Together, added
from bot.passage import Passage
from bot.search import PassageIndex

DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=9), min_size=1, max_size=12)
WEIGHTED = st.dictionaries(st.sampled_from("abcdefx"), st.floats(0.1, 2.0))


@given(DOCUMENTS, WEIGHTED, WEIGHTED)
def test_fields_add_up_as_each_by_itself(
    documents: list[list[str]], terms: dict[str, float], others: dict[str, float]
) -> None:
    index, cosines = BM25(documents), fit_tfidf(documents)
    one = Together({0: index.given, 2: cosines.given}, len(documents))
    other = Together({1: index.given_alike}, len(documents))
    for asked in (terms, others, terms):
        weighted = [*zip(one.rows([*asked]), asked.values(), strict=True)]
        groups = other.rows([(*asked,)])
        scores, ideals = added(weighted, groups, 3, len(documents))
        np.testing.assert_allclose(scores[0], index.get_scores(asked), rtol=1e-12)
        np.testing.assert_allclose(scores[1], group_scores(index, asked).dense(), rtol=1e-12)
        assert ideals.tolist() == pytest.approx([index.ideal(asked), index.idf_of(""), 0.0])
    plain, _ = added([], one.rows([*terms]), 3, len(documents))
    alike = cosines.get_scores(terms.keys())
    np.testing.assert_allclose(plain[2] * alike.max(), alike * plain[2].max(), atol=1e-12)


def test_what_is_forgotten_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    index = BM25([["a", "b"], ["b", "c"]])
    whole = Together({0: index.given}, 2).rows("abcx")
    monkeypatch.setattr(rows, "_LEAST_KEPT", 1)
    monkeypatch.setattr(rows, "_MOST_KEPT", 40)
    small = Together({0: index.given}, 2)
    assert [small.rows("abcx") for _ in range(3)] == [whole] * 3


def test_parts_that_are_read_together_seek_the_same_terms(analyzer: Analyzer) -> None:
    index = PassageIndex.build([Passage("p", "a.md", "空洞卷积", "感受野", "zh")], analyzer)
    sought = lexical_terms(index.understand("what does 空洞卷积 do to 感受野 wider"))
    together = (*lexical._WEIGHTED, *lexical._PIECES)
    assert sorted(part for parts in together for part in parts) == sorted(sought)
    assert [*sought] == [*lexical.PARTS]
    for parts in together:
        assert all(sought[part] == sought[parts[0]] for part in parts)
    assert {w for parts in lexical._PIECES for w in sought[parts[0]].values()} == {1.0}
