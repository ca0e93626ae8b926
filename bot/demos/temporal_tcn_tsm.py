"""Modelling time with convolutions: temporal convolutional networks and the temporal shift.

TCN: causal dilated convolutions pad on the left only, so a step never sees the future;

    field = 1 + convs per block · (k − 1) · Σ dilations

TSM: one part of the channels moves one step back in time, a second part one step forward, zeros
fill the ends; channels mix over time without a single multiplication. Each part has
⌊C / shift_div⌋ channels: the first shows the next step, the second the previous one.

Sources: Bai, Kolter and Koltun, 2018, section 3; Lin, Gan and Han, TSM, ICCV 2019.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Graph, Heatmap
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

MOST_LAYERS, DRAWN = 3, 32


def run_tcn(op: str, k: int, dilations: np.ndarray, convs_per_block: int) -> Result:
    """The receptive field of a stack of causal blocks."""
    if len(dilations) > 1000:
        raise refuse("至多 1000 个块", "at most 1000 blocks")
    total = int(dilations.sum())
    field = 1 + convs_per_block * (k - 1) * total
    insight = Text(
        f"感受野 {field:,} 步：膨胀率翻倍时随深度指数增长；只在左边补零，看不到未来",
        f"The field is {field:,} steps, exponential in the depth when dilations double; padding "
        "on the left only hides the future",
    )
    formula = rf"1+{convs_per_block}\cdot({k}-1)\cdot{total}={field}"
    values = {"rf": field, "causal": True}
    return Result(values, insight, (_tree(k, dilations.tolist()),), formula)


def run_tsm(op: str, x: np.ndarray, shift_div: int) -> Result:
    """The shifted features; x is [T][C], [T][C][H][W] or with a batch in front."""
    if x.ndim in (3, 5):
        y = np.stack([shift(clip, shift_div) for clip in x])
    else:
        y = shift(x, shift_div)
    channels = x.shape[1] if x.ndim in (2, 4) else x.shape[2]
    moved = channels // shift_div
    insight = Text(
        f"{channels} 个通道里 {moved} 个看下一帧、{moved} 个看上一帧，零乘加融合时间",
        f"Of {channels} channels {moved} show the next frame and {moved} the previous one: time is "
        "mixed for free",
    )
    axes = Text("通道", "channel"), Text("时间", "time")
    flat = [a[0] if a.ndim in (3, 5) else a for a in (x, y)]
    charts = tuple(
        Heatmap(title, *axes, a.reshape(*a.shape[:2], -1)[:DRAWN, :DRAWN, 0].tolist())
        for title, a in zip((Text("移位前", "before"), Text("移位后", "after")), flat, strict=True)
    )
    return Result(
        {"y": y, "extra_macs": 0},
        insight,
        charts,
        rf"\lfloor {channels}/{shift_div}\rfloor={moved}",
    )


def shift(x: np.ndarray, shift_div: int) -> np.ndarray:
    """``x`` (T, C, …) with its first two parts of channels moved in time.

    >>> shift(np.array([[1.0, 5.0], [2.0, 6.0]]), 2).tolist()
    [[2.0, 0.0], [0.0, 5.0]]
    """
    fold = x.shape[1] // shift_div
    y = x.copy()
    y[:, : 2 * fold] = 0
    y[:-1, :fold] = x[1:, :fold]
    y[1:, fold : 2 * fold] = x[:-1, fold : 2 * fold]
    return y


def _tree(k: int, dilations: list[int]) -> Graph:
    """The inputs that reach the last output, one convolution per block."""
    shown = [d for d in dilations[:MOST_LAYERS] if d <= DRAWN]
    reached, nodes, edges = {0}, [("0,0", 0.0, 0.0, "t", "main")], []
    for depth, dilation in enumerate(reversed(shown), 1):
        below: set[int] = set()
        for step in reached:
            for tap in range(min(k, 4)):
                back = step - tap * dilation
                below.add(back)
                edges.append((f"{depth},{back}", f"{depth - 1},{step}", "", "muted"))
        role = "second" if depth == len(shown) else "muted"
        nodes += [(f"{depth},{b}", float(b), float(depth), f"{b}", role) for b in sorted(below)]
        reached = below
    title = Text("因果树：最后一步依赖的输入", "The causal tree of the last step")
    return Graph(title, tuple(nodes), tuple(edges))


def build(seed: int, steps: int, channels: int) -> dict[str, Any]:
    """Random whole numbers of that many steps and channels."""
    rng = np.random.default_rng(seed)
    return {"x": rng.integers(1, 10, (steps, channels)).tolist()}


TCN = (
    selector("op", "tcn_rf"),
    Int("k", Text("核长度", "kernel"), 3, 1, 1000, slider=(2, 9)),
    Array("dilations", Text("膨胀率", "dilations"), [1, 2, 4, 8], 1, 1, 10**9, whole=True),
    Int("convs_per_block", Text("每块卷积数", "convolutions per block"), 2, 1, 100, slider=(1, 4)),
)
TSM = (
    selector("op", "tsm"),
    Array("x", Text("特征 [T][C]", "features [T][C]"), build(0, 6, 8)["x"], (2, 3, 4, 5)),
    Int("shift_div", Text("移位份数", "shift divisor"), 8, 2, 10_000, slider=(2, 16)),
)
CONTROLS = (
    SEED,
    Int("steps", Text("步数", "steps"), 6, 1, 100, slider=(2, 16)),
    Int("channels", Text("通道", "channels"), 8, 1, 256, slider=(2, 32)),
)
DEMO = Demo(
    title=Text("时序建模：TCN 与 TSM", "Temporal modelling: TCN and TSM"),
    topics=(
        "temporal-convolutional-network",
        "temporal-shift-module",
        "causal-convolution",
        "temporal-modeling",
    ),
    group="sequence",
    modes=(
        Mode(run_tcn, TCN, Text("TCN", "TCN")),
        Mode(run_tsm, TSM, Text("TSM", "TSM"), CONTROLS, build),
    ),
    source="Bai, Kolter and Koltun, 2018; Lin, Gan and Han, TSM, ICCV 2019",
    asks=(Text("TCN 与 RNN 相比有什么优缺点？", "How does a TCN compare with an RNN?"),),
    presets=(Preset(Text("8 层 TCN", "8 blocks"), {"dilations": [2**i for i in range(8)]}),),
    examples=(Example({"op": "tcn_rf"}, {"rf": 61, "causal": True}, "1 + 2·2·15"),),
)
