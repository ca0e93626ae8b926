"""One index over the shipped notes, and one over a few passages made to differ in one thing."""

import pytest

from bot.analysis.analyzer import Analyzer
from bot.corpus import Corpus
from bot.keyword.index import KeywordIndex
from bot.passage import Passage

TEXTS = {
    "dilated-zh": (
        "空洞卷积",
        "空洞卷积又称膨胀卷积(Dilated Convolution)。它扩大感受野,不增加参数。",
    ),
    "dilated-en": ("Dilated convolution", "Atrous layers widen the receptive field of a network."),
    "bn-zh": (
        "批归一化",
        "批归一化让每层输入的分布稳定,公式为$y = \\gamma x; + \\beta$,训练更快。",
    ),
    "bn-en": ("Normalisation", "Use BatchNorm2d after a convolution; batch norm helps."),
    "code": (
        "NMS",
        "先排序再抑制。\n\n```\nimport numpy as np\nkeep = []\n```\n\n布料与部件不同。",
    ),
    "tw": ("神經網路", "捲積神經網路的記憶體用量,接著乾燥處理,瞭解頭髮與後面。"),
    "width": (
        "ＣＮＮ 与 café",
        "ＣＮＮ（卷积神经网络）由 Ｃｏｎｖ 层组成,ResNet50 与 mAP 也在此。",
    ),
    "slip": ("拼写", "The recpetive feild is a slip that the notes themselves contain."),
}


def passage(name: str) -> Passage:
    heading, text = TEXTS[name]
    language = "en" if name.endswith("-en") or name == "slip" else "zh"
    return Passage(name, f"{name}.md", heading, text, language)


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer.open()


@pytest.fixture(scope="session")
def small(analyzer: Analyzer) -> KeywordIndex:
    demos = {"dilated-zh": ("receptive-field",), "code": ("nms", "iou")}
    return KeywordIndex.build([passage(name) for name in TEXTS], analyzer, demos)


@pytest.fixture(scope="session")
def shipped(analyzer: Analyzer) -> KeywordIndex:
    return KeywordIndex.build(Corpus.open("corpus").passages, analyzer)
