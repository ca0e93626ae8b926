"""Images as sequences of patches, and the size of a vision transformer over them.

Source: Dosovitskiy et al., An Image is Worth 16x16 Words, ICLR 2021.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def patch_sequence(image: Array, patch: int) -> Array:
    """The patches of ``image`` (C, H, W) in reading order, each flattened channel first: (n, C·p²).

    >>> patch_sequence(np.arange(8.0).reshape(1, 2, 4), 2).tolist()
    [[0.0, 1.0, 4.0, 5.0], [2.0, 3.0, 6.0, 7.0]]
    """
    channels, height, width = image.shape
    grid = image.reshape(channels, height // patch, patch, width // patch, patch)
    return np.asarray(grid.transpose(1, 3, 0, 2, 4).reshape(-1, channels * patch * patch))


def encoder_weights(dim: int, mlp_dim: int) -> int:
    """Weights of the matrices of one encoder layer, without biases and norms."""
    return 4 * dim * dim + 2 * dim * mlp_dim


def vit_params(
    tokens: int, patch_dim: int, dim: int, depth: int, mlp_dim: int, classes: int
) -> int:
    """All parameters: embedding, class token, positions, layers with biases and norms, head.

    ``tokens`` counts the class token.

    >>> vit_params(197, patch_dim=768, dim=768, depth=12, mlp_dim=3072, classes=1000)
    86567656
    """
    layer = encoder_weights(dim, mlp_dim) + 9 * dim + mlp_dim
    entry = (patch_dim + 1) * dim + dim + tokens * dim
    return entry + depth * layer + 2 * dim + (dim + 1) * classes
