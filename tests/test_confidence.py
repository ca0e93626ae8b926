"""Confidence is a probability that falls when the notes do not have what is asked."""

from dataclasses import replace

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.answer import Verdict, verdict_of
from bot.engine import Bot
from bot.judging.confidence import judged
from bot.judging.features import candidates_of, features
from bot.judging.units import Values, units
from bot.passage import Passage
from bot.search import PassageIndex

IN_THE_NOTES = (
    "空洞卷积有什么问题?",
    "BN的作用",
    "how do I compute the receptive field of a CNN?",
    "what is knowledge distillation",
    "二维卷积与三维卷积有什么区别",
)
NOT_IN_THE_NOTES = (
    "今天天气怎么样",
    "asdkjh",
    "how do I cook rice",
    "MySQL 的索引为什么用 B+ 树",
    "what is your greatest weakness",
    "TCP 三次握手的过程",
    "请推荐一部电影",
    "a b " * 100,
    "x y z",
)


def sureness(bot: Bot, question: str) -> float:
    return judged(bot.index.rank(bot.index.understand(question)), bot.index)[1]


def features_of(bot: Bot, question: str) -> dict[str, Values]:
    ranking = bot.index.rank(bot.index.understand(question))
    found = units(ranking.query, candidates_of(ranking), bot.index)
    return features(ranking, found, bot.index)


@pytest.mark.parametrize("question", [*IN_THE_NOTES, *NOT_IN_THE_NOTES, "", "的", "卷积"])
def test_confidence_is_a_probability(bot: Bot, question: str) -> None:
    assert 0.0 <= sureness(bot, question) <= 1.0


def test_what_the_notes_have_is_surer_than_what_they_lack(bot: Bot) -> None:
    least = min(sureness(bot, question) for question in IN_THE_NOTES)
    most = max(sureness(bot, question) for question in NOT_IN_THE_NOTES)
    assert least > 0.5 > most


@pytest.mark.parametrize("question", NOT_IN_THE_NOTES)
def test_what_the_notes_lack_is_declined(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    assert not answer.answered
    assert answer.verdict in (Verdict.NOT_FOUND, Verdict.SMALL_TALK)


@pytest.mark.parametrize(
    "question",
    ["训练", "缺点", "原理", "线性", "函数", "位置", "项目", "模块结构", "model", "区别是什么"],
)
def test_a_common_word_alone_is_the_subject_of_nothing(bot: Bot, question: str) -> None:
    for source in ("notes", "companion", "all"):
        answer = bot.ask(question, source=source)
        assert answer.verdict is Verdict.NOT_FOUND, (source, answer.confidence)


@pytest.mark.parametrize(
    "question", ["损失函数", "激活函数", "dropout", "池化", "loss", "分类任务"]
)
def test_the_name_of_a_concept_alone_is_answered(bot: Bot, question: str) -> None:
    assert bot.ask(question).answered


def test_an_aspect_alone_is_answered_from_what_was_asked_before(bot: Bot) -> None:
    assert bot.ask("那它的缺点呢?", ("空洞卷积是什么?",)).answered


@pytest.mark.parametrize(
    ("known", "foreign"),
    [
        ("卷积神经网络的训练步骤", "循环神经网络语言模型束搜索的训练步骤"),
        ("what are the advantages of dilated convolution", "what are the advantages of PostgreSQL"),
    ],
)
def test_naming_what_the_notes_lack_costs_confidence(bot: Bot, known: str, foreign: str) -> None:
    assert sureness(bot, foreign) < sureness(bot, known)


@pytest.mark.parametrize(
    ("ending", "verdict"),
    [("有网格效应。", Verdict.AMBIGUOUS), ("存在问题:", Verdict.SURE), ("问题：\n", Verdict.SURE)],
)
def test_a_text_that_breaks_off_is_no_second_answer(
    analyzer: Analyzer, ending: str, verdict: Verdict
) -> None:
    texts = ("空洞卷积会丢失信息。", "空洞卷积扩大感受野。" + ending)
    passages = [Passage(str(n), f"{n}.md", "空洞卷积", text, "zh") for n, text in enumerate(texts)]
    index = PassageIndex.build(passages, analyzer)
    found = index.rank(index.understand("空洞卷积的问题"))
    alike = replace(found, scores=np.ones(2), order=np.arange(2))
    assert verdict_of(alike, 0.9, index) is verdict


def test_no_hit_means_no_confidence(bot: Bot) -> None:
    assert sureness(bot, "") == 0.0
    assert sureness(Bot.over([]), "空洞卷积") == 0.0


@pytest.mark.parametrize("question", [*IN_THE_NOTES, *NOT_IN_THE_NOTES])
def test_features_are_finite_and_have_the_same_names(bot: Bot, question: str) -> None:
    values = features_of(bot, question)
    assert values.keys() == features_of(bot, "卷积").keys()
    assert all(np.abs(row).max(initial=0.0) < 1e6 for row in values.values())
    assert len({len(row) for row in values.values()}) == 1


@pytest.mark.parametrize("question", IN_THE_NOTES)
def test_candidates_stand_in_the_order_of_scores_and_votes(bot: Bot, question: str) -> None:
    plain = bot.index.rank(bot.index.understand(question))
    ordered, _ = judged(plain, bot.index)
    assert sorted(ordered.order.tolist()) == sorted(plain.order.tolist())
    assert set(ordered.voted) == set(candidates_of(plain).tolist())
    scores = ordered.scores[ordered.order]
    assert (np.diff(scores) <= 0).all()
    for number, points in ordered.voted.items():
        assert points >= 0
        assert ordered.scores[number] == pytest.approx(plain.scores[number] + points)


def test_a_lead_is_taken_over_other_sections_alone() -> None:
    """Two parts of one section do not stand in each other's way; another section does."""
    texts = {"甲": ("空洞卷积扩大感受野。", "空洞卷积有网格效应。"), "乙": ("知识蒸馏。",)}
    bot = Bot.over(
        [
            Passage(f"{heading}{number}", "a.md", heading, text, "zh")
            for heading, parts in texts.items()
            for number, text in enumerate(parts)
        ]
    )
    values = features_of(bot, "空洞卷积")
    assert values["coverage"].tolist() == [1.0, 1.0]
    assert values["coverage_lead"].tolist() == [1.0, 1.0]
