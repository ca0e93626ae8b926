"""A forest of decision trees as plain numbers, fitted elsewhere and only applied here."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.resources import read_text


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees whose nodes stand in one row, so that all trees are descended at once.

    features:  names of the values that the trees ask for
    roots:     shape (trees,), the first node of each tree
    feature, threshold, left, right:  per node what it asks and where it leads; a leaf to itself
    share:     per node the share of answers among the questions that reached it
    """

    features: tuple[str, ...]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    share: NDArray[np.float64]

    def vote(self, row: NDArray[np.float64]) -> float:
        """The mean share of the leaves that ``row``, shape (features,), falls into."""
        nodes, below = self.roots, self.left[self.roots]
        while (below != nodes).any():
            goes_left = row[self.feature[nodes]] <= self.threshold[nodes]
            nodes = np.where(goes_left, below, self.right[nodes])
            below = self.left[nodes]
        return float(self.share[nodes].mean())


@cache
def fitted_forest(collection: str) -> Forest:
    """The forest that ``tools/fit_confidence.py`` fitted to a collection and stored."""
    stored = json.loads(read_text(f"{collection}_forest.json"))
    trees = stored["trees"]
    sizes = [len(tree["left"]) for tree in trees]
    roots = np.cumsum([0, *sizes[:-1]])
    joined = {name: np.concatenate([tree[name] for tree in trees]) for name in trees[0]}
    leaf, own = joined["left"] < 0, np.arange(sum(sizes))
    left, right = (
        np.where(leaf, own, joined[side] + np.repeat(roots, sizes)) for side in ("left", "right")
    )
    feature = np.where(leaf, 0, joined["feature"]).astype(np.int64)
    return Forest(
        tuple(stored["features"]), roots, feature, joined["threshold"], left, right, joined["share"]
    )
