"""Lloyd's k-means with a free choice of distance and update.

Source: Lloyd, "Least squares quantization in PCM", 1982.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def squared_distances(points: Array, centers: Array) -> Array:
    """``(N, K)`` squared Euclidean distances of ``(N, D)`` points to ``(K, D)`` centres."""
    return np.asarray(((points[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2))


def lloyd(
    points: Array,
    centers: Array,
    max_iter: int,
    distance: Callable[[Array, Array], Array] = squared_distances,
    update: Callable[..., Array] = np.mean,
) -> list[tuple[Array, Labels]]:
    """Centres and assignment of every iteration; the last pair is the result.

    Ties go to the lowest index, an empty cluster keeps its centre; it ends when nothing moves.

    >>> history = lloyd(np.array([[0.0], [1.0], [9.0]]), np.array([[0.0], [1.0]]), 10)
    >>> history[-1][0].ravel().tolist()
    [0.5, 9.0]
    """
    history = []
    for _ in range(max_iter):
        labels = distance(points, centers).argmin(axis=1)
        history.append((centers, labels))
        moved = centers.copy()
        for k in np.unique(labels):
            moved[k] = update(points[labels == k], axis=0)
        if np.array_equal(moved, centers):
            return history
        centers = moved
    return [*history, (centers, distance(points, centers).argmin(axis=1))]
