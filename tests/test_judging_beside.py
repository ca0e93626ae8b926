"""What speaks against a passage on the topic: what stands beside what it meets, what it omits."""

import numpy as np
import pytest

from bot.analysis.analyzer import Analyzer
from bot.judging.beside import beside_features, unstated_features
from bot.judging.units import units
from bot.passage import Passage
from bot.search import PassageIndex

PASSAGES = (
    Passage("0", "a.md", "空洞卷积", "空洞卷积扩大感受野,不增加参数量。", "zh"),
    Passage("1", "a.md", "GAN 的思想", "GAN 由生成器和判别器组成。缺点:训练难。", "zh"),
    Passage("2", "a.md", "IoU", "```\ndef iou(a, b): ...\n```", "zh"),
)


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    return PassageIndex.build(PASSAGES, Analyzer.open())


def told(question: str, index: PassageIndex) -> dict[str, list[float]]:
    query, every = index.understand(question), np.arange(len(PASSAGES))
    found = units(query, every, index)
    rows = beside_features(index.analyzer.analyze(query.text), found, len(every))
    rows |= unstated_features(query.aspects, every, index)
    return {name: row.tolist() for name, row in rows.items()}


@pytest.mark.parametrize(
    ("question", "place", "strange"),
    [("香蕉卷积", 0, 0.0), ("FooGAN是什么", 1, 1.0), ("GAN47", 1, 1.0), ("banana IoU", 2, 0.0)],
)
def test_what_is_unmet_beside_what_is_met_speaks_against_it(
    question: str, place: int, strange: float, index: PassageIndex
) -> None:
    rows = told(question, index)
    assert rows["beside"][place] == rows["beside_unknown"][place] > 0
    assert rows["strange_name"] == [strange] * len(PASSAGES)


@pytest.mark.parametrize("question", ["空洞卷积", "什么是GAN", "IoU的感受野"])
def test_nothing_speaks_against_what_the_notes_know(question: str, index: PassageIndex) -> None:
    rows = told(question, index)
    assert not any(rows["beside_unknown"]) and not any(rows["strange_name"])


def test_a_section_is_told_from_one_that_omits_what_is_asked(index: PassageIndex) -> None:
    assert told("GAN的缺点", index)["unstated_drawback"] == [1.0, 0.0, 1.0]
    assert told("IoU的代码", index)["unstated_code"] == [1.0, 1.0, 0.0]
    assert told("IoU", index)["unstated_code"] == [0.0, 0.0, 0.0]
