"""Passages read in stretches: the terms of each, and that joining stretches changes nothing."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.index.workers as workers
from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import announced_aspects
from bot.analysis.bulk import BulkAnalyzer
from bot.engine import Bot
from bot.index.codec import pack_fields
from bot.index.fields import Fields, build_fields, extended_fields, single_characters
from bot.index.reader import Reader, written
from bot.index.stretch import NESTED, joined, sub_headings, title_of
from bot.index.tfidf import character_ngrams
from bot.passage import Passage

GLOSSES = {"dilated-convolution": ("hole", "wide", "wide"), "dropout": ("random",)}
HEADINGS = ("空洞卷积", "Dropout 的作用", "BN", "优缺点", "")
LINES = ("空洞卷积会产生网格效应。", "缺点:", "Dropout drops units.", "IoU", "參數量 3.5x", "")


def passage(number: int, heading: str, lines: Iterable[str]) -> Passage:
    return Passage(str(number), "a.md", heading, "\n".join(lines), "zh")


PASSAGES = st.lists(
    st.tuples(st.sampled_from(HEADINGS), st.lists(st.sampled_from(LINES), max_size=4)), max_size=7
).map(lambda rows: [passage(number, *row) for number, row in enumerate(rows)])


@pytest.fixture(scope="module")
def reader(analyzer: Analyzer) -> Reader:
    return Reader(BulkAnalyzer(analyzer), GLOSSES)


def terms_of(analyzer: Analyzer, one: Passage) -> dict[str, Counter[str]]:
    """The terms of every field, read off the analysis of title, text and sub-headings."""
    parts = "\n".join(sub_headings(one.text))
    title, body, parts_found = map(analyzer.analyze, (title_of(one), one.text, parts))

    def concepts(*found: object) -> list[str]:
        mentions = [mention for analysis in found for mention in analysis.mentions]
        return [m.concept if m.weight == 1 else m.concept + NESTED for m in mentions]

    written = f"{title.text}\n{body.text}"
    return {
        "words": Counter(title.terms + body.terms),
        "heading": Counter(title.terms),
        "subheadings": Counter(parts_found.terms + concepts(parts_found)),
        "grams": Counter(character_ngrams(written)),
        "characters": Counter(single_characters(written)),
        "concepts": Counter(concepts(title, body)),
        "glosses": Counter(term for c in title.concepts() for term in GLOSSES.get(c, ())),
    }


def assert_same(one: Fields, other: Fields) -> None:
    first, second = pack_fields(one), pack_fields(other)
    assert first.keys() == second.keys()
    for name, array in first.items():
        assert array.dtype == second[name].dtype, name
        np.testing.assert_array_equal(array, second[name], name)


@pytest.fixture(scope="module")
def shipped(bot: Bot) -> tuple[Passage, ...]:
    return bot.index.passages[:]


@pytest.fixture(scope="module")
def alone(shipped: tuple[Passage, ...], analyzer: Analyzer) -> Fields:
    """The fields of the shipped notes, read by this process alone."""
    return build_fields(shipped, analyzer, GLOSSES)


@given(passages=PASSAGES)
def test_counts_are_those_of_the_analysis(
    reader: Reader, analyzer: Analyzer, passages: list[Passage]
) -> None:
    stretch = reader.read(passages)
    for number, one in enumerate(passages):
        for name, expected in terms_of(analyzer, one).items():
            counts = stretch.counts[name]
            place = np.array([number])
            found = {t: int(counts.rows.cells(row, place)[0]) for t, row in counts.terms.items()}
            assert Counter({term: n for term, n in found.items() if n}) == expected, name
            assert counts.lengths[number] == expected.total(), name
        titles = analyzer.analyze(title_of(one)).concepts()
        found = {t: stretch.titles.rows.cells(r, place)[0] for t, r in stretch.titles.terms.items()}
        assert {term: weight for term, weight in found.items() if weight} == titles


@given(passages=PASSAGES)
def test_marks_and_aspects_are_those_of_the_analysis(
    reader: Reader, analyzer: Analyzer, passages: list[Passage]
) -> None:
    stretch = reader.read(passages)
    for number, one in enumerate(passages):
        body = analyzer.analyze(one.text)
        for term in body.terms:
            spans = sorted((t.start, t.end) for t in body.tokens if t.term == term)
            assert sorted(stretch.words_marks.spans(number, [term])) == spans
        assert stretch.concept_marks.greatest_weights(number) == body.concepts()
        announced = {a for a, texts in stretch.aspects.items() if number in texts}
        assert announced == announced_aspects(title_of(one))
        announced = {a for a, texts in stretch.part_aspects.items() if number in texts}
        assert announced == announced_aspects("\n".join(sub_headings(one.text)))


@given(passages=PASSAGES, cuts=st.lists(st.integers(0, 7), max_size=3))
def test_joined_stretches_are_the_stretch_of_all(
    reader: Reader, passages: list[Passage], cuts: list[int]
) -> None:
    borders = [0, *sorted(min(cut, len(passages)) for cut in cuts), len(passages)]
    pieces = [passages[a:b] for a, b in pairwise(borders)]
    together = Fields.over(joined([reader.read(passages)]))
    assert_same(Fields.over(joined([reader.read(piece) for piece in pieces])), together)


@given(
    passages=PASSAGES,
    length=st.integers(1, 7),
    piles=st.integers(1, 3),
    most=st.sampled_from((1, 50, 1_000)),
    at_once=st.integers(1, 9),
)
def test_passages_read_and_counted_a_few_at_a_time_are_those_read_at_once(
    reader: Reader, passages: list[Passage], length: int, piles: int, most: int, at_once: int
) -> None:
    together = Fields.over(joined([reader.read(passages)]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.index.reader._TOGETHER", piles)
        patch.setattr("bot.index.reader._MOST", most)
        patch.setattr("bot.index.counting._AT_ONCE", at_once)
        few = reader.read(passages, length)
    assert_same(Fields.over(joined([few])), together)


@given(passages=PASSAGES)
def test_piles_read_from_the_last_one_on_are_in_order(
    reader: Reader, passages: list[Passage]
) -> None:
    piles = [(number, written([one])) for number, one in enumerate(passages)]
    backwards = reader.stretch(reader.blocks(reversed(piles or [(0, written([]))])))
    assert_same(Fields.over(backwards), Fields.over(reader.read(passages)))


@given(passages=PASSAGES, added=PASSAGES)
def test_adding_passages_is_building_anew(
    analyzer: Analyzer, passages: list[Passage], added: list[Passage]
) -> None:
    fields = extended_fields(build_fields(passages, analyzer, GLOSSES), added, analyzer, GLOSSES)
    assert_same(fields, build_fields([*passages, *added], analyzer, GLOSSES))


def test_adding_to_the_shipped_notes(bot: Bot) -> None:
    fields = bot.index.fields
    added = extended_fields(fields, bot.index.passages[:3], bot.analyzer, {})
    whole = build_fields([*bot.index.passages, *bot.index.passages[:3]], bot.analyzer, {})
    for name in ("words", "heading", "grams", "concepts"):
        query = dict.fromkeys(list(getattr(whole, name).terms)[::50], 1.0)
        expected = getattr(whole, name).get_scores(query)
        np.testing.assert_array_equal(getattr(added, name).get_scores(query), expected)
    assert fields.words.corpus_size == len(bot.index.passages)


@pytest.mark.parametrize("program", [sys.executable, "/nowhere/python", shutil.which("false")])
def test_two_processes_find_what_one_finds(
    shipped: tuple[Passage, ...],
    alone: Fields,
    analyzer: Analyzer,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
) -> None:
    monkeypatch.setattr(workers, "MANY", 2)
    monkeypatch.setattr(workers, "LENGTH", 100)
    monkeypatch.setattr(sys, "executable", program)
    assert_same(build_fields(shipped, analyzer, GLOSSES), alone)


def test_the_second_process_does_what_the_first_leaves(
    shipped: tuple[Passage, ...],
    alone: Fields,
    analyzer: Analyzer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "MANY", 2)
    monkeypatch.setattr(workers, "LENGTH", 100)
    claim = workers._Piles.claim

    def wait_for_the_second(piles: workers._Piles, number: int) -> bool:
        until = time.monotonic() + 60
        while number and not (piles.folder / f"{number}.taken").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        return claim(piles, number)

    monkeypatch.setattr(workers._Piles, "claim", wait_for_the_second)
    found = workers.stretches_of(shipped, analyzer, GLOSSES)
    assert [stretch.titles.rows.width for stretch in found] == [100, len(shipped) - 100]
    assert_same(Fields.over(joined(found)), alone)
