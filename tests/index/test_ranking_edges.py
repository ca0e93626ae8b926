"""The ranking where there is hardly anything to rank: one passage, empty ones, the last words."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.index import fusion
from bot.index.bm25 import BM25, group_scores
from bot.index.fusion import FLOOR, Translations, fuse_both, lexical_terms, parts, title_match
from bot.index.sums import Sums
from bot.passage import Passage
from bot.search import PassageIndex


def test_one_passage_is_measured_by_its_own_length() -> None:
    # Twice among three tokens, as long as the mean: idf · 2 · 2.5 / (2 + 1.5).
    expected = math.log(1 + 0.5 / 1.5) * 2 * 2.5 / 3.5
    assert BM25([["a", "a", "b"]]).get_scores(["a"]).tolist() == pytest.approx([expected])


def test_a_passage_among_empty_ones_is_long() -> None:
    # The mean of twenty passages is a twentieth of a token: k1 · (1/4 + 3/4 · 20).
    index = BM25([["a"], *([[]] * 19)])
    expected = math.log(1 + 19.5 / 1.5) * 2.5 / (1 + 1.5 * 15.25)
    assert index.get_scores(["a"])[0] == pytest.approx(expected)


def test_the_last_two_words_are_translated_as_a_pair(analyzer: Analyzer) -> None:
    index = PassageIndex.build([Passage("a", "a.md", "IoU", "交并比。", "zh")], analyzer)
    translations = Translations({"learn rate": ("学习率",), "learn": ("学习",)}, {})
    query = replace(index.understand(""), terms={"x": 1.0, "learn": 0.5, "rate": 1.0})
    assert translations.groups(query, {}) == [(0.5, ("学习率",))]


def test_a_passage_that_names_the_topic_below_its_title_is_half_on_it(analyzer: Analyzer) -> None:
    made = [
        Passage(name, "a.md", heading, text, "zh")
        for name, heading, text in (
            ("below", "有什么缺点?", "空洞卷积会产生网格效应。"),
            ("title", "空洞卷积的缺点", "网格效应。"),
            ("other", "批归一化的缺点", "依赖批次的大小。"),
        )
    ]
    index = PassageIndex.build(made, analyzer)
    found = parts(index.understand("空洞卷积的缺点"), index.fields, index.lexicon.translations)
    concepts, titles, aspects, on_topic = (
        found[name].dense() for name in ("concepts", "titles", "aspects", "aspects_on_topic")
    )
    assert titles[0] == 0.0 and concepts[0] > 0 and aspects[0] == 1.0
    np.testing.assert_allclose(on_topic[0], 0.5 * concepts[0])
    assert on_topic[2] == 0.0


@pytest.fixture(scope="module")
def few(analyzer: Analyzer) -> PassageIndex:
    made = [
        Passage("three", "a.md", "空洞卷积、批归一化与交并比", "三个话题各讲一句话。", "zh"),
        Passage("one", "a.md", "空洞卷积", "它扩大感受野,不增加参数。", "zh"),
    ]
    return PassageIndex.build(made, analyzer)


def test_a_title_of_three_concepts_matches_one_that_no_word_names_by_their_share(
    few: PassageIndex,
) -> None:
    match = title_match({"dilated-convolution": 1.0}, {}, few.fields).dense()
    titles = few.fields.titles
    row = titles.concepts["dilated-convolution"]
    held = titles.weights.row(row)[1][0] * titles.idf[row]
    assert match[0] == pytest.approx(2 * held / titles.norms[0]) and match[0] < 1.0
    assert match[1] == 1.0
    half = title_match({"dilated-convolution": 0.5}, {}, few.fields).dense()
    assert half[0] == pytest.approx(match[0] / 2)


def test_a_part_without_a_weight_in_a_mix_is_not_added() -> None:
    found = {"a": Sums.of_all(np.array([1.0, 2.0])), "b": Sums.of_all(np.array([4.0, 8.0]))}
    first = np.array([True, False])
    assert fuse_both(found, ({"a": 1.0}, {"b": 0.5}), first).tolist() == [1.0, 4.0]


@pytest.mark.parametrize("at_once", [1, 2, 3, 7])
def test_passages_added_up_a_stretch_at_a_time_have_the_sums_of_all(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(fusion, "AT_ONCE", at_once)
    found = {"a": Sums.of_all(np.arange(7.0)), "b": Sums.of_all(np.full(7, 4.0))}
    first = np.array([True, True, False, True, False, False, False])
    fused = fuse_both(found, ({"a": 1.0}, {"b": 0.5}), first)
    assert fused.tolist() == [0.0, 1.0, 2.0, 3.0, 2.0, 2.0, 2.0]


def test_translations_are_measured_by_a_quarter_of_all_that_are_sought(few: PassageIndex) -> None:
    chinese = {"one": ("话题",), "two": ("香蕉",), "three": ("苹果",), "four": ("西瓜",)}
    weights = {"one": 0.2, "two": 1.0, "three": 1.0, "four": 1.0}
    query = replace(few.understand(""), terms=weights)
    words = few.fields.words
    scores = 0.2 * group_scores(words, ("话题",)).dense()
    least = FLOOR * 3.2 * words.idf_of("西瓜")
    assert 0 < scores.max() < least
    found = parts(query, few.fields, Translations(chinese, {}))["translated"].dense()
    np.testing.assert_allclose(found, scores / least)


def test_the_best_cosine_is_1_however_small(analyzer: Analyzer) -> None:
    long = "".join(map(chr, range(0x5000, 0x50C8)))
    index = PassageIndex.build([Passage("long", "a.md", "长", long, "zh")], analyzer)
    query = index.understand(long[7])
    grams = lexical_terms(query)["tfidf"]
    assert 0 < index.fields.tfidf.get_scores(grams).max() < 0.1
    assert parts(query, index.fields, Translations({}, {}))["tfidf"].dense().max() == 1.0
