"""Non-maximum suppression, hard and soft, with every decision recorded.

Sources: Felzenszwalb et al., TPAMI 2010 (greedy NMS); Bodla et al., "Soft-NMS", ICCV 2017.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.numerics.boxes import pairwise_iou

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the box chosen, the others still there, their IoU with it, and their new scores.

    A box whose new score is below the score threshold, or None under hard NMS, is removed.
    """

    best: int
    score: float
    others: tuple[int, ...]
    ious: tuple[float, ...]
    scores: tuple[float | None, ...]


def suppress(
    boxes: Array,
    scores: Array,
    iou_threshold: float,
    method: str = "hard",
    sigma: float = 0.5,
    score_threshold: float = 0.0,
    offset: float = 0.0,
) -> list[Round]:
    """Rounds of NMS over ``boxes`` (N, 4), best score first; equal scores keep their order.

    ``"hard"`` removes IoU > threshold; ``"soft_linear"`` multiplies their score by 1 − IoU;
    ``"soft_gaussian"`` multiplies every score by exp(−IoU²/σ) and has no IoU threshold.

    >>> boxes = np.array([[0.0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]])
    >>> [r.best for r in suppress(boxes, np.array([0.8, 0.9, 0.7]), 0.5)]
    [1, 2]
    """
    overlaps = pairwise_iou(boxes, boxes, offset)
    factors = _factors(overlaps, iou_threshold, method, sigma)
    current = scores.astype(float)
    left = [i for i in range(len(boxes)) if current[i] >= score_threshold]
    rounds = []
    while left:
        best = max(left, key=lambda i: (current[i], -i))
        left.remove(best)
        new = current[left] * factors[best, left]
        shown = tuple(None if np.isnan(score) else float(score) for score in new)
        ious = tuple(overlaps[best, left].tolist())
        rounds.append(Round(best, float(current[best]), tuple(left), ious, shown))
        current[left] = new
        left = [i for i, score in zip(left, new, strict=True) if score >= score_threshold]
    return rounds


def _factors(ious: Array, threshold: float, method: str, sigma: float) -> Array:
    """What each score is multiplied by, NaN where the box is removed at once."""
    if method == "soft_gaussian":
        return np.asarray(np.exp(-(ious**2) / sigma))
    return np.where(ious > threshold, 1.0 - ious if method == "soft_linear" else np.nan, 1.0)
