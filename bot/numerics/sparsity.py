"""Which weights to prune: importance per weight or per row, and the mask of what stays.

Sources: Han et al. 2015 (magnitude); LeCun, Denker and Solla, "Optimal Brain Damage", 1990;
Molchanov et al. 2017 (first-order Taylor); Li et al. 2017 (rows by L1 norm).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def norms(w: Array, criterion: str, structured: bool) -> Array:
    """|w|, or per row (first axis) the L2 norm for ``"l2"`` and the L1 norm otherwise."""
    if not structured:
        return np.asarray(w**2 if criterion == "l2" else np.abs(w))
    rows = w.reshape(len(w), -1)
    return np.asarray(np.linalg.norm(rows, 2 if criterion == "l2" else 1, axis=1))


def saliency(w: Array, factor: Array, criterion: str, structured: bool) -> Array:
    """Change of the loss when a weight goes: ½ h w² (``"obd"``) or |g w| (``"taylor"``).

    ``factor`` is the diagonal of the Hessian or the gradient; rows sum their weights.
    """
    each = 0.5 * factor * w**2 if criterion == "obd" else np.abs(factor * w)
    return np.asarray(each.reshape(len(w), -1).sum(axis=1) if structured else each)


def keep_mask(importance: Array, sparsity: float) -> NDArray[np.int64]:
    """1 for what stays, 0 for the round(sparsity · n) least important; first of equals goes.

    >>> keep_mask(np.array([3.0, 1.0, 2.0, 4.0]), 0.5).tolist()
    [1, 0, 0, 1]
    """
    order = np.argsort(importance, axis=None, kind="stable")
    mask = np.ones(importance.size, dtype=np.int64)
    mask[order[: round(sparsity * importance.size)]] = 0
    return mask.reshape(importance.shape)
