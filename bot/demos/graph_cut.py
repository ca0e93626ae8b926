"""Segmentation as a minimum cut: unary costs against the length of the border.

    E(L) = Σ_p cost(L_p) + λ · #{4-neighbours with different labels}

Label 1 (foreground) pays ``cost_fg``, label 0 ``cost_bg``; each pair of neighbours counts once.
The minimum cut is the minimum energy; the best labelling need not be unique.

Source: Boykov and Jolly, Interactive graph cuts, ICCV 2001.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Graph, Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED, picture
from bot.demos._params import Array, Float, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.graph_cuts import energy, min_cut
from bot.text import Text

MOST_PIXELS = 256
LAMBDAS = (0, 0.5, 1, 2, 3, 5, 8, 12, 20)


def run(cost_bg: np.ndarray, cost_fg: np.ndarray, smoothness: float) -> Result:
    """The cheapest labelling, its energy and the value of the cut."""
    if cost_bg.shape != cost_fg.shape:
        raise refuse("cost_bg 与 cost_fg 形状不同", "cost_bg and cost_fg differ in shape")
    if cost_bg.size > MOST_PIXELS:
        raise refuse(f"至多 {MOST_PIXELS} 个像素", f"at most {MOST_PIXELS} pixels")
    cut, labels = min_cut(cost_bg, cost_fg, smoothness)
    cost = energy(labels, cost_bg, cost_fg, smoothness)
    border = _border(labels)
    values = {"min_cut": cut, "energy": cost, "labels": labels, "border_length": border}
    insight = Text(
        f"最小割 {cut:.4g} = 最小能量，前景 {int(labels.sum())} 个像素、边界长 {border}；"
        "平滑项越大边界越短",
        f"The minimum cut {cut:.4g} is the minimum energy: {int(labels.sum())} foreground pixels, "
        f"border {border}; a larger smoothness shortens the border",
    )
    title = Text("前景更便宜的程度", "How much cheaper foreground is")
    cheaper = picture(title, cost_bg - cost_fg, "diverging")
    charts: tuple[Chart, ...] = (_graph(labels), cheaper, *_sweep(cost_bg, cost_fg))
    formula = rf"E=\sum_p c_p(L_p)+{smoothness:g}\cdot{border}={cost:.4g}"
    return Result(values, insight, charts, formula)


def _border(labels: np.ndarray) -> int:
    return int((labels[1:] != labels[:-1]).sum() + (labels[:, 1:] != labels[:, :-1]).sum())


def _graph(labels: np.ndarray) -> Graph:
    """The pixels as nodes; links that the cut severs stand out."""
    nodes, edges = [], []
    for i, j in np.ndindex(labels.shape):
        role = "main" if labels[i, j] else "muted"
        nodes.append((f"{i},{j}", j, i, str(labels[i, j]), role))
        for r, c in ((i + 1, j), (i, j + 1)):
            if r < labels.shape[0] and c < labels.shape[1]:
                cut = labels[r, c] != labels[i, j]
                edges.append((f"{i},{j}", f"{r},{c}", "", "bad" if cut else "muted"))
    title = Text("网格图与被割断的边", "The grid graph and the links that are cut")
    return Graph(title, tuple(nodes), tuple(edges))


def _sweep(cost_bg: np.ndarray, cost_fg: np.ndarray) -> tuple[Lines, ...]:
    """Border length against the smoothness, for small grids."""
    if cost_bg.size > 36:
        return ()
    borders = [_border(min_cut(cost_bg, cost_fg, value)[1]) for value in LAMBDAS]
    line = curve(Text("边界长", "border length"), LAMBDAS, borders, points=True)
    axes = Text("平滑项 λ", "smoothness λ"), Text("边界长(条边)", "border (links)")
    return (Lines(Text("平滑项与边界", "Smoothness and border"), *axes, (line,), step=True),)


def build(seed: int, noise: float) -> dict[str, Any]:
    """Costs 0 to 12 of a bright blob in a 3×4 image with noise."""
    blob = np.zeros((3, 4))
    blob[1:, 1:3] = 1
    rng = np.random.default_rng(seed)
    bright = (6 + 8 * (blob - 0.5) + noise * rng.standard_normal(blob.shape)).clip(0, 12).round()
    return {"cost_bg": bright.tolist(), "cost_fg": (12 - bright).tolist()}


DEFAULT = build(0, 3)
CONTROLS = (SEED, Float("noise", Text("噪声", "noise"), 3, 0, 12, (0, 8), 0.5))
PARAMS = (
    Array("cost_bg", Text("判为背景的代价", "cost of background"), DEFAULT["cost_bg"], 2, 0, 1e9),
    Array("cost_fg", Text("判为前景的代价", "cost of foreground"), DEFAULT["cost_fg"], 2, 0, 1e9),
    Float("smoothness", Text("平滑项 λ", "smoothness λ"), 3, 0, 1e9, (0, 20), 0.5),
)

DEMO = Demo(
    title=Text("图割与交互式分割", "Graph cut and scribbles"),
    topics=("graph-cut", "max-flow", "interactive-segmentation", "segmentation-algorithms"),
    group="segmentation",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Boykov and Jolly, Interactive graph cuts, ICCV 2001",
    asks=(Text("图割为什么能做分割？", "Why can a graph cut segment an image?"),),
    presets=(
        Preset(Text("不平滑", "no smoothing"), {"smoothness": 0}),
        Preset(Text("很平滑", "very smooth"), {"smoothness": 20}),
    ),
)
