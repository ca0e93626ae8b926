"""Logistic regression fitted exactly by Newton's method.

    minimise  C Σ log(1 + exp(−s_i z_i)) + ½ ‖w‖²,   z = X w + b,   s = ±1

as scikit-learn states it: the intercept b is not penalised. Source: Bishop 2006, section 4.3.3.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]


def fit_logistic(x: Array, y: Array, c: float, steps: int = 200) -> tuple[Array, float]:
    """Weights (d,) and intercept for samples ``x`` (n, d) with labels ``y`` in {0, 1}, c > 0.

    Both labels must occur, or the intercept has no finite optimum.

    >>> w, b = fit_logistic(np.array([[-1.0], [1.0]]), np.array([0.0, 1.0]), 1.0)
    >>> round(float(w[0]), 4), round(b, 4)
    (0.6748, 0.0)
    """
    design = np.column_stack([x, np.ones(len(x))])
    penalty = np.append(np.ones(x.shape[1]), 0.0)
    theta = np.zeros(design.shape[1])
    value = _objective(theta, design, y, c, penalty)
    for _ in range(steps):
        p = expit(design @ theta)
        gradient = c * design.T @ (p - y) + penalty * theta
        curvature = c * (design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        move = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        size = 1.0
        while (after := _objective(theta - size * move, design, y, c, penalty)) > value:
            size /= 2
            if size < 1e-10:
                return theta[:-1], float(theta[-1])
        theta, value = theta - size * move, after
        if np.abs(size * move).max() < 1e-12:
            break
    return theta[:-1], float(theta[-1])


def _objective(theta: Array, design: Array, y: Array, c: float, penalty: Array) -> float:
    z = design @ theta
    return float(c * (np.logaddexp(0, z) - y * z).sum() + (penalty * theta**2).sum() / 2)
