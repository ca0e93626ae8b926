"""Uniform affine quantisation of numbers to b-bit integers.

    asymmetric  s = (max − min)/(2ᵇ − 1),  z = round(−min/s),    q in 0 … 2ᵇ − 1
    symmetric   s = max|x| / (2ᵇ⁻¹ − 1),   z = 0,                q in −2ᵇ⁻¹ … 2ᵇ⁻¹ − 1

The range is widened to contain 0, so that 0 is exact; halves are rounded to even. A tensor of
zeros gets s = 1.

Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference", CVPR 2018, equations 1 and 13.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def scale_and_zero(x: Array, bits: int, symmetric: bool) -> tuple[float, int]:
    """Scale and zero point of all of ``x``.

    >>> scale_and_zero(np.array([-1.0, 0.9921875]), 8, True)
    (0.007874015748031496, 0)
    """
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    if symmetric:
        return max(-low, high) / (2 ** (bits - 1) - 1) or 1.0, 0
    scale = (high - low) / (2**bits - 1) or 1.0
    return scale, int(np.clip(np.round(-low / scale), 0, 2**bits - 1))


def quantise(x: Array, scale: float, zero: int, bits: int, symmetric: bool) -> NDArray[np.int64]:
    """The integers that stand for ``x``."""
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if symmetric else (0, 2**bits - 1)
    return np.clip(np.round(x / scale) + zero, low, high).astype(np.int64)


def dequantise(q: NDArray[np.int64], scale: float, zero: int) -> Array:
    """The numbers that the integers stand for."""
    return np.asarray((q - zero) * scale)
