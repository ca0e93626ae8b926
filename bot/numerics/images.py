"""Classical image operations on grey maps ``(H, W)``: filters, gradients and thresholds.

Borders: ``"symmetric"`` repeats the edge pixel (d c b a | a b c d, which scipy calls reflect) and
``"constant"`` continues with zeros. Axis 0 is y (down), axis 1 is x.

Sources: Gonzalez and Woods, Digital Image Processing, chapters 3 and 10; the conventions of
scipy.ndimage.
"""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]
SOBEL_SMOOTH, SOBEL_SLOPE = np.array([1.0, 2.0, 1.0]), np.array([-1.0, 0.0, 1.0])


def _border(x: Array, before: int, after: int, axis: int, mode: str) -> Array:
    margins = [(0, 0)] * x.ndim
    margins[axis] = (before, after)
    if mode == "constant":
        return np.pad(x, margins)
    return np.pad(x, margins, mode="symmetric")


def correlate_axis(x: Array, weights: Array, axis: int, mode: str = "symmetric") -> Array:
    """Correlation of every line along ``axis`` with ``weights``, size kept.

    >>> correlate_axis(np.array([[0.0, 1.0, 3.0]]), SOBEL_SLOPE, axis=1).tolist()
    [[1.0, 3.0, 2.0]]
    """
    k = len(weights)
    padded = _border(x, k // 2, k - k // 2 - 1, axis, mode)
    return np.asarray(sliding_window_view(padded, k, axis=axis) @ weights)


def gaussian_weights(sigma: float, truncate: float = 4.0) -> Array:
    """A sampled Gaussian of radius ``int(truncate·sigma + 0.5)`` that sums to 1."""
    radius = int(truncate * sigma + 0.5)
    bell = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return np.asarray(bell / bell.sum())


def gaussian_blur(x: Array, sigma: float, truncate: float = 4.0, mode: str = "symmetric") -> Array:
    """Gaussian smoothing, one axis after the other."""
    weights = gaussian_weights(sigma, truncate)
    return correlate_axis(correlate_axis(x, weights, 0, mode), weights, 1, mode)


def mean_filter(x: Array, size: int) -> Array:
    """The mean of a ``size``×``size`` window; an even window reaches further up and left."""
    box = np.full(size, 1.0 / size)
    return correlate_axis(correlate_axis(x, box, 0), box, 1)


def median_filter(x: Array, size: int) -> Array:
    """The median of a ``size``×``size`` window; of an even count the upper of the middle two."""
    before, after = size // 2, size - size // 2 - 1
    padded = _border(_border(x, before, after, 0, "symmetric"), before, after, 1, "symmetric")
    windows = sliding_window_view(padded, (size, size)).reshape(*x.shape, size * size)
    middle = size * size // 2
    return np.asarray(np.partition(windows, middle, axis=-1)[..., middle])


def sobel(x: Array, axis: int, mode: str = "symmetric") -> Array:
    """Sobel derivative along ``axis``: weights −1 0 1, smoothed by 1 2 1 across, not divided."""
    slope = correlate_axis(x, SOBEL_SLOPE, axis, mode)
    return correlate_axis(slope, SOBEL_SMOOTH, 1 - axis, mode)


def laplacian(x: Array) -> Array:
    """The sum of both second differences, weights 1 −2 1."""
    second = np.array([1.0, -2.0, 1.0])
    return correlate_axis(x, second, 0) + correlate_axis(x, second, 1)


def structure_tensor(x: Array, sigma: float) -> tuple[Array, Array, Array]:
    """Smoothed products of the Sobel derivatives ``(S_xx, S_xy, S_yy)``, zero outside the image.

    Source: Harris and Stephens, 1988; border and weights as in skimage.feature.structure_tensor.
    """
    dx, dy = sobel(x, 1, "constant"), sobel(x, 0, "constant")
    s_xx, s_xy, s_yy = (
        gaussian_blur(p, sigma, mode="constant") for p in (dx * dx, dx * dy, dy * dy)
    )
    return s_xx, s_xy, s_yy


def otsu_curve(x: Array) -> tuple[Array, Array]:
    """Between-class variance for a threshold at each distinct value except the largest.

    ``w0 w1 (m1 − m0)²`` with class 0 = values ≤ t. Source: Otsu, 1979, equation 14.
    """
    values, counts = np.unique(x, return_counts=True)
    share = counts / counts.sum()
    w0, mass = np.cumsum(share)[:-1], np.cumsum(share * values)
    m0, m1 = mass[:-1] / w0, (mass[-1] - mass[:-1]) / (1.0 - w0)
    return values[:-1], w0 * (1.0 - w0) * (m1 - m0) ** 2


def psnr(clean: Array, noisy: Array, peak: float = 255.0) -> float | None:
    """Peak signal-to-noise ratio in dB, None when both are equal."""
    mse = float(np.mean((clean - noisy) ** 2))
    return None if mse == 0 else 10 * math.log10(peak**2 / mse)


def gradient(x: Array) -> tuple[Array, Array]:
    """Magnitude and direction (degrees in (−180, 180], 0 along +x) of the Sobel gradient."""
    gx, gy = sobel(x, 1) + 0.0, sobel(x, 0) + 0.0  # + 0.0 turns −0 into 0, else atan2 gives −180
    return np.hypot(gx, gy), np.degrees(np.arctan2(gy, gx))


def thin_edges(magnitude: Array, direction: Array) -> Array:
    """Zero where a neighbour along the gradient (nearest of four axes) is larger.

    Of two equal neighbours the first stays. Source: Canny, 1986, non-maximum suppression.
    """
    padded = np.pad(magnitude, 1)
    axis = np.round(direction / 45).astype(int) % 4
    keep = np.zeros(magnitude.shape, dtype=bool)
    rows, columns = magnitude.shape
    for number, (di, dj) in enumerate(((0, 1), (1, 1), (1, 0), (1, -1))):
        ahead = padded[1 + di : 1 + di + rows, 1 + dj : 1 + dj + columns]
        behind = padded[1 - di : 1 - di + rows, 1 - dj : 1 - dj + columns]
        keep |= (axis == number) & (magnitude >= ahead) & (magnitude > behind)
    return np.where(keep, magnitude, 0.0)
