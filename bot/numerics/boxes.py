"""Axis-parallel boxes ``[x1, y1, x2, y2]`` with x1 <= x2 and y1 <= y2, y pointing down.

``offset`` is 0 for continuous coordinates and 1 for the inclusive pixel convention of PASCAL VOC,
where a box from 3 to 3 is one pixel wide.
"""

import math

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


def overlap_measures(a: Array, b: Array, offset: float = 0.0) -> dict[str, float]:
    """Intersection, union, IoU, GIoU, DIoU and CIoU of two boxes, each of shape ``(1, 4)``.

    Sources: Rezatofighi et al., GIoU, CVPR 2019; Zheng et al., DIoU and CIoU, AAAI 2020.

    >>> a, b = np.array([[0.0, 0, 1, 1]]), np.array([[3.0, 0, 4, 1]])
    >>> overlap_measures(a, b)["giou"]
    -0.5
    """
    inter = float(intersections(a, b, offset)[0, 0])
    union = float(areas(a, offset)[0] + areas(b, offset)[0]) - inter
    iou = inter / union if union > 0 else 0.0
    plain = {"intersection": inter, "union": union, "iou": iou}
    return plain | _penalised(a, b, iou, union, offset)


def _penalised(a: Array, b: Array, iou: float, union: float, offset: float) -> dict[str, float]:
    hull = np.concatenate([np.minimum(a[:, :2], b[:, :2]), np.maximum(a[:, 2:], b[:, 2:])], axis=1)
    hull_area = float(areas(hull, offset)[0])
    giou = iou - (hull_area - union) / hull_area if hull_area > 0 else iou
    diagonal = float(((hull[0, 2:] - hull[0, :2] + offset) ** 2).sum())
    centres = (a[0, :2] + a[0, 2:] - b[0, :2] - b[0, 2:]) / 2
    diou = iou - float((centres**2).sum()) / diagonal if diagonal > 0 else iou
    (w_a, h_a), (w_b, h_b) = a[0, 2:] - a[0, :2] + offset, b[0, 2:] - b[0, :2] + offset
    v = 4 / math.pi**2 * (math.atan2(w_b, h_b) - math.atan2(w_a, h_a)) ** 2
    alpha = v / (1 - iou + v) if v > 0 else 0.0
    return {"giou": giou, "diou": diou, "ciou": diou - alpha * v}
