"""Atrous spatial pyramid pooling: what is left of a 3×3 kernel when the rate nears the map size.

Effective kernel k + (k − 1)(r − 1), padding r·(k − 1)/2 so that the size stays. A tap is valid when
it falls on the map. Averaged over all positions, the valid share falls with the rate, and where
only the centre tap is left the filter is a 1×1: hence the image-level branch of DeepLabv3.

Source: Chen et al., DeepLabv3, arXiv 1706.05587, section 3.3 and figure 4.
"""

import numpy as np

from bot.demos._charts import Heatmap, Lines
from bot.demos._curves import curve
from bot.demos._fields import COLUMN, ROW, side
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.text import Text

DRAWN, MOST_TAPS = 65, 300_000


def run(size: int, k: int, rates: np.ndarray) -> Result:
    """Effective kernels and the shares of valid taps and of centre-only positions, per rate."""
    if k % 2 == 0:
        raise refuse("k 应为奇数，否则没有中心", "k must be odd, or there is no centre tap")
    if len(rates) > 64 or size * k > MOST_TAPS:
        raise refuse("膨胀率太多，或特征图太大", "too many rates, or the map is too large")
    taps = [valid_taps(size, k, int(rate)) for rate in rates]
    valid = [float(t.mean() / k) ** 2 for t in taps]
    centre = [float((t == 1).mean()) ** 2 for t in taps]
    effective = [k + (k - 1) * (int(rate) - 1) for rate in rates]
    values = {
        "effective_k": effective,
        "valid_tap_fraction": valid,
        "centre_only_fraction": centre,
    }
    worst = int(np.argmin(valid))
    insight = Text(
        f"膨胀率 {rates[worst]} 在 {size}×{size} 上只有 {valid[worst]:.1%} 的抽头有效，"
        f"{centre[worst]:.1%} 的位置退化成 1×1",
        f"At rate {rates[worst]} on {size}×{size} only {valid[worst]:.1%} of the taps are valid "
        f"and {centre[worst]:.1%} of the positions are a 1×1",
    )
    formula = rf"k_{{eff}}={k}+({k}-1)({rates[worst]}-1)={effective[worst]}"
    return Result(
        values, insight, (_against_rate(size, k), _map(taps[worst], rates[worst])), formula
    )


def valid_taps(size: int, k: int, rate: int) -> np.ndarray:
    """How many of the k taps of each position lie on the map, along one axis; shape ``(size,)``.

    >>> valid_taps(5, 3, 2).tolist()
    [2, 2, 3, 2, 2]
    """
    places = np.arange(size)[:, None] + rate * (np.arange(k) - k // 2)
    return np.asarray(((places >= 0) & (places < size)).sum(axis=1))


def _against_rate(size: int, k: int) -> Lines:
    rates = np.unique(np.linspace(1, size, 80).round().astype(int))
    taps = [valid_taps(size, k, int(rate)) for rate in rates]
    lines = (
        curve(Text("有效抽头", "valid taps"), rates, [float(t.mean() / k) ** 2 for t in taps]),
        curve(
            Text("只剩中心", "centre only"),
            rates,
            [float((t == 1).mean()) ** 2 for t in taps],
            "bad",
        ),
    )
    title = Text("有效抽头比例与膨胀率", "Valid taps against the rate")
    return Lines(title, Text("膨胀率", "rate"), Text("比例", "share"), lines)


def _map(taps: np.ndarray, rate: int) -> Heatmap:
    shown = taps[:DRAWN]
    title = Text(
        f"每个位置的有效抽头数(膨胀率 {rate})", f"Valid taps at each position (rate {rate})"
    )
    return Heatmap(title, COLUMN, ROW, np.outer(shown, shown).tolist(), numbers=len(shown) <= 12)


PARAMS = (
    side("size", "特征图边长", "map size", 33, (5, 65)),
    Int("k", Text("核边长", "kernel size"), 3, 1, 255, slider=(1, 7)),
    Array("rates", Text("膨胀率", "rates"), [6, 12, 18], low=1, high=100_000, whole=True),
)

DEMO = Demo(
    title=Text("ASPP：空洞金字塔退化", "ASPP and its degeneration"),
    topics=("atrous-spatial-pyramid-pooling", "dilated-convolution", "deeplab-v3"),
    group="convolution",
    modes=(Mode(run, PARAMS),),
    source="Chen et al., DeepLabv3, arXiv 1706.05587, section 3.3",
    asks=(Text("ASPP 为什么要加图像级池化分支？", "Why does ASPP have an image-level branch?"),),
    presets=(
        Preset(Text("输出步长 16", "output stride 16"), {"rates": [6, 12, 18]}, "DeepLabv3"),
        Preset(
            Text("输出步长 8", "output stride 8"), {"size": 65, "rates": [12, 24, 36]}, "DeepLabv3"
        ),
        Preset(
            Text("退化", "degenerate"),
            {"rates": [30, 33]},
            "Chen et al., DeepLabv3, 2017, figure 4",
        ),
    ),
)
