"""Small rules of a training loop: accumulated gradients and early stopping.

Source: Prechelt, "Early stopping — but when?", 1998.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mse_gradient(x: Array, y: Array, w: Array) -> Array:
    """Gradient by w (d,) of the mean squared error of x w against y, for x (n, d)."""
    return np.asarray(2 * x.T @ (x @ w - y) / len(x))


def accumulated_gradient(x: Array, y: Array, w: Array, micro_batch: int) -> Array:
    """The same from micro-batches, each weighted by its share of the samples.

    >>> x, y, w = np.eye(3), np.ones(3), np.zeros(3)
    >>> bool(np.allclose(accumulated_gradient(x, y, w, 2), mse_gradient(x, y, w)))
    True
    """
    total = np.zeros_like(w)
    for i in range(0, len(x), micro_batch):
        part = np.s_[i : i + micro_batch]
        total += mse_gradient(x[part], y[part], w) * len(x[part])
    return total / len(x)


def early_stop(losses: Array, patience: int, min_delta: float) -> tuple[int, int, bool]:
    """Epoch of the stop (the last if it never comes), best epoch, and whether it stopped early.

    A loss is an improvement when it is lower than the best by more than ``min_delta``.

    >>> early_stop(np.array([1.0, 0.5, 0.6, 0.7]), 2, 0.0)
    (3, 1, True)
    """
    best = waited = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best] - min_delta:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            return epoch, best, True
    return len(losses) - 1, best, False
