"""First-order optimisers as PyTorch computes them, on functions of a few variables.

    momentum  v ← μ v + g,              x ← x − η v
    Nesterov  v ← μ v + g,              x ← x − η (g + μ v)
    Adagrad   s ← s + g²,               x ← x − η g / (√s + ε)
    RMSprop   s ← ρ s + (1 − ρ) g²,     x ← x − η g / (√s + ε)
    Adam      m, s averaged with β₁, β₂; x ← x − η m̂ / (√ŝ + ε), m̂ = m/(1 − β₁ᵗ), ŝ = s/(1 − β₂ᵗ)
    AdamW     x ← (1 − ηλ) x first, then as Adam

Sources: Polyak 1964 (momentum, without the factor 1 − μ); Sutskever et al. 2013 (Nesterov form);
Duchi et al. 2011 (Adagrad); Tieleman and Hinton 2012 (RMSprop); Kingma and Ba 2015 (Adam, with
bias correction and ε outside the root); Loshchilov and Hutter 2019 (AdamW, decay times rate).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Gradient = Callable[[Array], Array]
OPTIMISERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")


@dataclass(frozen=True, slots=True)
class Rates:
    """The constants of all optimisers; each uses its own. ``eps`` None is its usual value."""

    lr: float
    momentum: float = 0.9
    rho: float = 0.99
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float | None = None
    weight_decay: float = 0.01


@dataclass(slots=True)
class State:
    """What an optimiser remembers: steps taken, first and second moment."""

    t: int
    m: Array
    v: Array


def minimise(gradient: Gradient, start: Array, name: str, rates: Rates, steps: int) -> Array:
    """The path of ``steps`` steps from ``start``: shape ``(steps + 1, n)``; may overflow to inf.

    >>> minimise(lambda x: x, np.array([4.0]), "sgd", Rates(0.5), 2).ravel().tolist()
    [4.0, 2.0, 1.0]
    """
    path = np.empty((steps + 1, len(start)))
    path[0] = start
    state = State(0, np.zeros_like(start), np.zeros_like(start))
    with np.errstate(all="ignore"):
        for i in range(steps):
            x = path[i] * (1 - rates.lr * rates.weight_decay) if name == "adamw" else path[i]
            state.t += 1
            path[i + 1] = x - _STEP[name](gradient(path[i]), state, rates)
    return path


def _sgd(g: Array, state: State, rates: Rates) -> Array:
    return rates.lr * g


def _momentum(g: Array, state: State, rates: Rates) -> Array:
    state.m = rates.momentum * state.m + g
    return rates.lr * state.m


def _nesterov(g: Array, state: State, rates: Rates) -> Array:
    state.m = rates.momentum * state.m + g
    return rates.lr * (g + rates.momentum * state.m)


def _adagrad(g: Array, state: State, rates: Rates) -> Array:
    state.v = state.v + g**2
    eps = 1e-10 if rates.eps is None else rates.eps
    return rates.lr * g / (np.sqrt(state.v) + eps)


def _rmsprop(g: Array, state: State, rates: Rates) -> Array:
    state.v = rates.rho * state.v + (1 - rates.rho) * g**2
    eps = 1e-8 if rates.eps is None else rates.eps
    return rates.lr * g / (np.sqrt(state.v) + eps)


def _adam(g: Array, state: State, rates: Rates) -> Array:
    state.m = rates.beta1 * state.m + (1 - rates.beta1) * g
    state.v = rates.beta2 * state.v + (1 - rates.beta2) * g**2
    eps = 1e-8 if rates.eps is None else rates.eps
    mean = state.m / (1 - rates.beta1**state.t)
    return rates.lr * mean / (np.sqrt(state.v / (1 - rates.beta2**state.t)) + eps)


_STEP = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adam,
}


def quadratic(x: Array, curvature: Array) -> tuple[Array, Array]:
    """½ Σ c_i x_i² and its gradient; points in the last axis."""
    return np.asarray(0.5 * (curvature * x**2).sum(axis=-1)), curvature * x


def rosenbrock(x: Array) -> tuple[Array, Array]:
    """(1 − a)² + 100 (b − a²)² and its gradient; minimum 0 at (1, 1). Rosenbrock 1960."""
    a, b = x[..., 0], x[..., 1]
    valley = b - a**2
    slope = np.stack([-2 * (1 - a) - 400 * a * valley, 200 * valley], axis=-1)
    return np.asarray((1 - a) ** 2 + 100 * valley**2), slope


def beale(x: Array) -> tuple[Array, Array]:
    """Σ_k (c_k − a (1 − b^k))² for c = 1.5, 2.25, 2.625; minimum 0 at (3, 0.5). Beale 1958."""
    a, b = x[..., 0], x[..., 1]
    value, da, db = np.zeros_like(a), np.zeros_like(a), np.zeros_like(a)
    for k, constant in ((1, 1.5), (2, 2.25), (3, 2.625)):
        residual = constant - a * (1 - b**k)
        value = value + residual**2
        da = da - 2 * residual * (1 - b**k)
        db = db + 2 * residual * a * k * b ** (k - 1)
    return value, np.stack([da, db], axis=-1)
