"""Adding two feature maps against concatenating them before the next convolution.

A convolution over a concatenation is the sum of two convolutions; addition is the special case in
which both share one weight:

    conv([a; b], [w_a, w_b]) = conv(a, w_a) + conv(b, w_b)
    conv(a + b, w)           = conv(a, w) + conv(b, w)

So concatenation doubles the input channels (and weights) of the NEXT layer; addition needs equal
channels and adds none. Weights of one k×k convolution without bias are counted.

Source: the linearity of convolution; He et al., 2016 (add) and Huang et al., 2017 (concat).
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars
from bot.demos._fields import PARAMETERS, SEED, Values, channels, kernel, picture, side
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.demos._steppers import first_map
from bot.numerics.convolution import conv2d, output_size
from bot.numerics.maps import per_image
from bot.text import Text


def run_cost(c_a: int, c_b: int, c_out: int, k: int, h: int, w: int) -> Result:
    """Channels and weights of the next layer after either merge."""
    allowed = c_a == c_b
    add, concat = k * k * c_a * c_out if allowed else None, k * k * (c_a + c_b) * c_out
    values: Values = {
        "add_allowed": allowed,
        "concat_channels": c_a + c_b,
        "add_params": add,
        "concat_params": concat,
        "add_macs": None if add is None else add * h * w,
        "concat_macs": concat * h * w,
    }
    chart = Bars(
        Text("下一层的参数量", "Weights of the next layer"),
        Text("融合方式", "merge"),
        PARAMETERS,
        (Text("add 相加", "add"), Text("concat 拼接", "concat")),
        ((add or 0, concat),),
    )
    formula = rf"k^2(C_a+C_b)C_{{out}}={k}^2\cdot({c_a}+{c_b})\cdot{c_out}={concat}"
    return Result(values, _cost_insight(c_a, c_b, add, concat), (chart,), formula)


def _cost_insight(c_a: int, c_b: int, add: int | None, concat: int) -> Text:
    if add is None:
        return Text(
            f"通道 {c_a} 与 {c_b} 不等，不能相加，只能拼接成 {c_a + c_b} 通道",
            f"{c_a} and {c_b} channels cannot be added, only concatenated to {c_a + c_b}",
        )
    return Text(
        f"add 是权值共享的 concat：下一层 {add:,} 个参数，concat 要 {concat:,} 个",
        f"Add is concat with tied weights: {add:,} weights in the next layer against {concat:,}",
    )


def run_maps(
    a: np.ndarray, b: np.ndarray, w_a: np.ndarray, w_b: np.ndarray, padding: int
) -> Result:
    """Both sides of the identity, computed separately."""
    _check(a, b, w_a, w_b, padding)
    both, weights = np.concatenate([a, b], axis=-3), np.concatenate([w_a, w_b], axis=1)
    y_concat = _conv(both, weights, padding)
    y_two = _conv(a, w_a, padding) + _conv(b, w_b, padding)
    gap = float(np.abs(y_concat - y_two).max())
    values: Values = {"y_concat": y_concat, "y_two_convs": y_two, "max_abs_diff": gap}
    values["y_add_shared"] = _conv(a + b, w_a, padding) if a.shape == b.shape else None
    titles = Text("拼接后卷积", "concatenated, then one"), Text("分别卷积再相加", "one each, added")
    charts = tuple(
        picture(title, first_map(y), "diverging")
        for title, y in zip(titles, (y_concat, y_two), strict=True)
    )
    insight = Text(
        f"conv(concat) = conv_a(a) + conv_b(b)，最大差 {gap:.1e}；相加等于让两边共用同一组权值",
        f"conv(concat) = conv_a(a) + conv_b(b): they differ by {gap:.1e}; adding ties the weights",
    )
    return Result(values, insight, charts, r"[w_a,w_b]*[a;b]=w_a*a+w_b*b")


def _conv(x: np.ndarray, w: np.ndarray, padding: int) -> np.ndarray:
    return per_image(x, lambda image: conv2d(image, w, padding=padding))


def _check(a: np.ndarray, b: np.ndarray, w_a: np.ndarray, w_b: np.ndarray, padding: int) -> None:
    if a.ndim != b.ndim or a.shape[-2:] != b.shape[-2:] or a.shape[:-3] != b.shape[:-3]:
        raise refuse("a 与 b 的空间尺寸不同", "a and b differ in height, width or batch")
    if w_a.shape[0] != w_b.shape[0] or w_a.shape[2:] != w_b.shape[2:]:
        raise refuse("w_a 与 w_b 的输出通道或核不同", "w_a and w_b differ in outputs or kernel")
    if w_a.shape[1] != a.shape[-3] or w_b.shape[1] != b.shape[-3]:
        raise refuse("权重的输入通道与输入不符", "the weights do not fit the channels of a and b")
    fits = (output_size(n, k, 1, padding) for n, k in zip(a.shape[-2:], w_a.shape[2:], strict=True))
    if min(fits) < 1:
        raise refuse("核比补边后的输入大", "the kernel is larger than the padded input")


def build(seed: int, c_a: int, c_b: int) -> dict[str, Any]:
    """Two random 5×5 stacks and a random 3×3 kernel for each."""
    rng = np.random.default_rng(seed)
    maps = {name: rng.integers(-3, 4, (n, 5, 5)) for name, n in (("a", c_a), ("b", c_b))}
    kernels = {f"w_{name}": rng.integers(-2, 3, (1, len(m), 3, 3)) for name, m in maps.items()}
    return {name: array.tolist() for name, array in {**maps, **kernels}.items()}


COST = (
    channels("c_a", "a 的通道", "channels of a", 64),
    channels("c_b", "b 的通道", "channels of b", 64),
    channels("c_out", "下一层输出通道", "outputs of the next layer", 64),
    kernel(),
    side("h", "高", "height", 28),
    side("w", "宽", "width", 28),
)
MAPS = (
    Array("a", Text("特征 a [C][H][W]", "features a"), [[[1, 2], [3, 4]]], ndim=(3, 4)),
    Array("b", Text("特征 b [C][H][W]", "features b"), [[[4, 3], [2, 1]]], ndim=(3, 4)),
    Array("w_a", Text("a 的权重", "weights of a"), [[[[1, -1], [2, 0]]]], ndim=4),
    Array("w_b", Text("b 的权重", "weights of b"), [[[[0, 1], [-1, 1]]]], ndim=4),
    Int("padding", Text("补边", "padding"), 0, 0, 64, slider=(0, 2), unit="px"),
)
CONTROLS = (SEED, Int("c_a", COST[0].label, 2, 1, 4), Int("c_b", COST[1].label, 2, 1, 4))

DEMO = Demo(
    title=Text("add 与 concat", "Add vs concatenate"),
    topics=("add-vs-concat", "elementwise-addition", "concatenation", "feature-fusion"),
    group="network",
    modes=(
        Mode(run_cost, COST, Text("参数量", "cost")),
        Mode(run_maps, MAPS, Text("恒等式", "the identity"), CONTROLS, build),
    ),
    source="He et al., ResNet, 2016; Huang et al., DenseNet, 2017",
    asks=(Text("add 与 concat 有什么联系和区别？", "How do add and concat relate and differ?"),),
    presets=(
        Preset(
            Text("ResNet 相加", "ResNet adds"),
            {"c_a": 64, "c_b": 64},
            "He et al., ResNet, CVPR 2016, figure 2",
        ),
        Preset(
            Text("DenseNet 拼接", "DenseNet concatenates"),
            {"c_a": 256, "c_b": 32, "c_out": 128},
            "Huang et al., DenseNet, CVPR 2017, equation 2",
        ),
    ),
)
