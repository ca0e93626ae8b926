"""Dropout as averaging: votes of independent models, inverted scaling, stochastic depth.

    majority vote     P(wrong) = Σ_{k > n/2} C(n, k) e^k (1−e)^{n−k}     (a tie is not wrong)
    average           variance ρσ² + (1−ρ)σ²/n
    inverted dropout  y = x·m/(1−p),  E[w·y] = w·x,  var = Σ (w x)² p/(1−p)
    DropPath          rate of block l rises linearly from 0 to the maximum

DropConnect drops weights, not inputs; EfficientNet's "drop connect" is DropPath.

Sources: Srivastava et al., 2014; Wan et al., 2013; Huang et al., 2016.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Lines, Series
from bot.demos._fields import SEED, Values, selector
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.ensembles import mean_variance, tie_probability, vote_error
from bot.text import Text

MOST_MODELS, MOST_UNITS = 51, 64  # drawn


def run_vote(op: str, n_models: int, error: float) -> Result:
    """How often a majority of independent models is wrong."""
    wrong = vote_error(n_models, error)
    insight = Text(
        f"{n_models} 个独立模型投票，错误率从 {error:.3g} 变为 {wrong:.3g}；要求错误独立且小于 0.5",
        f"With {n_models} independent votes the error goes from {error:.3g} to {wrong:.3g}; it "
        "falls only for independent errors below 0.5",
    )
    counts = range(1, MOST_MODELS + 1, 2)
    curve = [vote_error(n, error) for n in counts]
    chart = _curve(
        Text("投票的错误率", "Error of the vote"), Text("模型数", "models"), counts, curve
    )
    formula = rf"\sum_{{k>n/2}}\binom{{n}}{{k}}{error:g}^k\,{1 - error:g}^{{n-k}}={wrong:.4g}"
    values = {"ensemble_error": wrong, "tie_probability": tie_probability(n_models, error)}
    return Result(values, insight, (chart,), formula)


def run_average(op: str, n_models: int, variance: float, correlation: float) -> Result:
    """Variance of the mean of correlated models."""
    lowest = -1 / max(n_models - 1, 1)
    if correlation < lowest:
        raise refuse(
            f"相关系数不能低于 {lowest:.3g}", f"the correlation cannot be below {lowest:.3g}"
        )
    result = mean_variance(n_models, variance, correlation)
    insight = Text(
        f"平均 {n_models} 个模型，方差从 {variance:g} 到 {result:.4g}；相关性决定下限 ρσ²",
        f"Averaging {n_models} models takes the variance from {variance:g} to {result:.4g}; "
        "correlation sets the floor ρσ²",
    )
    counts = range(1, MOST_MODELS + 1)
    curve = [mean_variance(n, variance, max(correlation, 0)) for n in counts]
    chart = _curve(
        Text("平均后的方差", "Variance of the mean"), Text("模型数", "models"), counts, curve
    )
    formula = rf"\rho\sigma^2+\frac{{1-\rho}}{{n}}\sigma^2={result:.5g}"
    return Result({"variance": result}, insight, (chart,), formula)


def run_inverted(op: str, x: np.ndarray, w: np.ndarray, p: float, mask: np.ndarray) -> Result:
    """One linear unit with inverted dropout on its inputs."""
    if not len(x) == len(w) == len(mask):
        raise refuse("x、w、mask 应一样长", "x, w and mask must be equally long")
    y = x * mask / (1 - p)
    output, expected = float(w @ y), float(w @ x)
    variance = float(((w * x) ** 2).sum() * p / (1 - p))
    values: Values = {"y": y, "output": output}
    values |= {"expected_output": expected, "output_variance": variance}
    spread = f"{variance**0.5:.4g}"
    insight = Text(
        f"除以 1−p 使期望不变：这次输出 {output:.4g}，期望 {expected:.4g}，标准差 {spread}",
        f"Dividing by 1−p keeps the expectation {expected:.4g}: this output is {output:.4g}, "
        f"standard deviation {spread}; nothing is left to do at inference",
    )
    names = tuple(Text(str(i), str(i)) for i in range(min(len(x), MOST_UNITS)))
    pairs = tuple(x[:MOST_UNITS].tolist()), tuple(y[:MOST_UNITS].tolist())
    groups = Text("丢弃前 x", "before, x"), Text("丢弃后 y", "after, y")
    axes = Text("单元", "unit"), Text("激活", "activation")
    bars = Bars(Text("丢弃前后", "Before and after"), *axes, names, pairs, groups)
    return Result(values, insight, (bars,), rf"y=\frac{{x\,m}}{{1-{p:g}}}")


def run_droppath(op: str, depth: int, max_rate: float) -> Result:
    """Rates of stochastic depth and the number of blocks expected to survive."""
    rates = np.linspace(0, max_rate, depth)
    expected = float((1 - rates).sum())
    insight = Text(
        f"{depth} 个残差块平均只走 {expected:.2f} 个；越深丢得越多，推理时全部保留",
        f"Of {depth} residual blocks {expected:.2f} are walked on average; deep ones are dropped "
        "most, none at inference",
    )
    title = Text("各块的丢弃率", "Drop rate by block")
    chart = _curve(title, Text("块", "block"), range(depth), rates.tolist())
    formula = rf"\sum_l(1-p_l)={expected:.4g}"
    return Result({"rates": rates, "expected_depth": expected}, insight, (chart,), formula)


def _curve(title: Text, x_label: Text, x: range, y: list[float]) -> Chart:
    return Lines(title, x_label, title, (Series(title, x, y, points=True),))


def build(seed: int, p: float, units: int) -> dict[str, Any]:
    """Random inputs and weights and one draw of the mask."""
    rng = np.random.default_rng(seed)
    x, w = rng.normal(1, 1, units).round(2), rng.normal(0, 1, units).round(2)
    mask = (rng.random(units) >= p).astype(int)
    return {"x": x.tolist(), "w": w.tolist(), "p": p, "mask": mask.tolist()}


MODELS = Int("n_models", Text("模型数", "models"), 5, 1, 100_000, slider=(1, 101))
P = Float(
    "p", Text("丢弃率 p", "drop rate p"), 0.5, 0, 0.999999, (0, 0.9), cues=("dropout", "丢弃率")
)
ERROR = Float("error", Text("单模型错误率", "error of one"), 0.3, 0, 1)
VARIANCE = Float("variance", Text("方差 σ²", "variance σ²"), 1, 0, 1e9, slider=(0, 5))
CORRELATION = Float("correlation", Text("相关系数 ρ", "correlation ρ"), 0.3, -1, 1, slider=(0, 1))
X, W, MASK = Text("输入", "inputs"), Text("权重", "weights"), Text("保留 1", "1 is kept")
DEPTH = Int("depth", Text("块数", "blocks"), 12, 1, 10_000, slider=(1, 50))
RATE = Float("max_rate", Text("最大丢弃率", "largest rate"), 0.2, 0, 1, slider=(0, 0.9))
INVERTED = (
    selector("op", "inverted"),
    Array("x", X, (1, 2, 3, 4)),
    Array("w", W, (0.5, -1, 1, 0.25)),
    P,
    Array("mask", MASK, (1, 0, 1, 1), low=0, high=1, whole=True),
)
AVERAGE = (selector("op", "average_variance"), MODELS, VARIANCE, CORRELATION)
CONTROLS = (SEED, P, Int("units", Text("单元数", "units"), 8, 1, 32))

DEMO = Demo(
    title=Text(
        "Dropout：取平均·DropConnect·DropPath", "Dropout as averaging; DropConnect; DropPath"
    ),
    topics=("dropout", "ensemble-learning", "dropconnect", "droppath"),
    group="training",
    modes=(
        Mode(run_vote, (selector("op", "majority_vote"), MODELS, ERROR), Text("投票", "votes")),
        Mode(run_average, AVERAGE, Text("取平均", "averaging")),
        Mode(run_inverted, INVERTED, Text("缩放", "inverted scaling"), CONTROLS, build),
        Mode(run_droppath, (selector("op", "droppath"), DEPTH, RATE), Text("DropPath", "DropPath")),
    ),
    source="Srivastava et al., 2014; Huang et al., 2016",
    asks=(Text("Dropout 为什么能防止过拟合？", "Why does dropout curb over-fitting?"),),
    presets=(
        Preset(
            Text("随机深度，54 块", "stochastic depth, 54 blocks"),
            {"op": "droppath", "depth": 54, "max_rate": 0.5},
            "Huang et al., ECCV 2016",
        ),
        Preset(Text("五个模型", "five models"), {"op": "majority_vote", "n_models": 5}),
    ),
)
