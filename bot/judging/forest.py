"""A forest of decision trees as plain numbers, fitted elsewhere and only applied here."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.resources import data_file

_STRIDE = 9
"""Questions that are asked of all trees before those that have come to a leaf are left alone."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Decision trees whose nodes stand in one row, so that all trees are descended at once.

    features:   names of the values that the trees ask for
    roots:      shape (trees,), the first node of each tree
    feature, threshold:  per node what it asks: is the value greater?
    children:   node 2n and 2n + 1 follow on node n for no and yes; on a leaf it follows itself
    share:      per node the share of answers among the questions that reached it
    depth:      how many questions the deepest leaf lies below its root
    """

    features: tuple[str, ...]
    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    children: NDArray[np.intp]
    share: NDArray[np.float32]
    depth: int

    def votes(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean share of the leaves that each of ``rows`` (n, features) falls into; (n,)."""
        values = rows.astype(np.float32).ravel()
        start = np.repeat(np.arange(len(rows)) * len(self.features), len(self.roots))
        nodes = leaves = np.tile(self.roots, len(rows))
        left = np.arange(len(nodes))
        for _ in range(0, self.depth, _STRIDE):
            for _ in range(_STRIDE):
                places = self.feature.take(nodes)
                places += start
                greater = values.take(places) > self.threshold.take(nodes)
                nodes = nodes + nodes
                nodes += greater
                nodes = self.children.take(nodes)
            leaves[left] = nodes
            further = (self.children[2 * nodes] != nodes).nonzero()[0]
            if not len(further):
                break
            left, start, nodes = left[further], start[further], nodes[further]
        shares = self.share.take(leaves).reshape(len(rows), len(self.roots))
        votes: NDArray[np.float64] = shares.mean(axis=1, dtype=np.float64)
        return votes

    def moves(self, rows: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The vote before anything is asked, and what each feature adds to it, (n, features).

        On the way down a tree every question changes the share; the change is owed to the feature
        that is asked for (Saabas, "Interpreting random forests", 2014). The sum is the vote.
        """
        values, shares = rows.astype(np.float32), self.share.astype(np.float64)
        moves = np.zeros(rows.shape)
        row = np.repeat(np.arange(len(rows)), len(self.roots))
        nodes = np.tile(self.roots, len(rows))
        for _ in range(self.depth):
            asked = self.feature[nodes]
            further = self.children[2 * nodes + (values[row, asked] > self.threshold[nodes])]
            np.add.at(moves, (row, asked), shares[further] - shares[nodes])
            nodes = further
        return float(shares[self.roots].mean()), moves / len(self.roots)


@cache
def fitted_forest(collection: str) -> Forest:
    """The forest that ``tools/fit_confidence.py`` fitted to a collection and stored."""
    with np.load(data_file(f"{collection}_forest.npz"), allow_pickle=False) as stored:
        return Forest(
            tuple(stored["features"].tolist()),
            stored["roots"].astype(np.intp),
            stored["feature"].astype(np.intp),
            stored["threshold"],
            stored["children"].astype(np.intp),
            stored["share"],
            int(stored["depth"]),
        )
