"""Why residual connections help: an identity term in every factor of the gradient.

For a chain of scalar layers x ↦ w x and x ↦ x + w x, the derivative of the output is

    plain:    ∏ w_l            residual:    ∏ (1 + w_l)

The first vanishes with |w| < 1; the second keeps the path through the identities, though it can
also explode. A residual block only has to learn the difference F(x) = H(x) − x: the same change of
the output is a far larger part of F than of H.

Source: He et al., "Identity Mappings in Deep Residual Networks", ECCV 2016, equation 5; He et al.,
"Deep Residual Learning", CVPR 2016, section 3.1.
"""

import math

import numpy as np

from bot.demos._charts import Bars, Chart, Lines
from bot.demos._curves import over_steps, positive
from bot.demos._fields import selector
from bot.demos._latex import scientific
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

MOST_LAYERS = 1000


def run(weights: np.ndarray) -> Result:
    """Gradient of the output of a chain with respect to its input, without and with shortcuts."""
    if len(weights) > MOST_LAYERS:
        raise refuse(f"至多 {MOST_LAYERS} 层", f"at most {MOST_LAYERS} layers")
    plain, residual = math.prod(weights.tolist()), math.prod((1 + weights).tolist())
    if not (math.isfinite(plain) and math.isfinite(residual)):
        raise refuse("梯度爆炸，超出可表示的范围", "the gradient explodes beyond any float")
    insight = Text(
        f"{len(weights)} 层后梯度：直连 ∏w={plain:.3g}，残差 ∏(1+w)={residual:.3g}；恒等项兜底",
        f"After {len(weights)} layers the gradient is ∏w = {plain:.3g} without and "
        f"∏(1+w) = {residual:.3g} with shortcuts: the identity term remains",
    )
    formula = rf"\prod_l w_l={scientific(plain)},\quad\prod_l(1+w_l)={scientific(residual)}"
    values = {"plain_gradient": plain, "residual_gradient": residual}
    return Result(values, insight, (_growth(weights),), formula)


def run_sensitivity(op: str, output: float, target: float, shortcut: float) -> Result:
    """How large a change from ``output`` to ``target`` is to a plain and to a residual block."""
    rest = output - shortcut
    if output == 0 or rest == 0:
        raise refuse(
            "输出或残差为 0，没有相对变化", "relative to an output or residual of 0: undefined"
        )
    change = abs(output - target)
    plain, residual = change / abs(output), change / abs(rest)
    changes = {"plain_relative_change": plain, "residual_relative_change": residual}
    values = {"residual_output": rest, **changes}
    insight = Text(
        f"{output:g}→{target:g}：直连层变化 {plain:.2%}，残差 F={rest:.3g} 变化 {residual:.0%}",
        f"{output:g} → {target:g} changes a plain layer by {plain:.2%} but the residual "
        f"F = {rest:.3g} by {residual:.0%}",
    )
    formula = (
        rf"\frac{{|{output:g}-{target:g}|}}{{|{output:g}|}}={plain:.4g},\quad"
        rf"\frac{{|{output:g}-{target:g}|}}{{|{output:g}-{shortcut:g}|}}={residual:.4g}"
    )
    return Result(values, insight, (_changes(plain, residual),), formula)


def _changes(plain: float, residual: float) -> Chart:
    return Bars(
        Text("同样的调整有多大", "How large the same correction is"),
        Text("网络", "network"),
        Text("相对变化(%)", "relative change (%)"),
        (Text("直连", "plain"), Text("残差", "residual")),
        ((100 * plain, 100 * residual),),
    )


def _growth(weights: np.ndarray) -> Chart:
    with np.errstate(all="ignore"):
        plain, residual = np.abs(np.cumprod(weights)), np.abs(np.cumprod(1 + weights))
    one = np.ones(1)
    return Lines(
        Text("梯度大小随深度", "Gradient by depth"),
        Text("层数", "layers"),
        Text("|梯度|(对数)", "|gradient| (log)"),
        (
            over_steps(Text("残差 ∏(1+w)", "residual ∏(1+w)"), positive(np.append(one, residual))),
            over_steps(Text("直连 ∏w", "plain ∏w"), positive(np.append(one, plain)), "second"),
        ),
        log_y=True,
    )


def build(depth: int, weight: float, spread: float) -> dict[str, list[float]]:
    """``depth`` weights around ``weight``."""
    noise = np.random.default_rng(0).normal(0, spread, depth) if spread else np.zeros(depth)
    return {"weights": (weight + noise).round(4).tolist()}


CONTROLS = (
    Int("depth", Text("层数", "layers"), 20, 1, 1000, (1, 50), cues=("层", "layers")),
    Float("weight", Text("权重", "weight"), 0.5, -10, 10, (-1, 1), 0.05),
    Float("spread", Text("权重的波动", "spread of the weights"), 0.0, 0, 10, (0, 1), 0.05),
)
SENSITIVITY = (
    selector("op", "sensitivity"),
    Float("output", Text("现在的输出 H", "output H now"), 5.1, -1e9, 1e9, (-10, 10), 0.1),
    Float("target", Text("目标输出", "target"), 5.0, -1e9, 1e9, (-10, 10), 0.1),
    Float("shortcut", Text("捷径 x", "shortcut x"), 5.0, -1e9, 1e9, (-10, 10), 0.1),
)
WEIGHTS = Array("weights", Text("各层权重", "weights"), (0.5,) * 20, low=-1e6, high=1e6)

DEMO = Demo(
    title=Text("残差为什么有效", "Why residuals help"),
    topics=("residual-connection", "gradient-vanishing", "identity-mapping", "resnet"),
    group="training",
    modes=(
        Mode(run, (WEIGHTS,), Text("梯度的连乘", "product of gradients"), CONTROLS, build),
        Mode(run_sensitivity, SENSITIVITY, Text("对变化的敏感", "sensitivity to a change")),
    ),
    source="He et al., CVPR 2016 and ECCV 2016",
    asks=(
        Text("ResNet 解决的是什么问题？", "Which problem does ResNet solve?"),
        Text("残差连接会不会梯度爆炸？", "Can residual connections explode?"),
    ),
    presets=(Preset(Text("小权重 50 层", "50 layers of 0.1"), {"weights": [0.1] * 50}),),
    examples=(
        Example(
            {"op": "sensitivity", "output": 5.1, "target": 5.0, "shortcut": 5.0},
            {"plain_relative_change": 0.0196078431, "residual_relative_change": 1.0},
            "0.1/5.1 and 0.1/0.1",
            1e-9,
        ),
    ),
)
