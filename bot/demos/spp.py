"""Spatial pyramid pooling: a vector of fixed length from a map of any size.

Each level n cuts the map into n×n bins (from ⌊iH/n⌋ to ⌈(i+1)H/n⌉, overlapping when n does not
divide) and takes the maximum per channel, so the length is C·Σn². The vector is ordered by level,
then channel, then row and column. YOLO's SPP is another thing: stride-1 pools that keep the size.

Source: He et al., Spatial Pyramid Pooling, ECCV 2014.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Boxes, Chart, Lines, Rectangle, Series, Steps
from bot.demos._fields import SEED, Values, channels, picture
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.pooling import adaptive_bins, adaptive_pool
from bot.text import Text

MOST_BINS, MOST_DRAWN = 20_000, 256


def run_map(x: np.ndarray, levels: np.ndarray) -> Result:
    """The pooled vector of a map (C, H, W)."""
    if x.ndim == 4 and len(x) != 1:
        raise refuse("一次只算一张图", "one image at a time")
    image = x.reshape(-1, *x.shape[-2:])
    if (levels**2).sum() > MOST_BINS:
        raise refuse(f"格子超过 {MOST_BINS} 个", f"more than {MOST_BINS} bins")
    pooled = [adaptive_pool(image, (n, n), np.max) for n in levels.tolist()]
    vector = np.concatenate([level.ravel() for level in pooled])
    values: Values = {"vector": vector, "length": len(vector)}
    charts = _bins(image[0], levels.tolist()), _vector(vector)
    return Result(
        values, _insight(len(image), levels, image.shape), charts, _formula(len(image), levels)
    )


def run_length(channels: int, levels: np.ndarray) -> Result:
    """The length alone."""
    bins = int((levels**2).sum())
    values: Values = {"length": channels * bins, "bins": bins}
    sides = list(range(1, 17))
    curve = Series(Text("展平特征图", "flattened map"), sides, [channels * n * n for n in sides])
    fixed = Series(Text("SPP", "SPP"), sides, [channels * bins] * len(sides), "second")
    title = Text("特征长度与图的边长", "Length against the side of the map")
    axes = Text("特征图边长", "side of the map"), Text("长度", "length")
    chart = Lines(title, *axes, (curve, fixed))
    return Result(values, _insight(channels, levels, None), (chart,), _formula(channels, levels))


def _insight(count: int, levels: np.ndarray, shape: tuple[int, ...] | None) -> Text:
    length = count * int((levels**2).sum())
    given = "" if shape is None else f" ({shape[1]}×{shape[2]})"
    return Text(
        f"长度 = C·Σn² = {length}，只看通道数和级数，与输入尺寸{given}无关",
        f"The length C·Σn² = {length} depends on channels and levels, not on the input size{given}",
    )


def _formula(count: int, levels: np.ndarray) -> str:
    squares = "+".join(f"{n}^2" for n in levels.tolist())
    return rf"C\sum n^2={count}\,({squares})={count * int((levels**2).sum())}"


def _bins(plane: np.ndarray, levels: list[int]) -> Chart:
    """Bins of each level over channel 0."""
    height, width = plane.shape
    frames = []
    for n in levels:
        bins = [
            Rectangle((x1, y1, x2, y2), f"{plane[y1:y2, x1:x2].max():.3g}", "main")
            for y1, y2 in adaptive_bins(height, n)
            for x1, x2 in adaptive_bins(width, n)
        ][:MOST_DRAWN]
        caption = Text(f"第 {n} 级：{n}×{n} 格", f"level {n}: {n}×{n} bins")
        axes = Text("列(像素)", "column (pixels)"), Text("行(像素)", "row (pixels)")
        frames.append((caption, (Boxes(caption, *axes, tuple(bins)), picture(caption, plane))))
    return Steps(Text("各级的格子与最大值", "Bins and their maxima"), tuple(frames))


def _vector(vector: np.ndarray) -> Chart:
    shown = vector[:512].tolist()
    title = Text("输出向量", "Output vector")
    return Lines(title, Text("下标", "index"), title, (Series(title, range(len(shown)), shown),))


def build(seed: int, height: int, width: int) -> dict[str, Any]:
    """A random map of two channels."""
    return {"x": np.random.default_rng(seed).integers(0, 100, (2, height, width)).tolist()}


LEVELS = Array("levels", Text("各级格数", "levels"), (1, 2, 4), low=1, high=100, whole=True)
DEFAULT = np.arange(96).reshape(2, 6, 8).tolist()
X = Array("x", Text("特征图 [C][H][W]", "map [C][H][W]"), DEFAULT, ndim=(2, 3, 4))
CONTROLS = (
    SEED,
    Int("height", Text("高", "height"), 6, 1, 32),
    Int("width", Text("宽", "width"), 8, 1, 32),
)

DEMO = Demo(
    title=Text("SPP：任意尺寸→定长向量", "Spatial pyramid pooling"),
    topics=("spatial-pyramid-pooling", "adaptive-pooling", "max-pooling", "feature-vector"),
    group="detection",
    modes=(
        Mode(run_map, (X, LEVELS), Text("池化一张图", "pool a map"), CONTROLS, build),
        Mode(
            run_length,
            (channels("channels", "通道", "channels", 256), LEVELS),
            Text("长度", "length"),
        ),
    ),
    source="He et al., Spatial Pyramid Pooling, ECCV 2014",
    asks=(Text("SPP 为什么能接受任意尺寸的输入？", "Why does SPP accept inputs of any size?"),),
    presets=(
        Preset(
            Text("SPP-net", "SPP-net"),
            {"channels": 256, "levels": [1, 2, 3, 6]},
            "He et al., SPP-net, ECCV 2014",
        ),
    ),
    examples=(
        Example({"channels": 256, "levels": [1, 2, 3, 6]}, {"length": 12_800}, "He et al., 2014"),
    ),
)
