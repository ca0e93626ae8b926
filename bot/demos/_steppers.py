"""Step-by-step pictures that several demos share."""

from collections.abc import Sequence

import numpy as np

from bot.demos._charts import Chart, Heatmap, Steps
from bot.demos._fields import COLUMN, ROW, picture
from bot.text import Text

FRAMES = 36
MOST_DRAWN = 24
Span = tuple[int, int]


def first_map(x: np.ndarray) -> np.ndarray:
    """The first channel of the first image of a map, an image or a batch."""
    return np.asarray(x.reshape(-1, *x.shape[-2:])[0])


def window_steps(
    x: np.ndarray, y: np.ndarray, rows: Sequence[Span], columns: Sequence[Span]
) -> Chart:
    """One frame per cell of ``y``: its window on ``x`` and the output so far.

    Output row i reads input rows ``rows[i]`` (first, one past the last), columns likewise; parts
    outside ``x`` are padding. Only the output is drawn when ``x`` is too large to look at.
    """
    if max(x.shape) > MOST_DRAWN:
        return picture(Text("输出", "output"), y, "sequential")
    frames = []
    for i, j in list(np.ndindex(y.shape))[:FRAMES]:
        marks = tuple(
            (r, c, "main")
            for r in range(max(rows[i][0], 0), min(rows[i][1], x.shape[0]))
            for c in range(max(columns[j][0], 0), min(columns[j][1], x.shape[1]))
        )
        source = Heatmap(Text("输入", "input"), COLUMN, ROW, x.round(4).tolist(), marks=marks)
        done = np.arange(y.size).reshape(y.shape) <= i * y.shape[1] + j
        cells = np.where(done, y.round(4).astype(object), np.array(None)).tolist()
        target = Heatmap(Text("输出", "output"), COLUMN, ROW, cells, marks=((i, j, "main"),))
        caption = f"y[{i},{j}] = {y[i, j]:.4g}"
        frames.append((Text(caption, caption), (source, target)))
    return Steps(Text("窗口逐步移动", "The window step by step"), tuple(frames))
