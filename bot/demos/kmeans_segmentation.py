"""Segmentation by k-means on pixel values.

Each pixel goes to the nearest centre (ties to the lowest index), each centre moves to the mean of
its pixels, until nothing moves; an empty cluster keeps its centre. The inertia

    Σ_pixels ‖x − c(x)‖²

never rises. Where a pixel lies plays no part unless its row and column are given as features.

Source: Lloyd, 1982; MacQueen, 1967.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines, Scatter, Series, Steps
from bot.demos._fields import SEED, Values, picture
from bot.demos._latex import scientific
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._pictures import humps
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.clustering import Array as Points
from bot.numerics.clustering import Labels, lloyd, squared_distances
from bot.text import Text

ROLES = ("main", "second", "third", "fourth", "good", "bad", "muted")
MOST_WORK, MOST_POINTS, MOST_FRAMES = 50_000_000, 400, 20


def run(x: np.ndarray, init_centers: np.ndarray, max_iter: int) -> Result:
    """Clusters of the pixels of ``x``.

    With a list of centres every element of ``x`` is a grey pixel; with a matrix of centres (K, D)
    the last axis of ``x`` holds the D features of a pixel.
    """
    points = _points(x, init_centers)
    centers = init_centers.reshape(len(init_centers), -1)
    if points.size * len(centers) * min(max_iter, 20) > MOST_WORK:
        raise refuse("像素或类别太多", "too many pixels or clusters")
    history = lloyd(points, centers, max_iter)
    inertias = [_inertia(points, *state) for state in history]
    centers, labels = history[-1]
    values: Values = {
        "centers": centers.reshape(init_centers.shape),
        "labels": labels.reshape(x.shape if points.shape[1] == 1 else x.shape[:-1]),
        "inertia": inertias[-1],
        "iterations": len(history) - 1,
    }
    if x.ndim == 2 and x.shape[1] == 1:
        values["labels"] = labels
    charts = (_moving(points, history), *_recoloured(x, centers, labels), _curve(inertias))
    formula = rf"\sum_x\lVert x-c(x)\rVert^2={scientific(inertias[-1], 6)}"
    return Result(values, _insight(inertias, centers), charts, formula)


def _points(x: np.ndarray, centers: np.ndarray) -> np.ndarray:
    features = 1 if centers.ndim == 1 else centers.shape[1]
    if features == 1:
        return x.reshape(-1, 1)
    if x.ndim < 2 or x.shape[-1] != features:
        raise refuse(
            f"中心有 {features} 个分量，x 的最后一维应相同",
            f"the centres have {features} components; the last axis of x must, too",
        )
    return x.reshape(-1, features)


def _inertia(points: Points, centers: Points, labels: Labels) -> float:
    return float(squared_distances(points, centers)[np.arange(len(points)), labels].sum())


def _insight(inertias: list[float], centers: Points) -> Text:
    rounds, first, last = len(inertias) - 1, inertias[0], inertias[-1]
    return Text(
        f"只看颜色不看位置；{rounds} 轮后惯量从 {first:.4g} 降到 {last:.4g}，每轮都不增",
        f"It looks at colour, not position; in {rounds} rounds the inertia went from {first:.4g} "
        f"to {last:.4g} and never rose",
    )


def _moving(points: Points, history: list[tuple[Points, Labels]]) -> Chart:
    """Pixels and centres per iteration, in the plane of the first two features."""
    shown = np.linspace(0, len(points) - 1, min(len(points), MOST_POINTS)).astype(int)
    other = shown if points.shape[1] == 1 else points[shown, 1]
    axes = Text("特征 1", "feature 1"), Text("特征 2 或序号", "feature 2 or index")
    frames = []
    for number, (centers, labels) in enumerate(history[:MOST_FRAMES]):
        heights = centers[:, 1] if points.shape[1] > 1 else [float(shown.mean())] * len(centers)
        groups, marks = [], []
        for k, (center, height) in enumerate(zip(centers, heights, strict=True)):
            own = labels[shown] == k
            dots = list(zip(points[shown, 0][own].tolist(), other[own].tolist(), strict=True))
            groups.append((Text(f"类 {k}", f"cluster {k}"), ROLES[k % len(ROLES)], dots))
            marks.append((float(center[0]), float(height), f"c{k}"))
        caption = Text(f"第 {number} 轮", f"iteration {number}")
        frames.append((caption, (Scatter(caption, *axes, tuple(groups), tuple(marks)),)))
    return Steps(Text("中心逐轮移动", "The centres move"), tuple(frames))


def _recoloured(x: np.ndarray, centers: Points, labels: Labels) -> tuple[Chart, ...]:
    if x.ndim != 2 or centers.shape[1] != 1:
        return ()
    title = Text("用中心的灰度重画", "Recoloured by the centres")
    return picture(title, centers[labels, 0].reshape(x.shape)), picture(Text("图像", "Image"), x)


def _curve(inertias: list[float]) -> Chart:
    title, axes = Text("惯量", "Inertia"), (Text("轮", "iteration"), Text("惯量", "inertia"))
    return Lines(title, *axes, (Series(title, range(len(inertias)), inertias, points=True),))


def build(seed: int, k: int, spread: float) -> dict[str, Any]:
    """Three grey bands; the centres start at the first k distinct values."""
    x = humps((50, 120, 200), (1, 1, 1), spread, seed, side=16)
    values, first = np.unique(x, return_index=True)
    start = values[np.argsort(first)][:k]
    return {"x": x.tolist(), "init_centers": start.tolist()}


HUMPS = build(0, 3, 12)
INIT = Text("初始中心", "initial centres")
PARAMS = (
    Array("x", Text("像素", "pixels"), HUMPS["x"], ndim=(1, 2, 3), low=-1e6, high=1e6),
    Array("init_centers", INIT, HUMPS["init_centers"], ndim=(1, 2), low=-1e6, high=1e6),
    Int("max_iter", Text("最多轮数", "most iterations"), 100, 1, 1000, slider=(1, 100)),
)
CONTROLS = (
    SEED,
    Int("k", Text("类别数 k", "clusters k"), 3, 2, 8),
    Float("spread", Text("各峰标准差", "spread of each hump"), 12, 1, 40, step=1),
)

DEMO = Demo(
    title=Text("K 均值聚类分割", "K-means segmentation"),
    topics=(
        "kmeans-segmentation",
        "k-means",
        "clustering",
        "color-segmentation",
        "segmentation-algorithms",
    ),
    group="classical",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Lloyd, Least squares quantization in PCM, 1982",
    asks=(
        Text("K 均值怎样选 k 和初始中心？", "How are k and the initial centres chosen?"),
        Text("用 K 均值分割图像有什么局限？", "What limits k-means as a segmenter?"),
    ),
    presets=(Preset(Text("两类", "two clusters"), {"init_centers": [50, 200]}),),
)
