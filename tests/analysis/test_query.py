"""A question made ready for search."""

import pytest

from bot.analysis.analyzer import Analyzer, frame_words
from bot.analysis.query import FRAME_WEIGHT, Query, frame_spans, query_of


def understood(analyzer: Analyzer, text: str, language: str = "zh") -> Query:
    return query_of(text, language, analyzer, lambda term: 0.0)


def test_the_frame_of_a_question_weighs_little(analyzer: Analyzer) -> None:
    query = understood(analyzer, "请问什么是空洞卷积")
    assert query.terms["空洞卷积"] == 1.0
    assert query.terms["什么"] <= FRAME_WEIGHT
    assert query.named["dilated-convolution"] == 1.0


def test_frames_are_matched_as_words() -> None:
    assert frame_spans("what is IoU") == [(0, 7)]
    assert all(text != (0, 2) for text in frame_spans("island"))
    assert frame_spans("") == []


def test_an_everyday_word_weighs_less_than_a_rare_one(analyzer: Analyzer) -> None:
    common = {"good": 1.0}
    query = query_of("good atrous", "en", analyzer, lambda term: common.get(term, 0.0))
    assert query.terms["good"] < query.terms["atrous"]


def test_parents_count_beside_a_concept_but_are_not_named(analyzer: Analyzer) -> None:
    query = understood(analyzer, "卷积神经网络")
    assert query.concepts["neural-network"] < query.concepts["convolutional-neural-network"]
    assert query.named["convolutional-neural-network"] == 1.0


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("空洞卷积有什么缺点", "drawback"),
        ("what are the drawbacks of dilated convolution", "drawback"),
        ("BN 和 LN 的区别", "difference"),
        ("difference between BN and LN", "difference"),
        ("为什么要用残差连接", "why"),
        ("写一下 NMS 的代码", "code"),
        ("how do I compute the receptive field", "computation"),
    ],
)
def test_aspects_are_understood_in_both_languages(
    analyzer: Analyzer, question: str, aspect: str
) -> None:
    assert aspect in understood(analyzer, question).aspects


def test_openness_tells_names_from_plain_words(analyzer: Analyzer) -> None:
    named = understood(analyzer, "空洞卷积")
    plain = understood(analyzer, "怎样让滤波器看得更宽又不变重")
    assert 0 <= named.openness < plain.openness <= 1


def test_every_frame_word_is_found_alone(analyzer: Analyzer) -> None:
    missed = [word for word in frame_words() if not frame_spans(word)]
    assert not missed
