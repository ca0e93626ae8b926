"""Demos are joined to questions and passages over shared concepts."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.demos import demo_ids, get_demo
from bot.engine import Bot
from bot.related import DemoCard, demo_cards, related_demos
from bot.stated import stated_values
from bot.text import Text

CARDS = (
    DemoCard("a-field", Text("感受野", "field"), ("receptive-field", "dilated-convolution"), "g"),
    DemoCard("b-dilated", Text("空洞", "dilated"), ("dilated-convolution",), "g"),
    DemoCard("c-other", Text("别的", "other"), ("knowledge-distillation",), "g"),
)


def ids(analyzer: Analyzer, *weights: dict[str, float], most: int = 3) -> list[str]:
    cards = related_demos(*weights, CARDS, analyzer.glossary, most)  # type: ignore[arg-type]
    return [card.id for card in cards]


def test_the_demo_about_the_topic_comes_first(analyzer: Analyzer) -> None:
    asked = {"dilated-convolution": 1.0}
    assert ids(analyzer, asked, {}, {}) == ["b-dilated", "a-field"]
    assert ids(analyzer, {}, asked, {}, most=1) == ["b-dilated"]


def test_no_shared_concept_brings_no_demo(analyzer: Analyzer) -> None:
    assert ids(analyzer, {"iou-loss": 1.0}, {}, {}) == []
    assert ids(analyzer, {}, {}, {}) == []


def test_there_is_a_card_for_every_demo() -> None:
    cards = demo_cards()
    assert [card.id for card in cards] == list(demo_ids())
    assert all(card.title.zh and card.title.en and card.topics for card in cards)


def test_every_topic_of_a_demo_is_a_concept(analyzer: Analyzer) -> None:
    strangers = {t for c in demo_cards() for t in c.topics if t not in analyzer.glossary}
    assert not strangers


@pytest.mark.parametrize(
    ("question", "demo"),
    [
        ("空洞卷积有什么问题?", "dilated-gridding"),
        ("how do I compute the receptive field of a CNN?", "receptive-field"),
        ("BN的作用", "batchnorm"),
        ("what is knowledge distillation", "distillation"),
    ],
)
def test_an_answer_has_a_fitting_demo(bot: Bot, question: str, demo: str) -> None:
    assert demo in [card.id for card in bot.ask(question).demos]


def test_values_stated_by_a_passage_are_values_the_demo_accepts() -> None:
    text = (
        "取 3×3 的卷积核,步长为2,padding=1,空洞率为2,参数量为25,γ = 2,IoU阈值0.5,batch size 为 32。"
    )
    stated = {demo_id: stated_values(demo_id, text) for demo_id in demo_ids()}
    assert any(stated.values())
    for demo_id, values in stated.items():
        for name in values:
            modes = get_demo(demo_id).modes
            assert any(name in {p.name for p in (*m.params, *m.controls)} for m in modes)


def test_no_numbers_fill_nothing() -> None:
    assert all(stated_values(demo_id, "没有数字的一段话") == {} for demo_id in demo_ids())


def test_a_survey_brings_the_demos_that_its_text_names_in_full(analyzer: Analyzer) -> None:
    said = {"dilated-convolution": 1.0, "knowledge-distillation": 0.4}
    assert ids(analyzer, {}, {}, said) == ["b-dilated", "a-field"]
    assert ids(analyzer, {}, {"knowledge-distillation": 1.0}, said) == ["c-other"]


def test_a_demo_about_both_names_of_a_title_comes_before_one_about_either(
    analyzer: Analyzer,
) -> None:
    title = {"receptive-field": 1.0, "dilated-convolution": 1.0}
    assert ids(analyzer, {}, title, {}) == ["a-field", "b-dilated"]


@pytest.mark.parametrize(
    ("heading", "demo"),
    [
        ("常用的轻量级网络有哪些", "lightweight-blocks"),
        ("Softmax与sigmoid计算公式", "softmax-sigmoid"),
        ("图像分割算法分类", "region-growing"),
        ("基础模块", "embedding"),
    ],
)
def test_a_passage_lists_its_demos(bot: Bot, heading: str, demo: str) -> None:
    number = next(i for i, p in enumerate(bot.index.passages) if p.heading == heading)
    assert demo in [card.id for card in bot.demos_of(bot.index, number)]
