"""L1 against L2 regularisation: exact zeros against smaller weights.

    prox of λ|w|:  sign(w) max(|w| − λ, 0)        prox of λw²:  w / (1 + 2λ)
    lasso:  ‖y − Xw‖²/(2n) + λ‖w‖₁               ridge:  ‖y − Xw‖² + λ‖w‖²

The factors ½ and 1/n are conventions and move λ. The intercept is never penalised; here there is
none. Under Adam, weight decay is not the same as an L2 penalty.

Source: Tibshirani 1996; Hoerl and Kennard 1970; Parikh and Boyd, "Proximal Algorithms", 2014.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._shrinkage_charts import balls, shrinkage_curves, weight_bars
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.shrinkage import lasso, ridge, shrink, soft_threshold
from bot.text import Text

MOST_FEATURES = 40


def run(op: str, w: np.ndarray, lam: float) -> Result:
    """Each weight after one proximal step of either penalty."""
    l1, l2 = soft_threshold(w, lam), shrink(w, lam)
    zeros = int((l1 == 0).sum())
    insight = Text(
        f"λ={lam:g}:L1 软阈值使 {len(w)} 个中 {zeros} 个恰为 0,L2 都乘 {1 / (1 + 2 * lam):.3g}",
        f"λ={lam:g}: L1 makes {zeros} of {len(w)} weights exactly 0, L2 multiplies all by "
        f"{1 / (1 + 2 * lam):.3g}",
    )
    formula = (
        rf"\mathrm{{sign}}(w)\max(|w|-{lam:g},0),\quad \frac{{w}}{{1+2\cdot{lam:g}}}="
        rf"{1 / (1 + 2 * lam):.4g}\,w"
    )
    values = {"l1": l1, "l2": l2, "n_zero_l1": zeros}
    charts = (weight_bars(w, l1, l2), shrinkage_curves(lam), balls(w, lam))
    return Result(values, insight, charts, formula)


def run_fit(op: str, x: np.ndarray, y: np.ndarray, lam: float) -> Result:
    """The coefficients of lasso or ridge without intercept."""
    if len(x) != len(y) or x.shape[1] > MOST_FEATURES:
        raise refuse(
            f"x 与 y 的行数应相同，特征至多 {MOST_FEATURES} 个",
            f"x and y need equally many rows and at most {MOST_FEATURES} features",
        )
    coef = lasso(x, y, lam) if op == "lasso" else ridge(x, y, lam)
    if coef is None:
        raise refuse(
            "特征几乎共线，lasso 不收敛", "nearly collinear features: lasso does not settle"
        )
    zeros = int((coef == 0).sum())
    insight = Text(
        f"{op} 在 λ={lam:g} 时有 {zeros} 个系数恰为 0；lasso 能选特征，ridge 只缩小",
        f"{op} at λ={lam:g} has {zeros} coefficients at exactly 0; lasso selects features, ridge "
        "only shrinks them",
    )
    penalty = r"\|w\|_1" if op == "lasso" else r"\|w\|^2"
    scale = rf"\frac{{1}}{{2\cdot{len(y)}}}" if op == "lasso" else ""
    formula = rf"\min_w {scale}\|y-Xw\|^2+{lam:g}\,{penalty}"
    names = tuple(Text(f"w{i + 1}", f"w{i + 1}") for i in range(len(coef)))
    chart = Bars(
        Text("系数", "Coefficients"),
        Text("特征", "feature"),
        Text("系数", "coefficient"),
        names,
        (tuple(coef.tolist()),),
    )
    return Result({"coef": coef, "n_zero": zeros}, insight, (chart,), formula)


def build(n: int, features: int, noise: float, seed: int) -> dict[str, Any]:
    """Data in which only the first two features matter."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, features)).round(3)
    truth = np.append([2.0, -1.0], np.zeros(features))[:features]
    return {"x": x.tolist(), "y": (x @ truth + rng.normal(0, noise, n)).round(3).tolist()}


START = build(20, 5, 0.3, 0)
LAM = Float(
    "lam", Text("正则强度 λ", "strength λ"), 0.5, 0, 1e6, (0, 5), 0.05, cues=("λ", "lambda")
)
PROX = (
    selector("op", "prox"),
    Array("w", Text("权重", "weights"), (-2, -0.5, 0.3, 1.5), low=-1e9, high=1e9),
    LAM,
)
FIT = (
    Choice("op", Text("方法", "method"), "lasso", ("lasso", "ridge")),
    Array("x", Text("特征", "features"), START["x"], 2, -1e6, 1e6),
    Array("y", Text("目标", "targets"), START["y"], low=-1e6, high=1e6),
    LAM,
)
CONTROLS = (
    Int("n", Text("样本数", "examples"), 20, 2, 500, (5, 100)),
    Int("features", Text("特征数", "features"), 5, 1, 20, (2, 10)),
    Float("noise", Text("噪声", "noise"), 0.3, 0, 10, (0, 2), 0.1),
    SEED,
)

DEMO = Demo(
    title=Text("L1 与 L2 正则", "L1 vs L2 regularisation"),
    topics=("l1-regularization", "l2-regularization", "regularization", "weight-decay"),
    group="training",
    modes=(
        Mode(run, PROX, Text("逐个权重", "weight by weight")),
        Mode(run_fit, FIT, Text("线性回归", "linear regression"), CONTROLS, build),
    ),
    source="Tibshirani 1996; Parikh and Boyd 2014",
    asks=(
        Text("L1 为什么产生稀疏解？", "Why does L1 give sparse solutions?"),
        Text("L2 正则等于权重衰减吗？", "Is L2 the same as weight decay?"),
        Text("从贝叶斯角度，L1、L2 对应什么先验？", "Which priors do L1 and L2 stand for?"),
    ),
    presets=(Preset(Text("λ=2 几乎全 0", "λ=2: nearly all 0"), {"op": "prox", "lam": 2}),),
    examples=(
        Example({}, {"l1": [-1.5, 0.0, 0.0, 1.0], "n_zero_l1": 2}, "soft threshold by hand"),
    ),
)
