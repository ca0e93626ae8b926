"""Pictures made of many short lines: a grid that a map warps, the arrows of a gradient."""

from collections.abc import Iterable

import numpy as np

from bot.demos._charts import Lines, Series
from bot.text import Text

LINES, ALONG, REACH = 9, 17, 2.0
MOST_ARROWS = 16


def warped_grid(matrix: np.ndarray, before: np.ndarray, after: np.ndarray) -> Lines:
    """A square grid around the points ``before`` and what ``matrix`` (2×3 or 3×3) makes of it.

    Lines end where the map leaves the picture or reaches infinity.
    """
    low, high = before.min(axis=0), before.max(axis=0)
    room = 0.25 * max(float((high - low).max()), 1e-9)
    first, second = np.linspace(low - room, high + room, LINES).T
    u, v = np.linspace(low - room, high + room, ALONG).T
    runs = [np.stack([np.full(ALONG, x), v], axis=1) for x in first]
    runs += [np.stack([u, np.full(ALONG, y)], axis=1) for y in second]
    moved = [_inside(_mapped(matrix, run, before), after) for run in runs]
    series = (
        _joined(Text("原网格", "grid before"), runs, "muted"),
        _joined(Text("变换后的网格", "grid after"), moved, "main"),
        _dots(Text("原来的点", "points before"), before, "muted"),
        _dots(Text("变换后的点", "points after"), after, "second"),
    )
    title = Text("网格与点：变换前(灰)与变换后", "Grid and points before (grey) and after")
    return Lines(
        title, Text("x(像素)", "x (pixels)"), Text("y(像素)", "y (pixels)"), series, plane=True
    )


def _mapped(matrix: np.ndarray, points: np.ndarray, front: np.ndarray) -> np.ndarray:
    """The images of points; NaN beyond the line that a homography sends to infinity."""
    full = matrix if len(matrix) == 3 else np.vstack([matrix, [0, 0, 1]])
    moved = np.c_[points, np.ones(len(points))] @ full.T
    side = np.sign(np.c_[front, np.ones(len(front))] @ full[2]).sum()
    w = moved[:, 2:] * (1.0 if side >= 0 else -1.0)
    sign = 1.0 if side >= 0 else -1.0
    return np.asarray(np.where(w > 1e-9, sign * moved[:, :2] / np.where(w > 1e-9, w, 1.0), np.nan))


def _inside(run: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """A line with NaN where it is farther from the seen points than they are wide."""
    middle = (seen.min(axis=0) + seen.max(axis=0)) / 2
    reach = REACH * max(float(np.ptp(seen, axis=0).max()), 1e-9)
    return np.where((np.abs(run - middle) <= reach).all(axis=1)[:, None], run, np.nan)


def _joined(name: Text, runs: Iterable[np.ndarray], role: str) -> Series:
    """Many lines as one series with breaks between them."""
    x: list[float] = []
    y: list[float | None] = []
    for run in runs:
        for across, down in run.round(6).tolist():
            broken = across != across
            x.append(0.0 if broken and not x else x[-1] if broken else across)
            y.append(None if broken else down)
        x.append(x[-1])
        y.append(None)
    return Series(name, x, y, role)


def _dots(name: Text, points: np.ndarray, role: str) -> Series:
    x, y = points.T.tolist()
    return Series(name, x, y, role, points=True, bare=True)


def gradient_arrows(right: np.ndarray, down: np.ndarray) -> Lines:
    """An arrow per pixel (every second, third … of a large picture), as long as its gradient."""
    step = -(-max(right.shape) // MOST_ARROWS)
    rows, columns = np.mgrid[: right.shape[0] : step, : right.shape[1] : step].reshape(2, -1)
    vectors = np.stack([right[rows, columns], down[rows, columns]], axis=1)
    longest = float(np.hypot(*vectors.T).max()) or 1.0
    tips = vectors / longest * 0.8 * step
    runs = [
        _arrow(np.array([c, r]), tip)
        for r, c, tip in zip(rows, columns, tips, strict=True)
        if tip.any()
    ]
    feet = _dots(Text("像素", "pixels"), np.stack([columns, rows], axis=1).astype(float), "muted")
    arrows = _joined(Text("梯度方向", "gradient direction"), runs, "main")
    title = Text("每个像素的梯度(箭头长度 = 幅值)", "Gradient of each pixel (length = magnitude)")
    return Lines(
        title,
        Text("列(像素)", "column (pixels)"),
        Text("行(像素)", "row (pixels)"),
        (feet, arrows) if runs else (feet,),
        plane=True,
    )


def _arrow(foot: np.ndarray, tip: np.ndarray) -> np.ndarray:
    """Shaft and head as one line."""
    back, side = -0.35 * tip, 0.2 * np.array([-tip[1], tip[0]])
    head = foot + tip
    return np.array([foot, head, head + back + side, head, head + back - side])
