"""Linear least squares with an L1 or an L2 penalty, and their proximal maps. No intercept.

Source: Tibshirani 1996 (lasso); Hoerl and Kennard 1970 (ridge); Friedman, Hastie and Tibshirani,
"Regularization paths for generalized linear models via coordinate descent", 2010.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SWEEPS, TOLERANCE = 20_000, 1e-13


def soft_threshold(w: Array, lam: float) -> Array:
    """argmin_x ½ (x − w)² + λ |x|: towards 0 by λ, exactly 0 within it.

    >>> soft_threshold(np.array([-2.0, 0.3]), 0.5).tolist()
    [-1.5, 0.0]
    """
    return np.asarray(np.sign(w) * np.maximum(np.abs(w) - lam, 0.0)) + 0.0


def shrink(w: Array, lam: float) -> Array:
    """argmin_x ½ (x − w)² + λ x²: every weight divided by 1 + 2λ."""
    return np.asarray(w / (1 + 2 * lam))


def ridge(x: Array, y: Array, lam: float) -> Array:
    """argmin_w ‖y − x w‖² + λ ‖w‖²; the shortest solution when λ is 0. x is (n, p)."""
    columns = x.shape[1]
    stacked = np.vstack([x, np.sqrt(lam) * np.eye(columns)])
    return np.asarray(np.linalg.lstsq(stacked, np.append(y, np.zeros(columns)), rcond=None)[0])


def lasso(x: Array, y: Array, lam: float) -> Array | None:
    """argmin_w ‖y − x w‖²/(2n) + λ ‖w‖₁ by coordinate descent; None if it does not settle."""
    if lam == 0:
        return ridge(x, y, 0.0)
    n, columns = x.shape
    gram, target = x.T @ x / n, x.T @ y / n
    w = np.zeros(columns)
    for _ in range(SWEEPS):
        largest = 0.0
        for j in np.flatnonzero(np.diag(gram)):
            free = target[j] - gram[j] @ w + gram[j, j] * w[j]
            new = float(soft_threshold(free, lam)) / gram[j, j]
            largest, w[j] = max(largest, abs(new - w[j])), new
        if largest <= TOLERANCE * max(1.0, float(np.abs(w).max())):
            return w
    return None
