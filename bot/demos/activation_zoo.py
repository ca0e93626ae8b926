"""Activation functions and their derivatives on given inputs.

At a kink the derivative is PyTorch's: ReLU'(0) = 0. GELU ≈ x σ(1.702 x) and its tanh form agree
to 5·10⁻⁴; hard-swish replaces the sigmoid of swish by ReLU6(x + 3)/6. GLU multiplies the first
half of the last axis by the sigmoid of the second and so halves it.

Sources: those of :mod:`bot.numerics.activations`; Dauphin et al. 2017 for GLU.
"""

from typing import Any

import numpy as np

from bot.demos._activation_charts import FORMULAS, function_charts, gap_chart, gate_chart
from bot.demos._fields import selector
from bot.demos._params import Array, Choice, Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import ACTIVATIONS, elu, glu, leaky_relu, softplus, swish
from bot.text import Text


def run(name: str, x: np.ndarray) -> Result:
    """A function without constants."""
    return _result(name, x, ACTIVATIONS[name](x), FORMULAS[name])


def run_leaky(name: str, x: np.ndarray, negative_slope: float) -> Result:
    """Leaky ReLU."""
    formula = rf"\max(0,x)+{negative_slope:g}\min(0,x)"
    return _result(name, x, leaky_relu(x, negative_slope), formula)


def run_beta(name: str, x: np.ndarray, beta: float) -> Result:
    """Swish or softplus with steepness ``beta``."""
    if name == "swish":
        return _result(name, x, swish(x, beta), rf"x\,\sigma({beta:g}x)")
    if beta == 0:
        raise refuse("softplus 的 β 不能为 0", "softplus needs a β other than 0")
    return _result(name, x, softplus(x, beta), rf"\log(1+e^{{{beta:g}x}})/{beta:g}")


def run_elu(name: str, x: np.ndarray, alpha: float) -> Result:
    """ELU."""
    formula = rf"\begin{{cases}}x&x>0\\{alpha:g}(e^x-1)&x\le0\end{{cases}}"
    return _result(name, x, elu(x, alpha), formula)


def run_glu(name: str, x: np.ndarray) -> Result:
    """GLU of vectors in the last axis."""
    if x.shape[-1] % 2:
        raise refuse("GLU 要求最后一维是偶数", "GLU needs an even last axis")
    y = glu(x)
    insight = Text(
        f"GLU 用后一半作门控前一半：{x.shape[-1]} 个变成 {y.shape[-1]} 个",
        f"GLU gates one half by the other: {x.shape[-1]} numbers become {y.shape[-1]}",
    )
    return Result({"y": y}, insight, (gate_chart(x, y),), r"\mathrm{GLU}(a,b)=a\odot\sigma(b)")


def run_gap(op: str, range: np.ndarray) -> Result:
    """The largest gap between swish and hard-swish over [−r, r] or [low, high]."""
    low, high = (-abs(range), abs(range)) if range.ndim == 0 else (range.min(), range.max())
    x = np.unique(np.append(np.linspace(low, high, 20_001), np.clip([-3.0, 3.0], low, high)))
    soft, hard = swish(x)[0], ACTIVATIONS["hardswish"](x)[0]
    gap = np.abs(soft - hard)
    worst = float(x[gap.argmax()])
    insight = Text(
        f"h-swish 用 ReLU6 近似 swish，最大差 {gap.max():.4f}，在 x={worst:.3g} 处",
        f"h-swish is swish with ReLU6: the largest gap is {gap.max():.4f} at x={worst:.3g}",
    )
    formula = rf"\max_x|x\sigma(x)-x\,\mathrm{{ReLU6}}(x+3)/6|={gap.max():.6f}"
    values = {"max_abs_gap": float(gap.max()), "at": worst}
    return Result(values, insight, (gap_chart(x, soft, hard),), formula)


