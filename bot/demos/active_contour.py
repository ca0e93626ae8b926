"""The internal energy of an active contour (snake) on a closed ring of points.

    elastic = α Σ ‖v_{i+1} − v_i‖²        bending = β Σ ‖v_{i+1} − 2 v_i + v_{i−1}‖²

Differences are not divided by the step, and the contour wraps around. On a regular n-gon of radius
r the side is 2r sin(π/n) and the second difference 4r sin²(π/n).

Source: Kass, Witkin and Terzopoulos, Snakes, IJCV 1988, equation 3.
"""

import math

import numpy as np

from bot.demos._charts import Lines, Series
from bot.demos._curves import curve
from bot.demos._fields import selector
from bot.demos._params import Float, Int
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

STEPS, DRAWN = 300, 120


def run(shape: str, n: int, radius: float, alpha: float, beta: float) -> Result:
    """Length, enclosed area and both energy terms of n points on a circle."""
    angles = 2 * np.pi * np.arange(n) / n
    v = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    after = np.roll(v, -1, axis=0)
    first, second = after - v, second_difference(v)
    values = {
        "length": float(np.hypot(*first.T).sum()),
        "area": _area(v, after),
        "elastic": alpha * float((first**2).sum()),
        "bending": beta * float((second**2).sum()),
    }
    insight = Text(
        f"弹性能 {values['elastic']:.4g} 使轮廓收缩，弯曲能 {values['bending']:.4g} 使它变圆",
        f"The elastic term {values['elastic']:.4g} shrinks the contour, the bending term "
        f"{values['bending']:.4g} rounds it",
    )
    formula = (
        rf"\alpha\,n\,(2r\sin\tfrac{{\pi}}{{n}})^2={values['elastic']:.4g},\quad"
        rf"\beta\,n\,(4r\sin^2\tfrac{{\pi}}{{n}})^2={values['bending']:.4g}"
    )
    return Result(
        values, insight, (_relaxed(v, alpha, beta), _by_points(radius, alpha, beta)), formula
    )


def _area(v: np.ndarray, after: np.ndarray) -> float:
    """Shoelace area of the polygon."""
    return float(abs((v[:, 0] * after[:, 1] - v[:, 1] * after[:, 0]).sum()) / 2)


def second_difference(v: np.ndarray) -> np.ndarray:
    """v_{i+1} − 2 v_i + v_{i−1} around the ring, shape of ``v`` (n, 2)."""
    return np.asarray(np.roll(v, -1, axis=0) - 2 * v + np.roll(v, 1, axis=0))


def _relaxed(v: np.ndarray, alpha: float, beta: float) -> Lines:
    """A dented copy of the contour, before and after gradient descent on the energy."""
    shown = v[:: -(-len(v) // DRAWN)]
    dented = shown * (1 + 0.2 * np.cos(5 * np.arctan2(shown[:, 1], shown[:, 0])))[:, None]
    moved, rate = dented, 1 / (1 + 4 * alpha + 16 * beta)  # small enough to converge
    for _ in range(STEPS):
        bend = second_difference(moved)
        moved = moved + rate * (alpha * bend - beta * second_difference(bend))
    lines = (
        _ring(Text("起始轮廓", "start"), dented, "muted"),
        _ring(Text("下降后", "after descent"), moved, "main"),
    )
    title = Text("能量下降后的轮廓", "The contour after descending the energy")
    return Lines(title, Text("x", "x"), Text("y", "y"), lines)


def _ring(name: Text, v: np.ndarray, role: str) -> Series:
    closed = np.vstack([v, v[:1]])
    return curve(name, closed[:, 0], closed[:, 1], role)


def _by_points(radius: float, alpha: float, beta: float) -> Lines:
    """Both terms against the number of points on the same circle."""
    n = np.arange(4, 101)
    side, bend = 2 * radius * np.sin(np.pi / n), 4 * radius * np.sin(np.pi / n) ** 2
    lines = (
        curve(Text("弹性能", "elastic"), n, alpha * n * side**2),
        curve(Text("弯曲能", "bending"), n, beta * n * bend**2, "second"),
    )
    title = Text("能量与点数", "Energy against the number of points")
    return Lines(title, Text("点数 n", "points n"), Text("能量", "energy"), lines)


PARAMS = (
    selector("shape", "circle"),
    Int("n", Text("点数", "points"), 64, 3, 100_000, slider=(4, 360)),
    Float("radius", Text("半径", "radius"), 3, 0, 1e6, (0.5, 10), 0.1, above=True),
    Float("alpha", Text("弹性 α", "elasticity α"), 1, 0, 1e6, (0, 5), 0.1),
    Float("beta", Text("弯曲 β", "bending β"), 1, 0, 1e6, (0, 5), 0.1),
)

DEMO = Demo(
    title=Text("活动轮廓能量", "Active contour (snake) energy"),
    topics=("active-contour", "contour", "image-segmentation", "segmentation-algorithms"),
    group="segmentation",
    modes=(Mode(run, PARAMS),),
    source="Kass, Witkin and Terzopoulos, Snakes, IJCV 1988, equation 3",
    asks=(Text("活动轮廓的能量由什么组成？", "What is the energy of an active contour made of?"),),
    presets=(Preset(Text("只有弹性", "elastic only"), {"beta": 0}),),
    examples=(
        Example(
            {"n": 4, "radius": 1, "alpha": 1, "beta": 1},
            {"length": 4 * math.sqrt(2), "area": 2.0, "elastic": 8.0, "bending": 16.0},
            source="closed form of the square",
        ),
    ),
)
