"""Counts of a classifier's right and wrong answers, and the scores made of them.

A ratio with an empty denominator is 0, as scikit-learn prints it with a warning.

Source: Sokolova and Lapalme, "A systematic analysis of performance measures", 2009; Gorodkin 2004
for Matthews' coefficient with several classes.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def confusion_matrix(truth: NDArray[np.int64], said: NDArray[np.int64], classes: int) -> Array:
    """Counts ``(classes, classes)``: rows are the truth, columns the answer.

    >>> confusion_matrix(np.array([0, 1, 1]), np.array([0, 0, 1]), 2).tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    counts = np.bincount(truth.ravel() * classes + said.ravel(), minlength=classes**2)
    return counts.reshape(classes, classes).astype(float)


def ratio(part: Array | float, whole: Array | float) -> Array:
    """``part / whole``, 0 where ``whole`` is 0.

    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0])).tolist()
    [0.25, 0.0]
    """
    part, whole = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole != 0)


def precision_recall_f(counts: Array, beta: float = 1.0) -> tuple[Array, Array, Array]:
    """Precision, recall and F_β of every class, each of shape ``(classes,)``.

    F_β = (1 + β²) tp / ((1 + β²) tp + β² fn + fp).
    """
    right = np.diag(counts)
    said, true = counts.sum(axis=0), counts.sum(axis=1)
    f = ratio((1 + beta**2) * right, said + beta**2 * true)
    return ratio(right, said), ratio(right, true), f


def matthews(counts: Array) -> float:
    """Matthews' correlation coefficient in [−1, 1], 0 where it has no value.

    >>> round(matthews(np.array([[3.0, 0.0], [0.0, 2.0]])), 12)
    1.0
    """
    total, right = counts.sum(), np.trace(counts)
    said, true = counts.sum(axis=0), counts.sum(axis=1)
    spread = np.sqrt(total**2 - said @ said) * np.sqrt(total**2 - true @ true)
    return float(ratio(right * total - said @ true, spread))
