"""The stored forest votes as the one that was fitted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import bot.judging.forest
from bot.judging.forest import Forest, fitted_forest

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


def test_what_moves_a_vote_is_owed_to_the_feature_that_was_asked_for() -> None:
    shares = np.array([0.5, 0.2, 0.8, 0.25, 0.0, 1.0], np.float32)
    start, moves = replace(STUMP, share=shares).moves(np.array([[0.5, 2.0], [0.6, 2.1]]))
    assert start == pytest.approx(0.375)
    assert moves == pytest.approx(np.array([[-0.15, -0.125], [0.15, 0.375]]))


@pytest.mark.parametrize("collection", ["notes", "companion"])
def test_what_moves_a_vote_adds_up_to_it(collection: str) -> None:
    forest = fitted_forest(collection)
    rows = np.random.default_rng(7).random((20, len(forest.features)))
    start, moves = forest.moves(rows)
    assert start + moves.sum(axis=1) == pytest.approx(forest.votes(rows), abs=1e-12)


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


def test_leaves_of_every_depth_are_come_to() -> None:
    """Two trees ask of a and of b, one whole number after the other, whether it is greater.

    The nodes 2n and 2n + 1 are the question for n and the leaf of what is not greater.
    """
    deep = 25
    node = np.arange(2 * deep)
    asks = node % 2 == 0
    no, yes = np.where(asks, node + 1, node), np.where(asks, node + 2, node)
    yes[2 * deep - 2] = 2 * deep - 1
    chain = np.stack((no, yes), axis=1).ravel()
    forest = Forest(
        features=("a", "b"),
        roots=np.array([0, 2 * deep]),
        feature=np.repeat([0, 1], 2 * deep),
        threshold=np.tile(node // 2, 2).astype(np.float32),
        children=np.concatenate((chain, chain + 2 * deep)),
        share=np.concatenate((node // 2 / 32, node // 2 / 64)).astype(np.float32),
        depth=deep,
    )
    rows = np.array([[a, b] for a in (0, 3, 8, 9, 10, 17, 24, 90) for b in (5, 9, 18, 19, 24)])
    least = np.minimum(rows, deep - 1)
    expected = (least[:, 0] / 32 + least[:, 1] / 64) / 2
    assert forest.votes(rows.astype(float)).tolist() == expected.tolist()


def test_a_stored_forest_that_holds_objects_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading objects can run whatever a file says."""
    np.savez(tmp_path / "forest.npz", features=np.array([Path("a")], object))
    monkeypatch.setattr(bot.judging.forest, "data_file", lambda name: tmp_path / "forest.npz")
    with pytest.raises(ValueError, match="allow_pickle"):
        fitted_forest.__wrapped__("notes")
