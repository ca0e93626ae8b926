"""RoIAlign reads between the pixels where RoIPool rounds twice.

RoIAlign divides the region, scaled to the feature map, into bins and averages bilinear samples on a
regular grid in each; ``aligned`` shifts by half a pixel so that pixel centres are met. RoIPool
rounds the region and then each bin down to whole cells; with stride 32 a bin is off by up to 31
pixels. ``pixel_error`` = (bin_exact − bin_pooled) · stride.

Source: He et al., Mask R-CNN, ICCV 2017, section 3; conventions of torchvision.ops.roi_align.
"""

import math

import numpy as np

from bot.demos._charts import Bars, Boxes, Rectangle
from bot.demos._fields import picture, selector
from bot.demos._params import Array, Flag, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.maps import per_image
from bot.numerics.sampling import sample_clamped
from bot.text import Text


def run_align(
    x: np.ndarray,
    roi: np.ndarray,
    output_size: np.ndarray,
    sampling_ratio: int,
    spatial_scale: float,
    aligned: bool,
) -> Result:
    """Mean of the samples in each bin; ``roi`` is x1, y1, x2, y2 in image pixels."""
    rows, columns = (
        np.broadcast_to(output_size, (2,)).tolist() if output_size.size in (1, 2) else (0, 0)
    )
    if len(roi) != 4 or (roi[:2] > roi[2:]).any() or rows == 0:
        raise refuse("roi 应为 x1≤x2、y1≤y2 的 4 个数", "roi needs x1 <= x2 and y1 <= y2")
    x1, y1, x2, y2 = (roi * spatial_scale - (0.5 if aligned else 0.0)).tolist()
    least = 0.0 if aligned else 1.0  # without alignment a region is at least one cell
    down = _samples(y1, max(y2 - y1, least), rows, sampling_ratio)
    right = _samples(x1, max(x2 - x1, least), columns, sampling_ratio)
    if down.size * right.size * x.size // (x.shape[-1] * x.shape[-2]) > 2_000_000:
        raise refuse("采样点太多", "too many sampling points")
    y = per_image(x, lambda image: _pool(image, down, right))
    insight = Text(
        f"每格采 {down.shape[1]}×{right.shape[1]} 点双线性平均，全程不取整",
        f"{down.shape[1]}×{right.shape[1]} bilinear samples per bin are averaged, none is rounded",
    )
    first = y.reshape(-1, rows, columns)[0]
    charts = (
        _points(x.shape[-2:], (x1, y1, x2, y2), down, right),
        picture(Text("输出", "output"), first, "sequential"),
    )
    return Result({"y": y}, insight, charts, r"y=\frac{1}{n}\sum_{i=1}^{n}x(p_i)")


def run_quantization(op: str, box_px: float, stride: int, bins: int) -> Result:
    """What the two roundings of RoIPool lose along one axis."""
    exact = box_px / stride
    pooled = math.floor(exact)
    bin_exact, bin_pooled = exact / bins, pooled // bins
    error = (bin_exact - bin_pooled) * stride
    values = {
        "exact_feature": exact,
        "pooled_feature": pooled,
        "bin_exact": bin_exact,
        "bin_pooled": bin_pooled,
        "pixel_error": error,
    }
    insight = Text(
        f"{exact:.2f} 取整成 {pooled}，每格 {bin_exact:.2f} 取整成 {bin_pooled}，"
        f"每格错开 {error:.1f} 像素",
        f"{exact:.2f} becomes {pooled}, a bin of {bin_exact:.2f} becomes {bin_pooled}: "
        f"{error:.1f} pixels off per bin",
    )
    names = Text("框(格)", "box (cells)"), Text("每格大小", "bin (cells)")
    groups = Text("精确", "exact"), Text("取整", "rounded")
    rows = (exact, bin_exact), (float(pooled), float(bin_pooled))
    title, axis = Text("两次取整", "Two roundings"), Text("量", "quantity")
    bars = Bars(title, axis, Text("特征图的格", "cells of the feature map"), names, rows, groups)
    formula = rf"({bin_exact:.4g}-{bin_pooled})\cdot{stride}={error:.4g}\ \mathrm{{px}}"
    return Result(values, insight, (bars,), formula)


