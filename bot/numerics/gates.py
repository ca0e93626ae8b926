"""Gates over channels and positions of a batch ``(N, C, H, W)``: SE and CBAM.

``w1`` is (C/r, C) and ``w2`` (C, C/r), without bias. Sources: Hu et al., CVPR 2018, equation 3;
Woo et al., CBAM, ECCV 2018, equations 2 and 3.
"""

import numpy as np
from numpy.typing import NDArray

from bot.numerics.activations import sigmoid
from bot.numerics.convolution import conv2d

Array = NDArray[np.float64]


def _mlp(pooled: Array, w1: Array, w2: Array) -> Array:
    return np.asarray(np.maximum(pooled @ w1.T, 0) @ w2.T)


def se_gates(x: Array, w1: Array, w2: Array) -> Array:
    """SE's gate of every channel, (N, C)."""
    return sigmoid(_mlp(x.mean(axis=(2, 3)), w1, w2))


def cbam_channel_gates(x: Array, w1: Array, w2: Array) -> Array:
    """CBAM's gate of every channel, (N, C): one MLP for mean and maximum, added."""
    return sigmoid(_mlp(x.mean(axis=(2, 3)), w1, w2) + _mlp(x.max(axis=(2, 3)), w1, w2))


def cbam_spatial_gates(x: Array, kernel: Array) -> Array:
    """CBAM's gate of every position, (N, H, W), from [mean, maximum] over channels.

    ``kernel`` is (1, 2, k, k) with odd k; the size is kept by zero padding.
    """
    maps = np.stack([x.mean(axis=1), x.max(axis=1)], axis=1)
    pad = kernel.shape[2] // 2
    return sigmoid(np.concatenate([conv2d(pair, kernel, padding=pad) for pair in maps]))
