"""The five scraped notes: no site line kept, no content line lost, every damage mended."""

import re
from functools import cache

import pytest

from bot.clean.page import Cleaned
from bot.clean.pipeline import clean_and_explain
from tests.clean.labelled import LabelledPage, read_notes

NOTES = {page.name[:3]: page for page in read_notes()}


@cache
def cleaned(name: str) -> Cleaned:
    return clean_and_explain(NOTES[name].text)


def judged(page: LabelledPage, labels: str) -> set[int]:
    return {n for n, label in enumerate(page.labels, start=1) if label and label in labels}


def numbers(name: str, action: str) -> set[int]:
    return {entry.line for entry in cleaned(name).receipt if entry.action == action}


@pytest.mark.parametrize("name", NOTES)
def test_keeps_no_line_of_the_site(name: str) -> None:
    left = {line.number for line in cleaned(name).lines if line.text.strip()}
    assert not left & judged(NOTES[name], "b")


@pytest.mark.parametrize("name", NOTES)
def test_loses_no_line_of_content(name: str) -> None:
    assert not numbers(name, "removed") & judged(NOTES[name], "cht")


def test_of_a_line_that_ends_with_its_author_the_beginning_stays() -> None:
    for name, page in NOTES.items():
        left = {line.number: line.text for line in cleaned(name).lines}
        for number, content in page.partly.items():
            assert left[number].startswith(content)
            assert len(left[number]) <= len(content) + len("。")


@pytest.mark.parametrize("name", NOTES)
def test_every_line_is_left_joined_or_on_the_receipt(name: str) -> None:
    left = {line.number for line in cleaned(name).lines}
    told = numbers(name, "removed") | numbers(name, "changed")
    filled = {n for n, line in enumerate(NOTES[name].lines, start=1) if line.strip()}
    assert filled <= left | told


@pytest.mark.parametrize("name", NOTES)
def test_cleaning_again_changes_nothing(name: str) -> None:
    again = clean_and_explain(cleaned(name).text)
    assert [line.text for line in again.lines] == [line.text for line in cleaned(name).lines]


def test_609_readings_and_11_shifted_stretches_are_gone() -> None:
    text = cleaned("000").text
    assert not re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", text)
    assert not re.search("[\ue000-\uf8ff\ufe68]|\\?[^\n]", text)
    for mended in (
        "一些关键区别。空洞卷积的特点在于",
        "因为它们丢失了空间信息",
        "分数映射:网络的输出是分数映射",
        "因为卷积核的权重",
        "因为它们可以解决许多",
        "主要原因为什么需要模型压缩和加速",
        "减小模型大小:通过去除不重要的参数",
        "因为它去除了一些参数的噪音",
        "因为不同的网络结构",
        "因为它们可以从多个角度捕获特征",
    ):
        assert mended in text


@pytest.mark.parametrize(
    "mended",
    [
        "$\\hat{y} = \\sigma(x)$",
        "$1 - \\sigma(x) = \\sigma(-x)$",
        "$y\\in \\{ 1,-1\\}$",
        "定义$p_{t}$:",
        "置信度$p_{t}$ 0.9,这时",
        "可以取0.5 1来增加1这个类",
        "$\\alpha_{t}= 1 - \\alpha$",
        "$(1 - p_{t})^{\\gamma}$用于平衡",
        "$(1 - 0.9)^{\\gamma} = 0.01$",
        "使用$1\\times1$卷积",
        "$gt(GroundTruth)$样本",
        "越接近1越好",
        "$d(gt box,anchor) = 1 - IOU(gt box,anchor)$",
        "$A < B < C < D < E < F$",
        "$(5.1 - 5) / 5.1 = 0.02$",
    ],
)
def test_formulas_copied_twice_stand_once(mended: str) -> None:
    assert mended in cleaned("003").text


@pytest.mark.parametrize(
    "mended",
    [
        "$3\\times 3$",
        "$5 \\times 5(dilated rate=2)$",
        "\\frac{x_{2}-x}{x_{2}-x_{1}}+f\\left(x_{2}, y_{2}\\right)",
        "$\\alpha$ 平衡了正负样本数量",
        "将 $A$与 $B$的 Tensor进行融合",
        "感受野(Receptive Field)的定义",
        "特征图(feature map)上的像素点",
        "标签平滑(Label Smoothing)。",
        "标签为 1 的位置",
    ],
)
def test_formulas_copied_three_times_stand_once(mended: str) -> None:
    assert mended in cleaned("001").text


def test_code_keeps_its_indentation() -> None:
    text = cleaned("003").text
    assert (
        "```\ndef compute_iou(rect1,rect2):\n  # (y0,x0,y1,x1) = (top,left,bottom,right)\n" in text
    )
    assert "    intersect = (right_line - left_line) * (bottom_line - top_line)\n" in text


def test_the_notes_tell_their_title_author_and_date() -> None:
    facts = {name: cleaned(name).facts for name in NOTES}
    assert facts["000"].title == "深度学习面试题专栏18"
    assert (facts["000"].author, facts["000"].date) == ("岩学长", "2023-10-18")
    assert facts["001"].title == "深度学习面经总结"
    assert facts["002"].title == "【1小时掌握速通深度学习面试1】卷积神经网络-上"
    assert facts["003"].date == "2023-03-15"
    assert facts["004"].title == "计算机视觉 Computer Vision"


def test_a_line_the_user_keeps_stays() -> None:
    text = NOTES["002"].text
    kept = clean_and_explain(text, keep=frozenset({"1. 历届试题 连号区间数"}))
    assert "  1. 历届试题 连号区间数" in kept.text.split("\n")
    assert "连号区间数" not in cleaned("002").text
