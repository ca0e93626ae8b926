"""Pooling of feature maps ``(C, H, W)`` as deep-learning frameworks compute it.

Maximum pooling pads with −∞ and average pooling with 0. With ``ceil_mode`` a last, partial window
is added when it begins inside the input or its left padding. Adaptive pooling cuts an axis of
length L into n bins from floor(i·L/n) to ceil((i+1)·L/n), which overlap when n does not divide L.

Source: the PyTorch documentation of MaxPool2d, AvgPool2d and AdaptiveAvgPool2d.
"""

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pooled_size(size: int, k: int, stride: int, padding: int, ceil_mode: bool = False) -> int:
    """Windows along one axis; below 1 when none fits.

    >>> pooled_size(5, k=2, stride=2, padding=0), pooled_size(5, 2, 2, 0, ceil_mode=True)
    (2, 3)
    """
    span = size + 2 * padding - k
    if not ceil_mode:
        return span // stride + 1
    count = -(-span // stride) + 1
    return count - 1 if (count - 1) * stride >= size + padding else count


def _windows(x: Array, k: int, stride: int, padding: int, ceil_mode: bool, fill: float) -> Array:
    """The values under every window: ``(C, H', W', k·k)``."""
    margins, counts = [(0, 0)], []
    for size in x.shape[1:]:
        counts.append(pooled_size(size, k, stride, padding, ceil_mode))
        after = (counts[-1] - 1) * stride + k - padding - size
        margins.append((padding, max(padding, after)))
    padded = np.pad(x, margins, constant_values=fill)
    view = sliding_window_view(padded, (k, k), axis=(1, 2))[:, ::stride, ::stride]
    view = view[:, : counts[0], : counts[1]]
    return view.reshape(*view.shape[:3], k * k)


def max_pool(
    x: Array, k: int, stride: int, padding: int, ceil_mode: bool = False
) -> tuple[Array, Array]:
    """The maxima and the gradient of their sum; the first of equal maxima takes all of it."""
    windows = _windows(x, k, stride, padding, ceil_mode, -np.inf)
    winners = windows.argmax(axis=-1)
    c, i, j = np.indices(winners.shape)
    gradient = np.zeros_like(x)
    rows, columns = i * stride - padding + winners // k, j * stride - padding + winners % k
    np.add.at(gradient, (c, rows, columns), 1.0)
    return windows.max(axis=-1), gradient


def avg_pool(
    x: Array, k: int, stride: int, padding: int, ceil_mode: bool = False, count_pad: bool = True
) -> tuple[Array, Array]:
    """The means and the gradient of their sum; ``count_pad`` divides by padded zeros as well."""
    windows = _windows(x, k, stride, padding, ceil_mode, 0.0)
    rows, columns = (
        _spans(size, count, k, stride, padding, count_pad)
        for size, count in zip(x.shape[1:], windows.shape[1:3], strict=True)
    )
    share = 1.0 / np.outer(rows, columns)
    gradient = np.zeros((x.shape[1] + 2 * padding + k, x.shape[2] + 2 * padding + k))
    for i, j in np.ndindex(k, k):
        height, width = share.shape[0] * stride, share.shape[1] * stride
        gradient[i : i + height : stride, j : j + width : stride] += share
    inner = gradient[padding : padding + x.shape[1], padding : padding + x.shape[2]]
    return windows.sum(axis=-1) * share, np.broadcast_to(inner, x.shape).copy()


def _spans(
    size: int, count: int, k: int, stride: int, padding: int, count_pad: bool
) -> NDArray[np.int64]:
    """Divisor of every window along one axis."""
    start = np.arange(count) * stride - padding
    end = np.minimum(start + k, size + padding)
    return end - start if count_pad else np.minimum(end, size) - np.maximum(start, 0)


def adaptive_bins(size: int, bins: int) -> list[tuple[int, int]]:
    """First and one-past-last index of each bin.

    >>> adaptive_bins(5, 2)
    [(0, 3), (2, 5)]
    """
    return [(i * size // bins, -(-(i + 1) * size // bins)) for i in range(bins)]


def adaptive_pool(x: Array, out: tuple[int, int], reduce: Callable[..., Array]) -> Array:
    """``reduce`` (``np.mean`` or ``np.max``) over the bins of a grid: ``(C, *out)``."""
    rows, columns = (adaptive_bins(n, bins) for n, bins in zip(x.shape[1:], out, strict=True))
    y = [[reduce(x[:, a:b, c:d], axis=(1, 2)) for c, d in columns] for a, b in rows]
    return np.moveaxis(np.asarray(y), 2, 0)
