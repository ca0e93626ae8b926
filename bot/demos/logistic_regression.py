"""Logistic regression in three questions: is it linear, why scale, why bin?

    p = σ(w·x + b),   log p/(1−p) = w·x + b,   boundary w·x + b = 0: a straight line

``boundary_distance`` is signed, (w·x + b)/‖w‖. The condition numbers are those of XᵀX, the
curvature of the loss up to the weights p(1 − p), before and after z-scoring. Source: Bishop, 2006.
"""

from typing import Any

import numpy as np

from bot.demos._boundary import bin_bars, boundary_plot, loss_ovals, probability_plot
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import sigmoid
from bot.numerics.logistic import fit_logistic
from bot.text import Text


def run_fit(op: str, x: np.ndarray, y: np.ndarray, C: float) -> Result:  # noqa: N803
    """The penalised fit, weights of the features and the training accuracy."""
    data = x[:, None] if x.ndim == 1 else x
    if len(data) != len(y) or set(np.unique(y)) != {0.0, 1.0}:
        raise refuse(
            "y 应为每个样本一个 0 或 1，且两类都有", "y must be 0 or 1 per sample, both seen"
        )
    w, b = fit_logistic(data, y, C)
    accuracy = float(np.mean((data @ w + b > 0) == (y == 1)))
    values = {"coef": w, "intercept": b, "accuracy": accuracy}
    insight = Text(
        f"决策边界 w·x+b=0 是直线，准确率 {accuracy:.1%}；C 越小权重越小，截距不受惩罚",
        f"The boundary w·x+b=0 is straight, accuracy {accuracy:.1%}; a smaller C shrinks the "
        "weights but not the intercept",
    )
    formula = rf"\log\frac{{p}}{{1-p}}=w\cdot x+b,\quad b={b:.4g},\ \|w\|={np.linalg.norm(w):.4g}"
    return Result(values, insight, (boundary_plot(data, y, w, b),), formula)


def run_predict(op: str, w: np.ndarray, b: float, x: np.ndarray) -> Result:
    """Probability, log-odds and the side of the boundary of one sample or of each row."""
    if x.shape[-1] != len(w):
        raise refuse("x 与 w 的特征数不同", "x and w differ in the number of features")
    z, norm = np.asarray(x @ w + b), float(np.linalg.norm(w))
    if norm == 0:
        raise refuse("w 全为 0，没有决策边界", "w is all zero, so there is no boundary")
    decision = (z > 0).astype(int)
    values = {"probability": sigmoid(z), "log_odds": z, "decision": decision}
    values["boundary_distance"] = z / norm
    insight = Text(
        "概率是对数几率的 sigmoid；对数几率对 x 是线性的，所以是线性模型",
        "The probability is the sigmoid of the log-odds, which are linear in x: a linear model",
    )
    return Result(values, insight, (probability_plot(z),), r"p=\sigma(w\cdot x+b)")


def run_scaling(op: str, x: np.ndarray) -> Result:
    """Condition number of XᵀX before and after z-scoring."""
    spread = x.std(axis=0)
    if (spread == 0).any():
        raise refuse("有一列是常数，无法标准化", "a column is constant and cannot be standardised")
    standard = (x - x.mean(axis=0)) / spread
    raw, scaled = (float(np.linalg.cond(m.T @ m)) for m in (x, standard))
    if not max(raw, scaled) < 1e15:
        raise refuse("列线性相关，条件数无穷大", "columns depend on each other: infinite condition")
    values = {"condition_raw": raw, "condition_standardized": scaled}
    insight = Text(
        f"标准化把条件数从 {raw:.3g} 降到 {scaled:.3g}，梯度下降快得多",
        f"Standardising takes the condition number from {raw:.3g} to {scaled:.3g}",
    )
    charts = (
        *loss_ovals(Text("归一化前的等高线", "loss before scaling"), x),
        *loss_ovals(Text("归一化后", "after scaling"), standard),
    )
    return Result(values, insight, charts, r"\kappa(X^TX)=\lambda_{max}/\lambda_{min}")


