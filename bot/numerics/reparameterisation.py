"""Folding batch norm and parallel branches into one convolution.

At inference BN is y = γ (x − μ)/√(σ² + ε) + β with fixed μ, σ², so after a convolution it only
scales the kernel and shifts the result.

Source: Ding et al., "RepVGG: Making VGG-style ConvNets Great Again", CVPR 2021, equations 3 and 4.
"""

import numpy as np
from numpy.typing import NDArray

from bot.numerics.convolution import conv2d

Array = NDArray[np.float64]


def fold(kernel: Array, norm: Array, eps: float) -> tuple[Array, Array]:
    """The kernel (O, C, k, k) and bias of convolution and BN in one.

    ``norm`` has the rows γ, β, μ, σ² of shape (O,).

    >>> kernel, bias = fold(np.ones((1, 1, 1, 1)), np.array([[2.0], [1.0], [3.0], [4.0]]), 0.0)
    >>> kernel.ravel().tolist(), bias.tolist()
    ([1.0], [-2.0])
    """
    gamma, beta, mean, variance = norm
    scale = gamma / np.sqrt(variance + eps)
    return kernel * scale[:, None, None, None], beta - mean * scale


def normalise(y: Array, norm: Array, eps: float) -> Array:
    """BN of one image (O, H, W) with fixed statistics."""
    gamma, beta, mean, variance = (row[:, None, None] for row in norm)
    return np.asarray(gamma * (y - mean) / np.sqrt(variance + eps) + beta)


def as_3x3(kernel: Array) -> Array:
    """A 1x1 kernel (O, C, 1, 1) in the centre of a 3x3 one."""
    return np.pad(kernel, ((0, 0), (0, 0), (1, 1), (1, 1)))


def identity_kernel(channels: int) -> Array:
    """The 3x3 kernel that leaves every channel as it is."""
    return as_3x3(np.eye(channels)[:, :, None, None])


def branches(x: Array, parts: list[tuple[Array, Array]], eps: float) -> Array:
    """The sum of convolution and BN of each ``(kernel 3x3, norm)`` on ``x`` (C, H, W)."""
    results = [normalise(conv2d(x, kernel, padding=1), norm, eps) for kernel, norm in parts]
    return np.asarray(np.sum(results, axis=0))
