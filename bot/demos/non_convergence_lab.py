"""Why a network does not converge: one classifier and the usual mistakes.

Logistic regression trained by full-batch gradient descent on the mean binary cross-entropy, which
is computed from logits so that it never overflows; ``losses[i]`` is the loss before step i. The
second part trains tanh(x W₁ᵀ) w₂ from equal weights: all hidden units then stay the same.

Source: Goodfellow, Bengio and Courville, Deep Learning, 2016, sections 8.4 and 11.5.
"""

from itertools import pairwise
from typing import Any

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import over_steps
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Flag, Float, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.losses import bce_with_logits
from bot.text import Text

History = tuple[list[float], np.ndarray, float]


def run_train(
    x: np.ndarray, y: np.ndarray, lr: float, normalize: bool, steps: int, init: float
) -> Result:
    """The losses of a run and where it ends."""
    data = _table(x, y)
    losses, w, b = _train(_z_score(data) if normalize else data, y, lr, steps, init)
    other, _, _ = _train(data if normalize else _z_score(data), y, lr, steps, init)
    values = {"losses": losses, "w_final": w, "b_final": b}
    rises = sum(after > before for before, after in pairwise(losses))
    insight = Text(
        f"损失从 {losses[0]:.4g} 到 {losses[-1]:.4g}，上升了 {rises} 次；"
        "没归一化、学习率过大、全同初始化各有各的曲线",
        f"The loss goes from {losses[0]:.4g} to {losses[-1]:.4g} and rises {rises} times; no "
        "scaling, too large a rate and equal weights each have their own signature",
    )
    names = Text("已归一化", "normalised"), Text("未归一化", "raw")
    own, rest = names if normalize else names[::-1]
    chart = Lines(
        Text("损失曲线", "Loss curves"),
        Text("步", "step"),
        Text("平均交叉熵", "mean cross-entropy"),
        (over_steps(rest, other, "muted", dashed=True), over_steps(own, losses)),
    )
    formula = rf"w\leftarrow w-{lr:g}\,\frac{{1}}{{{len(y)}}}X^T(\sigma(Xw+b)-y)"
    return Result(values, insight, (chart,), formula)


def run_symmetric(
    op: str, x: np.ndarray, y: np.ndarray, hidden: int, init: np.ndarray, lr: float, steps: int
) -> Result:
    """Weights after training from ``init``, one number for all or a (hidden, inputs) matrix."""
    data = _table(x, y)
    if init.ndim and init.shape != (hidden, data.shape[1]):
        raise refuse(
            "init 应是一个数或 hidden×特征数的矩阵", "init must be a number or hidden × inputs"
        )
    w1 = np.full((hidden, data.shape[1]), init) if init.ndim == 0 else init
    w2 = np.full(hidden, float(np.mean(init)))
    for _ in range(steps):
        h = np.tanh(data @ w1.T)
        delta = bce_with_logits(h @ w2, y)[1] / len(y)
        w1, w2 = (
            w1 - lr * ((delta[:, None] * w2) * (1 - h**2)).T @ data,
            w2 - lr * h.T @ delta,
        )
    distinct = len(np.unique(w1.round(9), axis=0))
    values = {"w1": w1, "w2": w2, "distinct_hidden_units": distinct}
    insight = Text(
        f"{hidden} 个隐藏单元训练后只有 {distinct} 种：全同初始化无法打破对称",
        f"After training {hidden} hidden units are only {distinct} different ones: "
        "equal weights never break the symmetry",
    )
    names = tuple(Text(f"单元 {i}", f"unit {i}") for i in range(hidden))
    rows = tuple(tuple(column.tolist()) for column in w1.T)
    groups = tuple(Text(f"输入 {i}", f"input {i}") for i in range(data.shape[1]))
    title = Text("训练后的输入权重", "Input weights after training")
    chart = Bars(
        title, Text("隐藏单元", "hidden unit"), Text("权重", "weight"), names, rows, groups
    )
    return Result(values, insight, (chart,), r"h=\tanh(W_1x),\ z=w_2^T h")


def _table(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    if len(x) != len(y):
        raise refuse("x 与 y 的样本数不同", "x and y differ in the number of samples")
    if not np.isin(y, (0, 1)).all():
        raise refuse("y 只能是 0 或 1", "y must be 0 or 1")
    return x[:, None] if x.ndim == 1 else x


def _z_score(x: np.ndarray) -> np.ndarray:
    """Columns with mean 0 and population standard deviation 1; a constant column becomes 0."""
    spread = x.std(axis=0)
    return np.asarray((x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _train(x: np.ndarray, y: np.ndarray, lr: float, steps: int, init: float) -> History:
    w, b, losses = np.full(x.shape[1], init), 0.0, []
    for _ in range(steps):
        loss, delta = bce_with_logits(x @ w + b, y)
        losses.append(float(loss.mean()))
        w, b = w - lr * x.T @ delta / len(y), b - lr * float(delta.mean())
    return losses, w, b


def build(seed: int, n: int, scale: float) -> dict[str, Any]:
    """Two Gaussian clouds; the second feature is ``scale`` times as large."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    x = (rng.standard_normal((n, 2)) + 1.5 * y[:, None]) * [1, scale]
    return {"x": x.round(4).tolist(), "y": y.tolist()}


DEFAULT = build(0, 12, 100)
CONTROLS = (
    SEED,
    Int("n", Text("样本数", "samples"), 12, 2, 500, (4, 100)),
    Float("scale", Text("第二特征的尺度", "scale of feature 2"), 100, 0.01, 1e4, (1, 1000), 1),
)
DATA = (
    Array("x", Text("特征", "features"), DEFAULT["x"], (1, 2), -1e6, 1e6),
    Array("y", Text("标签 0/1", "labels 0/1"), DEFAULT["y"], low=0, high=1),
)
LR = Float("lr", Text("学习率", "learning rate"), 0.1, 0, 1e4, (0.001, 10), cues=("学习率", "lr"))
STEPS = Int("steps", Text("步数", "steps"), 50, 1, 5000, (1, 300))
INIT = Text("初始权重", "initial weight")
MODES = (
    Mode(
        run_train,
        (
            *DATA,
            LR,
            Flag("normalize", Text("归一化", "normalise"), True),
            STEPS,
            Float("init", INIT, 0, -1e3, 1e3, (-2, 2)),
        ),
        Text("训练", "train"),
        CONTROLS,
        build,
    ),
    Mode(
        run_symmetric,
        (
            selector("op", "symmetric_init"),
            *DATA,
            Int("hidden", Text("隐藏单元", "hidden units"), 3, 1, 64, (1, 8)),
            Array("init", INIT, 0.5, (0, 2), -1e3, 1e3),
            LR,
            STEPS,
        ),
        Text("全同初始化", "equal weights"),
        CONTROLS,
        build,
    ),
)

DEMO = Demo(
    title=Text("不收敛实验室", "Non-convergence lab"),
    topics=("non-convergence", "data-normalization", "learning-rate", "symmetry-breaking"),
    group="training",
    modes=MODES,
    source="Goodfellow, Bengio and Courville, Deep Learning, 2016, sections 8.4 and 11.5",
    asks=(Text("网络不收敛可能有哪些原因？", "Why might a network not converge?"),),
    presets=(Preset(Text("未归一化", "raw features"), {"normalize": False}),),
)
