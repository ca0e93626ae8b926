"""One-stage and two-stage detectors: how many candidates, how unbalanced, how fast.

A dense head looks at Σ_levels ⌈H/s⌉⌈W/s⌉·A boxes, of which a handful are objects: negatives per
positive (n − pos)/pos. A two-stage detector classifies only its proposals, (p − pos)/pos, but pays
per region: backbone + RoIs · head milliseconds against backbone + dense head.
"""

import numpy as np

from bot.demos._charts import Bars, Chart
from bot.demos._fields import Values, named_bars, short
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.anchors import DETECTORS, Level, boxes_per_level
from bot.text import Text

LEVELS = Text("各层的候选框", "candidates per level"), Text("层(步长或尺寸)", "level")


def run_density(
    image_h: int,
    image_w: int,
    strides: np.ndarray,
    anchors_per_cell: int,
    n_positive: int,
    proposals: int,
) -> Result:
    """Anchors per level and the imbalance that each stage sees."""
    levels = [-(-image_h // s) * -(-image_w // s) * anchors_per_cell for s in strides.tolist()]
    total = sum(levels)
    if n_positive > min(total, proposals):
        raise refuse("正样本比候选框还多", "there are more positives than candidates")
    first, second = (n / n_positive - 1 for n in (total, proposals))
    ratios = {"neg_pos_ratio": first, "second_stage_ratio": second}
    insight = Text(
        f"单阶段有 {total:,} 个候选，每个正样本配 {first:,.0f} 个负样本，第二阶段 {second:.0f} 个",
        f"One stage faces {total:,} candidates, {first:,.0f} negatives per positive, the second "
        f"stage {second:.0f}: the reason for focal loss",
    )
    named = [(f"/{s}", n) for s, n in zip(strides, levels, strict=True)]
    formula = rf"\frac{{{total}-{n_positive}}}{{{n_positive}}}={first:.1f}"
    charts = named_bars(*LEVELS, named, log_y=True), _detectors(total)
    values: Values = {"per_level": levels, "n_anchors": total, **ratios}
    return Result(values, insight, charts, formula)


def run_preset(preset: str, fmaps: np.ndarray | None, per_cell: np.ndarray | None) -> Result:
    """Boxes of a published detector, or of the feature maps that are given."""
    levels = _levels(preset, fmaps, per_cell)
    counts = boxes_per_level(levels)
    total = sum(counts)
    insight = Text(
        f"{preset} 每张图有 {total:,} 个候选框，真正的目标往往不到 10 个",
        f"{preset} scores {total:,} candidate boxes per image; often fewer than 10 matter",
    )
    named = [(f"{h}×{w}", n) for (h, w, _), n in zip(levels, counts, strict=True)]
    charts = named_bars(*LEVELS, named, log_y=True), _detectors(total)
    formula = "+".join(rf"{h}\cdot{w}\cdot{b}" for h, w, b in levels)
    values: Values = {"n_anchors": total, "per_level": counts}
    return Result(values, insight, charts, f"{formula}={total}")


def _levels(preset: str, fmaps: np.ndarray | None, per_cell: np.ndarray | None) -> list[Level]:
    """The levels of ``preset`` with maps and boxes replaced; single sides mean square maps."""
    known = np.array(DETECTORS[preset])
    maps = known[:, :2] if fmaps is None else fmaps
    if maps.ndim == 1:
        maps = maps[None] if len(maps) == 2 and len(known) == 1 else maps[:, None].repeat(2, 1)
    boxes = known[:, 2] if per_cell is None else per_cell.reshape(-1)
    boxes = boxes.repeat(len(maps)) if len(boxes) == 1 else boxes
    if len(boxes) != len(maps) or maps.shape[1] != 2:
        raise refuse("fmaps 与 per_cell 的层数不同", "fmaps and per_cell differ in levels")
    return [(int(h), int(w), int(b)) for (h, w), b in zip(maps, boxes, strict=True)]


def run_speed(
    backbone_ms: float, head_ms_per_roi: float, rois: int, dense_head_ms: float
) -> Result:
    """Time per image of both designs on the same backbone."""
    two, one = backbone_ms + rois * head_ms_per_roi, backbone_ms + dense_head_ms
    if min(one, two) <= 0:
        raise refuse("总耗时应大于 0", "the total time must be above 0")
    values: Values = {"two_stage_ms": two, "one_stage_ms": one}
    values |= {"two_stage_fps": 1000 / two, "one_stage_fps": 1000 / one}
    chart = Bars(
        Text("每张图的耗时", "Time per image"),
        Text("设计", "design"),
        Text("毫秒", "milliseconds"),
        (Text("两阶段", "two-stage"), Text("单阶段", "one-stage")),
        ((backbone_ms, backbone_ms), (two - backbone_ms, dense_head_ms)),
        (Text("主干", "backbone"), Text("检测头", "head")),
    )
    insight = Text(
        f"两阶段的耗时随 RoI 数增长：{two:.1f} ms({1000 / two:.1f} FPS)，单阶段 {one:.1f} ms",
        f"Two-stage time grows with RoIs: {two:.1f} ms ({1000 / two:.1f} FPS), not {one:.1f} ms",
    )
    formula = rf"{backbone_ms:g}+{rois}\cdot{head_ms_per_roi:g}={two:g}\ \mathrm{{ms}}"
    return Result(values, insight, (chart,), formula)


def _detectors(total: int) -> Chart:
    counts = [(name, sum(boxes_per_level(levels))) for name, levels in DETECTORS.items()]
    named = [("YOLOv1", 98), *counts, (f"({short(total)})", total)]
    title = Text("各检测器的候选框", "Candidates by detector")
    return named_bars(title, Text("检测器", "detector"), named, log_y=True)


def _ms(name: str, zh: str, en: str, default: float) -> Float:
    return Float(name, Text(zh, en), default, 0, 1e6, slider=(0, 100), step=0.1, unit="ms")


def _count(name: str, zh: str, en: str, default: int, slider: tuple[int, int]) -> Int:
    return Int(name, Text(zh, en), default, 1, 100_000, slider=slider)


def _list(name: str, zh: str, en: str, default: object, ndim: int | tuple[int, ...]) -> Array:
    return Array(name, Text(zh, en), default, ndim, 1, 10_000, whole=True, optional=default is None)


DENSITY = (
    _count("image_h", "图高", "image height", 800, (320, 1333)),
    _count("image_w", "图宽", "image width", 1333, (320, 1333)),
    _list("strides", "各层步长", "strides", (8, 16, 32, 64, 128), 1),
    _count("anchors_per_cell", "每格 anchor", "anchors per cell", 9, (1, 15)),
    _count("n_positive", "正样本数", "positives", 10, (1, 100)),
    _count("proposals", "候选区域数", "proposals", 300, (10, 2000)),
)
PRESET = (
    Choice("preset", Text("检测器", "detector"), "SSD300", tuple(DETECTORS)),
    _list("fmaps", "特征图尺寸", "feature maps", None, (1, 2)),
    _list("per_cell", "每格框数", "boxes per cell", None, (0, 1)),
)
SPEED = (
    _ms("backbone_ms", "主干耗时", "backbone", 30),
    _ms("head_ms_per_roi", "每个 RoI 的耗时", "head per RoI", 0.2),
    Int("rois", Text("RoI 数", "RoIs"), 300, 0, 1_000_000, slider=(0, 2000)),
    _ms("dense_head_ms", "单阶段检测头耗时", "dense head", 8),
)

DEMO = Demo(
    title=Text("一阶段与两阶段：候选数与速度", "One- vs two-stage: candidates, imbalance, speed"),
    topics=(
        "one-vs-two-stage",
        "class-imbalance",
        "focal-loss",
        "region-proposal-network",
        "one-stage-detector",
        "two-stage-detector",
        "object-detection",
    ),
    group="detection",
    modes=(
        Mode(run_density, DENSITY, Text("候选与不平衡", "candidates")),
        Mode(run_preset, PRESET, Text("经典检测器", "known detectors")),
        Mode(run_speed, SPEED, Text("速度", "speed")),
    ),
    source="Liu et al., SSD, 2016; Lin et al., Focal Loss, 2017",
    asks=(Text("一阶段与两阶段检测器的区别？", "How do one- and two-stage detectors differ?"),),
    presets=(Preset(Text("SSD300", "SSD300"), {"preset": "SSD300"}, "Liu et al., SSD, ECCV 2016"),),
    examples=tuple(
        Example({"preset": name}, {"n_anchors": count}, source="the detector's paper")
        for name, count in (("SSD300", 8732), ("SSD512", 24_564), ("YOLOv3-416", 10_647))
    ),
)
