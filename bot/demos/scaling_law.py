"""Scaling laws of language models: loss from parameters N, tokens D and compute C.

    L(N, D) = 1.69 + 406.4 / N^0.34 + 410.7 / D^0.28,   C = 6 N D   (FLOPs)

Under a fixed C the loss is least at N = G (C/6)^a with a = β/(α + β), G = (αA/βB)^(1/(α+β)). This
published fit asks for more tokens per parameter than the well-known 20, which came from the same
paper's two other methods; Besiroglu et al. found the fit itself to be off.

Sources: Hoffmann et al., 2022, equation 10; Besiroglu et al., 2024.
"""

import numpy as np

from bot.demos._charts import Lines, Series
from bot.demos._curves import curve
from bot.demos._fields import selector
from bot.demos._latex import scientific
from bot.demos._params import Array, Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

FLOOR, A, B, ALPHA, BETA = 1.69, 406.4, 410.7, 0.34, 0.28
PER_PARAMETER = 20  # the rule of thumb


def loss_of(n: np.ndarray | float, d: np.ndarray | float) -> np.ndarray:
    """Predicted loss in nats per token.

    >>> round(float(loss_of(70e9, 1.4e12)), 4)
    1.9366
    """
    return np.asarray(FLOOR + A / np.power(n, ALPHA) + B / np.power(d, BETA))


def best_size(flops: float) -> float:
    """The number of parameters at which a budget of FLOPs gives the least loss."""
    scale = (ALPHA * A / (BETA * B)) ** (1 / (ALPHA + BETA))
    return float(scale * (flops / 6) ** (BETA / (ALPHA + BETA)))


def run_loss(op: str, n_params: float, n_tokens: float) -> Result:
    """Loss and compute of one training run."""
    loss, flops = float(loss_of(n_params, n_tokens)), 6 * n_params * n_tokens
    ratio = n_tokens / n_params
    values = {"loss": loss, "flops": flops, "tokens_per_param": ratio}
    insight = Text(
        f"每参数 {ratio:.3g} 个 token(经验约 {PER_PARAMETER})，损失 {loss:.4f}；"
        "算力翻倍时参数和数据应近似同步增长",
        f"{ratio:.3g} tokens per parameter (rule of thumb {PER_PARAMETER}), loss {loss:.4f}; "
        "with more compute grow both about equally",
    )
    formula = rf"L=1.69+\frac{{406.4}}{{N^{{0.34}}}}+\frac{{410.7}}{{D^{{0.28}}}}={loss:.4f}"
    return Result(values, insight, (_iso_flop(flops, n_params),), formula)


def run_optimal(op: str, flops: float) -> Result:
    """The split of a budget that the fit prefers."""
    n = best_size(flops)
    d = flops / 6 / n
    loss, rule = float(loss_of(n, d)), (flops / 6 / PER_PARAMETER) ** 0.5
    values = {"n_opt": n, "d_opt": d, "loss": loss, "tokens_per_param": d / n, "n_rule_of_20": rule}
    insight = Text(
        f"拟合式的最优是 {n:.3g} 参数、{d:.3g} token(每参数 {d / n:.3g})；20:1 给 {rule:.3g}",
        f"The fit wants {n:.3g} parameters and {d:.3g} tokens ({d / n:.3g} each); "
        f"the 20:1 rule gives {rule:.3g} parameters",
    )
    formula = rf"N_{{opt}}\propto C^{{{BETA / (ALPHA + BETA):.3f}}},\quad C=6ND={scientific(flops)}"
    return Result(values, insight, (_iso_flop(flops, n),), formula)


