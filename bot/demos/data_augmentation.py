"""Augmentation and what it does to boxes and labels.

    flip     x → W − x, corners swapped            rotate   the hull of the turned corners: it grows
    mixup    λ a + (1 − λ) b for images and labels
    cutmix   a patch of ⌊W√(1−λ)⌋ × ⌊H√(1−λ)⌋, clipped; λ is recomputed from what is left
    mosaic   four images meet at ``center`` of a square canvas; boxes are moved and clipped

Coordinates are continuous, cutmix boxes are whole pixels.
Sources: Zhang et al., mixup, 2018; Yun et al., CutMix, 2019; Bochkovskiy et al., YOLOv4, 2020.
"""

from typing import Any

import numpy as np

from bot.demos._box_pictures import AXES, box_picture, boxes_per_image, checked_boxes
from bot.demos._charts import Boxes, Rectangle
from bot.demos._fields import named_bars, selector, side
from bot.demos._params import Array, Choice, Float, Int, Nested, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.augmentation import cutmix_box, flip, mosaic, rotate_boxes
from bot.numerics.boxes import areas
from bot.text import Text


def run_flip(op: str, width: int, height: int, boxes: np.ndarray) -> Result:
    """Boxes mirrored left-right or up-down."""
    after = flip(checked_boxes(boxes), width if op == "hflip" else height, op == "hflip")
    insight = Text(
        f"翻转后 x1、x2 要互换：新 x1 = {width} − x2(连续坐标用 W−x，不是 W−1−x)",
        f"After a flip x1 and x2 swap: new x1 = {width} − x2 (W − x in continuous coordinates)",
    )
    charts = (
        box_picture(BEFORE, width, height, boxes, "muted"),
        box_picture(AFTER, width, height, after, "main"),
    )
    return Result({"boxes_out": after}, insight, charts, r"[W-x_2,\ y_1,\ W-x_1,\ y_2]")


def run_rotate(op: str, angle_deg: float, center: np.ndarray, boxes: np.ndarray) -> Result:
    """Upright hulls of the turned boxes and how much larger they are."""
    boxes = checked_boxes(boxes)
    if not len(boxes) or (areas(boxes) <= 0).any() or len(center) != 2:
        raise refuse(
            "center 应为 x,y，至少一个框，面积大于 0",
            "center needs x, y, and there must be boxes, each with an area",
        )
    after = rotate_boxes(boxes, angle_deg, (float(center[0]), float(center[1])))
    growth = areas(after) / areas(boxes)
    insight = Text(
        f"旋转 {angle_deg:g}° 后外接框面积是原来的 {growth.max():.3g} 倍：框变松",
        f"Turned by {angle_deg:g}° the hull has {growth.max():.3g} times the area",
    )
    low = np.minimum(boxes, after)[:, :2].min(axis=0)
    high = np.maximum(boxes, after)[:, 2:].max(axis=0)
    frames = [Rectangle(tuple(b), "", "muted", dashed=True) for b in boxes.tolist()]
    frames += [Rectangle(tuple(b), "", "main") for b in after.tolist()]
    frame = Rectangle((*low.tolist(), *high.tolist()), "", "muted")
    chart = Boxes(AFTER, *AXES, (frame, *frames))
    values = {"boxes_out": after, "area_growth": growth}
    return Result(values, insight, (chart,), r"w'=w|\cos\theta|+h|\sin\theta|")


def run_cutmix(op: str, width: int, height: int, lam: float, cx: int, cy: int) -> Result:
    """The pasted patch and the label weight that is really left."""
    if cx > width or cy > height:
        raise refuse("中心应在图像内", "the centre must lie in the image")
    box = cutmix_box(width, height, lam, cx, cy)
    left = 1 - (box[2] - box[0]) * (box[3] - box[1]) / (width * height)
    insight = Text(
        f"裁剪后 λ 从 {lam:g} 变为 {left:.4f}，标签要按真实面积混合",
        f"After clipping λ goes from {lam:g} to {left:.4f}; labels follow the real area",
    )
    chart = box_picture(AFTER, width, height, np.array([box]), "main")
    formula = rf"\lambda'=1-\frac{{{(box[2] - box[0]) * (box[3] - box[1])}}}{{{width * height}}}"
    return Result({"box": list(box), "lam_adjusted": left}, insight, (chart,), formula)


def run_mixup(
    op: str, lam: float, x_a: np.ndarray, x_b: np.ndarray, y_a: np.ndarray, y_b: np.ndarray
) -> Result:
    """Both images and both labels mixed with the same weight."""
    if x_a.shape != x_b.shape or y_a.shape != y_b.shape:
        raise refuse("两个样本的形状不同", "the two samples differ in shape")
    x, y = (lam * a + (1 - lam) * b for a, b in ((x_a, x_b), (y_a, y_b)))
    insight = Text(
        f"图像与标签都按 {lam:g} : {1 - lam:.3g} 混合，决策边界更平滑",
        f"Images and labels are both mixed {lam:g} : {1 - lam:.3g}; the boundary gets smoother",
    )
    named = [
        (f"{name}[{i}]", float(v))
        for name, label in (("a", y_a), ("b", y_b), ("mix", y))
        for i, v in enumerate(np.ravel(label)[:10])
    ]
    chart = named_bars(Text("标签", "label"), Text("样本与类别", "sample and class"), named)
    return Result({"x": x, "y": y}, insight, (chart,), rf"{lam:g}\,a+{1 - lam:.3g}\,b")


