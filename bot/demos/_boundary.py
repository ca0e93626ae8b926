"""Pictures of a linear model: its straight boundary and the ovals of its loss."""

import numpy as np

from bot.demos._charts import Contour, Scatter
from bot.text import Text


def boundary_plot(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> Scatter:
    """Samples ``x`` (n, d) with labels 0 and 1, and the line w·x + b = 0.

    With two features the axes are the features; otherwise the first feature and the score.
    """
    across = x[:, 0]
    grid = np.linspace(across.min(), across.max(), 50)
    if x.shape[1] != 2 or w[1] == 0:
        up, edge = x @ w + b, np.zeros(50)
    else:
        up, edge = x[:, 1], -(w[0] * grid + b) / w[1]
    zero, one = (
        list(zip(across[y == k].tolist(), up[y == k].tolist(), strict=True)) for k in (0, 1)
    )
    line = list(zip(grid.tolist(), edge.tolist(), strict=True))
    groups = (
        (Text("类 0", "class 0"), "second", zero),
        (Text("类 1", "class 1"), "main", one),
        (Text("边界", "boundary"), "muted", line),
    )
    axes = Text("特征 x₁", "feature x₁"), Text("特征 x₂", "feature x₂")
    return Scatter(Text("样本与边界", "Samples and boundary"), *axes, groups)


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
