"""Pictures of a linear model: its straight boundary and the ovals of its loss."""

import numpy as np

from bot.demos._charts import Bars, Chart, Contour, Lines, Scatter, Series
from bot.demos._curves import curve
from bot.numerics.activations import sigmoid
from bot.text import Text

GRID = 41
CLASSES = ((0, Text("类 0", "class 0"), "second"), (1, Text("类 1", "class 1"), "good"))


def boundary_plot(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> Chart:
    """Samples ``x`` (n, d) with labels 0 and 1, the probability of class 1 and where it is ½.

    One feature gives the sigmoid curve, two give the straight boundary over level sets of the
    sigmoid; with more the axes are the first feature and the log-odds.
    """
    features = x.shape[1]
    if features == 1:
        return _curve(x[:, 0], y, float(w[0]), b)
    return _plane(x, y, w, b) if features == 2 else _scores(x[:, 0], x @ w + b, y)


def _curve(x: np.ndarray, y: np.ndarray, w: float, b: float) -> Lines:
    grid = np.linspace(x.min(), x.max(), 121)
    dots = tuple(
        Series(name, x[y == k].tolist(), [k] * int((y == k).sum()), role, points=True, bare=True)
        for k, name, role in CLASSES
    )
    line = Series(Text("概率", "probability"), grid.tolist(), sigmoid(w * grid + b).tolist())
    edge = -b / w if w else np.inf
    rules = ((edge, Text("边界", "boundary")),) if x.min() <= edge <= x.max() else ()
    axes = Text("特征 x", "feature x"), Text("类 1 的概率", "probability of class 1")
    return Lines(Text("样本与概率", "Samples and probability"), *axes, (line, *dots), rules_x=rules)


def _plane(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> Contour:
    low, high = x.min(axis=0), x.max(axis=0)
    room = np.where(high > low, (high - low) * 0.08, 1.0)
    across, up = np.linspace(low - room, high + room, GRID).T
    z = sigmoid(w[0] * across[None, :] + w[1] * up[:, None] + b)
    title = Text(
        "边界与类 1 的概率(越浓越大)", "Boundary and probability of class 1 (strong: high)"
    )
    axes = Text("特征 x₁", "feature x₁"), Text("特征 x₂", "feature x₂")
    dots = tuple((name, role, [tuple(p) for p in x[y == k].tolist()]) for k, name, role in CLASSES)
    edge = _edge(across, up, w, b)
    paths = ((Text("边界", "boundary"), "bad", edge),) if edge else ()
    return Contour(title, *axes, across.tolist(), up.tolist(), (1 - z).tolist(), paths, dots)


def _edge(across: np.ndarray, up: np.ndarray, w: np.ndarray, b: float) -> list[tuple[float, float]]:
    """The part of w·x + b = 0 in the picture, from side to side; empty when it passes outside."""
    if abs(w[1]) >= abs(w[0]):
        if not w[1]:
            return []
        points = np.stack([across, -(w[0] * across + b) / w[1]], axis=1)
    else:
        points = np.stack([-(w[1] * up + b) / w[0], up], axis=1)
    inside = (points >= [across[0], up[0]]).all(axis=1) & (points <= [across[-1], up[-1]]).all(
        axis=1
    )
    return [tuple(point) for point in points[inside].tolist()]


def _scores(x: np.ndarray, score: np.ndarray, y: np.ndarray) -> Scatter:
    groups = tuple(
        (name, role, list(zip(x[y == k].tolist(), score[y == k].tolist(), strict=True)))
        for k, name, role in CLASSES
    )
    edge = [(v, 0.0) for v in np.linspace(x.min(), x.max(), 50).tolist()]
    axes = Text("特征 x₁", "feature x₁"), Text("对数几率 w·x+b", "log-odds w·x+b")
    title = Text("样本与边界", "Samples and boundary")
    return Scatter(title, *axes, (*groups, (Text("边界", "boundary"), "muted", edge)))


def loss_ovals(title: Text, x: np.ndarray) -> tuple[Contour, ...]:
    """Level sets of ½ wᵀ XᵀX w / n over the weights of the first two features."""
    if x.shape[1] < 2:
        return ()
    curvature = x[:, :2].T @ x[:, :2] / len(x)
    axis = np.linspace(-1, 1, 41)
    first, second = np.meshgrid(axis, axis)
    z = (curvature[0, 0] * first**2 + curvature[1, 1] * second**2) / 2 + curvature[
        0, 1
    ] * first * second
    axes = Text("权重 w₁", "weight w₁"), Text("权重 w₂", "weight w₂")
    return (Contour(title, *axes, axis.tolist(), axis.tolist(), z.tolist()),)


def probability_plot(z: np.ndarray) -> Lines:
    """The sigmoid with the samples on it, by their log-odds ``z``."""
    grid, at = np.linspace(-6, 6, 121), np.sort(z.ravel())
    points = curve(Text("样本", "samples"), at, sigmoid(at), "bad", points=True)
    lines = (curve(Text("σ(z)", "σ(z)"), grid, sigmoid(grid)), points)
    axes = Text("对数几率 z", "log-odds z"), Text("概率", "probability")
    return Lines(Text("概率与对数几率", "Probability against log-odds"), *axes, lines)


def bin_bars(edges: np.ndarray, bins: np.ndarray) -> Bars:
    """How many values each bin holds."""
    names = tuple(Text(f"{a:.3g}", f"{a:.3g}") for a in edges[:-1])
    counts = tuple(np.bincount(bins, minlength=len(names)).tolist())
    axes = Text("箱的左边界", "left edge of the bin"), Text("个数", "count")
    return Bars(Text("每箱个数", "Values per bin"), *axes, names, (counts,))
