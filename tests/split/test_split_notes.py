"""The five scraped notes cut into passages, counted exactly."""

from pathlib import Path

import pytest

from bot.corpus import Corpus
from bot.passage import Passage

FOLDER = Path(__file__).parents[2] / "corpus" / "scraped"
CORPUS = Corpus.open(FOLDER)


def passages(name: str) -> list[Passage]:
    return [p for p in CORPUS.passages if p.source.startswith(name)]


def headed(name: str) -> list[Passage]:
    """The passages of a note, one for each heading."""
    return [p for p in passages(name) if p.part == 1]


@pytest.mark.parametrize(("name", "count"), [("000", 10), ("001", 25), ("002", 5), ("003", 23)])
def test_every_question_is_one_passage(name: str, count: int) -> None:
    assert len(headed(name)) == count
    assert all(p.heading for p in headed(name))


def test_headings_that_ran_into_their_bodies_are_cut() -> None:
    headings = [p.heading for p in headed("001")]
    assert headings[:6] == [
        "BN层的作用",
        "空洞卷积",
        "图像插值方法",
        "Focal loss",
        "深度可分离卷积",
        "为什么说Dropout可以解决过拟合?",
    ]
    assert headings[10:12] == ["感受野", "欠拟合和过拟合"]
    assert headings[20:23] == [
        "标签平滑- label smoothing",
        "BN,LN,IN,GN, SN",
        "FPN为何能够提升小目标的精度",
    ]


def test_a_lost_answer_is_a_heading_without_text() -> None:
    lost = [p for p in passages("001") if p.kind == "heading"]
    assert {p.heading for p in lost} >= {"1x1卷积核作用", "优化器", "激活函数", "L1和L2"}
    # What is left of an answer that was lost: nothing, or labels of what once stood there.
    assert all(line.endswith(":") for p in lost for line in p.text.split("\n") if line)
    assert all(p.text for p in CORPUS.passages if p.kind != "heading")


def test_the_outline_is_topics_with_leaves() -> None:
    by_heading = {p.heading: p for p in passages("004")}
    assert by_heading["归一化层 Normalization Layer"].kind == "outline"
    assert by_heading["优化器选择"].text == "- SGD\n- AdaGrad\n- RMSProp\n- Adam"
    for explained in ("超参数调整", "缩放法则 Scaling-Law", "stride 属性", "Self-Attention"):
        assert by_heading[explained].kind == "answer", explained


def test_a_name_of_the_outline_is_listed_beside_its_like_not_under_it() -> None:
    by_heading = {p.heading: p for p in passages("004")}
    listed = {heading: p.text.split("\n") for heading, p in by_heading.items()}
    assert listed["基础模块"] == [
        "池化层 Pooling Layer",
        "激活层",
        "全连接层 Linear",
        "嵌入层 Embedding",
        "空洞卷积",
        "分组卷积",
        "转置卷积层 Transpose Convolution",
    ]
    assert {"HDC", "可变形卷积 Deformable Convolution", "Transformer"} <= set(listed["优化模块"])
    assert listed["Convolutional Attention"] == ["- SENet -CBAM"]
    assert listed["学习率衰减"] == ["- 线性", "- 分段", "- 余弦", "- WarmUp", "- 周期性"]


def test_a_line_that_only_asks_stands_for_itself_in_the_outline() -> None:
    by_heading = {p.heading: p for p in passages("004")}
    for question in ("BN 是怎么做,作用是什么", "LR 中的连续值特征是如何处理的"):
        assert by_heading[question].kind == "heading"


def test_the_topics_of_one_field_have_the_same_parents() -> None:
    trails = {p.heading: p.trail for p in passages("004")}
    assert trails["归一化层 Normalization Layer"] == trails["上采样"] == ("基础模块",)
    assert trails["常见激活函数"] == ("基础模块", "激活层")
    assert trails["正则化"] == trails["学习率衰减"] == ("模型调优", "模型优化")
    assert trails["模块结构"] == trails["Self-Attention"] == ("优化模块", "Transformer")
    assert trails["存储"] == trails["view 方法"] == ("深度学习框架", "训练范式", "Tensor")


def test_every_line_of_the_outline_is_in_one_passage() -> None:
    shown = [line for p in passages("004") for line in (p.heading, *p.text.split("\n")) if line]
    assert len(shown) == len(set(shown)) + len(["优势"])


def test_no_passage_is_too_long_and_parts_know_each_other() -> None:
    assert all(len(p.text) <= 1200 for p in CORPUS.passages)
    parts = [p for p in passages("003") if p.parts > 1]
    assert [(p.part, p.parts) for p in parts] == [(1, 2), (2, 2)] * 2
    assert len({p.heading for p in parts}) == 2


def test_code_keeps_its_fences_when_cut() -> None:
    assert all(p.text.count("```") % 2 == 0 for p in CORPUS.passages)


def test_ids_are_unique_and_stable_under_edits_elsewhere() -> None:
    from bot.clean.pipeline import clean_and_explain
    from bot.split import split

    assert len({p.id for p in CORPUS.passages}) == len(CORPUS.passages)
    text = (FOLDER / "002_4bba724ac429121b.txt").read_text("utf-8")
    edited = text.replace("某一层feature map(特性图)中", "在网络中,某一层feature map(特性图)中")
    assert edited != text
    before = split(clean_and_explain(text), "002")
    after = split(clean_and_explain(edited), "002")
    assert [p.id for p in before] == [p.id for p in after]
