"""Pictures of pruned weights and of the price of sparse storage."""

from collections.abc import Sequence

import numpy as np

from bot.demos._charts import Bars, Chart, Heatmap, Lines
from bot.demos._curves import curve
from bot.demos._fields import COLUMN, ROW
from bot.text import Text

MOST_DRAWN = 40


def cut_histogram(w: np.ndarray, mask: np.ndarray) -> Chart:
    edges = np.histogram_bin_edges(w, 16)
    counts = tuple(tuple(np.histogram(w[mask == state], edges)[0].tolist()) for state in (1, 0))
    names = tuple(Text(f"{edge:.2g}", f"{edge:.2g}") for edge in edges[:-1])
    groups = Text("保留", "kept"), Text("剪掉", "pruned")
    axes = Text("权重", "weight"), Text("个数", "count")
    return Bars(Text("权重分布与剪切", "Weights and the cut"), *axes, names, counts, groups)


def weight_map(pruned: np.ndarray) -> Chart:
    shown = pruned.reshape(len(pruned), -1)[:MOST_DRAWN, :MOST_DRAWN]
    return Heatmap(
        Text("剪枝后的权重", "Weights after pruning"),
        COLUMN,
        ROW,
        shown.round(2).tolist(),
        "diverging",
        shown.size <= 100,
    )


def compression_curve(bits_value: int, bits_index: int) -> Chart:
    """How many times smaller a sparse tensor is, with and without its indices."""
    kept = 1 - np.linspace(0, 0.99, 100)
    ratio = bits_value / (kept * (bits_value + bits_index))
    lines = (
        curve(Text("实际", "with indices"), 1 - kept, ratio),
        curve(Text("没有索引", "without indices"), 1 - kept, 1 / kept, "muted", dashed=True),
    )
    axes = Text("稀疏度", "sparsity"), Text("压缩倍数(对数)", "compression (log)")
    return Lines(Text("压缩倍数", "Compression"), *axes, lines, log_y=True)


def accuracy_curves(levels: Sequence[float], pairs: Sequence[tuple[float, float]]) -> Chart:
    """Accuracy right after pruning and after fine-tuning, over sparsities."""
    before, after = zip(*pairs, strict=True)
    lines = (
        curve(Text("微调后", "after fine-tuning"), levels, after, points=True),
        curve(Text("刚剪完", "right after pruning"), levels, before, "second", points=True),
    )
    axes = Text("稀疏度", "sparsity"), Text("测试准确率", "test accuracy")
    return Lines(Text("剪枝与微调(手写数字)", "Pruning and fine-tuning (digits)"), *axes, lines)
