"""Learning-rate schedules as functions of the step ``t`` (0, 1, 2, … as an array of floats).

Each returns the rate at every step. ``lr`` is the base rate.

Sources: Loshchilov and Hutter, SGDR, ICLR 2017 (cosine, restarts); Smith, WACV 2017 (cyclic);
Vaswani et al., NeurIPS 2017, equation 3 (noam); Goyal et al., 2017 (warmup).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def step_decay(t: Array, lr: float, step_size: int, gamma: float) -> Array:
    """lr · γ^⌊t / step_size⌋.

    >>> step_decay(np.arange(4.0), 1.0, 2, 0.1).tolist()
    [1.0, 1.0, 0.1, 0.1]
    """
    return _decayed(lr, gamma, t // step_size)


def multistep(t: Array, lr: float, milestones: ArrayLike, gamma: float) -> Array:
    """lr · γ^(number of milestones <= t)."""
    return _decayed(lr, gamma, np.searchsorted(np.sort(milestones), t, side="right"))


def exponential(t: Array, lr: float, gamma: float) -> Array:
    """lr · γ^t."""
    return _decayed(lr, gamma, t)


def cosine(t: Array, lr: float, t_max: int, eta_min: float) -> Array:
    """η_min + (lr − η_min)(1 + cos(π t / t_max)) / 2; it rises again after ``t_max``.

    >>> cosine(np.array([0.0, 50.0, 100.0]), 0.1, 100, 0.0).round(6).tolist()
    [0.1, 0.05, 0.0]
    """
    return np.asarray(eta_min + (lr - eta_min) * (1 + np.cos(np.pi * t / t_max)) / 2)


def cosine_restarts(t: Array, lr: float, t_0: int, t_mult: int, eta_min: float) -> Array:
    """Cosine decay started afresh after t_0, t_0·t_mult, t_0·t_mult² … steps."""
    starts, lengths = [0], [t_0]
    while len(t) and starts[-1] + lengths[-1] <= t[-1]:
        starts.append(starts[-1] + lengths[-1])
        lengths.append(lengths[-1] * t_mult)
    which = np.searchsorted(starts, t, side="right") - 1
    phase = (t - np.take(starts, which)) / np.take(lengths, which)
    return np.asarray(eta_min + (lr - eta_min) * (1 + np.cos(np.pi * phase)) / 2)


def linear(t: Array, lr: float, start_factor: float, end_factor: float, total_iters: int) -> Array:
    """lr times a factor that goes straight from start to end in ``total_iters`` steps."""
    done = np.minimum(t, total_iters) / total_iters
    return np.asarray(lr * (start_factor + (end_factor - start_factor) * done))


def polynomial(t: Array, lr: float, total_iters: int, power: float) -> Array:
    """lr · (1 − t / total_iters)^power, then 0."""
    return np.asarray(lr * (1 - np.minimum(t, total_iters) / total_iters) ** power)


def cyclic(t: Array, low: float, high: float, step_size_up: int) -> Array:
    """A triangle wave between ``low`` and ``high``, up and down in ``step_size_up`` steps each.

    >>> cyclic(np.arange(5.0), 0.0, 1.0, 2).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    distance = np.abs(t % (2 * step_size_up) - step_size_up) / step_size_up
    return np.asarray(low + (high - low) * (1 - distance))


def noam(step: Array, d_model: int, warmup: int) -> Array:
    """d_model^−½ · min(step^−½, step · warmup^−3/2) for steps counted from 1."""
    return np.asarray(d_model**-0.5 * np.minimum(step**-0.5, step * warmup**-1.5))


def _decayed(lr: float, gamma: float, count: ArrayLike) -> Array:
    """lr · γ^count, not finite where the power is too large to be represented."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(lr * gamma ** np.asarray(count, dtype=float))
