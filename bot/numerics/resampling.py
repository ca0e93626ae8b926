"""Resizing along an axis as a matrix, so that an image becomes A x Bᵀ.

Row i of the matrix holds the weights of the input positions that make output i. Coordinates and
borders are PyTorch's, without antialiasing:

    align_corners false   src = (dst + ½) · in/out − ½
    align_corners true    src = dst · (in − 1)/(out − 1)
    nearest               src = ⌊dst · in/out⌋

Source: Keys, "Cubic convolution interpolation for digital image processing", 1981; a = −0.75 as in
PyTorch and OpenCV, where Keys and PIL take −0.5.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
CUBIC = -0.75


def weights(size: int, out: int, mode: str, align_corners: bool = False) -> Array:
    """The matrix ``(out, size)`` for ``"nearest"``, ``"bilinear"`` or ``"bicubic"``.

    >>> weights(2, 4, "bilinear").tolist()
    [[1.0, 0.0], [0.75, 0.25], [0.25, 0.75], [0.0, 1.0]]
    """
    if mode == "nearest":
        return np.eye(size)[np.arange(out) * size // out]
    source = _sources(size, out, align_corners)
    if mode == "bilinear":
        return linear_weights(np.maximum(source, 0.0), size)
    first = np.floor(source).astype(int)
    matrix = np.zeros((out, size))
    for tap in range(-1, 3):
        place = np.clip(first + tap, 0, size - 1)
        np.add.at(matrix, (np.arange(out), place), cubic(source - first - tap))
    return matrix


def linear_weights(source: Array, size: int) -> Array:
    """Weights ``(n, size)`` of positions ``source`` >= 0; beyond the last, the last counts."""
    matrix = np.zeros((len(source), size))
    first = np.minimum(np.floor(source).astype(int), size - 1)
    share = np.clip(source - first, 0.0, 1.0)
    rows = np.arange(len(source))
    np.add.at(matrix, (rows, first), 1 - share)
    np.add.at(matrix, (rows, np.minimum(first + 1, size - 1)), share)
    return matrix


def cubic(distance: Array) -> Array:
    """Keys' kernel with a = −0.75; 1 at 0 and 0 at other whole distances.

    >>> cubic(np.array([0.0, 0.5, 1.0])).tolist()
    [1.0, 0.59375, 0.0]
    """
    d, a = np.abs(distance), CUBIC
    near = ((a + 2) * d - (a + 3)) * d**2 + 1
    far = ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    return np.where(d <= 1, near, np.where(d < 2, far, 0.0))


def resize(x: Array, height: int, width: int, mode: str, align_corners: bool = False) -> Array:
    """``x`` (..., H, W) at a new size."""
    rows = weights(x.shape[-2], height, mode, align_corners)
    columns = weights(x.shape[-1], width, mode, align_corners)
    return np.asarray(rows @ x @ columns.T)


def _sources(size: int, out: int, align_corners: bool) -> Array:
    steps = np.arange(out, dtype=float)
    if align_corners:
        return steps * ((size - 1) / (out - 1) if out > 1 else 0.0)
    return (steps + 0.5) * (size / out) - 0.5