def run_fit(op: str, x: np.ndarray, y: np.ndarray) -> Result:
    """The power law y = coefficient · x^exponent by least squares in the logarithms."""
    if len(x) != len(y) or len(np.unique(x)) < 2:
        raise refuse(
            "需要至少两个不同的 x，且 x、y 等长", "two different x and as many y are needed"
        )
    across, up = np.log(x), np.log(y)
    centred = across - across.mean()
    exponent = float(centred @ up / (centred @ centred))
    coefficient = float(np.exp(up.mean() - exponent * across.mean()))
    insight = Text(
        f"y ≈ {coefficient:.4g}·x^{exponent:.4g}，在对数坐标里是直线",
        f"y ≈ {coefficient:.4g}·x^{exponent:.4g}, a straight line on log axes",
    )
    order = np.argsort(x)
    lines = (
        curve(Text("数据", "data"), x[order], y[order], "second", points=True),
        curve(Text("拟合", "fit"), x[order], coefficient * x[order] ** exponent, dashed=True),
    )
    title = Text("幂律拟合", "Power-law fit")
    chart = Lines(title, Text("x", "x"), Text("y", "y"), lines, log_x=True, log_y=True)
    formula = rf"y={coefficient:.4g}\,x^{{{exponent:.4g}}}"
    return Result({"exponent": exponent, "coefficient": coefficient}, insight, (chart,), formula)


def _iso_flop(flops: float, n: float) -> Lines:
    """Loss against the model's size at this budget and at ten times less and more."""
    lines: list[Series] = []
    for factor, role in ((0.1, "muted"), (1.0, "main"), (10.0, "second")):
        sizes = best_size(flops * factor) * np.logspace(-1.5, 1.5, 61)
        name = f"C={flops * factor:.2g}"
        lines.append(
            curve(Text(name, name), sizes, loss_of(sizes, flops * factor / 6 / sizes), role)
        )
    rules = ((n, Text("当前", "current")), (best_size(flops), Text("最优", "optimum")))
    title = Text("等算力曲线", "IsoFLOP curves")
    axes = Text("参数量 N(个)", "parameters N"), Text("损失(nats/token)", "loss (nats/token)")
    return Lines(title, *axes, tuple(lines), log_x=True, rules_x=rules)


SIZE = Float("n_params", Text("参数量", "parameters"), 70e9, 1, 1e18, (1e6, 1e12), 1e6)
TOKENS = Float("n_tokens", Text("token 数", "tokens"), 1.4e12, 1, 1e18, (1e8, 1e14), 1e8)
FLOPS = Float("flops", Text("算力 FLOPs", "compute (FLOPs)"), 5.76e23, 6, 1e36, (1e17, 1e27), 1e17)
DATA = (
    Array("x", Text("x", "x"), [1, 10, 100, 1000], low=1e-12, high=1e30),
    Array("y", Text("y", "y"), [4, 2.1, 1.05, 0.5], low=1e-12, high=1e30),
)
DEMO = Demo(
    title=Text("缩放法则", "Scaling laws"),
    topics=("scaling-law", "chinchilla", "model-parameter"),
    group="training",
    modes=(
        Mode(run_loss, (selector("op", "loss"), SIZE, TOKENS), Text("损失", "loss")),
        Mode(run_optimal, (selector("op", "optimal"), FLOPS), Text("最优分配", "best split")),
        Mode(run_fit, (selector("op", "fit"), *DATA), Text("拟合", "fit")),
    ),
    source="Hoffmann et al., 2022, equation 10; Besiroglu et al., 2024",
    asks=(Text("按缩放法则，算力翻倍怎么分？", "How does a scaling law spend twice the compute?"),),
    presets=(
        Preset(
            Text("Chinchilla 70B", "Chinchilla 70B"),
            {"n_params": 70e9, "n_tokens": 1.4e12},
            "Hoffmann et al., 2022, table 1",
        ),
        Preset(
            Text("Gopher 280B", "Gopher 280B"),
            {"n_params": 280e9, "n_tokens": 300e9},
            "Hoffmann et al., 2022, table 1",
        ),
    ),
    examples=(
        Example({"n_params": 70e9, "n_tokens": 1.4e12}, {"tokens_per_param": 20.0}, "Hoffmann"),
        Example(
            {"op": "optimal", "flops": 5.76e23}, {"n_opt": 32e9, "d_opt": 3.0e12}, "this fit", 0.02
        ),
    ),
)