def _result(name: str, x: np.ndarray, pair: tuple[np.ndarray, np.ndarray], formula: str) -> Result:
    y, dy = pair
    insight = Text(
        f"{name}：在这些输入上值域 [{y.min():.3g}, {y.max():.3g}]，导数最大 {dy.max():.3g}，"
        f"{np.mean(np.abs(dy) < 0.01):.0%} 的输入几乎没有梯度",
        f"{name} gives values in [{y.min():.3g}, {y.max():.3g}] and slopes up to {dy.max():.3g}; "
        f"{np.mean(np.abs(dy) < 0.01):.0%} of these inputs get almost no gradient",
    )
    return Result({"y": y, "dy": dy}, insight, function_charts(name, x, y, dy), rf"f(x)={formula}")


def build(low: float, high: float, count: float) -> dict[str, Any]:
    """Evenly spaced inputs."""
    return {"x": np.linspace(low, high, int(count)).round(6).tolist()}


def _free(name: str, label: str, default: float) -> Float:
    return Float(name, Text(label, label), default, -1e3, 1e3, (0, 5), 0.05)


FUNCTION = Text("函数", "function")
X = Array("x", Text("输入", "inputs"), build(-6, 6, 121)["x"], (0, 1, 2, 3, 4), -1e6, 1e6)
PLAIN = ("gelu", *(name for name in ACTIVATIONS if name != "gelu"))
CONTROLS = (
    Float("low", Text("起点", "from"), -6.0, -1e3, 0, (-10, 0), 0.5),
    Float("high", Text("终点", "to"), 6.0, 0, 1e3, (0, 10), 0.5),
    Float("count", Text("点数", "points"), 121, 2, 2000, (11, 401), 1),
)
GAP = (
    selector("op", "hswish_gap"),
    Array("range", Text("范围", "range"), 6.0, (0, 1), -1e3, 1e3),
)
SWISH = (Choice("name", FUNCTION, "swish", ("swish", "softplus")), X, _free("beta", "β", 1.0))
LEAKY = (selector("name", "leaky_relu"), X, _free("negative_slope", "a", 0.01))

DEMO = Demo(
    title=Text("激活函数大全", "Activation functions"),
    topics=("activation-function", "relu", "gelu", "swish", "hard-swish", "selu", "mish"),
    group="training",
    modes=(
        Mode(
            run,
            (Choice("name", FUNCTION, "gelu", PLAIN), X),
            Text("无参数", "without constants"),
            CONTROLS,
            build,
        ),
        Mode(run_beta, SWISH, Text("swish、softplus", "swish, softplus"), CONTROLS, build),
        Mode(run_leaky, LEAKY, Text("Leaky ReLU", "leaky ReLU"), CONTROLS, build),
        Mode(
            run_elu,
            (selector("name", "elu"), X, _free("alpha", "α", 1.0)),
            Text("ELU", "ELU"),
            CONTROLS,
            build,
        ),
        Mode(
            run_glu,
            (selector("name", "glu"), Array("x", X.label, (1, 2, 0, -1), (1, 2, 3, 4), -1e6, 1e6)),
            Text("GLU", "GLU"),
        ),
        Mode(run_gap, GAP, Text("h-swish 的误差", "gap of h-swish")),
    ),
    source="Hendrycks and Gimpel 2016; Klambauer et al. 2017; Howard et al. 2019",
    asks=(
        Text("ReLU 为什么会“死亡”？怎么解决？", "Why does a ReLU die, and what helps?"),
        Text("Transformer 为什么用 GELU？", "Why do transformers use GELU?"),
    ),
    presets=(Preset(Text("sigmoid 饱和", "a saturated sigmoid"), {"name": "sigmoid"}),),
    examples=(
        Example({"op": "hswish_gap", "range": 6}, {"max_abs_gap": 0.142278}, "3 σ(−3)", 1e-5),
        Example({"name": "sigmoid", "x": [0.0]}, {"y": [0.5], "dy": [0.25]}, "closed form"),
    ),
)
