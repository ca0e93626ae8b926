"""Curves from arrays, thinned so that a long series stays a small picture."""

import numpy as np
from numpy.typing import ArrayLike

from bot.demos._charts import Series
from bot.text import Text

MOST_POINTS = 400


def curve(
    name: Text,
    x: ArrayLike,
    y: ArrayLike,
    role: str = "main",
    dashed: bool = False,
    points: bool = False,
    bare: bool = False,
) -> Series:
    """A line through ``(x, y)``: finite points only, at most ``MOST_POINTS`` of them.

    >>> curve(Text("线", "line"), [0, 1, 2], [1.0, np.inf, 4.0]).y
    [1.0, 4.0]
    """
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    kept = np.flatnonzero(np.isfinite(across) & np.isfinite(up))
    if len(kept) > MOST_POINTS:
        kept = kept[np.linspace(0, len(kept) - 1, MOST_POINTS).round().astype(int)]
    return Series(name, across[kept].tolist(), up[kept].tolist(), role, dashed, points, bare)


def over_steps(name: Text, y: ArrayLike, role: str = "main", dashed: bool = False) -> Series:
    """A line through the values of ``y`` at steps 0, 1, 2, …"""
    values = np.asarray(y, dtype=float)
    return curve(name, np.arange(len(values)), values, role, dashed)


def positive(y: ArrayLike) -> np.ndarray:
    """``y`` with NaN where a logarithmic axis has no place for it.

    >>> positive([1.0, 0.0]).tolist()
    [1.0, nan]
    """
    values = np.asarray(y, dtype=float)
    return np.where(values > 0, values, np.nan)
