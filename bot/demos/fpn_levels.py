"""Feature pyramid: which level a box goes to, and how two levels are merged.

    k = ⌊k0 + log2(√(w h) / 224)⌋, clipped to [k_min, k_max];   stride 2^k

A box of the canonical 224 goes to P4, half its side one level lower. Merging adds the coarser map,
enlarged by nearest neighbour to the size of the lateral one, to a 1×1 convolution of the lateral.
``cells`` is √(w h) in cells of the level. A millionth is added before the floor, as torchvision
does, so that exact powers of two do not fall below.

Source: Lin et al., Feature Pyramid Networks, CVPR 2017, equation 1 and figure 3.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Boxes, Chart, Lines, Rectangle, Series
from bot.demos._fields import SEED, Values, picture
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.maps import per_image
from bot.text import Text

EPSILON = 1e-6


def run_level(
    box_w: float, box_h: float, k0: int, canonical: float, k_min: int, k_max: int
) -> Result:
    """The level, its stride and the size of the box in its cells."""
    if k_min > k_max:
        raise refuse(f"k_min={k_min} 大于 k_max={k_max}", f"k_min={k_min} exceeds k_max={k_max}")
    length = math.sqrt(box_w * box_h)
    level = _level(length, k0, canonical, k_min, k_max)
    stride = 2**level
    values: Values = {"level": level, "stride": stride, "cells": length / stride}
    cells = f"{length / stride:.3g}"
    insight = Text(
        f"边长 {length:.4g} 去 P{level}(步长 {stride}，{cells} 格)；边长减半低一层，小目标用细图",
        f"A box of side {length:.4g} goes to P{level} (stride {stride}, {cells} cells); half the "
        "side is one level down, so small objects use the fine maps",
    )
    formula = (
        rf"\left\lfloor {k0}+\log_2\frac{{{length:.5g}}}{{{canonical:g}}}\right\rfloor"
        rf"\rightarrow {level}"
    )
    charts = _staircase(length, k0, canonical, k_min, k_max), _pyramid(box_w, box_h, level)
    return Result(values, insight, charts, formula)


def _level(length: float, k0: int, canonical: float, k_min: int, k_max: int) -> int:
    return min(max(math.floor(k0 + math.log2(length / canonical) + EPSILON), k_min), k_max)


def _staircase(length: float, k0: int, canonical: float, k_min: int, k_max: int) -> Chart:
    sides = np.geomspace(8, 1024, 120)
    levels = [_level(float(s), k0, canonical, k_min, k_max) for s in sides]
    title = Text("框的边长与层级", "Level against box size")
    axes = Text("√(wh)(像素)", "√(wh) (pixels)"), Text("层级 k", "level k")
    rules = ((length, Text("当前框", "this box")),)
    series = (Series(title, sides.tolist(), levels),)
    return Lines(title, *axes, series, log_x=True, step=True, rules_x=rules)


def _pyramid(box_w: float, box_h: float, level: int) -> Chart:
    """The box on the grid of its level."""
    stride = 2**level
    columns, rows = (min(math.ceil(n / stride) + 1, 32) for n in (box_w, box_h))
    cells = (
        Rectangle((c * stride, r * stride, (c + 1) * stride, (r + 1) * stride), "", "muted")
        for r in range(rows)
        for c in range(columns)
    )
    box = Rectangle((0, 0, box_w, box_h), f"P{level}", "main")
    title = Text("框在该层的网格上(像素)", "The box on the grid of its level (pixels)")
    return Boxes(title, Text("x", "x"), Text("y", "y"), (*cells, box))


def run_merge(top: np.ndarray, lateral: np.ndarray, w_lateral: np.ndarray) -> Result:
    """The coarser map enlarged plus the 1×1 convolution of the lateral one."""
    if w_lateral.ndim == 4 and w_lateral.shape[2:] != (1, 1):
        raise refuse("w_lateral 应是 1×1 的核", "w_lateral must be a 1×1 kernel")
    weight = w_lateral.reshape(len(w_lateral), -1)
    if weight.shape != (top.shape[-3], lateral.shape[-3]) or top.shape[:-3] != lateral.shape[:-3]:
        raise refuse("通道数或批大小不符", "channels or batch sizes do not fit")
    size = lateral.shape[-2:]
    rows, columns = (np.arange(n) * m // n for n, m in zip(size, top.shape[-2:], strict=True))
    enlarged = top[..., rows[:, None], columns[None, :]]
    merged = enlarged + per_image(lateral, lambda x: np.einsum("oc,chw->ohw", weight, x))
    insight = Text(
        f"上采样到侧向特征的 {size[0]}×{size[1]}(不是简单 ×2)，侧向用 1×1 卷积对齐通道，再相加",
        f"The coarse map is enlarged to the lateral's {size[0]}×{size[1]} (not simply doubled), "
        "1×1 matches the channels, then both are added",
    )
    titles = Text("融合结果", "Merged"), Text("上采样的粗图", "Coarse map enlarged")
    charts = tuple(
        picture(title, y.reshape(-1, *size)[0], "sequential")
        for title, y in zip(titles, (merged, enlarged), strict=True)
    )
    formula = r"P_k=\mathrm{up}(P_{k+1})+W_{1\times 1}C_k"
    return Result({"merged": merged}, insight, charts, formula)


def build(seed: int, size: int) -> dict[str, Any]:
    """A lateral map of that size and a coarser one of half of it, rounded up."""
    rng = np.random.default_rng(seed)
    half = -(-size // 2)
    top, lateral = rng.integers(0, 9, (2, half, half)), rng.integers(0, 9, (3, size, size))
    weight = rng.integers(-1, 2, (2, 3, 1, 1))
    return {"top": top.tolist(), "lateral": lateral.tolist(), "w_lateral": weight.tolist()}


def _box(name: str, zh: str, en: str, default: float) -> Float:
    return Float(name, Text(zh, en), default, 0, 1e6, (8, 1024), 1, "px", above=True)


LEVEL = (
    _box("box_w", "框宽", "box width", 224),
    _box("box_h", "框高", "box height", 224),
    Int("k0", Text("基准层 k0", "canonical level k0"), 4, 0, 30, slider=(2, 6)),
    _box("canonical", "基准边长", "canonical size", 224),
    Int("k_min", Text("最低层", "lowest level"), 2, 0, 30, slider=(1, 4)),
    Int("k_max", Text("最高层", "highest level"), 5, 0, 30, slider=(4, 8)),
)
FINE = [[[1, 2, 0], [0, 1, 1], [2, 0, 1]]]
MERGE = (
    Array("top", Text("粗图", "coarse map"), [[[1, 2], [3, 4]]], ndim=(3, 4)),
    Array("lateral", Text("侧向图", "lateral map"), FINE, ndim=(3, 4)),
    Array("w_lateral", Text("1×1 权重", "1×1 weights"), [[2]], ndim=(2, 4)),
)
SIZE = Int("size", Text("侧向图边长", "lateral size"), 5, 2, 16)

DEMO = Demo(
    title=Text("FPN：层级分配与融合", "FPN: level assignment and merge"),
    topics=("feature-pyramid-network", "multi-scale", "feature-fusion"),
    group="detection",
    modes=(
        Mode(run_level, LEVEL, Text("框去哪一层", "level of a box")),
        Mode(run_merge, MERGE, Text("自顶向下融合", "top-down merge"), (SEED, SIZE), build),
    ),
    source="Lin et al., Feature Pyramid Networks, CVPR 2017",
    asks=(Text("FPN 怎样决定框去哪一层？", "How does FPN assign a box to a level?"),),
    presets=(
        Preset(
            Text("边长减半：P3", "half the side: P3"),
            {"box_w": 112, "box_h": 112},
            "Lin et al., CVPR 2017, equation 1",
        ),
        Preset(Text("小目标", "a small object"), {"box_w": 40, "box_h": 30}),
    ),
    examples=(
        Example({"box_w": 224, "box_h": 224}, {"level": 4, "stride": 16}, "Lin et al., eq. 1"),
        Example({"box_w": 112, "box_h": 112}, {"level": 3, "stride": 8}, "Lin et al., eq. 1"),
    ),
)
