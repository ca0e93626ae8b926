"""The GAN game on two histograms: the best discriminator, its value and the JS divergence.

    D*(x) = p(x) / (p(x) + g(x)),   V(D*, G) = −log 4 + 2 · JSD(p ‖ g)

D maximises V, G minimises it. Where both histograms are empty D* is ½. The divergence is in nats
and not the distance √JSD. On disjoint supports it is log 2 however far apart they are, so it gives
G no direction; the Wasserstein-1 distance (in bins) does.

Sources: Goodfellow et al., 2014, theorem 1; Arjovsky et al., WGAN, 2017, example 1.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import curve
from bot.demos._fields import Values, selector
from bot.demos._params import Array, Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

BINS = 41
LOG2 = math.log(2)
DISCRIMINATOR = Text("最优判别器 D*", "best discriminator D*")


def run(p_data: np.ndarray, p_g: np.ndarray) -> Result:
    """All measures between two histograms, each scaled to sum 1."""
    if len(p_data) != len(p_g):
        raise refuse("p_data 与 p_g 的格数不同", "p_data and p_g differ in the number of bins")
    if p_data.sum() <= 0 or p_g.sum() <= 0:
        raise refuse("分布不能全为 0", "a distribution cannot be all zero")
    p, g = p_data / p_data.sum(), p_g / p_g.sum()
    js = (kl(p, (p + g) / 2) + kl(g, (p + g) / 2)) / 2
    d_star = np.divide(p, p + g, out=np.full(len(p), 0.5), where=p + g > 0)
    w1 = float(np.abs(np.cumsum(p - g))[:-1].sum())
    values: Values = {"js": js, "value": 2 * js - 2 * LOG2, "w1": w1, "d_star": d_star}
    if not ((g == 0) & (p > 0)).any():
        values["kl"] = kl(p, g)
    insight = Text(
        f"V = −log4 + 2·JSD = {values['value']:.4f},JSD = {js:.4f}(上限 log2 = {LOG2:.4f})；"
        f"W1 = {w1:.3g} 格，不相交时仍能指路",
        f"V = −log 4 + 2·JSD = {values['value']:.4f} with JSD = {js:.4f} (at most log 2 = "
        f"{LOG2:.4f}); W1 = {w1:.3g} bins still points the way on disjoint supports",
    )
    formula = rf"V(D^*,G)=-\log4+2\cdot{js:.4f}={values['value']:.4f}"
    return Result(values, insight, (*_densities(p, g, d_star), _shifted(p)), formula)


def run_lines(op: str, theta: float) -> Result:
    """Two parallel lines at distance θ, the example of the WGAN paper."""
    js = LOG2 if theta else 0.0
    values = {"w1": abs(theta), "js": js, "value": 2 * js - 2 * LOG2}
    insight = Text(
        f"θ={theta:g}:JSD 恒为 log2 没有梯度(θ=0 才是 0),W1 = |θ| = {abs(theta):g} 可以下降",
        f"θ={theta:g}: JSD is log 2 for every θ but 0 and has no slope; W1 = |θ| = {abs(theta):g} "
        "can be descended",
    )
    names = Text("JSD", "JSD"), Text("W1", "W1")
    title, axis = Text("两种距离", "Both measures"), Text("距离", "measure")
    bars = Bars(title, axis, Text("值", "value"), names, ((js, abs(theta)),))
    return Result(values, insight, (bars,), rf"W_1=|\theta|={abs(theta):g}")


def kl(p: np.ndarray, q: np.ndarray) -> float:
    """Σ p log(p/q) in nats over the bins where p > 0, where q must not be 0.

    >>> round(kl(np.array([1.0, 0.0]), np.array([0.5, 0.5])), 4)
    0.6931
    """
    held = p > 0
    return float((p[held] * np.log(p[held] / q[held])).sum())


def _densities(p: np.ndarray, g: np.ndarray, d_star: np.ndarray) -> tuple[Lines, Lines]:
    bins = np.arange(len(p))
    lines = (
        curve(Text("真实 p", "data p"), bins, p),
        curve(Text("生成 g", "generated g"), bins, g, "second"),
    )
    x = Text("格", "bin")
    return (
        Lines(Text("两个分布", "Both distributions"), x, Text("概率", "probability"), lines),
        Lines(DISCRIMINATOR, x, Text("D*(x)", "D*(x)"), (curve(DISCRIMINATOR, bins, d_star),)),
    )


def _shifted(p: np.ndarray) -> Lines:
    """JSD and W1 between p and p moved to the right, W1 scaled to the same height."""
    n = len(p)
    shifts = range(n)
    js, w1 = [], []
    for shift in shifts:
        here = np.concatenate([p, np.zeros(shift)])
        there = np.concatenate([np.zeros(shift), p])
        middle = (here + there) / 2
        js.append((kl(here, middle) + kl(there, middle)) / 2)
        w1.append(shift / n)
    lines = (
        curve(Text("JSD(nats)", "JSD (nats)"), list(shifts), js),
        curve(Text("W1 / 格数", "W1 / bins"), list(shifts), w1, "good", dashed=True),
    )
    title = Text("把分布向右平移", "Moving the distribution to the right")
    return Lines(title, Text("平移(格)", "shift (bins)"), Text("距离", "measure"), lines)


def build(distance: float, spread: float) -> dict[str, Any]:
    """N(0, 1) against N(distance, spread²) on 41 bins from −5 to 5."""
    x = np.linspace(-5, 5, BINS)
    densities = np.exp(-(x**2) / 2), np.exp(-(((x - distance) / spread) ** 2) / 2)
    p, g = (density / density.sum() for density in densities)
    return {"p_data": p.round(9).tolist(), "p_g": g.round(9).tolist()}


DEFAULT = build(2, 1)
CONTROLS = (
    Float("distance", Text("均值之差", "distance of the means"), 2, -5, 5, (-4, 4), 0.1),
    Float("spread", Text("g 的标准差", "standard deviation of g"), 1, 0.1, 5, (0.2, 3), 0.1),
)
PARAMS = (
    Array("p_data", Text("真实分布", "data"), DEFAULT["p_data"], low=0, high=1e9),
    Array("p_g", Text("生成分布", "generated"), DEFAULT["p_g"], low=0, high=1e9),
)
LINES = (
    selector("op", "parallel_lines"),
    Float("theta", Text("距离 θ", "distance θ"), 1, -1e9, 1e9, (-2, 2)),
)
DEMO = Demo(
    title=Text("GAN 极小极大与 JS 散度", "GAN min-max and the JS divergence"),
    topics=("gan", "js-divergence", "wasserstein-distance", "minimax-game", "wgan", "gan-models"),
    group="generative",
    modes=(
        Mode(run, PARAMS, Text("直方图", "histograms"), CONTROLS, build),
        Mode(run_lines, LINES, Text("两条平行线", "parallel lines")),
    ),
    source="Goodfellow et al., 2014, theorem 1; Arjovsky et al., 2017, example 1",
    asks=(Text("WGAN 为什么用 Wasserstein 距离？", "Why does WGAN use the Wasserstein distance?"),),
    presets=(
        Preset(
            Text("相同", "equal"),
            {"p_data": [1, 1], "p_g": [1, 1]},
            "Goodfellow et al., 2014, theorem 1",
        ),
    ),
    examples=(
        Example({"p_data": [1, 1], "p_g": [1, 1]}, {"value": -math.log(4)}, "Goodfellow 2014"),
        Example({"p_data": [1, 0], "p_g": [0, 1]}, {"js": LOG2}, "Arjovsky 2017"),
    ),
)
