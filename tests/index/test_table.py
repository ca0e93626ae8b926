"""Strings in arrays behave like the dict they stand for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.index.marks import Marks
from bot.index.table import Strings, StringTable, lines, unlines

ANY_TEXT = st.text(st.characters(codec=None))


@given(st.lists(ANY_TEXT, unique=True), st.lists(ANY_TEXT))
def test_a_table_is_the_dict_of_its_strings(strings: list[str], others: list[str]) -> None:
    table = StringTable.of(strings)
    expected = {string: number for number, string in enumerate(strings)}
    assert dict(table) == expected
    assert list(table) == strings
    assert [table.get(s) for s in (*strings, *others)] == [
        expected.get(s) for s in (*strings, *others)
    ]
    assert all((s in table) == (s in expected) for s in others)


@given(st.sets(ANY_TEXT), st.sets(ANY_TEXT))
def test_an_extended_table_is_the_table_of_all(strings: set[str], others: set[str]) -> None:
    first, new = sorted(strings), sorted(others - strings)
    extended = StringTable.of(first).extended(new).arrays("t")
    for name, array in StringTable.of([*first, *new]).arrays("t").items():
        np.testing.assert_array_equal(extended[name], array)


@given(st.lists(ANY_TEXT))
def test_strings_come_back_in_order(strings: list[str]) -> None:
    stored = Strings.load(Strings.of(strings).arrays("name"), "name")
    assert list(stored) == strings
    assert stored[1:3] == strings[1:3]


@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1)))
def test_lines_come_back(strings: list[str]) -> None:
    assert unlines(lines(strings)) == strings


SPAN = st.tuples(st.integers(0, 70_000), st.integers(0, 300))
STRETCH = st.tuples(st.sampled_from("abc"), SPAN, st.sampled_from([0.4, 1.0])).map(
    lambda drawn: (drawn[0], *drawn[1], drawn[2])
)


@given(st.lists(st.lists(STRETCH, max_size=6), max_size=5), st.sets(st.sampled_from("abcd")))
def test_marks_are_the_stretches_of_their_text(
    texts: list[list[tuple[str, int, int, float]]], wanted: set[str]
) -> None:
    rows = [(t, "abc".index(n), *span, w) for t, text in enumerate(texts) for n, *span, w in text]
    columns = np.array(rows, float).reshape(-1, 5).T
    owners, *spans = columns[:4].astype(np.int64)
    weights = np.rint(columns[4] * 100).astype(np.uint8)
    marks = Marks.of({"a": 0, "b": 1, "c": 2}, owners, len(texts), (*spans, weights))
    for number, stretches in enumerate(texts):
        spans = sorted((begin, begin + n) for name, begin, n, _ in stretches if name in wanted)
        assert sorted(marks.spans(number, wanted)) == spans
        assert marks.greatest_weights(number) == {
            name: max(w for n, _, _, w in stretches if n == name) for name, *_ in stretches
        }
