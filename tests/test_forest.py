"""The stored forest votes as the one that was fitted."""

import numpy as np
import pytest

from bot.forest import Forest, fitted_forest

STUMP = Forest(
    features=("a", "b"),
    roots=np.array([0, 3]),
    feature=np.array([0, 0, 0, 1, 0, 0]),
    threshold=np.array([0.5, 0, 0, 2.0, 0, 0], np.float32),
    children=np.array([1, 2, 1, 1, 2, 2, 4, 5, 4, 4, 5, 5]),
    share=np.array([0, 0.2, 0.8, 0, 0.0, 1.0], np.float32),
    depth=1,
)
"""Two trees of one question each: is a greater than 0.5, is b greater than 2?"""


def test_a_vote_is_the_mean_share_of_the_leaves() -> None:
    rows = np.array([[0.5, 2.0], [0.6, 2.0], [0.6, 2.1]])
    assert STUMP.votes(rows).tolist() == pytest.approx([0.1, 0.4, 0.9])
    assert STUMP.votes(np.empty((0, 2))).shape == (0,)


@pytest.mark.parametrize("collection", ["notes", "companion"])
def test_a_stored_forest_comes_to_a_leaf_in_every_tree(collection: str) -> None:
    forest = fitted_forest(collection)
    children = forest.children.reshape(-1, 2)
    nodes = forest.roots
    for _ in range(forest.depth):
        nodes = np.unique(children[nodes])
    assert (children[nodes] == nodes[:, None]).all()
    assert ((forest.share >= 0) & (forest.share <= 1)).all()
    assert forest.feature.max() < len(forest.features)
