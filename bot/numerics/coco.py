"""The box evaluation of COCO: greedy matching, 101 recall points, mean over classes.

Ground truth is a table ``image, class, x1, y1, x2, y2``, detections one with ``image, class,
score, x1, y1, x2, y2``. No crowds, all areas, at most 100 detections per image and class.

Source: Lin et al., "Microsoft COCO", 2014, and its evaluation code (cocodataset/cocoapi).
"""

import numpy as np
from numpy.typing import NDArray

from bot.numerics.boxes import pairwise_iou
from bot.numerics.ranking import envelope

Array = NDArray[np.float64]
THRESHOLDS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0.0, 1.0, 101)
MOST = 100


def match(truth: Array, found: Array, threshold: float) -> NDArray[np.bool_]:
    """Which boxes ``found`` (M, 4), best first, match one of ``truth`` (N, 4) not yet taken.

    Each takes the free truth of largest IoU if that reaches ``threshold``; the last of equals.
    """
    overlaps = pairwise_iou(found, truth)
    free = np.ones(len(truth), dtype=bool)
    hits = np.zeros(len(found), dtype=bool)
    for i, row in enumerate(overlaps):
        candidates = np.flatnonzero(free & (row >= min(threshold, 1 - 1e-10)))
        if len(candidates):
            best = candidates[row[candidates] == row[candidates].max()][-1]
            free[best], hits[i] = False, True
    return hits


def class_precision(truth: Array, found: Array, threshold: float) -> float:
    """AP of one class over 101 recalls, from the tables without the class column."""
    hits, scores = [], []
    for image in np.unique(np.concatenate([truth[:, 0], found[:, 0]])):
        boxes = truth[truth[:, 0] == image, 1:]
        mine = found[found[:, 0] == image]
        mine = mine[np.argsort(-mine[:, 1], kind="stable")][:MOST]
        hits.append(match(boxes, mine[:, 2:], threshold))
        scores.append(mine[:, 1])
    order = np.argsort(-np.concatenate(scores), kind="stable")
    true = np.cumsum(np.concatenate(hits)[order].astype(float))
    precision = true / np.arange(1, len(true) + 1)
    first = np.searchsorted(true / len(truth), RECALLS, side="left")
    return float(np.append(envelope(precision), 0.0)[np.minimum(first, len(true))].mean())


def mean_precisions(truth: Array, found: Array) -> Array:
    """Mean AP over the classes of ``truth`` at each of the ten IoU thresholds, shape (10,)."""
    columns = [0, *range(2, truth.shape[1])], [0, *range(2, found.shape[1])]
    table = [
        [
            class_precision(
                truth[truth[:, 1] == label][:, columns[0]],
                found[found[:, 1] == label][:, columns[1]],
                threshold,
            )
            for threshold in THRESHOLDS
        ]
        for label in np.unique(truth[:, 1])
    ]
    means: Array = np.mean(table, axis=0)
    return means
