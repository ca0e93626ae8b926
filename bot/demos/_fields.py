"""Parameters, axis names and number formats that many demos share, declared once."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.demos._charts import Bars, Heatmap
from bot.demos._params import Array, Choice, Int
from bot.text import Text

Values = dict[str, Any]
MOST_PIXELS = 64
ROW, COLUMN = Text("行", "row"), Text("列", "column")
PARAMETERS = Text("参数量(个)", "parameters")
MACS = Text("乘加次数 MACs", "multiply-accumulates (MACs)")
SEED = Int("seed", Text("随机种子", "random seed"), 0, 0, 2**31 - 1, slider=(0, 20))


def channels(name: str, zh: str, en: str, default: int, slider: tuple[int, int] = (1, 512)) -> Int:
    """A number of channels, up to 65,536."""
    return Int(name, Text(zh, en), default, 1, 65_536, slider=slider)


def side(name: str, zh: str, en: str, default: int, slider: tuple[int, int] = (1, 224)) -> Int:
    """A height or width in pixels, up to 16,384."""
    return Int(name, Text(zh, en), default, 1, 16_384, slider=slider, unit="px")


def kernel(name: str = "k", default: int = 3, slider: tuple[int, int] = (1, 7)) -> Int:
    """The side of a square kernel, up to 255."""
    cues = ("卷积核", "核大小", "kernel size", "kernel")
    return Int(name, Text("核边长", "kernel size"), default, 1, 255, slider=slider, cues=cues)


def grey_image(name: str, default: object, zh: str = "图像", en: str = "image") -> Array:
    """A map of grey values (H, W)."""
    return Array(name, Text(zh, en), default, ndim=2, low=-1e6, high=1e6)


def selector(name: str, option: str) -> Choice:
    """A parameter whose only value picks a mode, such as ``op=shape``."""
    return Choice(name, Text("计算内容", "what to compute"), option, (option,))


def short(number: float) -> str:
    """A count for reading: ``120.4M``.

    >>> [short(n) for n in (12, 4_608, 120_422_400, 5.3e9)]
    ['12', '4.6k', '120.4M', '5.3G']
    """
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if number >= size:
            return f"{number / size:.1f}{unit}"
    return f"{number:g}"


def cost_bars(title: Text, y_label: Text, costs: Sequence[tuple[Text, float]]) -> Bars:
    """Named costs side by side on a logarithmic axis."""
    names = tuple(name for name, _ in costs)
    values = (tuple(value for _, value in costs),)
    return Bars(title, Text("方案", "variant"), y_label, names, values, log_y=True)


def named_bars(
    title: Text, x_label: Text, named: Sequence[tuple[str, float]], log_y: bool = False
) -> Bars:
    """One bar per name; the title also names the value axis."""
    names = tuple(Text(name, name) for name, _ in named)
    return Bars(title, x_label, title, names, (tuple(value for _, value in named),), log_y=log_y)


def picture(title: Text, matrix: np.ndarray, scale: str = "gray") -> Heatmap:
    """A map of pixels (H, W), values printed when they are few; only its top left when huge."""
    shown = np.round(np.asarray(matrix, dtype=np.float64)[:MOST_PIXELS, :MOST_PIXELS], 6)
    return Heatmap(title, COLUMN, ROW, shown.tolist(), scale, numbers=max(shown.shape) <= 12)
