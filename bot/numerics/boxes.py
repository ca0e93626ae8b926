"""Axis-parallel boxes ``[x1, y1, x2, y2]`` with x1 <= x2 and y1 <= y2, y pointing down.

``offset`` is 0 for continuous coordinates and 1 for the inclusive pixel convention of PASCAL VOC,
where a box from 3 to 3 is one pixel wide.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def areas(boxes: Array, offset: float = 0.0) -> Array:
    """Areas of ``(N, 4)`` boxes, shape ``(N,)``.

    >>> areas(np.array([[0.0, 0.0, 10.0, 10.0]])).tolist()
    [100.0]
    """
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2] + offset, 0.0)
    product: Array = sides[:, 0] * sides[:, 1]
    return product


def intersections(a: Array, b: Array, offset: float = 0.0) -> Array:
    """Areas of overlap of every box of ``a`` (N, 4) with every box of ``b`` (M, 4): ``(N, M)``."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    sides = np.maximum(high - low + offset, 0.0)
    product: Array = sides[..., 0] * sides[..., 1]
    return product


def pairwise_iou(a: Array, b: Array, offset: float = 0.0) -> Array:
    """Intersection over union of every pair, ``(N, M)`` in [0, 1]; 0 where the union is empty.

    >>> a, b = np.array([[0.0, 0, 10, 10]]), np.array([[5.0, 5, 15, 15]])
    >>> round(float(pairwise_iou(a, b)[0, 0]), 4)
    0.1429
    """
    inter = intersections(a, b, offset)
    union = areas(a, offset)[:, None] + areas(b, offset)[None, :] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
