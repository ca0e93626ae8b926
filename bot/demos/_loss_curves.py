"""Curves of the regression losses and of their gradients."""

import numpy as np

from bot.demos._charts import Lines
from bot.demos._curves import curve
from bot.numerics import losses
from bot.text import Text

FORMULAS = {
    "mse": r"(p-t)^2",
    "mae": r"|p-t|",
    "hinge": r"\max(0,1-tp)",
    "huber": r"\tfrac12g^2\ (|g|\le\delta),\quad\delta(|g|-\tfrac12\delta)",
    "smooth_l1": r"\tfrac{1}{2\beta}g^2\ (|g|\le\beta),\quad|g|-\tfrac12\beta",
    "bce_logits": r"\log(1+e^z)-tz",
}


def loss_curves(slope: bool = False) -> Lines:
    """The regression losses of one element, or their slopes, against the error."""
    gap = np.linspace(-3, 3, 121)
    zero = np.zeros_like(gap)
    pairs = (
        ("MSE", "main", losses.squared(gap, zero)),
        ("MAE", "second", losses.absolute(gap, zero)),
        ("Huber δ=1", "third", losses.huber(gap, zero, 1.0)),
    )
    lines = tuple(curve(Text(n, n), gap, pair[int(slope)], role) for n, role, pair in pairs)
    error = Text("误差 p − t", "error p − t")
    if slope:
        title = Text("梯度与误差", "Gradient against the error")
        return Lines(title, error, Text("梯度", "gradient"), lines)
    title = Text("损失与误差", "Loss against the error")
    return Lines(title, error, Text("损失", "loss"), lines)
