"""Fan-in, gain and spread of random weights, and what they do to a signal.

Weights are shaped ``(out, in, ...)`` as in PyTorch; the trailing axes are the kernel.

Sources: Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998; Klambauer et al. 2017 (SELU).
"""

import math
from collections.abc import Sequence

from scipy.special import log_ndtr, ndtr

from bot.numerics.activations import SELU_ALPHA, SELU_SCALE


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Inputs and outputs of one unit: fan-in and fan-out, each times the kernel's size.

    >>> fans((64, 3, 7, 7))
    (147, 3136)
    """
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def weight_std(scheme: str, fan_in: int, fan_out: int) -> float:
    """Standard deviation asked for by ``he``, ``xavier`` or ``lecun``.

    >>> weight_std("he", 50, 100)
    0.2
    """
    variance = {"he": 2 / fan_in, "xavier": 2 / (fan_in + fan_out), "lecun": 1 / fan_in}
    return math.sqrt(variance[scheme])


def gain(nonlinearity: str, negative_slope: float = 0.01) -> float:
    """The factor on the spread that PyTorch recommends for an activation.

    >>> round(gain("leaky_relu", 0.2), 6)
    1.38675
    """
    known = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "selu": 0.75}
    return known.get(nonlinearity, math.sqrt(2 / (1 + negative_slope**2)))


def relu_second_moment(fan_in: int, std: float, depth: int) -> float:
    """E[x²] after ``depth`` ReLU layers with weights N(0, std²), from E[x²] = 1; inf if too large.

    Each layer multiplies it by fan_in · std² / 2: ReLU throws half of it away.

    >>> relu_second_moment(100, math.sqrt(2 / 100), 30)
    1.0
    """
    factor = fan_in * std**2 / 2
    if factor == 0:
        return 0.0 if depth else 1.0
    exponent = depth * math.log(factor)
    return factor**depth if exponent < 700 else math.inf


def selu_moments(mean: float, var: float) -> tuple[float, float]:
    """Mean and variance of SELU(x) for x ~ N(mean, var), var > 0.

    >>> tuple(abs(round(m, 6)) for m in selu_moments(0.0, 1.0))
    (0.0, 1.0)
    """
    sd = math.sqrt(var)
    at = mean / sd
    density = math.exp(-(at**2) / 2) / math.sqrt(2 * math.pi)
    below = float(ndtr(-at))
    once = math.exp(mean + var / 2 + float(log_ndtr(-at - sd)))  # E[e^x; x < 0]
    twice = math.exp(2 * mean + 2 * var + float(log_ndtr(-at - 2 * sd)))  # E[e^2x; x < 0]
    high = float(ndtr(at))
    first = mean * high + sd * density + SELU_ALPHA * (once - below)
    second = (var + mean**2) * high + mean * sd * density
    second += SELU_ALPHA**2 * (twice - 2 * once + below)
    return SELU_SCALE * first, SELU_SCALE**2 * (second - first**2)
