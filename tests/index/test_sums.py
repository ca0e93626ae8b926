"""Many passages: sums over stretches of columns are those of the plain formula, kept sparse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.analyzer import Analyzer
from bot.index import bm25, lexical, sums, tfidf
from bot.index.bm25 import BM25
from bot.index.rows import Rows
from bot.index.sums import Sums, added, greater, total
from bot.index.tfidf import fit_tfidf
from bot.passage import Passage
from bot.search import PassageIndex

WIDTH = 40
VALUES = st.dictionaries(st.integers(0, WIDTH - 1), st.floats(0.1, 9.0), max_size=WIDTH)
SUMS = st.builds(
    lambda found, whole: (
        Sums.of_all(dense(found))
        if whole
        else Sums(np.array([found[c] for c in sorted(found)]), np.array(sorted(found), int), WIDTH)
    ),
    VALUES,
    st.booleans(),
)
DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=9), min_size=1, max_size=WIDTH)


def dense(found: dict[int, float]) -> np.ndarray:
    values = np.zeros(WIDTH)
    values[list(found)] = list(found.values())
    return values


@given(SUMS, SUMS, st.floats(0.0, 3.0), st.lists(st.integers(0, WIDTH - 1), max_size=9))
def test_sparse_sums_are_what_their_dense_values_are(
    one: Sums, other: Sums, factor: float, columns: list[int]
) -> None:
    a, b = one.dense(), other.dense()
    assert one.greatest == a.max(initial=0.0)
    assert one.at(np.array(columns, int)).tolist() == a[columns].tolist()
    np.testing.assert_array_equal(one.times(factor).dense(), a * factor)
    np.testing.assert_array_equal(one.times(other).dense(), a * b)
    np.testing.assert_array_equal(one.times(b).dense(), a * b)
    np.testing.assert_array_equal(one.over(3.0).dense(), a / 3)
    np.testing.assert_array_equal(greater(one, other).dense(), np.maximum(a, b))
    both = total([(one, 1.0), (other, factor)], WIDTH).dense()
    np.testing.assert_array_equal(both, a + b * factor)
    np.testing.assert_array_equal(total([], WIDTH).dense(), np.zeros(WIDTH))


@given(SUMS, st.integers(0, WIDTH), st.integers(0, WIDTH))
def test_a_stretch_is_added_to_its_columns_alone(one: Sums, start: int, stop: int) -> None:
    sums, expected = np.ones(WIDTH), np.ones(WIDTH)
    start, stop = min(start, stop), max(start, stop)
    one.add_to(sums[start:stop], slice(start, stop), 2.0)
    expected[start:stop] += 2 * one.dense()[start:stop]
    np.testing.assert_array_equal(sums, expected)


@given(
    st.lists(VALUES, max_size=5), st.sampled_from((1, 7, WIDTH)), st.integers(0, 9), st.booleans()
)
def test_rows_add_up_however_many_columns_are_taken_at_once(
    rows: list[dict[int, float]], at_once: int, sparse: int, weighed: bool
) -> None:
    flat = [(column, row[column]) for row in rows for column in sorted(row)]
    starts = np.cumsum([0, *map(len, rows)])
    columns, values = (np.array([pair[i] for pair in flat], (np.int32, float)[i]) for i in (0, 1))
    made = Rows(starts, columns, values, WIDTH)
    factors = [1.0 + number for number in range(len(rows))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "AT_ONCE", at_once)
        patch.setattr(sums, "_SPARSE", sparse)
        weigh = (lambda columns, found: found * (1 + columns)) if weighed else None
        found = added(made, range(len(rows)), factors, weigh)
    expected = sum((dense(row) * f for row, f in zip(rows, factors, strict=True)), np.zeros(WIDTH))
    expected *= np.arange(1, WIDTH + 1) if weighed else 1
    np.testing.assert_allclose(found.dense(), expected, rtol=1e-12)


@given(DOCUMENTS, st.lists(st.sampled_from("abcdefgx"), max_size=9))
def test_scores_of_many_passages_are_those_of_few(
    documents: list[list[str]], query: list[str]
) -> None:
    few = [index.get_scores(query) for index in (BM25(documents), fit_tfidf(documents))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bm25, "WIDE", 0)
        patch.setattr(tfidf, "WIDE", 0)
        many = [index.get_scores(query) for index in (BM25(documents), fit_tfidf(documents))]
    np.testing.assert_allclose(many, few, rtol=1e-12)


@pytest.mark.parametrize("count", [2, 255, 256, 65_535, 65_536, 70_000])
def test_a_count_is_weighed_by_its_logarithm_whatever_room_it_takes(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tfidf, "WIDE", 0)
    index = fit_tfidf([["a"] * count + ["b"] * 3 + ["c"], ["b"]])
    weights = {"a": 1 + np.log(count), "b": 1 + np.log(3), "c": 1.0}
    weights = {term: weight * index.idf_of(index.terms[term]) for term, weight in weights.items()}
    expected = np.array([*weights.values()]) / np.hypot.reduce([*weights.values()])
    assert [index.get_scores([t])[0] for t in weights] == pytest.approx(expected.tolist())


def test_a_search_of_many_passages_finds_what_one_of_few_does(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = (
        ("空洞卷积的优点", "空洞卷积扩大感受野,不增加参数量。"),
        ("批归一化", "批归一化稳定每层输入的分布。"),
        ("What does dropout do?", "Dropout sets units to zero."),
    )
    made = [
        Passage(str(n), "a.md", heading, text, "en" if text.isascii() else "zh")
        for n, (heading, text) in enumerate(texts * 30)
    ]
    index = PassageIndex.build(made, analyzer)
    questions = ("空洞卷积的优点", "what is batch normalization", "dropout", "香蕉")
    few = [index.search(question) for question in questions]
    for module in (bm25, lexical, tfidf):
        monkeypatch.setattr(module, "WIDE", 0)
    for question, expected in zip(questions, few, strict=True):
        found = index.search(question)
        assert [hit.passage for hit in found] == [hit.passage for hit in expected]
        assert [h.score for h in found] == pytest.approx([h.score for h in expected], rel=1e-12)
