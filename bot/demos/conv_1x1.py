"""1×1 convolution: the same small dense layer at every pixel, and the bottleneck it allows.

    y[o, i, j] = Σ_c w[o, c] x[c, i, j]

Squeezing C_in to C_mid channels before a k×k convolution cuts the cost of a direct one (no bias,
size kept):

    direct       k² C_in C_out
    bottleneck   C_in C_mid + k² C_mid C_out

Source: Lin, Chen and Yan, "Network in Network", 2013; Szegedy et al., GoogLeNet, 2015.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Grid, Heatmap, Steps
from bot.demos._fields import COLUMN, MACS, ROW, SEED, Values, channels, cost_bars, kernel, short
from bot.demos._fields import side as side_of
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.maps import per_image
from bot.text import Text

FRAMES = 16


def run_cost(c_in: int, c_mid: int, c_out: int, h: int, w: int, k: int) -> Result:
    """Cost of a k×k convolution with and without a 1×1 layer in front."""
    direct, squeezed = k * k * c_in * c_out, c_in * c_mid + k * k * c_mid * c_out
    values: Values = {
        "direct_params": direct,
        "bottleneck_params": squeezed,
        "direct_macs": direct * h * w,
        "bottleneck_macs": squeezed * h * w,
        "saving": direct / squeezed,
    }
    names = Text("直接卷积", "direct"), Text("先 1×1 降维", "1×1 first")
    costs = [(names[0], values["direct_macs"]), (names[1], values["bottleneck_macs"])]
    insight = Text(
        f"先用 1×1 降到 {c_mid} 通道："
        f"乘法从 {short(direct * h * w)} 变为 {short(squeezed * h * w)}，"
        f"是原来的 {squeezed / direct:.1%}",
        f"Squeezing to {c_mid} channels first takes {short(direct * h * w)} multiplications to "
        f"{short(squeezed * h * w)}, {squeezed / direct:.1%} of the direct cost",
    )
    formula = (
        rf"\frac{{C_{{in}}C_{{mid}}+k^2C_{{mid}}C_{{out}}}}{{k^2C_{{in}}C_{{out}}}}="
        rf"\frac{{{squeezed}}}{{{direct}}}={squeezed / direct:.4f}"
    )
    chart = cost_bars(Text("计算量", "Computation"), MACS, costs)
    return Result(values, insight, (chart,), formula)


def run_maps(x: np.ndarray, w: np.ndarray) -> Result:
    """The output of a 1×1 convolution without bias."""
    if w.ndim == 4 and w.shape[2:] != (1, 1):
        raise refuse(
            f"w 应是 1×1 的核，收到 {w.shape[2]}×{w.shape[3]}",
            f"w must be a 1×1 kernel, got {w.shape[2]}×{w.shape[3]}",
        )
    matrix = w.reshape(w.shape[0], w.shape[1])
    if x.shape[-3] != matrix.shape[1]:
        raise refuse(
            f"x 有 {x.shape[-3]} 个通道，w 要 {matrix.shape[1]} 个",
            f"x has {x.shape[-3]} channels, w takes {matrix.shape[1]}",
        )
    y = per_image(x, lambda image: np.einsum("oc,chw->ohw", matrix, image))
    insight = Text(
        f"1×1 卷积 = 每个像素的 {matrix.shape[1]} 维通道向量乘同一个 "
        f"{matrix.shape[0]}×{matrix.shape[1]} 矩阵，不看邻居",
        f"A 1×1 convolution multiplies the {matrix.shape[1]}-channel vector of every pixel by the "
        f"same {matrix.shape[0]}×{matrix.shape[1]} matrix and looks at no neighbour",
    )
    first = x if x.ndim == 3 else x[0]
    return Result({"y": y}, insight, (_stepper(first, matrix),), r"y_{oij}=\sum_c w_{oc}x_{cij}")


def _stepper(x: np.ndarray, matrix: np.ndarray) -> Chart:
    """Pixel by pixel: the vector, the weights and what comes out."""
    _, rows, columns = x.shape
    frames: list[tuple[Text, tuple[Any, ...]]] = []
    for i, j in list(np.ndindex(rows, columns))[:FRAMES]:
        vector = x[:, i, j]
        image = Heatmap(
            Text("输入通道 0", "input channel 0"),
            COLUMN,
            ROW,
            x[0].tolist(),
            marks=((i, j, "main"),),
        )
        lines = [
            (o, " + ".join(f"{a:.3g}·{b:.3g}" for a, b in zip(row, vector, strict=True)), total)
            for o, (row, total) in enumerate(zip(matrix, matrix @ vector, strict=True))
        ]
        columns_ = (Text("输出通道", "output"), Text("w·x", "w·x"), Text("和", "sum"))
        caption = Text(f"像素 ({i}, {j})", f"pixel ({i}, {j})")
        frames.append((caption, (image, Grid(caption, columns_, tuple(lines)))))
    return Steps(Text("同一矩阵走过每个像素", "One matrix at every pixel"), tuple(frames))


def build(seed: int, outputs: int) -> dict[str, Any]:
    """A random 3-channel 4×4 image and a random 1×1 kernel with ``outputs`` rows."""
    rng = np.random.default_rng(seed)
    x, w = rng.integers(0, 5, (3, 4, 4)), rng.integers(-2, 3, (outputs, 3, 1, 1))
    return {"x": x.tolist(), "w": w.tolist()}


COST = (
    channels("c_in", "输入通道", "input channels", 192),
    channels("c_mid", "中间通道", "squeezed channels", 16),
    channels("c_out", "输出通道", "output channels", 32),
    side_of("h", "高", "height", 28),
    side_of("w", "宽", "width", 28),
    kernel(default=5, slider=(3, 5)),
)
MAPS = (
    Array(
        "x",
        Text("输入 [C][H][W]", "input [C][H][W]"),
        [[[1, 2], [3, 4]], [[0, 1], [1, 0]]],
        ndim=(3, 4),
    ),
    Array("w", Text("权重 [O][C]", "weights [O][C]"), [[1, 10], [-1, 1]], ndim=(2, 4)),
)
OUTPUTS = Int("outputs", Text("输出通道", "output channels"), 2, 1, 8)

DEMO = Demo(
    title=Text("1×1 卷积：升降维与融合", "1×1 convolution: mixing and bottleneck"),
    topics=("conv-1x1", "channel-reduction", "cross-channel-interaction", "inception-module"),
    group="convolution",
    modes=(
        Mode(run_cost, COST, Text("瓶颈省多少", "what a bottleneck saves")),
        Mode(run_maps, MAPS, Text("逐像素计算", "pixel by pixel"), (SEED, OUTPUTS), build),
    ),
    source="Lin, Chen and Yan, Network in Network, 2013; Szegedy et al., GoogLeNet, 2015",
    asks=(
        Text("1×1 卷积有什么作用？", "What is a 1×1 convolution for?"),
        Text("Inception 为什么在 5×5 前放 1×1？", "Why does Inception put 1×1 before 5×5?"),
    ),
    presets=(
        Preset(
            Text("Inception 的 5×5", "Inception's 5×5"),
            {"c_in": 192, "c_mid": 16},
            "Szegedy et al., CVPR 2015, table 1, 3a",
        ),
    ),
    examples=(
        Example(
            {"c_in": 192, "c_mid": 16, "c_out": 32, "h": 28, "w": 28, "k": 5},
            {"direct_macs": 120_422_400, "bottleneck_macs": 12_443_648},
            source="deeplearning.ai, Convolutional Neural Networks, week 2",
        ),
    ),
)
