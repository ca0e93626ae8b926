"""Exponential moving averages of a series.

Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, section 3.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def moving_average(x: Array, beta: float) -> Array:
    """v_t = β v_{t−1} + (1 − β) x_t with v_0 = 0, for 0 <= β < 1; shape of ``x`` (T,).

    >>> moving_average(np.array([1.0, 1.0]), 0.5).tolist()
    [0.5, 0.75]
    """
    from scipy.signal import lfilter  # slow to import

    return np.asarray(lfilter([1 - beta], [1, -beta], x))


def bias_correction(beta: float, n: int) -> Array:
    """1 − β^t for t = 1 … n, accurate also for β close to 1; shape (n,).

    >>> bias_correction(0.5, 2).tolist()
    [0.5, 0.75]
    """
    if beta == 0:
        return np.ones(n)
    return np.asarray(-np.expm1(np.arange(1, n + 1) * math.log(beta)))
