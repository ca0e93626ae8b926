"""Vanishing and exploding gradients along a chain, and the two ways to clip them.

    h_l = f(w_l h_{l-1}),    dh_L/dh_l = ∏_{i>l} w_i f'(w_i h_{i-1})

A sigmoid's slope is at most ¼, so eight layers of weight 1 pass on at most 0.25⁸ ≈ 1.5·10⁻⁵.

    by norm:   g ← g · min(1, c / (‖g‖ + 10⁻⁶))     over ALL tensors together; keeps the direction
    by value:  g_i ← min(max(g_i, −c), c)           changes the direction

Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks",
ICML 2013, algorithm 1; the 10⁻⁶ is PyTorch's.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Scatter
from bot.demos._fields import selector
from bot.demos._latex import scientific
from bot.demos._params import Array, Choice, Float, Int, Nested, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.gradients import chain, clip_norm, flatten
from bot.numerics.gradients import clip_value as cut
from bot.text import Text

MOST_LAYERS = 1000


def run(op: str, activation: str, weights: np.ndarray, x: float) -> Result:
    """Derivative of the output with respect to every layer, from the input on."""
    if len(weights) > MOST_LAYERS:
        raise refuse(f"至多 {MOST_LAYERS} 层", f"at most {MOST_LAYERS} layers")
    output, gradients = chain(activation, weights.tolist(), x)
    if not math.isfinite(output):
        raise refuse("前向已经溢出", "the forward pass overflows")
    insight = Text(
        f"{len(weights)} 层 {activation} 之后，输入只收到 {abs(gradients[0]):.3g} 倍的梯度；"
        "sigmoid 每层至多 ¼",
        f"Through {len(weights)} layers of {activation} the input receives "
        f"{abs(gradients[0]):.3g} of the gradient; a sigmoid passes on at most ¼ per layer",
    )
    formula = (
        r"\frac{\partial h_L}{\partial h_0}=\prod_l w_l f'(w_lh_{l-1})"
        rf"={scientific(gradients[0])}"
    )
    values = {"grad_per_layer": gradients, "output": output}
    return Result(values, insight, (_bars(gradients),), formula)


def run_clip_norm(op: str, grads: Any, max_norm: float) -> Result:
    """All gradients scaled together so that their common norm is at most ``max_norm``."""
    clipped, norm = clip_norm(grads, max_norm)
    factor = min(1.0, max_norm / (norm + 1e-6))
    insight = Text(
        f"总范数 {norm:.4g} 对上限 {max_norm:g}：全部乘 {factor:.4g}，方向不变",
        f"The total norm {norm:.4g} against {max_norm:g}: everything times {factor:.4g}, "
        "the direction is kept",
    )
    formula = rf"\|g\|={norm:.4g},\quad g\leftarrow{factor:.4g}\,g"
    values = {"total_norm": norm, "clipped": clipped, "factor": factor}
    return Result(values, insight, _arrows(grads, clipped), formula)


def run_clip_value(op: str, grads: Any, clip_value: float) -> Result:
    """Every gradient on its own brought into [−clip_value, clip_value]."""
    clipped = cut(grads, clip_value)
    changed = sum(abs(g) > clip_value for g in flatten(grads))
    insight = Text(
        f"{changed} 个分量被截到 ±{clip_value:g}，梯度方向可能改变",
        f"{changed} components are cut to ±{clip_value:g}, which may turn the gradient",
    )
    formula = rf"g_i\leftarrow\min(\max(g_i,-{clip_value:g}),{clip_value:g})"
    return Result({"clipped": clipped}, insight, _arrows(grads, clipped), formula)


def _bars(gradients: list[float]) -> Chart:
    shown = [(i, abs(g)) for i, g in enumerate(gradients[:60]) if g != 0]
    return Bars(
        Text("每层收到的梯度", "Gradient that reaches each layer"),
        Text("层(0 是输入)", "layer (0 is the input)"),
        Text("|梯度|(对数)", "|gradient| (log)"),
        tuple(Text(f"{i}", f"{i}") for i, _ in shown),
        (tuple(size for _, size in shown),),
        log_y=True,
    )


def _arrows(grads: Any, clipped: Any) -> tuple[Chart, ...]:
    """The first two components before and after, as points seen from the origin."""
    pairs = [[*flatten(part), 0.0, 0.0][:2] for part in (grads, clipped)]
    before, after = ([(0.0, 0.0), (x, y)] for x, y in pairs)
    groups = (Text("裁剪前", "before"), "muted", before), (Text("裁剪后", "after"), "main", after)
    title = Text("前两个分量", "The first two components")
    return (Scatter(title, Text("g₁", "g₁"), Text("g₂", "g₂"), groups, equal_axes=True),)


def build(depth: int, weight: float) -> dict[str, list[float]]:
    """Equal weights."""
    return {"weights": [weight] * depth}


LIMIT = 1.0, 0, 1e9, (0.1, 20), 0.1  # default, domain, slider and its step
CHAIN = (
    selector("op", "chain"),
    Choice("activation", Text("激活", "activation"), "sigmoid", ("sigmoid", "tanh", "relu")),
    Array("weights", Text("权重", "weights"), (1.0,) * 8, low=-1e6, high=1e6),
    Float("x", Text("输入 x", "input x"), 0.5, -1e6, 1e6, (-3, 3), 0.1),
)
CONTROLS = (
    Int("depth", Text("层数", "layers"), 8, 1, 200, (1, 50)),
    Float("weight", Text("权重", "weight"), 1.0, -10, 10, (-4, 4), 0.1),
)
GRADS = Nested("grads", Text("各张量的梯度", "gradients of the tensors"), ((3.0, 4.0), (12.0,)))
NORM = (
    selector("op", "clip_norm"),
    GRADS,
    Float("max_norm", Text("范数上限", "largest norm"), *LIMIT, above=True),
)
VALUE = (
    selector("op", "clip_value"),
    GRADS,
    Float("clip_value", Text("截断值", "largest value"), *LIMIT, above=True),
)

DEMO = Demo(
    title=Text("梯度消失·爆炸·裁剪", "Vanishing, exploding and clipped gradients"),
    topics=("gradient-vanishing", "gradient-explosion", "gradient-clipping", "sigmoid"),
    group="training",
    modes=(
        Mode(run, CHAIN, Text("链式传播", "a chain"), CONTROLS, build),
        Mode(run_clip_norm, NORM, Text("按范数裁剪", "clip by norm")),
        Mode(run_clip_value, VALUE, Text("按值裁剪", "clip by value")),
    ),
    source="Pascanu, Mikolov and Bengio, ICML 2013",
    asks=(
        Text("怎样缓解梯度消失？", "How do you counter vanishing gradients?"),
        Text("按范数和按值裁剪有何不同？", "Clipping by norm or by value: what differs?"),
    ),
    presets=(Preset(Text("爆炸", "explosion"), {"activation": "relu", "weights": [2.0] * 20}),),
    examples=(Example({"grads": [3.0, 4.0], "max_norm": 10}, {"total_norm": 5.0}, "3-4-5"),),
)
