"""The best columns are those of sorting all sums, whichever way they are found."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.index.best as module
from bot.index.best import best
from bot.index.bm25 import BM25
from bot.index.rows import Rows

DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=12), max_size=40)
QUERY = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from([0.25, 1.0, 3.0]))
WAYS = ("adding all", "by bounds", "by bounds until a row is long")


@pytest.fixture(params=WAYS, scope="module")
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """How the best are found, whatever the size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SMALL", 10**9 if request.param == "adding all" else 0)
        patch.setattr(module, "_LONG", 0 if request.param == "by bounds" else 20)
        yield request.param


def assert_best(rows: Rows, factors: dict[int, float], k: int) -> None:
    sums = rows.sum(list(factors), list(factors.values()))
    columns, found = best(rows, factors, k)
    assert len(columns) == min(k, np.count_nonzero(sums))
    np.testing.assert_allclose(found, sums[columns], rtol=1e-12)
    np.testing.assert_allclose(found, -np.sort(-sums)[: len(found)], rtol=1e-12)
    pairs = list(zip((-found).tolist(), columns.tolist(), strict=True))
    assert pairs == sorted(pairs)


@given(documents=DOCUMENTS, query=QUERY, k=st.integers(0, 50))
def test_the_best_are_the_first_of_all(
    way: str, documents: list[list[str]], query: dict[str, float], k: int
) -> None:
    index = BM25(documents)
    found = {row: query[term] for term, row in index.terms.items() if term in query}
    assert_best(index.weights, found, k)
    assert index.best(query, k)[0].tolist() == best(index.weights, found, k)[0].tolist()


@pytest.fixture(scope="module")
def large() -> Rows:
    """Rows over 40,000 columns, from one with 20 entries to one with an entry in each."""
    generator = np.random.default_rng(3)
    width = 40_000
    lengths = [20, 400, 3_000, 12_000, 39_000, width]
    columns = [np.sort(generator.choice(width, n, replace=False)) for n in lengths]
    values = np.concatenate([generator.gamma(2, 1, n) / n**0.3 for n in lengths])
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return Rows(starts, np.concatenate(columns).astype(np.int32), values, width)


@given(factors=st.dictionaries(st.integers(0, 5), st.floats(0.1, 4)), k=st.integers(1, 60))
def test_the_best_of_many_columns(way: str, large: Rows, factors: dict[int, float], k: int) -> None:
    assert_best(large, factors, k)


def test_equal_sums_keep_the_order_of_columns(way: str) -> None:
    index = BM25([["a", "b"]] * 100)
    assert index.best(["a", "b"], 10)[0].tolist() == list(range(10))


def test_cells_are_the_values_of_a_row(large: Rows) -> None:
    columns = np.arange(0, large.width, 7)
    for row in range(6):
        np.testing.assert_array_equal(large.cells(row, columns), large.sum([row], [1.0])[columns])
