"""Maximum, average and adaptive average pooling, and where the gradient goes.

``grad`` is the gradient of the sum of all outputs: maximum pooling hands all of it to the first
maximum of each window, average pooling spreads it evenly.

Source: the PyTorch documentation of MaxPool2d, AvgPool2d and AdaptiveAvgPool2d.
"""

from functools import partial
from typing import Any

import numpy as np

from bot.demos._fields import SEED, Values, picture, selector
from bot.demos._params import Array, Choice, Flag, Int, refuse
from bot.demos._spec import Demo, Mode, Only, Preset, Result
from bot.demos._steppers import first_map, window_steps
from bot.numerics.maps import per_image
from bot.numerics.pooling import adaptive_bins, adaptive_pool, avg_pool, max_pool, pooled_size
from bot.text import Text

MOST_READS = 4_000_000


def run(
    x: np.ndarray,
    kind: str,
    k: int,
    stride: int,
    padding: int,
    ceil_mode: bool,
    count_include_pad: bool,
) -> Result:
    """Pooling with a fixed window."""
    sizes = _sizes(x, k, stride, padding, ceil_mode)
    if kind == "max":
        pool = partial(max_pool, k=k, stride=stride, padding=padding, ceil_mode=ceil_mode)
    else:
        pool = partial(
            avg_pool,
            k=k,
            stride=stride,
            padding=padding,
            ceil_mode=ceil_mode,
            count_pad=count_include_pad,
        )
    y, grad = per_image(x, lambda image: pool(image)[0]), per_image(x, lambda image: pool(image)[1])
    top, left = (
        [(i * stride - padding, i * stride - padding + k) for i in range(n)] for n in sizes
    )
    title = Text("输出之和对输入的梯度", "Gradient of the sum of outputs")
    steps = window_steps(first_map(x), first_map(y), top, left)
    charts = steps, picture(title, first_map(grad), "sequential")
    values: Values = {"y": y, "out_h": sizes[0], "out_w": sizes[1], "grad": grad}
    formula = _formula(x.shape[-2], k, stride, padding)
    return Result(values, _insight(kind, k, grad), charts, formula)


def _sizes(x: np.ndarray, k: int, stride: int, padding: int, ceil_mode: bool) -> list[int]:
    """Output height and width, or a refusal."""
    if 2 * padding > k:
        raise refuse(f"补边 {padding} 不能超过核 {k} 的一半", f"padding {padding} exceeds {k}/2")
    sizes = [pooled_size(n, k, stride, padding, ceil_mode) for n in x.shape[-2:]]
    if min(sizes) < 1:
        raise refuse(f"核 {k} 大于补边后的输入", f"the kernel {k} is larger than the padded input")
    if sizes[0] * sizes[1] * k * k * x[..., 0, 0].size > MOST_READS:
        raise refuse(
            "输入太大，请缩小或加大步长", "the input is too large; shrink it or stride more"
        )
    return sizes


def run_adaptive(x: np.ndarray, kind: str, out: np.ndarray) -> Result:
    """Average pooling to a given output size, whatever the input."""
    size = out.reshape(-1).tolist() * (1 if out.size == 2 else 2)
    if len(size) != 2 or size[0] * size[1] > 10_000:
        raise refuse(
            "out 应是一个或两个数，至多 10000 格", "out must be one or two numbers, ≤ 10,000 bins"
        )
    y = per_image(x, lambda image: adaptive_pool(image, (size[0], size[1]), np.mean))
    top, left = (adaptive_bins(n, bins) for n, bins in zip(x.shape[-2:], size, strict=True))
    insight = Text(
        f"自适应池化：{x.shape[-2]}×{x.shape[-1]} 总是变成 {size[0]}×{size[1]}，"
        "窗口由尺寸推出，除不尽时重叠",
        f"Adaptive pooling makes {size[0]}×{size[1]} of any input, here "
        f"{x.shape[-2]}×{x.shape[-1]}; "
        "its windows overlap when the size does not divide",
    )
    values: Values = {"y": y, "out_h": size[0], "out_w": size[1]}
    n = rf"{x.shape[-2]}/{size[0]}"
    formula = rf"\lfloor i\cdot {n}\rfloor\ldots\lceil (i+1)\cdot {n}\rceil-1"
    return Result(values, insight, (window_steps(first_map(x), first_map(y), top, left),), formula)


