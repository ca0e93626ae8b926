"""Scalar non-linearities with their derivatives, and softmax, all safe against overflow.

Every entry of ``ACTIVATIONS`` maps an array to ``(f(x), f'(x))``. At a kink the derivative is the
one from the left, as in PyTorch: ReLU'(0) = 0.

Sources: Hendrycks and Gimpel 2016 (GELU); Klambauer et al. 2017 (SELU); Ramachandran et al. 2017
(Swish); Misra 2019 (Mish); Howard et al. 2019 (hard-swish); Clevert et al. 2015 (ELU).
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, expit, log_expit, logsumexp

Array = NDArray[np.float64]
Pair = tuple[Array, Array]

SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def sigmoid(x: Array | float) -> Array:
    """1 / (1 + exp(-x)), without overflow.

    >>> sigmoid(np.array([0.0, -1000.0])).tolist()
    [0.5, 0.0]
    """
    return np.asarray(expit(x))


def log_sigmoid(x: Array | float) -> Array:
    """log σ(x), accurate where σ(x) is too small for a float.

    >>> log_sigmoid(np.array([-1000.0])).tolist()
    [-1000.0]
    """
    return np.asarray(log_expit(x))


def log_softmax(x: Array, axis: int = -1) -> Array:
    """x − log Σ exp(x) along ``axis``.

    >>> log_softmax(np.array([1000.0, 1000.0])).round(4).tolist()
    [-0.6931, -0.6931]
    """
    return np.asarray(x - logsumexp(x, axis=axis, keepdims=True))


def softmax(x: Array, axis: int = -1) -> Array:
    """exp(x) / Σ exp(x) along ``axis``; the largest value is subtracted first.

    >>> softmax(np.array([2.0, 1.0, 0.1])).round(4).tolist()
    [0.659, 0.2424, 0.0986]
    """
    return np.asarray(np.exp(log_softmax(x, axis)))


def softplus(x: Array, beta: float = 1.0) -> Pair:
    """log(1 + exp(βx)) / β, a smooth ReLU."""
    return np.logaddexp(0.0, beta * x) / beta, sigmoid(beta * x)


def swish(x: Array, beta: float = 1.0) -> Pair:
    """x σ(βx); SiLU when β = 1."""
    gate = sigmoid(beta * x)
    return x * gate, gate + beta * x * gate * (1 - gate)


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Pair:
    """x above 0, a·x below."""
    slope = np.where(x > 0, 1.0, negative_slope)
    return x * slope, slope


def elu(x: Array, alpha: float = 1.0) -> Pair:
    """x above 0, α(exp(x) − 1) below."""
    low = alpha * np.expm1(np.minimum(x, 0.0))
    return np.where(x > 0, x, low), np.where(x > 0, 1.0, low + alpha)


def _relu(x: Array) -> Pair:
    return np.maximum(x, 0.0), (x > 0).astype(float)


def _relu6(x: Array) -> Pair:
    return np.clip(x, 0.0, 6.0), ((x > 0) & (x < 6)).astype(float)


def _sigmoid(x: Array) -> Pair:
    y = sigmoid(x)
    return y, y * (1 - y)


def _tanh(x: Array) -> Pair:
    y = np.tanh(x)
    return y, 1 - y**2


def _selu(x: Array) -> Pair:
    y, slope = elu(x, SELU_ALPHA)
    return SELU_SCALE * y, SELU_SCALE * slope


def _gelu(x: Array) -> Pair:
    phi = 0.5 * (1 + erf(x / math.sqrt(2)))
    return x * phi, phi + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def _gelu_tanh(x: Array) -> Pair:
    c = math.sqrt(2 / math.pi)
    t = np.tanh(c * (x + 0.044715 * x**3))
    inner = c * (1 + 3 * 0.044715 * x**2)
    return 0.5 * x * (1 + t), 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * inner


def _mish(x: Array) -> Pair:
    smooth, gate = softplus(x)
    t = np.tanh(smooth)
    return x * t, t + x * (1 - t**2) * gate


def _hardsigmoid(x: Array) -> Pair:
    return np.clip(x + 3, 0.0, 6.0) / 6, ((x > -3) & (x < 3)) / 6.0


def _hardswish(x: Array) -> Pair:
    slope = np.where(x <= -3, 0.0, np.where(x < 3, x / 3 + 0.5, 1.0))
    return x * np.clip(x + 3, 0.0, 6.0) / 6, slope


ACTIVATIONS = {
    "relu": _relu,
    "relu6": _relu6,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "selu": _selu,
    "gelu": _gelu,
    "gelu_tanh": _gelu_tanh,
    "mish": _mish,
    "hardsigmoid": _hardsigmoid,
    "hardswish": _hardswish,
}


def glu(x: Array) -> Array:
    """a · σ(b) for the halves a, b of the last axis, which must be even; half as long."""
    a, b = np.split(x, 2, axis=-1)
    return a * sigmoid(b)
