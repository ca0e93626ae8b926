"""Reading an image between its pixels by bilinear interpolation.

``x`` is ``(C, H, W)``; ``rows`` and ``columns`` are arrays of one shape S of real coordinates,
pixel centres at whole numbers; the result is ``(C, *S)``. The two functions differ at the rim.

Sources: Dai et al., "Deformable convolutional networks", ICCV 2017, equation 4; He et al., "Mask
R-CNN", ICCV 2017, section 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sample_zero_outside(x: Array, rows: Array, columns: Array) -> Array:
    """Every pixel outside the image counts as 0, so half a pixel out still gives half a value.

    >>> sample_zero_outside(np.ones((1, 2, 2)), np.array([-0.5]), np.array([0.0])).tolist()
    [[0.5]]
    """
    height, width = x.shape[1:]
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    total = np.zeros((len(x), *rows.shape))
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        r, c = top + i, left + j
        weight = (1 - np.abs(rows - r)) * (1 - np.abs(columns - c))
        inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
        total += np.where(inside, weight, 0) * x[:, r.clip(0, height - 1), c.clip(0, width - 1)]
    return total


def sample_clamped(x: Array, rows: Array, columns: Array) -> Array:
    """Up to one pixel outside the rim pixel is repeated, further out is 0: RoIAlign's rule.

    >>> sample_clamped(np.ones((1, 2, 2)), np.array([-0.5, -1.5]), np.array([0.0, 0.0])).tolist()
    [[1.0, 0.0]]
    """
    height, width = x.shape[1:]
    outside = (rows < -1) | (rows > height) | (columns < -1) | (columns > width)
    inner = sample_zero_outside(x, rows.clip(0, height - 1), columns.clip(0, width - 1))
    return np.where(outside, 0.0, inner)
