"""Affine maps and homographies of the plane, and the points that fix them.

    affine (6 degrees of freedom)      x' = A x + t                    3 point pairs
    homography (8 degrees)             x' ~ H x, divided by w          4 point pairs

Points are (x, y) with y pointing down, so a positive angle turns counter-clockwise on the screen.
An image is warped with the inverse map: every output pixel asks where it comes from.

Source: Hartley and Zisserman, Multiple View Geometry, 2004, section 2.4; OpenCV's conventions.
"""

import numpy as np

from bot.demos._fields import selector
from bot.demos._params import Array, Float, refuse
from bot.demos._segments import warped_grid
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.geometry import (
    affine_from_points,
    homography_from_points,
    rotation_matrix,
    transform,
)
from bot.text import Text


def run_rotate(
    kind: str, angle_deg: float, scale: float, center: np.ndarray, points: np.ndarray
) -> Result:
    """Rotation and scaling about a centre."""
    if len(center) != 2:
        raise refuse("center 应是两个数 x,y", "center needs two numbers x, y")
    matrix = rotation_matrix(angle_deg, scale, (float(center[0]), float(center[1])))
    moved = _moved(matrix, points)
    det = float(np.linalg.det(matrix[:, :2]))
    values = {"matrix": matrix, "points_out": moved, "det": det}
    insight = Text(
        f"旋转 {angle_deg:g}°、缩放 {scale:g}：面积变为 {det:.4g} 倍；y 轴向下，"
        "正角在屏幕上是逆时针",
        f"Turned by {angle_deg:g}° and scaled by {scale:g}, areas grow {det:.4g} times; y points "
        "down, so a positive angle turns counter-clockwise on the screen",
    )
    formula = rf"\det A={scale:g}^2={det:.4g}"
    return Result(values, insight, (warped_grid(matrix, points, moved),), formula)


def run_homography(kind: str, src: np.ndarray, dst: np.ndarray, points: np.ndarray) -> Result:
    """The perspective map of four point pairs, applied to ``points``."""
    _pairs(src, dst, 4)
    matrix = homography_from_points(src, dst)
    if matrix is None:
        raise refuse(
            "没有这样的变换：4 个点中有三点共线",
            "no such map: three of the four points are on a line",
        )
    moved = _moved(matrix, points)
    insight = Text(
        "透视变换 8 个自由度，需 4 对点；算完要除以 w",
        "A homography has 8 degrees of freedom and needs 4 point pairs; divide by w at the end",
    )
    values = {"matrix": matrix, "points_out": moved}
    return Result(
        values,
        insight,
        (warped_grid(matrix, src, dst), warped_grid(matrix, points, moved)),
        r"x'=Hx/w",
    )


def run_affine(kind: str, src: np.ndarray, dst: np.ndarray) -> Result:
    """The affine map of three point pairs."""
    _pairs(src, dst, 3)
    matrix = affine_from_points(src, dst)
    if matrix is None:
        raise refuse("三个源点共线", "the three source points lie on a line")
    det = float(np.linalg.det(matrix[:, :2]))
    insight = Text(
        f"仿射 6 个自由度，3 对点确定；面积变 {abs(det):.4g} 倍" + ("，并镜像" if det < 0 else ""),
        f"An affine map has 6 degrees of freedom, fixed by 3 pairs; areas grow {abs(det):.4g} times"
        + (" and are mirrored" if det < 0 else ""),
    )
    formula = rf"x'=Ax+t,\quad\det A={det:.4g}"
    return Result(
        {"matrix": matrix, "det": det}, insight, (warped_grid(matrix, src, dst),), formula
    )


def _pairs(src: np.ndarray, dst: np.ndarray, n: int) -> None:
    if src.shape != (n, 2) or dst.shape != (n, 2):
        raise refuse(
            f"src 与 dst 各应有 {n} 个点 [x,y]", f"src and dst need {n} points [x, y] each"
        )


def _moved(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    if points.shape[1] != 2:
        raise refuse("points 每行应为 [x,y]", "each row of points must be [x, y]")
    moved = transform(matrix, points)
    if moved is None:
        raise refuse("有点被映射到无穷远(w=0)", "a point is mapped to infinity (w = 0)")
    return moved


def _points(name: str, zh: str, en: str, default: object) -> Array:
    return Array(name, Text(zh, en), default, 2, -1e6, 1e6)


SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1]]
MODES = (
    Mode(
        run_rotate,
        (
            selector("kind", "rotate"),
            Float("angle_deg", Text("角度", "angle"), 30, -3600, 3600, (-180, 180), 1, "°"),
            Float("scale", Text("缩放", "scale"), 1, 1e-6, 1e6, (0.1, 4)),
            Array("center", Text("中心 x,y", "centre x, y"), [0, 0], low=-1e6, high=1e6),
            _points("points", "点", "points", SQUARE),
        ),
        Text("旋转", "rotation"),
    ),
    Mode(
        run_homography,
        (
            selector("kind", "homography"),
            _points("src", "源点", "source", SQUARE),
            _points("dst", "目标点", "target", [[0, 0], [4, 1], [3, 3], [0.5, 2.5]]),
            _points("points", "点", "points", [[0.5, 0.5], [0.5, 0], [1, 0.5]]),
        ),
        Text("透视", "homography"),
    ),
    Mode(
        run_affine,
        (
            selector("kind", "affine3"),
            _points("src", "源点", "source", SQUARE[:3]),
            _points("dst", "目标点", "target", [[1, 1], [3, 2], [2, 4]]),
        ),
        Text("仿射", "affine"),
    ),
)

DEMO = Demo(
    title=Text("几何变换：仿射与透视", "Geometric transforms: affine and homography"),
    topics=("geometric-transform", "affine-transform", "perspective-transform", "homography"),
    group="classical",
    modes=MODES,
    source="Hartley and Zisserman, Multiple View Geometry, 2004, section 2.4",
    asks=(Text("仿射和透视变换各要几对点？", "How many point pairs fix affine and perspective?"),),
    presets=(Preset(Text("转 90°", "quarter turn"), {"kind": "rotate", "angle_deg": 90}),),
    examples=(
        Example(
            {"angle_deg": 90, "points": [[1, 0]]}, {"points_out": [[0.0, -1.0]]}, "closed form"
        ),
    ),
)
