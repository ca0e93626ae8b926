"""Curves over a ranking by score: precision and recall, average precision, ROC.

A ranking is ordered by falling score; equal scores keep the order in which they came.

Sources: Everingham et al., "The PASCAL VOC challenge", IJCV 2010 (11 points, envelope); Lin et
al., "Microsoft COCO", 2014 (101 points); Fawcett, "An introduction to ROC analysis", 2006.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SLACK = 1e-12  # recall points are compared as real numbers, not as floats


def precision_recall(hits: Array, scores: Array, positives: int) -> tuple[Array, Array]:
    """Precision and recall after each detection, best score first; each of shape (N,).

    ``hits`` is 1 where a detection matched; ``positives`` >= 1 objects exist.

    >>> p, r = precision_recall(np.array([1.0, 0, 1]), np.array([0.9, 0.8, 0.7]), 4)
    >>> p.round(4).tolist(), r.tolist()
    ([1.0, 0.5, 0.6667], [0.25, 0.25, 0.5])
    """
    found = np.cumsum(hits[np.argsort(-scores, kind="stable")])
    return found / np.arange(1, len(hits) + 1), found / positives


def envelope(precision: Array) -> Array:
    """The largest precision at this rank or any later one.

    >>> envelope(np.array([0.5, 0.2, 0.4])).tolist()
    [0.5, 0.4, 0.4]
    """
    return np.maximum.accumulate(precision[::-1])[::-1]


def average_precision(precision: Array, recall: Array) -> float:
    """Area under the envelope, as PASCAL VOC does since 2010."""
    return float(np.sum(np.diff(recall, prepend=0.0) * envelope(precision)))


def interpolated_precision(precision: Array, recall: Array, points: int) -> float:
    """Mean over ``points`` recalls 0 … 1 of the best precision at that recall or beyond it."""
    targets = np.linspace(0.0, 1.0, points)
    first = np.searchsorted(recall, targets - SLACK, side="left")
    values = np.append(envelope(precision), 0.0)[np.minimum(first, len(precision))]
    return float(values.mean())


def average_precisions(precision: Array, recall: Array) -> dict[str, float]:
    """The four averages in use; the step sum has no envelope (scikit-learn)."""
    return {
        "ap_all_points": average_precision(precision, recall),
        "ap_11_point": interpolated_precision(precision, recall, 11),
        "ap_101_point": interpolated_precision(precision, recall, 101),
        "ap_step": float(np.sum(np.diff(recall, prepend=0.0) * precision)),
    }


def roc_curve(labels: Array, scores: Array) -> tuple[Array, Array, Array]:
    """False and true positive rates, and the thresholds ``score >= t``; starts at (0, 0).

    Equal scores are passed in one diagonal step. ``labels`` are 0 and 1, both present.
    """
    thresholds, where = np.unique(-scores, return_inverse=True)
    positives = np.bincount(where, weights=labels)
    negatives = np.bincount(where, weights=1 - labels)
    true = np.append(0.0, np.cumsum(positives)) / positives.sum()
    false = np.append(0.0, np.cumsum(negatives)) / negatives.sum()
    return false, true, -thresholds


def rank_auc(labels: Array, scores: Array) -> float:
    """P(score of a positive > score of a negative) + ½ P(equal), by counting pairs.

    >>> rank_auc(np.array([0.0, 1, 1]), np.array([0.1, 0.1, 0.9]))
    0.75
    """
    negative = np.sort(scores[labels == 0])
    positive = scores[labels == 1]
    below = np.searchsorted(negative, positive, side="left")
    not_above = np.searchsorted(negative, positive, side="right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))
