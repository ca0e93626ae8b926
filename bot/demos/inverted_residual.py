"""MobileNetV2's inverted residual, and why its bottleneck has no activation.

    1×1 up to t·C_in  →  depthwise k×k  →  linear 1×1 down to C_out

The shortcut is there when the stride is 1 and the channels agree; the first 1×1 is left out when
t = 1. Convolution weights are counted, batch normalisation is not.

ReLU after a map of the plane into n dimensions loses what falls on its zero side: the input is
recovered by the pseudo-inverse, and only for large n is little lost.

Source: Sandler et al., MobileNetV2, CVPR 2018, table 1 and figure 1.
"""

from typing import Any

import numpy as np

from bot.demos._blocks import block_charts
from bot.demos._charts import Chart, Lines, Scatter, Series
from bot.demos._fields import SEED, Values, channels, kernel, selector, short, side
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics import blocks
from bot.text import Text

DIMENSIONS = (2, 3, 5, 10, 15, 20, 30)
Pairs = list[tuple[float, float]]


def run_block(c_in: int, c_out: int, expand: float, k: int, stride: int, h: int, w: int) -> Result:
    """Cost of the block."""
    hidden = round(c_in * expand)
    if hidden < 1:
        raise refuse("扩展后没有通道了", "no channel is left after the expansion")
    convs = blocks.inverted_residual(c_in, hidden, c_out, k, stride, h, w, expand != 1)
    params, macs = blocks.totals(convs)
    skip = stride == 1 and c_in == c_out
    values: Values = {"hidden": hidden, "params": params, "macs": macs, "has_skip": skip}
    shortcut = Text("有捷径", "with a shortcut") if skip else Text("没有捷径", "no shortcut")
    insight = Text(
        f"两头窄中间宽：{c_in}→{hidden}→{c_out},{shortcut.zh},{params:,} 个参数，"
        f"{short(macs)} MACs；"
        "投影后不加激活",
        f"Thin, thick, thin: {c_in}→{hidden}→{c_out}, {shortcut.en}, {params:,} weights, "
        f"{short(macs)} MACs; no activation after the projection",
    )
    paths = (tuple(range(len(convs))), ()) if skip else (tuple(range(len(convs))),)
    formula = "+".join(str(conv.params) for conv in convs) + f"={params}"
    return Result(values, insight, block_charts(convs, paths), formula)


def run_collapse(op: str, matrix: np.ndarray, points: np.ndarray) -> Result:
    """Points sent through ReLU(T x) and back by the pseudo-inverse of T."""
    if matrix.shape[1] != points.shape[1]:
        matrix = matrix.T
    if matrix.shape[1] != points.shape[1]:
        raise refuse("矩阵的列数应等于点的维数", "the matrix must have a column per coordinate")
    hidden = np.maximum(points @ matrix.T, 0.0)
    recovered = hidden @ np.linalg.pinv(matrix).T
    rmse = float(np.sqrt(np.mean((recovered - points) ** 2)))
    dead = float((hidden == 0).mean())
    values: Values = {"recovered": recovered, "rmse": rmse, "dead_fraction": dead}
    insight = Text(
        f"映到 {len(matrix)} 维再 ReLU,{dead:.0%} 的值变成 0，恢复误差 {rmse:.3f}；"
        "维数低时信息丢失，"
        "所以瓶颈后不加激活",
        f"ReLU in {len(matrix)} dimensions zeroes {dead:.0%} of the values and leaves an error of "
        f"{rmse:.3f}: in few dimensions information is lost, so the bottleneck stays linear",
    )
    charts = (_cloud(points, recovered), *_by_dimension(points, matrix.shape[1]))
    return Result(values, insight, charts, r"\hat{x}=T^{+}\,\mathrm{ReLU}(Tx)")


def _cloud(points: np.ndarray, recovered: np.ndarray) -> Chart:
    """The first two coordinates before and after."""

    def pairs(cloud: np.ndarray) -> Pairs:
        second = cloud[:, 1] if cloud.shape[1] > 1 else np.zeros(len(cloud))
        return list(zip(cloud[:500, 0].tolist(), second[:500].tolist(), strict=True))

    groups = (
        (Text("原来的点", "input"), "muted", pairs(points)),
        (Text("恢复的点", "recovered"), "main", pairs(recovered)),
    )
    title = Text("ReLU 前后的点", "Points before and after ReLU")
    return Scatter(title, Text("x₁", "x₁"), Text("x₂", "x₂"), groups, equal_axes=True)


def _by_dimension(points: np.ndarray, width: int) -> tuple[Chart, ...]:
    """Error against dimension for random maps, the mean of eight."""
    shown, errors = points[:500], []
    for n in DIMENSIONS:
        maps = np.random.default_rng(n).normal(size=(8, n, width))
        back = np.maximum(shown @ maps.transpose(0, 2, 1), 0) @ np.linalg.pinv(maps).transpose(
            0, 2, 1
        )
        errors.append(float(np.sqrt(np.mean((back - shown) ** 2))))
    title = Text("恢复误差随维数", "Error against dimension")
    axes = Text("维数 n", "dimension n"), Text("均方根误差", "root mean square error")
    return (Lines(title, *axes, (Series(title, DIMENSIONS, errors, points=True),)),)


def build(seed: int, n: int) -> dict[str, Any]:
    """A spiral in the plane and a random map into n dimensions."""
    t = np.linspace(0, 4 * np.pi, 100)
    spiral = np.column_stack([t * np.cos(t), t * np.sin(t)]) / (4 * np.pi)
    matrix = np.random.default_rng(seed).normal(size=(n, 2))
    return {"op": "relu_collapse", "matrix": matrix.tolist(), "points": spiral.tolist()}


EXPAND = Float("expand", Text("扩展倍数 t", "expansion t"), 6, 0, 1000, (1, 10), 1, above=True)
STRIDE = Int("stride", Text("步长", "stride"), 1, 1, 64, slider=(1, 2), cues=("步长", "stride"))
BLOCK = (
    channels("c_in", "输入通道", "input channels", 24),
    channels("c_out", "输出通道", "output channels", 24),
    EXPAND,
    kernel(slider=(3, 7)),
    STRIDE,
    side("h", "高", "height", 56),
    side("w", "宽", "width", 56),
)
COLLAPSE = (
    selector("op", "relu_collapse"),
    Array("matrix", Text("矩阵 T [n][d]", "matrix T [n][d]"), [[1, 0], [0, 1], [-1, -1]], ndim=2),
    Array("points", Text("点 [N][d]", "points [N][d]"), [[1, 2], [-1, 0.5], [0.3, -2]], ndim=2),
)
N = Int("n", Text("维数 n", "dimension n"), 3, 2, 30)

DEMO = Demo(
    title=Text("倒残差与线性瓶颈", "Inverted residual and linear bottleneck"),
    topics=(
        "inverted-residual",
        "linear-bottleneck",
        "mobilenet-v2",
        "depthwise-convolution",
        "mobilenet",
    ),
    group="network",
    modes=(
        Mode(run_block, BLOCK, Text("倒残差块", "the block")),
        Mode(run_collapse, COLLAPSE, Text("ReLU 丢信息", "what ReLU loses"), (SEED, N), build),
    ),
    source="Sandler et al., MobileNetV2, CVPR 2018",
    asks=(
        Text("倒残差与残差块有什么不同？", "How does an inverted residual differ from a residual?"),
    ),
    presets=(
        Preset(
            Text("步长 2", "stride 2"),
            {"c_in": 24, "c_out": 32, "stride": 2},
            "Sandler et al., CVPR 2018, table 2",
        ),
    ),
)