def _insight(kind: str, k: int, grad: np.ndarray) -> Text:
    fed = float((grad != 0).mean())
    if kind == "max":
        return Text(
            f"最大池化的梯度只回传给每个窗口的最大值：这里 {fed:.0%} 的像素得到梯度",
            f"Max pooling sends the gradient to each winner: {fed:.0%} of the pixels get any",
        )
    return Text(
        f"平均池化把梯度均分给窗口的 {k * k} 个位置：{fed:.0%} 的像素得到梯度",
        f"Average pooling spreads the gradient over {k * k} taps: {fed:.0%} of the pixels get it",
    )


def _formula(size: int, k: int, stride: int, padding: int) -> str:
    out = pooled_size(size, k, stride, padding)
    return (
        rf"\left\lfloor\frac{{H+2p-k}}{{s}}\right\rfloor+1="
        rf"\left\lfloor\frac{{{size}+{2 * padding}-{k}}}{{{stride}}}\right\rfloor+1={out}"
    )


def build(seed: int, size: int) -> dict[str, Any]:
    """A random square map."""
    return {"x": np.random.default_rng(seed).integers(0, 10, (size, size)).tolist()}


RAMP = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]]
X = Array("x", Text("输入", "input"), RAMP, ndim=(2, 3, 4))
KIND = Text("方式", "kind")
PARAMS = (
    X,
    Choice("kind", KIND, "max", ("max", "avg")),
    Int("k", Text("窗口边长", "window"), 2, 1, 64, slider=(1, 4)),
    Int("stride", Text("步长", "stride"), 2, 1, 64, slider=(1, 3), cues=("步长", "stride")),
    Int("padding", Text("补边", "padding"), 0, 0, 32, slider=(0, 1), unit="px"),
    Flag("ceil_mode", Text("向上取整", "ceil mode"), False),
    Flag("count_include_pad", Text("平均时算上补的零", "count padded zeros"), True),
)
OUT = Array(
    "out", Text("输出尺寸", "output size"), (2, 2), ndim=(0, 1), low=1, high=4096, whole=True
)
ADAPTIVE = (X, selector("kind", "adaptive_avg"), OUT)
CONTROLS = (SEED, Int("size", Text("边长", "side"), 5, 3, 9))

DEMO = Demo(
    title=Text("池化：最大/平均/自适应", "Pooling: max, average, adaptive"),
    topics=(
        "pooling",
        "max-pooling",
        "average-pooling",
        "adaptive-pooling",
        "convolutional-neural-network",
    ),
    group="convolution",
    modes=(
        Mode(
            run,
            PARAMS,
            Text("固定窗口", "fixed window"),
            CONTROLS,
            build,
            (Only("count_include_pad", "kind", ("avg",)),),
        ),
        Mode(run_adaptive, ADAPTIVE, Text("自适应", "adaptive"), CONTROLS, build),
    ),
    source="PyTorch documentation: MaxPool2d, AvgPool2d, AdaptiveAvgPool2d",
    asks=(
        Text("池化层的作用是什么？", "What does a pooling layer do?"),
        Text("最大池化怎样反向传播？", "How does max pooling propagate gradients?"),
    ),
    presets=(
        Preset(Text("平均池化", "average pooling"), {"kind": "avg"}),
        Preset(
            Text("重叠池化", "overlapping (AlexNet)"),
            {"k": 3, "ceil_mode": True},
            "Krizhevsky et al., 2012, section 3.4",
        ),
    ),
)
