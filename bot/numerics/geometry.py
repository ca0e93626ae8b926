"""Plane transforms of points ``(x, y)``, y pointing down as in images.

Matrices act on columns ``(x, y, 1)``: 2×3 for affine maps, 3×3 for homographies.

Source: Hartley and Zisserman, Multiple View Geometry, 2004, sections 2.4 and 4.1.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rotation_matrix(angle_deg: float, scale: float, center: tuple[float, float]) -> Array:
    """Rotation about ``center``; positive angles turn counter-clockwise on the screen.

    >>> rotation_matrix(90, 1.0, (0.0, 0.0)).round(6).tolist()[0]
    [0.0, 1.0, 0.0]
    """
    a = scale * math.cos(math.radians(angle_deg))
    b = scale * math.sin(math.radians(angle_deg))
    x, y = center
    return np.array([[a, b, (1 - a) * x - b * y], [-b, a, b * x + (1 - a) * y]])


def affine_from_points(src: Array, dst: Array) -> Array | None:
    """The affine map that takes three points (3, 2) to three others; None if ``src`` is a line."""
    system = np.column_stack([src, np.ones(3)])
    if np.linalg.matrix_rank(system) < 3:
        return None
    return np.asarray(np.linalg.solve(system, dst).T)


def homography_from_points(src: Array, dst: Array) -> Array | None:
    """The homography with h₃₃ = 1 that takes four points to four others, None if there is none."""
    rows = []
    for (x, y), (u, v) in zip(src, dst, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    system = np.array(rows)
    if np.linalg.matrix_rank(system) < 8:
        return None
    return np.append(np.linalg.solve(system, dst.ravel()), 1.0).reshape(3, 3)


def transform(matrix: Array, points: Array) -> Array | None:
    """The points (n, 2) mapped by a 2×3 or 3×3 matrix; None if one goes to infinity."""
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    if matrix.shape[0] == 2:
        return np.asarray(mapped)
    if (np.abs(mapped[:, 2]) < 1e-12).any():
        return None
    return np.asarray(mapped[:, :2] / mapped[:, 2:])
