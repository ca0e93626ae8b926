"""The values of a demo's parameters that a passage states itself."""

from typing import Any

import pytest

from bot.demos import demo_ids, get_demo
from bot.demos._params import Float, Int
from bot.resources import read_toml
from bot.stated import stated_values

STATED: list[tuple[str, str, dict[str, Any]]] = [
    # name, copula, number
    ("conv-shape-cost", "步长为2", {"stride": 2}),
    ("conv-shape-cost", "Stride = 2", {"stride": 2}),
    ("conv-shape-cost", "a kernel size of 7", {"k": 7}),
    ("lr-schedules", "初始学习率设为 1e-3", {"base_lr": 0.001}),
    ("nms", "IOU阈值=.5", {"iou_threshold": 0.5}),
    ("nms", "固定IoU为50%", {"iou_threshold": 0.5}),
    ("pruning", "稀疏度 90%", {"sparsity": 0.9}),
    ("dropout-family", "dropout 取 0.5", {"p": 0.5}),
    # formulas
    ("focal-loss", r"例如当$\gamma =2$时,$p_{t}$为0.3", {"gamma": 2.0, "p": 0.3}),
    ("focal-loss", r"$\gamma >0$减少损失。当$\gamma = 0$时", {"gamma": 0.0}),
    # squares
    ("dilated-gridding", r"让原本 $3\times 3$的卷积核", {"k": 3}),
    ("depthwise-separable", "每个Kernel的大小为5×5", {"k": 5}),
    ("conv-shape-cost", "7x7 convolutions", {"k": 7}),
    ("conv-shape-cost", "1×1卷积后接5×5卷积", {"k": 5}),
    ("vit-patchify", "split into 32×32 patches", {"patch": 32}),
    # other names of a cue, in a row of a table
    ("receptive-field", "3×3 卷积,dilated rate=2", {"layers": [{"k": 3, "d": 2}]}),
    # names that follow their number
    ("quantization", "8位量化", {"bits": 8}),
    ("quantization", "4-bit weights", {"bits": 4}),
    ("multi-head-attention", "with 2 heads", {"heads": 2}),
    ("grouped-conv-shuffle", "把通道分成 4 组", {"groups": 4}),
    # a control of the screen
    ("residual-gradient", "34层的网络", {"depth": 34}),
]
SILENT = [
    ("conv-shape-cost", "3×5 的卷积核"),
    ("conv-shape-cost", "3×3×3 卷积"),
    ("conv-shape-cost", "the stride is 1/2"),
    ("conv-shape-cost", "膨胀率为1.5"),
    ("conv-shape-cost", "stride 属性,共 2 个"),
    ("nms", "IoU 阈值从 0.5 到 0.95"),
    ("nms", "IoU为0.5~0.95"),
    ("focal-loss", "预测置信度p_t 0.90.9"),
    ("lr-schedules", "学习率 10^{-3}"),
    ("distillation", "AT=4, at t=4"),
    ("quantization", "第8位"),
    ("grouped-conv-shuffle", "第 4 组"),
    ("grouped-conv-shuffle", "对这 10 组取平均"),
    ("residual-gradient", r"由20多层$3\times3$卷积组成"),
]


def test_numbers_that_a_float_cannot_compute_with_state_nothing() -> None:
    assert stated_values("deploy-budget", "参数量为 1e-308") == {}


@pytest.mark.parametrize(("demo", "text", "values"), STATED)
def test_a_passage_states_values(demo: str, text: str, values: dict[str, Any]) -> None:
    assert stated_values(demo, text) == values


@pytest.mark.parametrize(("demo", "text"), SILENT)
def test_what_only_looks_like_a_value_is_left_alone(demo: str, text: str) -> None:
    assert stated_values(demo, text) == {}


def test_the_first_number_in_the_text_counts() -> None:
    assert stated_values("conv-shape-cost", "stride=2,另一层步长为3") == {"stride": 2}


def test_whole_parameters_stay_whole() -> None:
    assert isinstance(stated_values("conv-shape-cost", "步长为2")["stride"], int)


CUES = [
    (demo_id, param, cue)
    for demo_id in demo_ids()
    for param in get_demo(demo_id).modes[0].params
    for cue in getattr(param, "cues", ())
]


@pytest.mark.parametrize(("demo_id", "param", "cue"), CUES, ids=str)
def test_every_cue_is_heard(demo_id: str, param: Int | Float, cue: str) -> None:
    number = param.high if param.default is None else param.default
    assert stated_values(demo_id, f"{cue} = {number:g}。")[param.name] == number


def test_aliases_belong_to_cues_of_demos() -> None:
    modes = [mode for demo_id in demo_ids() for mode in get_demo(demo_id).modes]
    columns = [c for m in modes for p in m.params for c in getattr(p, "columns", ())]
    params = [*columns, *(p for m in modes for p in (*m.params, *m.controls))]
    cues = {cue for param in params for cue in getattr(param, "cues", ())}
    assert set(read_toml("stated.toml")["aliases"]) <= cues
