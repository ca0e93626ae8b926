"""Squeeze-and-excitation and CBAM: gates over channels and over positions.

    SE     s = σ(W2 ReLU(W1 avg(x))),   y = s · x,   2C²/r weights
    CBAM   channel  σ(MLP(avg x) + MLP(max x)), one shared MLP, added before the sigmoid
           then spatial  σ(conv k×k of [mean over channels; max over channels])

Both MLPs have no bias. Sources: Hu et al., CVPR 2018; Woo et al., CBAM, ECCV 2018.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart
from bot.demos._fields import SEED, Values, picture, selector
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.demos._steppers import first_map
from bot.numerics.gates import cbam_channel_gates, cbam_spatial_gates, se_gates
from bot.text import Text


def run_se(kind: str, x: np.ndarray, w1: np.ndarray, w2: np.ndarray) -> Result:
    """The channel gates of SE and the gated maps."""
    images, first, last = _checked(x, w1, w2)
    scale = se_gates(images, first, last)
    y = images * scale[:, :, None, None]
    params = w1.size + w2.size
    values: Values = {"scale": scale, "y": y, "params": params}
    insight = Text(
        f"SE 只多 2C²/r = {params} 个参数；通道门从 {scale.min():.3f} 到 {scale.max():.3f}",
        f"SE adds only 2C²/r = {params} weights; its gates run from {scale.min():.3f} to "
        f"{scale.max():.3f}",
    )
    charts = _gates(scale[0]), picture(Text("加权后的通道 0", "Channel 0, gated"), first_map(y))
    formula = r"s=\sigma(W_2\,\mathrm{ReLU}(W_1\,\mathrm{avg}(x)))"
    return Result(_unbatched(values, x), insight, charts, formula)


def run_cbam(
    kind: str, x: np.ndarray, w1: np.ndarray, w2: np.ndarray, w_spatial: np.ndarray
) -> Result:
    """Channel attention, then spatial attention."""
    images, first, last = _checked(x, w1, w2)
    kernel = w_spatial.reshape(-1, *w_spatial.shape[-3:])
    if kernel.shape != (1, 2, kernel.shape[3], kernel.shape[3]) or kernel.shape[3] % 2 == 0:
        raise refuse("w_spatial 应是 1×2×k×k,k 为奇数", "w_spatial must be 1×2×k×k with odd k")
    channel = cbam_channel_gates(images, first, last)
    gated = images * channel[:, :, None, None]
    spatial = cbam_spatial_gates(gated, kernel)
    values: Values = {
        "channel_attention": channel,
        "spatial_attention": spatial,
        "y": gated * spatial[:, None],
        "params": w1.size + w2.size + w_spatial.size,
    }
    means = f"{channel.mean():.3f}, {spatial.mean():.3f}"
    insight = Text(
        f"CBAM 先通道后空间，平均与最大两支共用 MLP 再相加；门的均值 {means}",
        f"CBAM gates channels, then positions; one MLP, mean and max added; mean gates {means}",
    )
    mask = picture(Text("空间注意力", "Spatial attention"), spatial[0], "sequential")
    formula = r"M_c=\sigma(\mathrm{MLP}(\mathrm{avg})+\mathrm{MLP}(\mathrm{max}))"
    return Result(_unbatched(values, x), insight, (mask, _gates(channel[0])), formula)


def _checked(
    x: np.ndarray, w1: np.ndarray, w2: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A batch and the two matrices (C/r, C) and (C, C/r)."""
    images = x if x.ndim == 4 else x[None]
    first, last = w1.reshape(len(w1), -1), w2.reshape(len(w2), -1)
    if first.shape[1] != images.shape[1] or last.shape != first.shape[::-1]:
        raise refuse(
            f"w1 应是 [C/r][C],w2 应是 [C][C/r],C={images.shape[1]}",
            f"w1 must be [C/r][C] and w2 [C][C/r] with C={images.shape[1]}",
        )
    return images, first, last


def _unbatched(values: Values, x: np.ndarray) -> Values:
    """Arrays without the batch axis when ``x`` had none."""
    if x.ndim == 4:
        return values
    return {k: v[0] if isinstance(v, np.ndarray) else v for k, v in values.items()}


def _gates(scale: np.ndarray) -> Chart:
    names = tuple(Text(str(c), str(c)) for c in range(min(len(scale), 64)))
    axes = Text("通道", "channel"), Text("门(0 到 1)", "gate (0 to 1)")
    return Bars(
        Text("通道注意力", "Channel attention"), *axes, names, (tuple(scale[:64].tolist()),)
    )


def build(seed: int, channels: int, reduction: int) -> dict[str, Any]:
    """Random maps and weights for SE."""
    rng, hidden = np.random.default_rng(seed), max(channels // reduction, 1)
    shapes = {"x": (channels, 4, 4), "w1": (hidden, channels), "w2": (channels, hidden)}
    return {name: rng.normal(size=shape).round(2).tolist() for name, shape in shapes.items()}


def build_cbam(seed: int, channels: int, reduction: int) -> dict[str, Any]:
    """Random maps and weights for CBAM with a 3×3 spatial kernel."""
    kernel = np.random.default_rng(seed + 1).normal(size=(1, 2, 3, 3)).round(2)
    return {"kind": "cbam", **build(seed, channels, reduction), "w_spatial": kernel.tolist()}


BUILT = build_cbam(0, 8, 4)
COMMON = (
    Array("x", Text("特征 [C][H][W]", "features [C][H][W]"), BUILT["x"], ndim=(3, 4)),
    Array("w1", Text("降维 [C/r][C]", "reduce [C/r][C]"), BUILT["w1"], ndim=(2, 4)),
    Array("w2", Text("升维 [C][C/r]", "expand [C][C/r]"), BUILT["w2"], ndim=(2, 4)),
)
SPATIAL = Array(
    "w_spatial", Text("空间核 1×2×k×k", "spatial kernel"), BUILT["w_spatial"], ndim=(3, 4)
)
CONTROLS = (
    SEED,
    Int("channels", Text("通道 C", "channels C"), 8, 2, 32),
    Int("reduction", Text("压缩比 r", "reduction r"), 4, 1, 16),
)

SE = (selector("kind", "se"), *COMMON)
CBAM = (selector("kind", "cbam"), *COMMON, SPATIAL)

DEMO = Demo(
    title=Text("SENet 与 CBAM 注意力", "SENet and CBAM"),
    topics=("squeeze-and-excitation", "cbam", "channel-attention", "spatial-attention"),
    group="attention",
    modes=(
        Mode(run_se, SE, Text("SE", "SE"), CONTROLS, build),
        Mode(run_cbam, CBAM, Text("CBAM", "CBAM"), CONTROLS, build_cbam),
    ),
    source="Hu et al., CVPR 2018; Woo et al., ECCV 2018",
    asks=(
        Text("SE 模块怎样给通道加权？", "How does SE weight channels?"),
        Text("CBAM 比 SE 多了什么？", "What does CBAM add to SE?"),
    ),
    presets=(Preset(Text("CBAM", "CBAM"), {"kind": "cbam"}, "Woo et al., ECCV 2018, section 3"),),
)
