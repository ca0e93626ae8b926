"""Normalisation of feature maps ``(N, C, ...)`` by mean and biased variance over chosen axes.

Sources: Ioffe and Szegedy 2015 (batch), Ba et al. 2016 (layer), Ulyanov et al. 2016 (instance),
Wu and He 2018 (group), Luo et al. 2018 (switchable).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Moments = tuple[Array, Array]


def standardise(x: Array, mean: Array, variance: Array, eps: float) -> Array:
    """(x − mean) / √(variance + eps), broadcast."""
    return np.asarray((x - mean) / np.sqrt(variance + eps))


def per_channel(values: Array, ndim: int) -> Array:
    """One value per channel, shaped to broadcast over maps of ``ndim`` axes ``(N, C, ...)``."""
    return values.reshape(1, -1, *[1] * (ndim - 2))


def moments(x: Array, kind: str, groups: int = 1) -> Moments:
    """Mean and biased variance per block, shaped to broadcast over ``x`` (N, C, ...).

    The block is shared by: ``"batch"`` one channel of all examples, ``"layer"`` one example,
    ``"instance"`` one channel of one example, ``"group"`` one of ``groups`` runs of channels.

    >>> moments(np.arange(8.0).reshape(2, 2, 2), "batch")[0].ravel().tolist()
    [2.5, 4.5]
    """
    if kind == "group":
        runs = x.reshape(x.shape[0], groups, -1)
        repeats = x.shape[1] // groups
        shape = (x.shape[0], x.shape[1], *[1] * (x.ndim - 2))
        mean, variance = (
            np.repeat(part, repeats, axis=1).reshape(shape)
            for part in (runs.mean(axis=2), runs.var(axis=2))
        )
        return mean, variance
    rest = tuple(range(2, x.ndim))
    axes = {"batch": (0, *rest), "layer": (1, *rest), "instance": rest}[kind]
    return x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)


def training_moments(
    x: Array, mean: Array, variance: Array, momentum: float
) -> tuple[Moments, Moments]:
    """Moments of a batch with at least two values a channel, and the running ones after it.

    All of shape (C,). The batch's variance is biased; the running one moves towards the unbiased.
    ``momentum`` is the weight of the new value.
    """
    count = x.size // x.shape[1]
    own_mean, own_variance = (part.ravel() for part in moments(x, "batch"))
    unbiased = own_variance * count / (count - 1)
    moved = (1 - momentum) * mean + momentum * own_mean
    spread = (1 - momentum) * variance + momentum * unbiased
    return (own_mean, own_variance), (moved, spread)


def switchable_moments(x: Array, mean_weights: Array, variance_weights: Array) -> Moments:
    """Weighted moments of batch, instance and layer normalisation, in this order."""
    parts = [moments(x, kind) for kind in ("batch", "instance", "layer")]
    full = (x.shape[0], x.shape[1], *[1] * (x.ndim - 2))
    means = np.stack([np.broadcast_to(mean, full) for mean, _ in parts], axis=-1)
    variances = np.stack([np.broadcast_to(variance, full) for _, variance in parts], axis=-1)
    return means @ mean_weights, variances @ variance_weights
