"""The picture of a kernel sliding over a padded input, and the sum under its first window."""

import numpy as np

from bot.demos._charts import Chart, Figure, Heatmap, Steps
from bot.demos._fields import COLUMN, ROW
from bot.demos._steppers import FRAMES, MOST_DRAWN
from bot.numerics.convolution import windows
from bot.text import Text


def window_formula(x: np.ndarray, w: np.ndarray, dilation: int) -> str:
    """The first window's products, as far as a line holds them."""
    window = windows(x, w.shape[1:], 1, dilation)[:, 0, 0]
    pairs = list(zip(w.ravel().tolist(), window.ravel().tolist(), strict=True))
    terms = "+".join(rf"({a:.3g})({b:.3g})" for a, b in pairs[:4])
    dots = r"+\cdots" if len(pairs) > 4 else ""
    return rf"\sum w\,x={terms}{dots}={sum(a * b for a, b in pairs):.4g}"


def sliding_frames(
    x: np.ndarray, w: np.ndarray, stride: int, dilation: int, bias: np.ndarray | None
) -> Chart:
    """The first output channel, window by window over the padded first input channel."""
    products = windows(x, w.shape[1:], stride, dilation) * w[:, None, None]
    sums = products.sum(axis=(0, 3, 4)) + (0.0 if bias is None else bias[0])
    if max(x.shape[1:]) > MOST_DRAWN:
        return Heatmap(
            Text("输出", "Output"),
            COLUMN,
            ROW,
            sums[:60, :60].round(4).tolist(),
            "diverging",
            False,
        )
    frames: list[tuple[Text, tuple[Figure, ...]]] = []
    for i, j in list(np.ndindex(sums.shape))[:FRAMES]:
        taps = tuple(
            (i * stride + u * dilation, j * stride + v * dilation, "main")
            for u, v in np.ndindex(w.shape[1:])
        )
        done = np.arange(sums.size).reshape(sums.shape) <= i * sums.shape[1] + j
        cells = np.where(done, sums.round(4).astype(object), np.array(None)).tolist()
        caption = f"y[{i},{j}] = {sums[i, j]:.4g}"
        pictures: tuple[Figure, ...] = (
            _grid("补零后的输入", "Padded input", x[0], taps),
            _grid("逐点乘积", "Products", products[0, i, j], ()),
            Heatmap(Text("输出", "Output"), COLUMN, ROW, cells, marks=((i, j, "main"),)),
        )
        frames.append((Text(caption, caption), pictures))
    return Steps(Text("核在输入上滑动", "The kernel slides over the input"), tuple(frames))


def _grid(zh: str, en: str, matrix: np.ndarray, marks: tuple[tuple[int, int, str], ...]) -> Heatmap:
    return Heatmap(Text(zh, en), COLUMN, ROW, matrix.round(4).tolist(), "diverging", marks=marks)
