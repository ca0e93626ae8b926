"""What a follow-up question means, given the user's earlier turns."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.asked import Source
from bot.dialogue import interpret
from bot.engine import Bot

ZH, EN = ("空洞卷积是什么?",), ("What is a depthwise separable convolution?",)


@pytest.mark.parametrize(
    ("question", "history", "topic"),
    [
        ("那它的缺点呢?", ZH, "dilated-convolution"),
        ("有什么优点?", ZH, "dilated-convolution"),
        ("它和标准卷积比呢", ZH, "dilated-convolution"),
        ("and its parameters?", EN, "depthwise-separable-convolution"),
        ("why is it faster?", EN, "depthwise-separable-convolution"),
        ("它的缺點呢?", ZH, "dilated-convolution"),
        ("再说具体一点", ("BN的作用", "空洞卷积是什么?"), "dilated-convolution"),
    ],
)
def test_a_turn_that_leans_on_the_topic_carries_it(
    analyzer: Analyzer, question: str, history: tuple[str, ...], topic: str
) -> None:
    meaning = interpret(question, history, analyzer)
    assert meaning.carried
    assert topic in analyzer.analyze(meaning.text).concepts()


@pytest.mark.parametrize(
    "question",
    [
        "知识蒸馏的原理是什么?",
        "how do I compute the receptive field of a CNN?",
        "什么是交并比",
        "What is the difference between ReLU and sigmoid?",
        "how would you get ready for a long talk with people from another part of the company",
    ],
)
def test_a_new_topic_drops_the_old_one(analyzer: Analyzer, question: str) -> None:
    meaning = interpret(question, (*ZH, *EN), analyzer)
    assert meaning.text == question
    assert not meaning.carried


@pytest.mark.parametrize(
    ("question", "meant", "dropped"),
    [
        ("不对,我说的是深度可分离卷积", "depthwise-separable-convolution", "dilated-convolution"),
        ("no, I meant knowledge distillation", "knowledge-distillation", "dilated-convolution"),
    ],
)
def test_a_correction_replaces_the_topic(
    analyzer: Analyzer, question: str, meant: str, dropped: str
) -> None:
    concepts = analyzer.analyze(interpret(question, ZH, analyzer).text).concepts()
    assert meant in concepts
    assert dropped not in concepts


@pytest.mark.parametrize(
    ("history", "meant"),
    [
        (("卷积是什么", "它的参数量怎么算?"), "池化 参数量怎么算"),
        (("BN 的作用", "它的缺点呢?"), "池化 缺点呢"),
        (("卷积的优点",), "池化 优点"),
    ],
)
def test_a_correction_asks_what_was_asked_without_its_pronoun(
    analyzer: Analyzer, history: tuple[str, ...], meant: str
) -> None:
    assert interpret("不对,我问的是池化", history, analyzer).text == meant


def test_the_kind_a_topic_is_of_is_not_carried_beside_it(analyzer: Analyzer) -> None:
    meaning = interpret("它是怎么缩放的", ("EfficientNet 属于轻量网络吗?",), analyzer)
    assert meaning.carried == "EfficientNet"


@pytest.mark.parametrize(
    "question", ["回到刚才的空洞卷积,缺点是什么", "back to dilated convolution"]
)
def test_an_earlier_topic_can_be_returned_to(analyzer: Analyzer, question: str) -> None:
    history = ("空洞卷积是什么?", "知识蒸馏是什么?")
    concepts = analyzer.analyze(interpret(question, history, analyzer).text).concepts()
    assert "dilated-convolution" in concepts
    assert "knowledge-distillation" not in concepts


def test_an_elliptic_turn_asks_the_same_of_another_topic(analyzer: Analyzer) -> None:
    meaning = interpret("那知识蒸馏呢?", ("空洞卷积有什么缺点?",), analyzer)
    concepts = analyzer.analyze(meaning.text).concepts()
    assert "knowledge-distillation" in concepts
    assert "dilated-convolution" not in concepts
    assert "缺点" in meaning.text


@pytest.mark.parametrize("question", ["那它的缺点呢?", "why?", "", "🙂", "回到刚才的"])
@pytest.mark.parametrize("history", [(), ("",)])
def test_without_a_topic_there_is_nothing_to_carry(
    analyzer: Analyzer, question: str, history: tuple[str, ...]
) -> None:
    assert interpret(question, history, analyzer).carried == ""


def test_the_bot_tells_what_it_understood(bot: Bot) -> None:
    answer = bot.ask("那它的缺点呢?", ZH)
    assert "空洞卷积" in answer.interpretation
    assert bot.ask("空洞卷积的缺点", ZH).interpretation == ""
    alone = bot.ask(answer.interpretation)
    assert [h.passage.id for h in alone.hits] == [h.passage.id for h in answer.hits]


@pytest.mark.parametrize("history", [("🙂", "\u0000"), ("x" * 100_000,), ("\ud800",)])
def test_strange_turns_before_do_no_harm(bot: Bot, history: tuple[str, ...]) -> None:
    assert bot.ask("空洞卷积有什么问题?", history) == bot.ask("空洞卷积有什么问题?")
    assert 0.0 <= bot.ask("那它的缺点呢?", history).confidence <= 1.0


def test_small_talk_is_no_topic(bot: Bot) -> None:
    assert "空洞卷积" in bot.ask("那它的缺点呢?", (*ZH, "谢谢")).interpretation


@pytest.mark.parametrize(
    ("question", "doubtful"),
    [("how do I bake sourdough bread", True), ("what are the steps", False)],
)
def test_a_turn_with_words_of_its_own_may_as_well_be_a_new_one(
    analyzer: Analyzer, question: str, doubtful: bool
) -> None:
    assert interpret(question, EN, analyzer).doubtful is doubtful


def test_what_stands_for_itself_is_not_answered_by_an_earlier_topic(bot: Bot) -> None:
    answer = bot.ask("how do I bake sourdough bread", ("why divide by sqrt(d_k) in attention",))
    assert not answer.answered
    assert not answer.interpretation


@pytest.mark.parametrize(
    ("question", "carries"),
    [
        ("what is batch normalization and 为什么要用它", False),
        ("BN 是什么?为什么要用它", False),
        ("why no BN in it?", True),
        ("它和 BN 有什么区别", True),
    ],
)
def test_a_pronoun_in_a_clause_of_its_own_means_the_clause_before(
    analyzer: Analyzer, question: str, carries: bool
) -> None:
    assert bool(interpret(question, ZH, analyzer).carried) is carries


@pytest.mark.parametrize(
    ("question", "loose"),
    [("那它的缺点呢?", False), ("any downsides?", True), ("北京明天多少度", True)],
)
def test_a_turn_is_loose_when_no_word_of_it_stands_for_the_topic(
    analyzer: Analyzer, question: str, loose: bool
) -> None:
    meaning = interpret(question, ZH, analyzer)
    assert meaning.carried and meaning.loose is loose


@pytest.mark.parametrize(
    "question",
    ["北京明天多少度", "埃及金字塔是怎么建成的", "how to focus better when studying", "怎么做面包"],
)
@pytest.mark.parametrize("source", ["all", "notes"])
def test_everyday_turns_are_not_answered_from_the_topic_before(
    bot: Bot, question: str, source: Source
) -> None:
    answer = bot.ask(question, ("空洞卷积是什么?",), source=source)
    assert not answer.answered and not answer.interpretation


def test_notes_without_a_passage_lead_nowhere() -> None:
    answer = Bot.over([]).ask("北京明天多少度", ("IoU 是什么?",))
    assert not answer.answered
