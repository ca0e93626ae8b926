"""Minimum cut of a grid graph by augmenting paths, and the energy it minimises.

Label 1 (foreground) of a pixel costs ``cost_fg``, label 0 costs ``cost_bg``, and every pair of
4-neighbours with different labels costs ``smoothness``. The best labelling is a minimum cut.

Sources: Boykov and Jolly, ICCV 2001; Edmonds and Karp 1972 (shortest augmenting paths).
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
TINY = 1e-12


def energy(labels: Labels, cost_bg: Array, cost_fg: Array, smoothness: float) -> float:
    """The cost of a labelling."""
    own = np.where(labels == 1, cost_fg, cost_bg).sum()
    borders = (labels[1:] != labels[:-1]).sum() + (labels[:, 1:] != labels[:, :-1]).sum()
    return float(own + smoothness * borders)


def min_cut(cost_bg: Array, cost_fg: Array, smoothness: float) -> tuple[float, Labels]:
    """The value of the minimum cut and the labels of its source side (label 1).

    Cutting a pixel from the source makes it background and costs ``cost_bg``; from the sink,
    ``cost_fg``. What both links share is cut anyway and left out of the search.

    >>> value, labels = min_cut(np.array([[5.0, 0.0]]), np.array([[0.0, 4.0]]), 1.0)
    >>> value, labels.tolist()
    (1.0, [[1, 0]])
    """
    height, width = cost_bg.shape
    n = height * width
    source, sink = n, n + 1
    common = np.minimum(cost_bg, cost_fg)
    room: list[dict[int, float]] = [{} for _ in range(n + 2)]
    for pixel in range(n):
        row, column = divmod(pixel, width)
        room[source][pixel] = float((cost_bg - common)[row, column])
        room[pixel][sink] = float((cost_fg - common)[row, column])
        for other in ([pixel + 1] if column + 1 < width else []) + (
            [pixel + width] if row + 1 < height else []
        ):
            room[pixel][other] = room[other][pixel] = smoothness
    flow = float(common.sum())
    while True:
        came = _shortest_paths(room, source)
        if sink not in came:
            break
        flow += _push(room, came, source, sink)
    labels = np.array([int(pixel in came) for pixel in range(n)]).reshape(height, width)
    return flow, labels


def _shortest_paths(room: list[dict[int, float]], source: int) -> dict[int, int]:
    """The node before each reachable node, breadth first over links with room left."""
    came, queue = {source: source}, deque([source])
    while queue:
        node = queue.popleft()
        for other, left in room[node].items():
            if left > TINY and other not in came:
                came[other] = node
                queue.append(other)
    return came


def _push(room: list[dict[int, float]], came: dict[int, int], source: int, sink: int) -> float:
    """Send as much as fits along the path to the sink; the residual graph is updated."""
    path, node = [], sink
    while node != source:
        path.append((came[node], node))
        node = came[node]
    amount = min(room[a][b] for a, b in path)
    for a, b in path:
        room[a][b] -= amount
        room[b][a] = room[b].get(a, 0.0) + amount
    return amount
