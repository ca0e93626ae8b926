"""Scaled dot-product attention.

Source: Vaswani et al., "Attention Is All You Need", 2017, equation 1 and footnote 4.
"""

import math

import numpy as np
from numpy.typing import NDArray

from bot.numerics.activations import softmax

Array = NDArray[np.float64]


def attention_weights(q: Array, k: Array, scale: bool = True, causal: bool = False) -> Array:
    """Rows of softmax(q kᵀ / √d): ``(..., n, m)`` from q ``(..., n, d)`` and k ``(..., m, d)``.

    ``causal`` hides keys after the query's own position by −∞ before the softmax.

    >>> attention_weights(np.zeros((2, 4)), np.zeros((2, 4)), causal=True).tolist()
    [[1.0, 0.0], [0.5, 0.5]]
    """
    scores = q @ np.swapaxes(k, -1, -2)
    if scale:
        scores = scores / math.sqrt(q.shape[-1])
    if causal:
        scores = np.where(np.tri(*scores.shape[-2:]) > 0, scores, -np.inf)
    return softmax(scores)


def attend(q: Array, k: Array, v: Array, scale: bool = True, causal: bool = False) -> Array:
    """Weighted means of ``v`` (..., m, e), one per query: ``(..., n, e)``."""
    return np.asarray(attention_weights(q, k, scale, causal) @ v)


def row_entropy(weights: Array) -> Array:
    """Entropy in nats of each distribution along the last axis; 0 log 0 is 0.

    >>> row_entropy(np.array([[1.0, 0.0], [0.5, 0.5]])).round(4).tolist()
    [0.0, 0.6931]
    """
    safe = np.where(weights > 0, weights, 1.0)
    return np.asarray(-(weights * np.log(safe)).sum(axis=-1)) + 0.0
