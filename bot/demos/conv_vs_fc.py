"""A convolution seen as a fully connected layer that is mostly zero and shares its weights.

Both map the flattened input (C_in·H·W numbers) to the flattened output (C_out·H'·W' numbers):

    convolution    C_out · C_in · k²  (+ C_out biases)
    dense          C_in·H·W · C_out·H'·W'  (+ one bias per output)

``conv_connections`` counts the input-output links that exist, so taps on padding are left out;
the dense layer links everything.

Source: Goodfellow, Bengio and Courville, Deep Learning, 2016, section 9.2.
"""

import numpy as np

from bot.demos._charts import Chart, Heatmap
from bot.demos._fields import PARAMETERS, Values, channels, cost_bars, kernel, side
from bot.demos._params import Flag, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.convolution import output_size
from bot.text import Text

DRAWN = 5  # rows and columns of the small map whose matrix is drawn


def run(
    c_in: int, h: int, w: int, c_out: int, k: int, stride: int, padding: int, bias: bool
) -> Result:
    """Parameters and connections of the convolution and of the dense layer of the same shapes."""
    out_h, out_w = (output_size(n, k, stride, padding) for n in (h, w))
    if min(out_h, out_w) < 1:
        raise refuse(
            f"核 {k} 大于补边后的输入 {h + 2 * padding}×{w + 2 * padding}",
            f"the kernel {k} is larger than the padded input {h + 2 * padding}×{w + 2 * padding}",
        )
    inputs, outputs = c_in * h * w, c_out * out_h * out_w
    taps = int(_taps(h, k, stride, padding).sum()) * int(_taps(w, k, stride, padding).sum())
    values: Values = {
        "out_h": out_h,
        "out_w": out_w,
        "conv_params": c_out * c_in * k * k + (c_out if bias else 0),
        "fc_params": inputs * outputs + (outputs if bias else 0),
        "conv_connections": c_in * c_out * taps,
        "fc_connections": inputs * outputs,
    }
    values["ratio"] = values["fc_params"] / values["conv_params"]
    charts = (_bars(values), *_matrices(k, stride, padding))
    formula = rf"C_{{out}}C_{{in}}k^2={c_out}\cdot{c_in}\cdot{k}^2={c_out * c_in * k * k}"
    return Result(values, _insight(values), charts, formula)


def _taps(size: int, k: int, stride: int, padding: int) -> np.ndarray:
    """How many of the k taps of each output position fall on real input, along one axis."""
    start = np.arange(output_size(size, k, stride, padding)) * stride - padding
    return np.asarray((np.minimum(start + k, size) - np.maximum(start, 0)).clip(0))


def _insight(values: Values) -> Text:
    ratio, share = values["ratio"], values["conv_connections"] / values["fc_connections"]
    return Text(
        f"卷积=带局部连接和权值共享的稀疏全连接层：全连接参数是卷积的 {ratio:,.0f} 倍，"
        f"卷积只有 {share:.2%} 的连接",
        f"A convolution is a dense layer whose matrix is mostly zero and shared: dense needs "
        f"{ratio:,.0f} times the parameters, the convolution keeps {share:.2%} of the links",
    )


def _bars(values: Values) -> Chart:
    costs = (
        (Text("卷积", "convolution"), values["conv_params"]),
        (Text("全连接", "fully connected"), values["fc_params"]),
    )
    return cost_bars(Text("参数量对比", "Parameters compared"), PARAMETERS, costs)


def _matrices(k: int, stride: int, padding: int) -> tuple[Heatmap, ...]:
    """The unrolled matrices of a small single-channel map; equal colours are the same weight."""
    k, padding = min(k, DRAWN), min(padding, 2)
    rows = [
        [_weight(i, j, k, stride, padding) for j in range(DRAWN * DRAWN)]
        for i in range(output_size(DRAWN, k, stride, padding) ** 2)
    ]
    dense = (np.arange(len(rows))[:, None] * DRAWN * DRAWN + np.arange(DRAWN * DRAWN) + 1).tolist()
    axes = Text("输入像素编号", "input pixel"), Text("输出像素编号", "output pixel")
    sparse = Text(
        f"{DRAWN}×{DRAWN} 输入上卷积展开的矩阵：同色为同一权值，空白为 0",
        f"The convolution unrolled on {DRAWN}×{DRAWN}: one colour, one weight; empty is 0",
    )
    full = Text("同尺寸的全连接矩阵：每格一个权值", "The dense matrix: a weight per cell")
    return Heatmap(sparse, *axes, rows, numbers=False), Heatmap(full, *axes, dense, numbers=False)


def _weight(output: int, pixel: int, k: int, stride: int, padding: int) -> int | None:
    """The number (from 1) of the tap that links ``pixel`` to ``output``, None without a link."""
    out_row, out_column = divmod(output, output_size(DRAWN, k, stride, padding))
    row, column = divmod(pixel, DRAWN)
    i, j = row + padding - out_row * stride, column + padding - out_column * stride
    return i * k + j + 1 if 0 <= i < k and 0 <= j < k else None


PARAMS = (
    channels("c_in", "输入通道", "input channels", 3, (1, 16)),
    side("h", "输入高", "input height", 32, (3, 64)),
    side("w", "输入宽", "input width", 32, (3, 64)),
    channels("c_out", "输出通道", "output channels", 16, (1, 64)),
    kernel(),
    Int("stride", Text("步长", "stride"), 1, 1, 255, slider=(1, 2), cues=("步长", "stride")),
    Int("padding", Text("补边", "padding"), 1, 0, 255, slider=(0, 2), unit="px"),
    Flag("bias", Text("偏置", "bias"), True),
)

DEMO = Demo(
    title=Text("卷积与全连接对比", "Convolution vs fully connected"),
    topics=("convolution-layer", "fully-connected-layer", "weight-sharing", "local-connectivity"),
    group="convolution",
    modes=(Mode(run, PARAMS),),
    source="Goodfellow, Bengio and Courville, Deep Learning, 2016, section 9.2",
    asks=(
        Text("卷积层和全连接层有什么联系？", "How are convolution and dense layers related?"),
        Text("局部连接和权值共享各带来什么？", "What do local connections and sharing bring?"),
    ),
    presets=(
        Preset(Text("CIFAR 图像", "a CIFAR image"), {"h": 32, "w": 32, "c_out": 16}),
        Preset(Text("ImageNet 首层", "first layer on ImageNet"), {"h": 224, "w": 224, "c_out": 64}),
    ),
    examples=(
        Example(
            {"c_in": 3, "h": 32, "w": 32, "c_out": 16, "k": 3, "padding": 1, "bias": True},
            {"conv_params": 448, "fc_params": 50_348_032, "out_h": 32},
            source="closed form: 16·27 + 16 and 3072·16384 + 16384",
        ),
    ),
)