def run_bin(op: str, values: np.ndarray, n_bins: int, strategy: str) -> Result:
    """Bin edges of equal width and the bin of each value, the right edge of the last included."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        raise refuse("所有值相同，无法分箱", "all values are equal: there is nothing to bin")
    edges = np.linspace(low, high, n_bins + 1)
    bins = np.searchsorted(edges[1:-1], values, side="right")
    insight = Text(
        f"分成 {n_bins} 箱后每箱一个权重，线性模型就能拟合非线性关系",
        f"With {n_bins} bins each has its own weight, so a linear model fits a bent relation",
    )
    width = rf"({high:g}-{low:g})/{n_bins}={(high - low) / n_bins:.4g}"
    return Result({"edges": edges, "bins": bins}, insight, (bin_bars(edges, bins),), width)


def build(seed: int, n: int, distance: float) -> dict[str, Any]:
    """Two Gaussian clouds at a distance."""
    rng, y = np.random.default_rng(seed), np.arange(n) % 2
    x = rng.standard_normal((n, 2)) + distance * y[:, None] / np.sqrt(2)
    return {"x": x.round(4).tolist(), "y": y.tolist()}


DEFAULT = build(0, 30, 2.0)


def _numbers(name: str, zh: str, en: str, default: object, *ndim: int) -> Array:
    return Array(name, Text(zh, en), default, ndim, -1e6, 1e6)


FEATURES = _numbers("x", "特征", "features", DEFAULT["x"], 1, 2)
CONTROLS = (
    SEED,
    Int("n", Text("样本数", "samples"), 30, 2, 500, (4, 100)),
    Float("distance", Text("两类距离", "distance"), 2, 0, 20, (0, 6)),
)
MODES = (
    Mode(
        run_fit,
        (
            selector("op", "fit"),
            FEATURES,
            _numbers("y", "标签", "labels", DEFAULT["y"], 1),
            Float("C", Text("C", "C"), 1, 0, 1e6, (0.01, 10), above=True),
        ),
        Text("拟合", "fit"),
        CONTROLS,
        build,
    ),
    Mode(
        run_predict,
        (
            selector("op", "predict"),
            _numbers("w", "权重", "weights", [1, -2], 1),
            Float("b", Text("截距", "intercept"), 0.5, -1e6, 1e6, (-5, 5)),
            _numbers("x", "样本", "sample", [2, 1], 1, 2),
        ),
        Text("预测", "predict"),
    ),
    Mode(
        run_scaling,
        (
            selector("op", "scaling"),
            _numbers("x", "特征", "features", [[1, 1000], [2, 1500], [3, 900], [4, 1800]], 2),
        ),
        Text("归一化", "scaling"),
    ),
    Mode(
        run_bin,
        (
            selector("op", "bin"),
            _numbers("values", "取值", "values", [18, 22, 25, 31, 52, 67], 1),
            Int("n_bins", Text("箱数", "bins"), 3, 2, 1000, (2, 10)),
            selector("strategy", "uniform"),
        ),
        Text("分箱", "bins"),
    ),
)

HOURS = "0.5 0.75 1 1.25 1.5 1.75 1.75 2 2.25 2.5 2.75 3 3.25 3.5 4 4.25 4.5 4.75 5 5.5"
PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1]
STUDY = {"x": [float(hours) for hours in HOURS.split()], "y": PASSED, "C": 1e6}

DEMO = Demo(
    title=Text(
        "逻辑回归三问：分箱·归一化·线性", "Logistic regression: binning, scaling, linearity"
    ),
    topics=("logistic-regression", "decision-boundary", "feature-discretization"),
    group="training",
    modes=MODES,
    source="Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3",
    asks=(Text("逻辑回归为什么是线性模型？", "Why is logistic regression a linear model?"),),
    presets=(
        Preset(
            Text("学习时间与及格", "hours of study"),
            STUDY,
            "Wikipedia, Logistic regression, Example",
        ),
    ),
    examples=(Example(STUDY, {"coef": [1.5046], "intercept": -4.0777}, "Wikipedia", 1e-4),),
)
