"""Image resizing by nearest, bilinear and bicubic interpolation, and one point between pixels.

Bilinear interpolation is linear twice: along the row, then along the column. Where the output
lies on the input grid is a convention, ``align_corners``; the formulas stand in
:mod:`bot.numerics.resampling`. Nearest knows no alignment. Nothing is smoothed when shrinking.

Source: Keys 1981 for bicubic; Gonzalez and Woods, "Digital Image Processing", section 2.4.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Heatmap
from bot.demos._fields import COLUMN, ROW, SEED, selector
from bot.demos._params import Array, Choice, Flag, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.resampling import linear_weights, resize, weights
from bot.text import Text

NEIGHBOURS = {"nearest": 1, "bilinear": 4, "bicubic": 16}
MOST_PIXELS, MOST_SIDE, MOST_DRAWN = 500_000, 1024, 40


def run(x: np.ndarray, out_h: int, out_w: int, mode: str, align_corners: bool) -> Result:
    """``x`` (..., H, W) at ``out_h`` × ``out_w``."""
    images = x.size // (x.shape[-2] * x.shape[-1])
    if images * out_h * out_w > MOST_PIXELS or max(x.shape[-2:]) > MOST_SIDE:
        raise refuse("图像太大", "the image is too large")
    y = resize(x, out_h, out_w, mode, align_corners)
    rows = weights(x.shape[-2], out_h, mode, align_corners)
    flat, small = y.reshape(-1, out_h, out_w)[0], x.reshape(-1, *x.shape[-2:])[0]
    rule = (
        ("角对角", "corners on corners") if align_corners else ("半像素对齐", "half-pixel centres")
    )
    if mode == "nearest":
        rule = ("不存在对齐之分", "no alignment")
    insight = Text(
        f"{mode} 每个输出看 {NEIGHBOURS[mode]} 个邻点，坐标：{rule[0]}；"
        f"输出范围 [{y.min():.3g}, {y.max():.3g}]",
        f"{mode} looks at {NEIGHBOURS[mode]} neighbours, {rule[1]}; "
        f"the output spans [{y.min():.3g}, {y.max():.3g}]",
    )
    charts = (
        _picture(Text("放大后", "After"), flat),
        _picture(Text("原图", "Before"), small),
        _picture(Text("每行输出的权重", "Weights of each output row"), rows),
    )
    return Result({"y": y}, insight, charts, _formula(x.shape[-2], out_h, mode, align_corners))


def run_point(x: np.ndarray, point: np.ndarray, mode: str) -> Result:
    """The value between pixels at ``point`` = [row, column]."""
    if len(point) != 2 or (point < 0).any() or (point > np.array(x.shape) - 1).any():
        raise refuse(
            f"point 应为 [行, 列]，在 0 到 [{x.shape[0] - 1}, {x.shape[1] - 1}] 之间",
            f"point must be [row, column] within 0 and [{x.shape[0] - 1}, {x.shape[1] - 1}]",
        )
    rows, columns = (linear_weights(point[i : i + 1], x.shape[i])[0] for i in (0, 1))
    share = np.outer(rows, columns)
    value = float((share * x).sum())
    used = [(float(x[i, j]), float(share[i, j])) for i, j in np.argwhere(share > 0)]
    sums = "+".join(rf"{part:.3g}\cdot{pixel:.4g}" for pixel, part in used)
    insight = Text(
        f"({point[0]:g}, {point[1]:g}) 由 {len(used)} 个邻点按面积加权：{value:.4g}",
        f"({point[0]:g}, {point[1]:g}) mixes {len(used)} neighbours by area: {value:.4g}",
    )
    marks = tuple((int(i), int(j), "main") for i, j in np.argwhere(share[:40, :40] > 0))
    weight_title = Text("邻点的权重", "Weights of the neighbours")
    charts = (
        _picture(Text("原图与用到的邻点", "The image and the neighbours used"), x, marks),
        _picture(weight_title, share, marks),
    )
    return Result({"value": value, "weights": share}, insight, charts, f"{sums}={value:.4g}")


def _formula(size: int, out: int, mode: str, align_corners: bool) -> str:
    if mode == "nearest":
        return rf"src=\lfloor dst\cdot {size}/{out}\rfloor"
    if align_corners:
        scale = (size - 1) / (out - 1) if out > 1 else 0.0
        return rf"src=dst\cdot\frac{{{size}-1}}{{{out}-1}}={scale:.4g}\,dst"
    return rf"src=(dst+0.5)\cdot\frac{{{size}}}{{{out}}}-0.5"


def _picture(
    title: Text, matrix: np.ndarray, marks: tuple[tuple[int, int, str], ...] = ()
) -> Chart:
    shown = matrix[:MOST_DRAWN, :MOST_DRAWN]
    return Heatmap(
        title, COLUMN, ROW, shown.round(4).tolist(), numbers=shown.size <= 144, marks=marks
    )


def build(side: int, seed: int) -> dict[str, Any]:
    """Random grey values."""
    return {"x": np.random.default_rng(seed).integers(0, 10, (side, side)).tolist()}


def _size(name: str, zh: str, en: str) -> Int:
    return Int(name, Text(zh, en), 4, 1, 1024, (1, 32), cues=(zh, en))


X = Array("x", Text("图像", "image"), ((0, 1), (2, 3)), (2, 3, 4), -1e9, 1e9)
MODE = Choice("mode", Text("方法", "method"), "bilinear", ("bilinear", "nearest", "bicubic"))
ALIGN = Flag("align_corners", Text("align_corners", "align_corners"), False)
POINT = (
    Array("x", X.label, X.default, 2, -1e9, 1e9),
    Array("point", Text("点 [行, 列]", "point [row, column]"), (0.5, 0.25), low=-1e6, high=1e6),
    selector("mode", "bilinear"),
)
CONTROLS = (Int("side", Text("原图边长", "image side"), 3, 1, 32, (2, 8)), SEED)

DEMO = Demo(
    title=Text("图像插值：最近邻/双线性/双三次", "Interpolation: nearest, bilinear, bicubic"),
    topics=(
        "image-interpolation",
        "bilinear-interpolation",
        "nearest-interpolation",
        "bicubic-interpolation",
        "align-corners",
        "upsampling",
    ),
    group="classical",
    modes=(
        Mode(
            run,
            (
                X,
                _size("out_h", "输出高", "output height"),
                _size("out_w", "输出宽", "output width"),
                MODE,
                ALIGN,
            ),
            Text("缩放", "resizing"),
            CONTROLS,
            build,
            (Only("align_corners", "mode", ("bilinear", "bicubic")),),
        ),
        Mode(run_point, POINT, Text("一个点", "one point")),
    ),
    source="Keys 1981; PyTorch's coordinates",
    asks=(
        Text(
            "双线性插值的 align_corners 有什么影响？",
            "What does align_corners of bilinear interpolation change?",
        ),
        Text("上采样用插值还是转置卷积？", "Interpolation or transposed convolution to upsample?"),
    ),
    presets=(Preset(Text("双三次会过冲", "bicubic overshoots"), {"mode": "bicubic"}),),
    examples=(
        Example(
            {},
            {
                "y": [
                    [0.0, 0.25, 0.75, 1.0],
                    [0.5, 0.75, 1.25, 1.5],
                    [1.5, 1.75, 2.25, 2.5],
                    [2.0, 2.25, 2.75, 3.0],
                ]
            },
            "by hand: quarter weights",
        ),
        Example({"x": [[0, 1], [2, 3]], "point": [0.5, 0.5]}, {"value": 1.5}, "the mean"),
    ),
)
