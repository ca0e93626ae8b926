"""Formulas and pictures of activation functions."""

import numpy as np

from bot.demos._charts import Bars, Chart, Lines
from bot.demos._curves import curve
from bot.text import Text

MOST_DRAWN, BINS = 20, 16
VALUE = Text("值", "value")

FORMULAS = {
    "relu": r"\max(0,x)",
    "relu6": r"\min(\max(0,x),6)",
    "sigmoid": r"\frac{1}{1+e^{-x}}",
    "tanh": r"\tanh x",
    "gelu": r"x\,\Phi(x)",
    "mish": r"x\tanh(\log(1+e^x))",
    "gelu_tanh": r"\frac x2\left(1+\tanh\left(\sqrt{2/\pi}\,(x+0.044715x^3)\right)\right)",
    "selu": r"1.0507\begin{cases}x&x>0\\1.67326(e^x-1)&x\le0\end{cases}",
    "hardsigmoid": r"\mathrm{ReLU6}(x+3)/6",
    "hardswish": r"x\,\mathrm{ReLU6}(x+3)/6",
}


def function_charts(name: str, x: np.ndarray, y: np.ndarray, dy: np.ndarray) -> tuple[Chart, ...]:
    """The function with its slope, and the distribution of its outputs."""
    order = np.argsort(x, axis=None)
    across, up, slope = (part.ravel()[order] for part in (x, y, dy))
    lines = (
        curve(Text("f(x)", "f(x)"), across, up),
        curve(Text("导数 f′(x)", "slope f′(x)"), across, slope, "second"),
    )
    counts, edges = np.histogram(y, BINS)
    names = tuple(Text(f"{edge:.2g}", f"{edge:.2g}") for edge in edges[:-1])
    axes = Text("输出值", "output"), Text("个数", "count")
    title = Text("输出的分布", "Distribution of the outputs")
    return (
        Lines(Text(f"{name} 与导数", f"{name} and its slope"), Text("x", "x"), VALUE, lines),
        Bars(title, *axes, names, (tuple(counts.tolist()),)),
    )


def gate_chart(x: np.ndarray, y: np.ndarray) -> Chart:
    """What GLU does to the first numbers: value, gate, product."""
    parts = (*np.split(x, 2, axis=-1), y)
    rows = tuple(tuple(part.ravel()[:MOST_DRAWN].tolist()) for part in parts)
    names = Text("值 a", "value a"), Text("门 b", "gate b"), Text("a·σ(b)", "a·σ(b)")
    positions = tuple(Text(f"{i}", f"{i}") for i in range(len(rows[0])))
    title = Text("GLU 的门", "GLU's gate")
    return Bars(title, Text("位置", "position"), VALUE, positions, rows, names)


def gap_chart(x: np.ndarray, soft: np.ndarray, hard: np.ndarray) -> Chart:
    """Swish, hard-swish and the gap between them."""
    lines = (
        curve(Text("swish", "swish"), x, soft),
        curve(Text("h-swish", "h-swish"), x, hard, "second"),
        curve(Text("差", "gap"), x, np.abs(soft - hard), "bad", dashed=True),
    )
    return Lines(Text("swish 与 h-swish", "Swish and h-swish"), Text("x", "x"), VALUE, lines)
