"""Gradients along a chain of scalar layers, and clipping of nested gradients.

Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks",
ICML 2013; the 10⁻⁶ beside the norm is PyTorch's.
"""

import math
from collections.abc import Sequence
from itertools import accumulate
from operator import mul
from typing import Any

import numpy as np

from bot.numerics.activations import ACTIVATIONS


def chain(activation: str, weights: Sequence[float], x: float) -> tuple[float, list[float]]:
    """Output h_L of h_l = f(w_l h_{l-1}), h_0 = ``x``, and dh_L/dh_l for l = 0 … L.

    >>> chain("relu", [2.0, 3.0], 1.0)
    (6.0, [6.0, 3.0, 1.0])
    """
    slopes: list[float] = []
    for weight in weights:
        value, slope = ACTIVATIONS[activation](np.asarray(weight * x))
        x = float(value)
        slopes.append(weight * float(slope))
    return x, list(accumulate(reversed(slopes), mul, initial=1.0))[::-1]


def flatten(grads: Any) -> list[float]:
    """All numbers of a nested list, in order.

    >>> flatten([[1.0, [2.0]], 3.0])
    [1.0, 2.0, 3.0]
    """
    return [v for part in grads for v in flatten(part)] if isinstance(grads, list) else [grads]


def clip_norm(grads: Any, most: float) -> tuple[Any, float]:
    """``grads`` scaled so that their common norm is at most ``most``, and the norm before.

    >>> clip_norm([3.0, 4.0], 10.0)
    ([3.0, 4.0], 5.0)
    """
    norm = math.hypot(*flatten(grads))
    return _map(grads, min(1.0, most / (norm + 1e-6)), math.inf), norm


def clip_value(grads: Any, most: float) -> Any:
    """``grads`` with each number brought into [−``most``, ``most``]."""
    return _map(grads, 1.0, most)


def _map(grads: Any, factor: float, limit: float) -> Any:
    if isinstance(grads, list):
        return [_map(part, factor, limit) for part in grads]
    return min(max(grads * factor, -limit), limit)
