"""PixelShuffle: channels become pixels without a single parameter.

    y[c, h·r + i, w·r + j] = x[c·r² + i·r + j, h, w]

The inverse (pixel-unshuffle) turns pixels back into channels. TensorFlow's depth_to_space orders
the channels differently.

Source: Shi et al., ESPCN, CVPR 2016, equation 4; PyTorch nn.PixelShuffle.
"""

from typing import Any

import numpy as np

from bot.demos._fields import SEED, picture
from bot.demos._params import Array, Flag, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text


def run(x: np.ndarray, r: int, inverse: bool) -> Result:
    """The rearranged image ``(C, H, W)`` or batch."""
    channels, height, width = x.shape[-3:]
    if not inverse and channels % r**2:
        raise refuse(
            f"通道 {channels} 不能被 r²={r**2} 整除", f"{channels} channels, not × r²={r**2}"
        )
    if inverse and (height % r or width % r):
        raise refuse(f"高宽不能被 {r} 整除", f"height and width are not divisible by {r}")
    y = unshuffle(x, r) if inverse else shuffle(x, r)
    insight = Text(
        f"{list(x.shape[-3:])} → {list(y.shape[-3:])}：零参数重排，用通道换分辨率",
        f"{list(x.shape[-3:])} → {list(y.shape[-3:])}: a rearrangement without parameters trades "
        "channels for resolution",
    )
    first, last = x.reshape(-1, height, width), y.reshape(-1, *y.shape[-2:])
    sources = [
        picture(Text(f"输入通道 {i}", f"input channel {i}"), channel, "sequential")
        for i, channel in enumerate(first[:4])
    ]
    charts = (picture(Text("输出通道 0", "output channel 0"), last[0], "sequential"), *sources)
    return Result(
        {"y": y},
        insight,
        charts,
        rf"C\cdot {r}^2\times H\times W\leftrightarrow C\times {r}H\times {r}W",
    )


def shuffle(x: np.ndarray, r: int) -> np.ndarray:
    """``(…, c·r², h, w)`` to ``(…, c, h·r, w·r)``.

    >>> shuffle(np.arange(4.0).reshape(4, 1, 1), 2).tolist()
    [[[0.0, 1.0], [2.0, 3.0]]]
    """
    *lead, channels, height, width = x.shape
    parts = x.reshape(*lead, channels // r**2, r, r, height, width)
    moved = np.moveaxis(parts, (-4, -3), (-3, -1))  # (…, c, h, i, w, j)
    return np.asarray(moved.reshape(*lead, channels // r**2, height * r, width * r))


def unshuffle(x: np.ndarray, r: int) -> np.ndarray:
    """``(…, c, h·r, w·r)`` to ``(…, c·r², h, w)``: the inverse of :func:`shuffle`."""
    *lead, channels, height, width = x.shape
    parts = x.reshape(*lead, channels, height // r, r, width // r, r)
    moved = np.moveaxis(parts, (-3, -1), (-4, -3))  # (…, c, i, j, h, w)
    return np.asarray(moved.reshape(*lead, channels * r**2, height // r, width // r))


def build(seed: int, r: int, side: int) -> dict[str, Any]:
    """r² channels, each of one grey with a little noise, so that the pattern shows."""
    rng = np.random.default_rng(seed)
    levels = np.arange(r * r)[:, None, None] * 10 + rng.integers(0, 5, (r * r, side, side))
    return {"x": levels.tolist(), "r": r, "inverse": False}


CONTROLS = (
    SEED,
    Int("r", Text("放大倍数", "factor"), 2, 1, 8, slider=(2, 4)),
    Int("side", Text("输入边长", "input side"), 2, 1, 64, slider=(1, 6)),
)
PARAMS = (
    Array("x", Text("输入 [C][H][W]", "input"), build(0, 2, 2)["x"], (3, 4)),
    Int("r", Text("放大倍数", "factor"), 2, 1, 64, slider=(2, 4), cues=("放大倍数", "upscale")),
    Flag("inverse", Text("反向", "inverse"), False),
)

DEMO = Demo(
    title=Text("PixelShuffle 亚像素上采样", "PixelShuffle"),
    topics=("sub-pixel-convolution", "pixel-unshuffle", "upsampling"),
    group="convolution",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Shi et al., ESPCN, CVPR 2016, equation 4",
    asks=(Text("PixelShuffle 与转置卷积有什么不同？", "PixelShuffle or transposed convolution?"),),
    presets=(Preset(Text("反向", "inverse"), {"x": [[[0, 1], [2, 3]]], "r": 2, "inverse": True}),),
    examples=(
        Example(
            {"x": [[[0]], [[1]], [[2]], [[3]]], "r": 2}, {"y": [[[0.0, 1.0], [2.0, 3.0]]]}, "Shi"
        ),
    ),
)
