"""Recurrent cells as PyTorch defines them, run over a sequence, and their gradients in time.

Shapes: x (T, d), w_ih (g·h, d), w_hh (g·h, h), biases (g·h,), with g = 1, 4, 3 stacked gates for
``rnn``, ``lstm`` (order i, f, g, o) and ``gru`` (order r, z, n; r is applied after the product).
States start at zero.

Sources: Elman 1990; Hochreiter and Schmidhuber 1997; Cho et al. 2014.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
GATES = {"rnn": ("h",), "lstm": ("i", "f", "g", "o"), "gru": ("r", "z", "n")}
Pull = Callable[[Array, Array], tuple[Array, Array, Array]]


@dataclass(frozen=True, slots=True)
class Weights:
    """The two matrices and two biases of one layer."""

    w_ih: Array
    w_hh: Array
    b_ih: Array
    b_hh: Array


@dataclass(frozen=True, slots=True)
class Step:
    """State after one step, its gates, and ``pull``: gradients of (h, c) to those of (x, h, c)."""

    h: Array
    c: Array
    gates: Array
    pull: Pull


def _rnn(x: Array, h: Array, c: Array, w: Weights) -> Step:
    after = np.tanh(w.w_ih @ x + w.b_ih + w.w_hh @ h + w.b_hh)

    def pull(gh: Array, gc: Array) -> tuple[Array, Array, Array]:
        """Through tanh; a cell of this kind has no c, whose gradient passes."""
        ga = gh * (1 - after**2)
        return ga @ w.w_ih, ga @ w.w_hh, gc

    return Step(after, c, after[None], pull)


def _lstm(x: Array, h: Array, c: Array, w: Weights) -> Step:
    i, f, g, o = np.split(w.w_ih @ x + w.b_ih + w.w_hh @ h + w.b_hh, 4)
    i, f, g, o = expit(i), expit(f), np.tanh(g), expit(o)
    cell = f * c + i * g
    squashed = np.tanh(cell)

    def pull(gh: Array, gc: Array) -> tuple[Array, Array, Array]:
        """Through the output gate to c, and from there through the gates i, f and g."""
        gc = gc + gh * o * (1 - squashed**2)
        ga = np.concatenate(
            [
                gc * g * i * (1 - i),
                gc * c * f * (1 - f),
                gc * i * (1 - g**2),
                gh * squashed * o * (1 - o),
            ]
        )
        return ga @ w.w_ih, ga @ w.w_hh, gc * f

    return Step(o * squashed, cell, np.stack([i, f, g, o]), pull)


def _gru(x: Array, h: Array, c: Array, w: Weights) -> Step:
    from_x, from_h = np.split(w.w_ih @ x + w.b_ih, 3), np.split(w.w_hh @ h + w.b_hh, 3)
    r, z = expit(from_x[0] + from_h[0]), expit(from_x[1] + from_h[1])
    n = np.tanh(from_x[2] + r * from_h[2])

    def pull(gh: Array, gc: Array) -> tuple[Array, Array, Array]:
        """Through n and z, and through r, which stands inside n, back to h."""
        gn = gh * (1 - z) * (1 - n**2)
        gr, gz = gn * from_h[2] * r * (1 - r), gh * (h - n) * z * (1 - z)
        to_h = np.concatenate([gr, gz, gn * r]) @ w.w_hh + gh * z
        return np.concatenate([gr, gz, gn]) @ w.w_ih, to_h, gc

    return Step((1 - z) * n + z * h, c, np.stack([r, z, n]), pull)


CELLS = {"rnn": _rnn, "lstm": _lstm, "gru": _gru}


def run_cell(cell: str, x: Array, w: Weights) -> list[Step]:
    """The steps over the sequence ``x`` (T, d).

    >>> one = np.ones((1, 1))
    >>> w = Weights(one, one, np.zeros(1), np.zeros(1))
    >>> [round(float(step.h[0]), 4) for step in run_cell("rnn", np.ones((2, 1)), w)]
    [0.7616, 0.9427]
    """
    h = c = np.zeros(w.w_hh.shape[1])
    steps = []
    for row in x:
        steps.append(CELLS[cell](row, h, c, w))
        h, c = steps[-1].h, steps[-1].c
    return steps


def input_gradients(steps: list[Step]) -> Array:
    """d (sum of the last h) / d x_t for every t, shape (T, d)."""
    gh, gc = np.ones_like(steps[-1].h), np.zeros_like(steps[-1].c)
    gradients = []
    for step in reversed(steps):
        gx, gh, gc = step.pull(gh, gc)
        gradients.append(gx)
    return np.stack(gradients[::-1])
