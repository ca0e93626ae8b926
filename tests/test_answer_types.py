"""Expected answer types: what a question asks for, and what states something of the kind."""

import re

import pytest

from bot.analysis.folding import fold
from bot.answer_types import states_what_is_asked
from bot.resources import read_toml

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
    ],
)
def test_what_is_asked_for_must_be_stated(question: str, stated: str, silent: str) -> None:
    assert states_what_is_asked(question, [silent, stated])
    assert not states_what_is_asked(question, [silent])
    assert not states_what_is_asked(question, [])


@pytest.mark.parametrize(
    "question",
    [
        "What is dilated convolution, and when should I use it?",
        "昨天二面被问到空洞卷积, 答不上来",
        "who is afraid of vanishing gradients",
        "在哪些层用 dropout",
        "面向对象",
        "",
    ],
)
def test_other_questions_ask_for_nothing_that_names_itself(question: str) -> None:
    assert states_what_is_asked(question, [])


def test_two_types_are_asked_for_both() -> None:
    question = "Who proposed FCN, and in which year?"
    assert states_what_is_asked(question, ["Jonathan Long 等人", "2015"])
    assert not states_what_is_asked(question, ["Jonathan Long 等人"])
    assert not states_what_is_asked(question, ["2015"])


@pytest.mark.parametrize("name", TYPES)
def test_patterns_are_of_folded_text(name: str) -> None:
    patterns = [*TYPES[name]["asked"], TYPES[name]["stated"]]
    escapes = re.compile(r"\\[A-Za-z]")
    assert [p for p in patterns if fold(escapes.sub("", p)) != escapes.sub("", p)] == []