def run_mosaic(
    op: str, size: int, center: np.ndarray, image_sizes: np.ndarray, boxes: Any
) -> Result:
    """Boxes on the canvas; ``kept`` numbers those of which something is left."""
    if image_sizes.shape != (4, 2) or len(center) != 2 or (center != center.clip(0, size)).any():
        raise refuse("需要 4 个 [宽，高] 和画布内的中心", "four [w, h] and a centre on the canvas")
    images, rows = boxes_per_image(boxes)
    moved = mosaic(size, center, image_sizes, images, rows)
    kept = np.flatnonzero(areas(moved) > 0)
    insight = Text(
        f"{len(rows)} 个框剩 {len(kept)} 个；落在画布外的要裁剪，裁没了的要丢弃",
        f"{len(kept)} of {len(rows)} boxes are left; what leaves the canvas is clipped or dropped",
    )
    chart = box_picture(AFTER, size, size, moved[kept], "main")
    return Result({"boxes_out": moved[kept], "kept": kept}, insight, (chart,), r"x'=x+x_c-w")


def _numbers(name: str, zh: str, default: object, *ndim: int, empty: bool = False) -> Array:
    return Array(
        name, Text(zh, name.replace("_", " ")), default, ndim, -1e6, 1e6, may_be_empty=empty
    )


BEFORE, AFTER = Text("变换前", "Before"), Text("变换后", "After")
SIZE = side("width", "图像宽", "width", 100), side("height", "图像高", "height", 80)
BOXES, CENTER = (
    _numbers("boxes", "框", [[10, 20, 30, 40]], 2, empty=True),
    _numbers("center", "中心", [50, 40], 1),
)
LAM = Float("lam", Text("λ", "λ"), 0.5, 0, 1, cues=("λ", "lambda"))
FOUR = [[[5, 5, 40, 30]], [[0, 0, 20, 20]], [[10, 30, 50, 60]], [[40, 40, 60, 55]]]
MODES = (
    Mode(
        run_flip,
        (Choice("op", Text("操作", "operation"), "hflip", ("hflip", "vflip")), *SIZE, BOXES),
        Text("翻转", "flip"),
    ),
    Mode(
        run_rotate,
        (
            selector("op", "rotate"),
            Float("angle_deg", Text("角度", "angle"), 30, -3600, 3600, (-180, 180), 1, "°"),
            CENTER,
            BOXES,
        ),
        Text("旋转", "rotate"),
    ),
    Mode(
        run_cutmix,
        (
            selector("op", "cutmix"),
            *SIZE,
            LAM,
            Int("cx", Text("中心 x", "cx"), 80, 0, 16_384),
            Int("cy", Text("中心 y", "cy"), 40, 0, 16_384),
        ),
        Text("CutMix", "CutMix"),
    ),
    Mode(
        run_mixup,
        (
            selector("op", "mixup"),
            LAM,
            *(
                _numbers(name, zh, default, 0, 1, 2, 3, 4)
                for name, zh, default in (
                    ("x_a", "图像 a", [0, 50]),
                    ("x_b", "图像 b", [200, 100]),
                    ("y_a", "标签 a", [1, 0]),
                    ("y_b", "标签 b", [0, 1]),
                )
            ),
        ),
        Text("mixup", "mixup"),
    ),
    Mode(
        run_mosaic,
        (
            selector("op", "mosaic"),
            side("size", "画布边长", "canvas", 128),
            CENTER,
            _numbers("image_sizes", "图像宽高", [[64, 64]] * 4, 2),
            Nested("boxes", Text("每张图的框", "boxes per image"), FOUR),
        ),
        Text("马赛克", "mosaic"),
    ),
)

DEMO = Demo(
    title=Text("数据增强与框变换", "Augmentation and box transforms"),
    topics=(
        "data-augmentation",
        "mixup",
        "cutmix",
        "mosaic-augmentation",
        "random-flip",
        "training-tricks",
    ),
    group="detection",
    modes=MODES,
    source="Zhang 2018; Yun 2019; Bochkovskiy 2020",
    asks=(Text("检测任务做增强时框怎么变？", "How do boxes change under augmentation?"),),
    presets=(
        Preset(
            Text("贴在角上的 CutMix", "CutMix at a corner"),
            {"op": "cutmix", "lam": 0.5, "cx": 100, "cy": 80},
        ),
    ),
    examples=(Example({"op": "hflip"}, {"boxes_out": [[70.0, 20.0, 90.0, 40.0]]}, "W − x"),),
)
