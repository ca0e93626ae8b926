"""Small synthetic pictures that the image demos open with, grey values 0 to 255."""

from collections.abc import Sequence

import numpy as np


def scene(side: int = 24) -> np.ndarray:
    """Dark left, bright right, a brighter square on the dark half."""
    image = np.full((side, side), 60.0)
    image[:, side // 2 :] = 180.0
    image[side // 4 : side // 2, side // 8 : 3 * side // 8] = 220.0
    return image


def with_noise(image: np.ndarray, noise: str, amount: float, seed: int) -> np.ndarray:
    """``image`` with ``"gaussian"`` noise of spread 100·amount or a share of salt and pepper."""
    rng = np.random.default_rng(seed)
    spoilt = image + rng.normal(0, 100 * amount, image.shape)
    if noise == "salt-and-pepper":
        hit = rng.random(image.shape) < amount
        spoilt = np.where(hit, rng.choice([0, 255], image.shape), image)
    return np.asarray(spoilt.clip(0, 255).round())


def humps(
    means: Sequence[float], shares: Sequence[float], spread: float, seed: int, side: int = 32
) -> np.ndarray:
    """Bands from top to bottom around each of ``means``, tall in proportion to ``shares``."""
    edges = np.cumsum(shares) / np.sum(shares)
    band = np.searchsorted(edges, np.arange(side * side) / (side * side), side="right")
    centres = np.asarray(means)[band.clip(max=len(means) - 1)]
    values = np.random.default_rng(seed).normal(centres, spread)
    return np.asarray(values.clip(0, 255).round().reshape(side, side))
