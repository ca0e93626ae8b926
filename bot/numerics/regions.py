"""Connected regions of pixel maps ``(H, W)``: growing, labelling, linking and flooding.

Neighbourhoods: 4 = up, left, right, down; 8 adds the diagonals.
Sources: Adams and Bischof, 1994 (growing); Canny, 1986 (hysteresis); Meyer, 1994 (flooding).
"""

import heapq
from collections import deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Labels = NDArray[np.int64]
_STEPS_4 = ((-1, 0), (0, -1), (0, 1), (1, 0))
_STEPS_8 = (*_STEPS_4, (-1, -1), (-1, 1), (1, -1), (1, 1))


def neighbours(
    cell: tuple[int, int], shape: tuple[int, ...], connectivity: int
) -> Iterator[tuple[int, int]]:
    """The neighbours of a pixel that lie inside the map."""
    for di, dj in _STEPS_4 if connectivity == 4 else _STEPS_8:
        i, j = cell[0] + di, cell[1] + dj
        if 0 <= i < shape[0] and 0 <= j < shape[1]:
            yield i, j


def grow(
    x: Array, seed: tuple[int, int], tolerance: float, connectivity: int, running_mean: bool
) -> Labels:
    """The wave (0, 1, …) in which breadth-first growing reaches each pixel; −1 if never.

    A neighbour joins when it differs from the seed's value, or from the mean of the region so far,
    by at most ``tolerance``. Only the running mean depends on the order of visits.
    """
    wave = np.full(x.shape, -1)
    wave[seed] = 0
    queue, total, count = deque([seed]), float(x[seed]), 1
    while queue:
        cell = queue.popleft()
        for near in neighbours(cell, x.shape, connectivity):
            reference = total / count if running_mean else x[seed]
            if wave[near] < 0 and abs(x[near] - reference) <= tolerance:
                wave[near] = wave[cell] + 1
                total, count = total + float(x[near]), count + 1
                queue.append(near)
    return wave


def label(mask: Mask, connectivity: int) -> tuple[Labels, int]:
    """Components numbered from 1 (0 is background) and how many there are."""
    from scipy import ndimage  # slow to import, as csgraph below

    structure = np.ones((3, 3)) if connectivity == 8 else None
    labels, count = ndimage.label(mask, structure)
    return np.asarray(labels, dtype=np.int64), int(count)


def hysteresis(magnitude: Array, low: float, high: float, connectivity: int) -> Mask:
    """Pixels above ``low`` whose component holds a pixel above ``high`` (both strict)."""
    labels, count = label(magnitude > low, connectivity)
    strong = np.zeros(count + 1, dtype=bool)
    strong[labels[magnitude > high]] = True
    strong[0] = False
    return np.asarray(strong[labels])


def linked_components(mask: Mask, max_gap: float) -> int:
    """Components when pixels at most ``max_gap`` apart (Euclid) belong together.

    >>> linked_components(np.array([[True, False, True, False, False, True]]), max_gap=2)
    2
    """
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial.distance import cdist

    pixels = np.argwhere(mask)
    if not len(pixels):
        return 0
    return int(connected_components(cdist(pixels, pixels) <= max_gap + 1e-12)[0])


def distances(mask: Mask) -> Array:
    """Euclidean distance of every pixel to the nearest background pixel."""
    from scipy import ndimage

    return np.asarray(ndimage.distance_transform_edt(mask))


def flood(height: Array, markers: Labels, mask: Mask) -> Labels:
    """Watershed: basins grow from ``markers`` in order of ``height`` until they meet.

    4-connected, no ridge line; of equally high pixels the one seen first floods first.
    """
    labels, order = markers.copy(), 0
    queue: list[tuple[float, int, tuple[int, int]]] = []
    for i, j in np.argwhere(markers > 0):
        heapq.heappush(queue, (float(height[i, j]), order, (int(i), int(j))))
        order += 1
    while queue:
        _, _, cell = heapq.heappop(queue)
        for near in neighbours(cell, height.shape, 4):
            if mask[near] and not labels[near]:
                labels[near] = labels[cell]
                heapq.heappush(queue, (float(height[near]), order, near))
                order += 1
    return labels
