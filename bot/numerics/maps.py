"""Feature maps with or without the batch and channel axes.

The numerics work on one image ``(C, H, W)``; people also give a plain map ``(H, W)`` or a batch
``(N, C, H, W)``. What comes in with n axes comes out with n axes.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def per_image(x: Array, function: Callable[[Array], Array]) -> Array:
    """``function`` of ``(C, H, W)`` applied to a map, an image or every image of a batch.

    >>> per_image(np.ones((4, 6)), lambda image: image[:, ::2]).shape
    (2, 6)
    """
    if x.ndim == 2:
        return np.asarray(function(x[None])[0])
    if x.ndim == 3:
        return function(x)
    return np.asarray(np.stack([function(image) for image in x]))
