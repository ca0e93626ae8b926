"""Losses of one prediction and its target, element by element, with their derivatives.

Every function returns ``(loss, d loss / d prediction)`` in the shape of its arguments; the caller
takes the mean. At a kink the derivative is 0.

Sources: Huber 1964; Girshick, Fast R-CNN, ICCV 2015 (smooth L1); Cortes and Vapnik 1995 (hinge).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
Pair = tuple[Array, Array]


def squared(pred: Array, target: Array) -> Pair:
    """(p − t)², without the factor ½."""
    gap = pred - target
    return gap**2, 2 * gap


def absolute(pred: Array, target: Array) -> Pair:
    """abs(p − t)."""
    gap = pred - target
    return np.abs(gap), np.sign(gap)


def hinge(pred: Array, target: Array) -> Pair:
    """max(0, 1 − t p) for targets −1 and 1."""
    slack = 1 - target * pred
    return np.maximum(slack, 0.0), np.where(slack > 0, -target, 0.0)


def huber(pred: Array, target: Array, delta: float) -> Pair:
    """½ g² near 0, δ (abs(g) − ½ δ) beyond δ, with g = p − t.

    >>> huber(np.array([3.0]), np.array([0.0]), 1.0)[0].tolist()
    [2.5]
    """
    gap = pred - target
    size = np.abs(gap)
    loss = np.where(size <= delta, gap**2 / 2, delta * (size - delta / 2))
    return loss, np.clip(gap, -delta, delta)


def smooth_l1(pred: Array, target: Array, beta: float) -> Pair:
    """Huber divided by its threshold; absolute error when β = 0."""
    if beta == 0:
        return absolute(pred, target)
    loss, slope = huber(pred, target, beta)
    return loss / beta, slope / beta


def bce_with_logits(logits: Array, target: Array) -> Pair:
    """−t log σ(z) − (1 − t) log(1 − σ(z)), without overflow.

    >>> bce_with_logits(np.array([-1000.0]), np.array([1.0]))[0].tolist()
    [1000.0]
    """
    return np.logaddexp(0.0, logits) - target * logits, expit(logits) - target
