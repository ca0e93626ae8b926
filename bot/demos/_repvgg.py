"""Random RepVGG blocks, and pictures of their branches and outputs."""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Heatmap
from bot.demos._fields import COLUMN, ROW
from bot.text import Text


def kernel_charts(parts: list[np.ndarray], fused: np.ndarray) -> tuple[Chart, ...]:
    names = [
        Text("3×3 分支", "3×3 branch"),
        Text("1×1 补零", "1×1 padded"),
        Text("恒等", "identity"),
    ][: len(parts)]
    titles = [*names, Text("合并后的核", "Fused kernel")]
    return tuple(
        Heatmap(title, COLUMN, ROW, kernel[0, 0].round(3).tolist(), "diverging")
        for title, kernel in zip(titles, [*parts, fused], strict=True)
    )


def output_chart(train: np.ndarray, deploy: np.ndarray) -> Chart:
    shown = tuple(tuple(y.ravel()[:16].tolist()) for y in (train, deploy))
    names = tuple(Text(f"{i}", f"{i}") for i in range(len(shown[0])))
    title = Text("两种形式的输出相同", "Both forms give the same output")
    groups = Text("三分支", "three branches"), Text("单个卷积", "one convolution")
    return Bars(title, Text("位置", "position"), Text("输出", "output"), names, shown, groups)


def build(channels: int, side: int, identity: bool, seed: int) -> dict[str, Any]:
    """Random maps, kernels and statistics."""
    rng = np.random.default_rng(seed)
    norms = [
        np.concatenate([rng.normal(size=(3, channels)), rng.uniform(0.5, 2, (1, channels))])
        for _ in range(3)
    ]
    shapes = {
        "x": (channels, side, side),
        "k3": (channels, channels, 3, 3),
        "k1": (channels, channels, 1, 1),
    }
    arrays: dict[str, Any] = {
        name: rng.normal(size=shape).round(3).tolist() for name, shape in shapes.items()
    }
    names = ("bn3", "bn1", "bn_identity") if identity else ("bn3", "bn1")
    arrays |= {name: norm.round(3).tolist() for name, norm in zip(names, norms, strict=False)}
    return arrays | ({} if identity else {"bn_identity": None})
