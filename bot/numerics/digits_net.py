"""A small network on 8x8 handwritten digits, trained, pruned by magnitude and fine-tuned.

64 inputs, one hidden ReLU layer, 10 classes, no biases; full-batch gradient descent with momentum
on softmax cross-entropy. Pruned weights stay 0 while the others are fine-tuned, as in Han et al.,
"Learning both Weights and Connections", 2015. The digits are those of scikit-learn (UCI, 1998).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.numerics.activations import softmax
from bot.numerics.sparsity import keep_mask

Array = NDArray[np.float64]
Weights = tuple[Array, Array]
HIDDEN, TRAINED, STEPS, RATE, MOMENTUM = 24, 600, 80, 0.5, 0.9


@cache
def _digits() -> tuple[Array, NDArray[np.int64]]:
    from sklearn.datasets import load_digits  # slow to import, and only this picture needs it

    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(labels))
    return images[order] / 16, labels[order]


def _descend(weights: Weights, masks: Weights, steps: int, rate: float) -> Weights:
    x, labels = (part[:TRAINED] for part in _digits())
    goal = np.eye(10)[labels]
    first, second = (w * mask for w, mask in zip(weights, masks, strict=True))
    speed = [np.zeros_like(first), np.zeros_like(second)]
    for _ in range(steps):
        hidden = np.maximum(x @ first, 0.0)
        error = (softmax(hidden @ second) - goal) / len(x)
        slopes = x.T @ ((error @ second.T) * (hidden > 0)), hidden.T @ error
        speed = [MOMENTUM * v + g * m for v, g, m in zip(speed, slopes, masks, strict=True)]
        first, second = first - rate * speed[0], second - rate * speed[1]
    return first, second


@cache
def trained() -> Weights:
    """The dense network after training, always the same."""
    rng = np.random.default_rng(0)
    start = rng.normal(0, 0.18, (64, HIDDEN)), rng.normal(0, 0.25, (HIDDEN, 10))
    full = np.ones((64, HIDDEN)), np.ones((HIDDEN, 10))
    return _descend(start, full, STEPS, RATE)


def accuracy(weights: Weights) -> float:
    """Share of the 1197 held-out digits that are recognised."""
    x, labels = (part[TRAINED:] for part in _digits())
    scores = np.maximum(x @ weights[0], 0.0) @ weights[1]
    return float((scores.argmax(axis=1) == labels).mean())


@cache
def pruned_accuracies(sparsity: float, steps: int) -> tuple[float, float]:
    """Accuracy right after pruning both layers to ``sparsity``, and after fine-tuning."""
    dense = trained()
    first, second = (keep_mask(np.abs(w), sparsity).astype(float) for w in dense)
    cut = dense[0] * first, dense[1] * second
    return accuracy(cut), accuracy(_descend(cut, (first, second), steps, RATE / 5))
