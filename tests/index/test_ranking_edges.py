"""The ranking where there is hardly anything to rank: one passage, empty ones, the last words."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.index.bm25 import BM25
from bot.index.fusion import Translations, parts
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
