"""Where boxes ``[x1, y1, x2, y2]`` go when their image is flipped, turned, cut or tiled.

Coordinates are continuous, y pointing down; boxes have shape ``(N, 4)``.

Sources: Yun et al., CutMix, ICCV 2019, and its published code; Bochkovskiy et al., YOLOv4, 2020.
"""

import math

import numpy as np
from numpy.typing import NDArray

from bot.numerics.geometry import rotation_matrix, transform

Array = NDArray[np.float64]


def flip(boxes: Array, length: float, horizontal: bool) -> Array:
    """Boxes mirrored in an image of that width (or height).

    >>> flip(np.array([[10.0, 20.0, 30.0, 40.0]]), 100, horizontal=True).tolist()
    [[70.0, 20.0, 90.0, 40.0]]
    """
    after = boxes.copy()
    low, high = (0, 2) if horizontal else (1, 3)
    after[:, low], after[:, high] = length - boxes[:, high], length - boxes[:, low]
    return after


def rotate_boxes(boxes: Array, angle_deg: float, center: tuple[float, float]) -> Array:
    """The upright hulls of the boxes turned counter-clockwise (on the screen) about ``center``."""
    matrix = rotation_matrix(angle_deg, 1.0, center)
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
    turned = np.asarray(transform(matrix, corners)).reshape(-1, 4, 2)
    return np.concatenate([turned.min(axis=1), turned.max(axis=1)], axis=1)


def cutmix_box(width: int, height: int, lam: float, cx: int, cy: int) -> tuple[int, ...]:
    """The patch of area share 1 − λ around a centre, in whole pixels, clipped to the image.

    >>> cutmix_box(100, 100, 0.75, 90, 50)
    (65, 25, 100, 75)
    """
    share = math.sqrt(1 - lam)
    half_w, half_h = int(width * share) // 2, int(height * share) // 2
    x = (max(cx - half_w, 0), min(cx + half_w, width))
    y = (max(cy - half_h, 0), min(cy + half_h, height))
    return x[0], y[0], x[1], y[1]


def mosaic(
    size: int, center: Array, image_sizes: Array, images: NDArray[np.int64], boxes: Array
) -> Array:
    """Boxes on a square canvas where images 0 to 3 (top left, top right, bottom left, bottom right)
    touch ``center`` with their inner corners; clipped, with area 0 when nothing is left.

    ``image_sizes`` is (4, 2) with width and height, ``images`` tells the image of each box.
    """
    left_of, above = images % 2 == 0, images < 2
    shift_x = center[0] - np.where(left_of, image_sizes[images, 0], 0.0)
    shift_y = center[1] - np.where(above, image_sizes[images, 1], 0.0)
    moved = boxes + np.stack([shift_x, shift_y, shift_x, shift_y], axis=1)
    return np.asarray(moved.clip(0, size))
