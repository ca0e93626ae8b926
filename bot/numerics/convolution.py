"""Convolution as deep-learning frameworks compute it: cross-correlation over zero-padded maps.

Shapes are channels-first: an input is ``(C, H, W)``, the weight of a convolution is
``(O, C/groups, kh, kw)`` and that of a transposed convolution ``(C, O/groups, kh, kw)``. The
functions trust their callers: shapes fit and every output size is at least 1.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]


def output_size(
    size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """Output positions along one axis; below 1 when the kernel does not fit.

    >>> output_size(224, kernel=7, stride=2, padding=3)
    112
    """
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def transposed_size(
    size: int, kernel: int, stride: int = 1, padding: int = 0, output_padding: int = 0
) -> int:
    """Output positions of a transposed convolution along one axis.

    >>> transposed_size(2, kernel=3, stride=2)
    5
    """
    return (size - 1) * stride - 2 * padding + kernel + output_padding


def windows(x: Array, kernel: tuple[int, int], stride: int = 1, dilation: int = 1) -> Array:
    """The patches of ``x`` (C, H, W) under every kernel position: ``(C, H', W', kh, kw)``."""
    reach = tuple(dilation * (k - 1) + 1 for k in kernel)
    view = sliding_window_view(x, reach, axis=(1, 2))
    return view[:, ::stride, ::stride, ::dilation, ::dilation]


def pad(x: Array, padding: int, value: float = 0.0) -> Array:
    """``x`` (C, H, W) with ``padding`` rows and columns of ``value`` on each side."""
    margin = (padding, padding)
    return np.pad(x, ((0, 0), margin, margin), constant_values=value)


def conv2d(
    x: Array,
    w: Array,
    bias: Array | None = None,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Array:
    """Cross-correlation of ``x`` (C, H, W) with ``w`` (O, C/groups, kh, kw): ``(O, H', W')``.

    >>> conv2d(np.arange(9.0).reshape(1, 3, 3), np.ones((1, 1, 2, 2))).tolist()
    [[[8.0, 12.0], [20.0, 24.0]]]
    """
    patches = windows(pad(x, padding), (w.shape[2], w.shape[3]), stride, dilation)
    parts = zip(np.split(patches, groups), np.split(w, groups), strict=True)
    y = np.concatenate([np.einsum("chwij,ocij->ohw", p, k, optimize=True) for p, k in parts])
    return y if bias is None else y + bias[:, None, None]


def conv_transpose2d(
    x: Array, w: Array, stride: int = 1, padding: int = 0, output_padding: int = 0
) -> Array:
    """Transposed convolution of ``x`` (C, H, W) with ``w`` (C, O, kh, kw): ``(O, H', W')``.

    Every input pixel stamps the kernel, scaled by its value, ``stride`` pixels apart; ``padding``
    then cuts the rim off.

    >>> conv_transpose2d(np.ones((1, 2, 2)), np.ones((1, 1, 3, 3)), stride=2)[0, 2].tolist()
    [2.0, 2.0, 4.0, 2.0, 2.0]
    """
    (_, rows, columns), (_, outputs, kh, kw) = x.shape, w.shape
    height = (rows - 1) * stride + kh + output_padding
    width = (columns - 1) * stride + kw + output_padding
    y = np.zeros((outputs, height, width))
    for i, j in np.ndindex(rows, columns):
        stamp = np.tensordot(x[:, i, j], w, axes=1)
        y[:, i * stride : i * stride + kh, j * stride : j * stride + kw] += stamp
    return y[:, padding : height - padding, padding : width - padding]