def _samples(start: float, length: float, bins: int, ratio: int) -> np.ndarray:
    """Coordinates of the samples along one axis, ``(bins, samples per bin)``."""
    per_bin = ratio if ratio > 0 else max(1, math.ceil(length / bins))
    steps = (np.arange(per_bin) + 0.5) / per_bin
    return np.asarray(start + (np.arange(bins)[:, None] + steps) * length / bins)


def _pool(image: np.ndarray, down: np.ndarray, right: np.ndarray) -> np.ndarray:
    rows, columns = np.meshgrid(down.ravel(), right.ravel(), indexing="ij")
    read = sample_clamped(image, rows, columns)
    return np.asarray(read.reshape(len(image), *down.shape, *right.shape).mean(axis=(2, 4)))


def _points(
    size: tuple[int, ...], roi: tuple[float, ...], down: np.ndarray, right: np.ndarray
) -> Boxes:
    """The region and its sampling points over the cells, cell centres at whole numbers."""
    cells = [
        Rectangle((c - 0.5, r - 0.5, c + 0.5, r + 0.5), "", "muted")
        for r, c in list(np.ndindex(*size))[:400]
    ]
    x1, y1, x2, y2 = roi
    marks = [(float(c), float(r), "") for r in down.ravel() for c in right.ravel()][:400]
    region = Rectangle((x1, y1, x2, y2), "RoI", "main")
    title = Text("特征图上的采样点", "Samples on the feature map")
    axes = Text("列(格)", "column (cells)"), Text("行(格)", "row (cells)")
    return Boxes(title, *axes, (*cells, region), tuple(marks))


RAMP = np.add.outer(8 * np.arange(8), np.arange(8)).tolist()
ALIGN = (
    Array("x", Text("特征图", "feature map"), RAMP, (2, 3, 4), -1e6, 1e6),
    Array("roi", Text("区域 x1,y1,x2,y2", "region"), [0.8, 1.3, 5.1, 4.9], 1, -1e5, 1e5),
    Array("output_size", Text("输出大小", "output size"), 2, (0, 1), 1, 64, whole=True),
    Int("sampling_ratio", Text("每格采样", "samples per bin side"), 2, -1, 64, (0, 4)),
    Float("spatial_scale", Text("缩放", "spatial scale"), 1, 0, 1e3, (0.0625, 1), above=True),
    Flag("aligned", Text("半像素对齐", "aligned"), True),
)
QUANTIZATION = (
    selector("op", "quantization"),
    Float("box_px", Text("框的边长", "box side"), 665, 0, 1e6, (16, 1024), 1, "px", above=True),
    Int("stride", Text("步长", "stride"), 32, 1, 1024, (4, 64)),
    Int("bins", Text("格数", "bins"), 7, 1, 256, (1, 14)),
)

DEMO = Demo(
    title=Text("RoIPool 与 RoIAlign", "RoIPool vs RoIAlign"),
    topics=(
        "roi-align",
        "roi-pooling",
        "mask-rcnn",
        "bilinear-interpolation",
        "two-stage-detector",
    ),
    group="detection",
    modes=(
        Mode(run_align, ALIGN, Text("采样", "sampling")),
        Mode(run_quantization, QUANTIZATION, Text("取整误差", "rounding")),
    ),
    source="He et al., Mask R-CNN, ICCV 2017, section 3",
    asks=(Text("RoIAlign 解决了什么问题？", "Which problem does RoIAlign solve?"),),
    presets=(Preset(Text("不对齐", "not aligned"), {"aligned": False}),),
    examples=(
        Example(
            {"op": "quantization", "box_px": 665}, {"pooled_feature": 20, "bin_pooled": 2}, "20.78"
        ),
    ),
)
