"""Expected answer types: what a question asks for, and what states something of the kind."""

import re
from dataclasses import replace

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.analysis.folding import fold
from bot.judging.answer_types import states_what_is_asked
from bot.judging.units import sentences_beyond_title, units
from bot.passage import Passage, section_numbers
from bot.resources import read_toml
from bot.search import PassageIndex

TYPES = read_toml("answer_types.toml")


@pytest.mark.parametrize(
    ("question", "stated", "silent"),
    [
        ("空洞卷積是誰提出的?誰發明的?", "由 Fisher Yu 提出", "扩大感受野而不增加参数"),
        ("Who proposed Inception?", "Szegedy et al. proposed it", "Filters of several sizes."),
        ("ResNet 是哪一年提出的?", "2015 年", "残差学习恒等映射, 152 层"),
        ("When was batch norm published?", "in 2015", "It normalizes each batch."),
        ("这篇论文发在什么会议?", "CVPR 2017", "DenseNet 的每一层都与前面的层相连"),
        ("Which conference was it in?", "an ICLR paper", "a paper on optimizers"),
        ("训练一次要多少钱?", "约 300 美元", "训练 300 个 epoch"),
        ("What is the share price of NVIDIA?", "$ 3 or 3 dollars", "GPUs multiply matrices"),
        ("他现在在哪家公司?", "在微软亚洲研究院", "恒等映射"),
        ("Where does he work these days?", "at Facebook", "identity mapping"),
        ("Inception 出自哪篇论文?", "论文 Going deeper with convolutions", "多种尺寸的卷积核"),
        ("用的是哪個資料集訓練?", "在 ImageNet 上训练", "训练 90 轮"),
        ("交叉熵的公式怎么写?", "$L = -y \\log p$", "衡量两个分布的差别"),
        ("Give me the equation of IoU.", "IoU = I / U", "overlap over union"),
    ],
)
def test_what_is_asked_for_must_be_stated(question: str, stated: str, silent: str) -> None:
    assert states_what_is_asked(question, [silent, stated], [])
    assert not states_what_is_asked(question, [silent], [stated])
    assert not states_what_is_asked(question, [], [])


@pytest.mark.parametrize(
    ("question", "beside", "elsewhere"),
    [
        ("ResNet-50 有多少层?", "共有 50 层。", "用残差连接。"),
        ("NMS 的阈值一般取多少?", "阈值通常取 0.5。", "先按分数排序。"),
        ("剪枝能剪掉百分之多少的参数?", "去掉 90% 的参数。", "剪掉不重要的参数。"),
        ("How many boxes does every cell predict?", "Each cell has 5 of them.", "R-CNN is slow."),
        ("What value of epsilon is usual?", "epsilon is 0.1", "1. Smooth the labels."),
        ("池化窗口有多大?", "窗口为 2 乘 2", "VGG16 与卷积"),
    ],
)
def test_a_number_must_stand_beside_what_it_is_the_number_of(
    question: str, beside: str, elsewhere: str
) -> None:
    assert states_what_is_asked(question, [beside], [beside])
    assert not states_what_is_asked(question, [beside], [elsewhere])
    assert not states_what_is_asked(question, [beside], [])


@pytest.mark.parametrize(
    "question",
    [
        "What is dilated convolution, and when should I use it?",
        "昨天二面被问到空洞卷积, 答不上来",
        "who is afraid of vanishing gradients",
        "在哪些层用 dropout",
        "面向对象",
        "How many kinds of pooling are there?",
        "激活函数有多少种?",
        "How does the formulation of the loss matter?",
        "",
    ],
)
def test_other_questions_ask_for_nothing_that_names_itself(question: str) -> None:
    assert states_what_is_asked(question, [], [])


def test_two_types_are_asked_for_both() -> None:
    question = "Who proposed FCN, and in which year?"
    assert states_what_is_asked(question, ["Jonathan Long 等人", "2015"], [])
    assert not states_what_is_asked(question, ["Jonathan Long 等人"], [])
    assert not states_what_is_asked(question, ["2015"], [])


@pytest.mark.parametrize("name", TYPES)
def test_patterns_are_of_folded_text(name: str) -> None:
    patterns = [*TYPES[name]["asked"], TYPES[name]["stated"]]
    escapes = re.compile(r"\\[A-Za-z]")
    assert [p for p in patterns if fold(escapes.sub("", p)) != escapes.sub("", p)] == []


DILATED = ("它扩大感受野。 膨胀率为 2 时跳过一个像素。", "膨胀率决定间隔。 参数不变。 要调膨胀率")
ABOUT_RATE = ["膨胀率为 2 时跳过一个像素。", "膨胀率决定间隔。", "要调膨胀率"]
EVERY = ["它扩大感受野。", *ABOUT_RATE[:2], "参数不变。", ABOUT_RATE[2]]


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    parts = [
        Passage(str(n), "a.md", "空洞卷积", text, "zh", part=n, parts=2)
        for n, text in enumerate(DILATED, 1)
    ]
    other = Passage("3", "b.md", "池化", "膨胀率为 3。", "zh")
    return PassageIndex.build([*parts, other], Analyzer.open())


def beyond(index: PassageIndex, question: str, **changed: float) -> list[str]:
    found = units(index.understand(question), np.array([2, 0]), index)
    found = [replace(unit, **changed) for unit in found]
    return [*sentences_beyond_title(found, 1, section_numbers(index.passages, 0), index)]


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("空洞卷积的膨胀率取多少", ABOUT_RATE),
        ("dilation rate of dilated convolution", ABOUT_RATE),
        ("空洞卷积的间隔", ["膨胀率决定间隔。"]),
        ("空洞卷积", EVERY),
        ("空洞卷积和残差连接", []),
    ],
)
def test_sentences_beyond_the_title_hold_what_it_lacks(
    index: PassageIndex, question: str, sentences: list[str]
) -> None:
    assert beyond(index, question) == sentences


@pytest.mark.parametrize(("weight", "sentences"), [(0.05, EVERY), (0.06, ABOUT_RATE)])
def test_of_what_hardly_weighs_no_sentence_has_to_tell(
    index: PassageIndex, weight: float, sentences: list[str]
) -> None:
    assert beyond(index, "空洞卷积的膨胀率", weight=weight) == sentences
