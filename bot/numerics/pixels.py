"""Grey values of 8-bit pictures: histogram equalisation and luma.

Sources: Gonzalez and Woods, Digital Image Processing, 2018, section 3.3; ITU-R BT.601 (luma).
"""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.int64]

GREY = np.array([0.299, 0.587, 0.114])  # weights of red, green and blue


def cumulative(x: Grey) -> Grey:
    """How many pixels are at most 0, 1, … 255; shape (256,)."""
    return np.asarray(np.bincount(x.ravel(), minlength=256).cumsum())


def equalize(x: Grey) -> Grey:
    """The cumulative histogram, stretched to 0–255, as the mapping; a single grey stays as it is.

    >>> equalize(np.array([[10, 10], [11, 12]])).tolist()
    [[0, 0], [128, 255]]
    """
    cdf = cumulative(x)
    lowest = cdf[x.min()]
    if lowest == x.size:
        return x
    # Single precision, as in OpenCV: it decides which way an exact half is rounded.
    scale = np.float32(255) / np.float32(x.size - lowest)
    return np.asarray(np.rint((cdf - lowest).astype(np.float32) * scale).astype(np.int64)[x])
