"""Pictures of what L1 and L2 penalties do to weights."""

import numpy as np

from bot.demos._charts import Bars, Chart, Contour, Lines
from bot.demos._curves import curve
from bot.numerics.shrinkage import shrink, soft_threshold
from bot.text import Text

NAMES = Text("L1", "L1"), Text("L2", "L2")


def weight_bars(w: np.ndarray, l1: np.ndarray, l2: np.ndarray) -> Chart:
    names = tuple(Text(f"w{i + 1}", f"w{i + 1}") for i in range(min(len(w), 30)))
    rows = tuple(tuple(v[:30].tolist()) for v in (w, l1, l2))
    title, axes = (
        Text("权重前后", "Weights before and after"),
        (Text("权重", "weight"), Text("值", "value")),
    )
    return Bars(title, *axes, names, rows, (Text("原来", "before"), *NAMES))


def shrinkage_curves(lam: float) -> Chart:
    w = np.linspace(-3, 3, 121)
    lines = (
        curve(NAMES[0], w, soft_threshold(w, lam)),
        curve(NAMES[1], w, shrink(w, lam), "second"),
        curve(Text("不变", "unchanged"), w, w, "muted", dashed=True),
    )
    axes = Text("原来的 w", "w before"), Text("之后的 w", "w after")
    return Lines(Text("收缩曲线", "Shrinkage"), *axes, lines)


def balls(w: np.ndarray, lam: float) -> Chart:
    """Level sets of ½‖v − w‖² in the first two weights, and both balls through the answers."""
    centre = np.append(w, 0.0)[:2]
    reach = float(np.abs(centre).max()) * 1.4 + 0.2
    grid = np.linspace(-reach, reach, 41)
    z = 0.5 * ((grid[None, :] - centre[0]) ** 2 + (grid[:, None] - centre[1]) ** 2)
    turn = np.linspace(0, 2 * np.pi, 81)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    one, two = soft_threshold(centre, lam), shrink(centre, lam)
    corners = np.array([(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)])
    drawn = (
        (Text("L1 菱形", "L1 diamond"), "main", corners * np.abs(one).sum()),
        (Text("L2 圆", "L2 circle"), "second", circle * np.linalg.norm(two)),
    )
    paths = tuple((name, role, [(a, b) for a, b in v.tolist()]) for name, role, v in drawn)
    title = Text("等高线与两种约束", "Level sets and the two balls")
    return Contour(
        title, Text("w₁", "w₁"), Text("w₂", "w₂"), grid.tolist(), grid.tolist(), z.tolist(), paths
    )
