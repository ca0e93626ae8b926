"""Two-dimensional convolution step by step: window, products, sum.

    y[o, i, j] = b[o] + Σ_{c,u,v} w[o, c, u, v] · x[c, i·s + u·d − p, j·s + v·d − p]

What frameworks call convolution is cross-correlation; ``flip_kernel`` turns the kernel by 180°
as in mathematics. Padding adds zeros on every side. With g groups an output channel sees C/g
input channels, and w is (O, C/g, k, k).

Source: Goodfellow, Bengio and Courville, "Deep Learning", 2016, equations 9.4 and 9.6; Dumoulin
and Visin 2016.
"""

from typing import Any

import numpy as np

from bot.demos._params import Array, Flag, Int, refuse
from bot.demos._sliding import sliding_frames, window_formula
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.convolution import conv2d, output_size, pad
from bot.numerics.maps import per_image
from bot.text import Text

MOST_WORK, MOST_PIXELS = 20_000_000, 500_000  # products; values in a padded input or an output


def run(
    x: np.ndarray,
    w: np.ndarray,
    bias: np.ndarray | None,
    stride: int,
    padding: int,
    dilation: int,
    groups: int,
    flip_kernel: bool,
) -> Result:
    """The convolution of a map (H, W), an image (C, H, W) or a batch (N, C, H, W)."""
    kernel = _kernel(w, flip_kernel)
    images, channels = (1, 1, *x.shape)[-4:-2] if x.ndim < 4 else x.shape[:2]
    shift = _bias(bias, len(kernel))
    out_h, out_w = _sizes(x, kernel, channels, stride, padding, dilation, groups)
    macs = images * kernel.size * out_h * out_w
    padded = images * channels * (x.shape[-2] + 2 * padding) * (x.shape[-1] + 2 * padding)
    _check_work(macs, max(padded, images * len(kernel) * out_h * out_w))
    image = x[None] if x.ndim == 2 and len(kernel) > 1 else x
    options = (kernel, shift, stride, padding, dilation, groups)
    y = per_image(image, lambda part: conv2d(part, *options))
    values = {"y": y, "out_h": out_h, "out_w": out_w, "steps": out_h * out_w, "macs": macs}
    first = pad(x.reshape(-1, *x.shape[-2:])[: channels // groups], padding)
    steps = sliding_frames(first, kernel[0], stride, dilation, shift)
    return Result(values, _insight(values), (steps,), window_formula(first, kernel[0], dilation))


def _kernel(w: np.ndarray, flip: bool) -> np.ndarray:
    """``w`` as (O, C/g, k, k), turned by 180° when ``flip``."""
    kernel = w[None, None] if w.ndim == 2 else w
    return kernel[..., ::-1, ::-1] if flip else kernel


def _check_work(macs: int, pixels: int) -> None:
    if macs > MOST_WORK or pixels > MOST_PIXELS:
        raise refuse("输入太大，乘加太多", "the input is too large: too many products")


def _insight(values: dict[str, Any]) -> Text:
    size, macs = f"{values['out_h']}×{values['out_w']}", f"{values['macs']:,}"
    return Text(
        f"核滑过 {size} 个位置，共 {macs} 次乘加；深度学习的“卷积”是互相关，核不翻转",
        f"The kernel visits {size} positions, {macs} products in all; what frameworks call "
        "convolution is cross-correlation: the kernel is not flipped",
    )


def _bias(bias: np.ndarray | None, outputs: int) -> np.ndarray | None:
    if bias is None:
        return None
    if bias.size not in (1, outputs):
        raise refuse(f"bias 应有 {outputs} 个数", f"bias needs {outputs} numbers")
    return np.broadcast_to(bias.ravel(), (outputs,))


def _sizes(
    x: np.ndarray,
    w: np.ndarray,
    channels: int,
    stride: int,
    padding: int,
    dilation: int,
    groups: int,
) -> tuple[int, int]:
    if channels % groups or len(w) % groups:
        raise refuse(
            f"groups={groups} 应整除输入和输出通道", f"groups={groups} must divide all channels"
        )
    if w.shape[1] != channels // groups:
        raise refuse(
            f"核应有 {channels // groups} 个输入通道，实际 {w.shape[1]}",
            f"the kernel needs {channels // groups} input channels, it has {w.shape[1]}",
        )
    height, width = (
        output_size(n, k, stride, padding, dilation)
        for n, k in zip(x.shape[-2:], w.shape[-2:], strict=True)
    )
    if min(height, width) < 1:
        raise refuse("卷积核比补边后的输入大", "the kernel is larger than the padded input")
    return height, width


def build(side: int, k: int) -> dict[str, Any]:
    """A ramp 1, 2, 3 … and a kernel that finds vertical edges."""
    ramp = np.arange(1, side * side + 1).reshape(side, side)
    weights = np.tile(np.sign(np.arange(k) - (k - 1) / 2), (k, 1))
    return {"x": ramp.tolist(), "w": (weights if k > 1 else np.ones((1, 1))).tolist()}


def _int(name: str, zh: str, en: str, default: int, high: int, slider: tuple[int, int]) -> Int:
    return Int(name, Text(zh, en), default, slider[0], high, slider, cues=(zh, en))


START = build(5, 3)
PARAMS = (
    Array("x", Text("输入", "input"), START["x"], (2, 3, 4), -1e9, 1e9),
    Array("w", Text("核", "kernel"), START["w"], (2, 4), -1e9, 1e9),
    Array("bias", Text("偏置", "bias"), None, (0, 1), -1e9, 1e9, optional=True),
    _int("stride", "步长", "stride", 1, 1000, (1, 3)),
    _int("padding", "填充", "padding", 0, 1000, (0, 3)),
    _int("dilation", "膨胀率", "dilation", 1, 1000, (1, 3)),
    _int("groups", "分组数", "groups", 1, 1000, (1, 4)),
    Flag("flip_kernel", Text("翻转核", "flip the kernel"), False),
)
CONTROLS = (
    _int("side", "输入边长", "input side", 5, 16, (3, 9)),
    _int("k", "核边长", "kernel size", 3, 9, (1, 5)),
)

DEMO = Demo(
    title=Text("卷积逐步计算", "2-D convolution, step by step"),
    topics=(
        "convolution",
        "cross-correlation",
        "convolution-kernel",
        "conv-stride",
        "padding",
        "convolutional-neural-network",
    ),
    group="convolution",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Goodfellow, Bengio and Courville, Deep Learning, 2016",
    asks=(
        Text("深度学习的卷积与互相关区别？", "How do convolution and cross-correlation differ?"),
        Text("输出尺寸怎么算？", "How do you compute the output size?"),
    ),
    presets=(
        Preset(
            Text("翻转的核", "the kernel flipped"),
            {"flip_kernel": True},
            "Goodfellow et al., 2016, section 9.1",
        ),
    ),
    examples=(
        Example({}, {"y": [[6.0] * 3] * 3, "out_h": 3, "steps": 9, "macs": 81}, "a ramp: 3·2"),
    ),
)
