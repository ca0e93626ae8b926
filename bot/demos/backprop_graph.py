"""Back-propagation through a network with one hidden layer, step by step.

    h = act(W₁ x + b₁),   o = W₂ h + b₂,   L = ½ ‖o − target‖²

Local derivatives multiply along a path and add where paths fork. The derivative of ReLU at 0 is 0.

Source: Rumelhart, Hinton and Williams, Nature 323, 1986.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Graph, Steps
from bot.demos._fields import SEED
from bot.demos._params import Array, Choice, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.activations import ACTIVATIONS
from bot.text import Text

DRAWN = 6
Layers = tuple[np.ndarray, ...]


def run(
    x: np.ndarray,
    target: np.ndarray,
    w1: np.ndarray,
    b1: np.ndarray,
    w2: np.ndarray,
    b2: np.ndarray,
    activation: str,
) -> Result:
    """The forward values and every gradient, in the shapes the weights were given."""
    w2_rows, outputs = np.atleast_2d(w2), np.atleast_1d(target)
    _check(x, outputs, w1, b1, w2_rows, np.atleast_1d(b2))
    hidden, slope = ACTIVATIONS[activation](w1 @ x + b1)
    output = w2_rows @ hidden + np.atleast_1d(b2)
    delta_out = output - outputs
    delta_hidden = (w2_rows.T @ delta_out) * slope
    values = {
        "hidden": hidden,
        "output": output if target.ndim or w2.ndim == 2 else output[0],
        "loss": float((delta_out**2).sum()) / 2,
        "grad_w1": np.outer(delta_hidden, x),
        "grad_b1": delta_hidden,
        "grad_w2": np.outer(delta_out, hidden).reshape(w2.shape),
        "grad_b2": delta_out.reshape(b2.shape),
    }
    insight = Text(
        f"损失 {values['loss']:.4g}；局部导数沿路相乘、分叉相加，{activation} 的导数是 "
        f"{np.array2string(slope[:DRAWN], precision=3)}",
        f"The loss is {values['loss']:.4g}; local derivatives multiply along paths and add over "
        f"forks, those of {activation} are {np.array2string(slope[:DRAWN], precision=3)}",
    )
    forward = x, hidden, output
    backward = w1.T @ delta_hidden, w2_rows.T @ delta_out, delta_out
    formula = r"\frac{\partial L}{\partial W_1}=\left(W_2^T(o-t)\odot act'\right)x^T"
    return Result(values, insight, (_passes(forward, backward, w1, w2_rows),), formula)


def _check(
    x: np.ndarray,
    target: np.ndarray,
    w1: np.ndarray,
    b1: np.ndarray,
    w2: np.ndarray,
    b2: np.ndarray,
) -> None:
    fits = (
        w1.shape == (len(b1), len(x)) and w2.shape == (len(b2), len(b1)) and len(target) == len(b2)
    )
    if not fits:
        raise refuse(
            "形状不符：w1 应为 隐藏×输入，w2 应为 输出×隐藏",
            "the shapes do not fit: w1 is hidden × inputs, w2 outputs × hidden",
        )


def _passes(forward: Layers, backward: Layers, w1: np.ndarray, w2: np.ndarray) -> Steps:
    """The values on their way to the output, then the gradients on their way back."""
    values, gradients = (tuple(layer[:DRAWN] for layer in way) for way in (forward, backward))
    frames = (
        (Text("前向：数值", "forward: values"), (_graph(values, w1, w2, 2),)),
        (Text("输出的梯度 o−t", "gradient o−t"), (_graph(gradients, w1, w2, 0),)),
        (Text("传到隐藏层", "to the hidden layer"), (_graph(gradients, w1, w2, 1),)),
        (Text("传到输入", "to the input"), (_graph(gradients, w1, w2, 2),)),
    )
    return Steps(Text("前向与反向", "Forward and backward"), frames)


def _graph(layers: Layers, w1: np.ndarray, w2: np.ndarray, reached: int) -> Graph:
    """Input, hidden and output units; the first or last ``reached + 1`` columns show numbers."""
    nodes, edges = [], []
    for column, (name, values) in enumerate(zip("xho", layers, strict=True)):
        shown = column >= 2 - reached
        for i, value in enumerate(values):
            label = f"{name}{i} {value:.3g}" if shown else f"{name}{i}"
            row = i - (len(values) - 1) / 2
            nodes.append((f"{name}{i}", column * 2.0, row, label, "main" if shown else "muted"))
    for (start, left), (end, right), w in (
        (("x", layers[0]), ("h", layers[1]), w1),
        (("h", layers[1]), ("o", layers[2]), w2),
    ):
        for i, j in np.ndindex(len(left), len(right)):
            edges.append((f"{start}{i}", f"{end}{j}", f"{w[j, i]:.2g}", "muted"))
    return Graph(Text("计算图", "Computation graph"), tuple(nodes), tuple(edges))


def build(seed: int, hidden: int) -> dict[str, Any]:
    """A random network of that many hidden units on the XOR input [1, 0]."""
    rng = np.random.default_rng(seed)
    shapes = {"w1": (hidden, 2), "b1": (hidden,), "w2": (hidden,)}
    weights = {name: rng.standard_normal(shape).round(4) for name, shape in shapes.items()}
    return {name: w.tolist() for name, w in weights.items()} | {"x": [1, 0], "b2": 0.1}


DEFAULT = build(0, 2)


def _numbers(name: str, zh: str, en: str, default: object, *ndim: int) -> Array:
    return Array(name, Text(zh, en), default, ndim, -1e4, 1e4)


PARAMS = (
    _numbers("x", "输入", "input", [1, 0], 1),
    _numbers("target", "目标", "target", 1, 0, 1),
    _numbers("w1", "第一层权重", "first weights", DEFAULT["w1"], 2),
    _numbers("b1", "第一层偏置", "first biases", DEFAULT["b1"], 1),
    _numbers("w2", "第二层权重", "second weights", DEFAULT["w2"], 1, 2),
    _numbers("b2", "第二层偏置", "second bias", DEFAULT["b2"], 0, 1),
    Choice("activation", Text("激活", "activation"), "sigmoid", ("sigmoid", "tanh", "relu")),
)
CONTROLS = (SEED, Int("hidden", Text("隐藏单元", "hidden units"), 2, 1, 6, (1, 4)))

DEMO = Demo(
    title=Text("计算图与反向传播", "Computation graph and back-propagation"),
    topics=(
        "backpropagation",
        "computation-graph",
        "chain-rule",
        "forward-propagation",
        "training-loop",
    ),
    group="training",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Rumelhart, Hinton and Williams, Nature 323, 1986",
    asks=(Text("手推一遍反向传播", "Derive back-propagation by hand"),),
    presets=(
        Preset(
            Text("XOR 的解", "the solution of XOR"),
            {
                "w1": [[1, 1], [1, 1]],
                "b1": [0, -1],
                "w2": [[1, -2]],
                "b2": [0],
                "activation": "relu",
            },
            "Goodfellow et al., 2016, section 6.1",
        ),
    ),
)
