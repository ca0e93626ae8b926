"""Losses for classification, regression and segmentation, with the gradients they send back.

    CE(p, q) = −Σ p log q = H(p) + KL(p ‖ q)          in nats, 0 · log 0 = 0
    Dice = 1 − (2 Σ p t + s) / (Σ p + Σ t + s)
    Huber_δ = δ · SmoothL1_{β=δ}

Losses and gradients are those of the mean. Sources: Huber 1964; Girshick 2015; Milletari 2016.
"""

import numpy as np

from bot.demos._charts import Bars
from bot.demos._fields import selector
from bot.demos._loss_curves import FORMULAS, loss_curves
from bot.demos._params import Array, Choice, Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics import losses
from bot.numerics.activations import log_softmax
from bot.text import Text

AXES = Text("类别", "class"), Text("概率", "probability")


def run_distributions(kind: str, p_true: np.ndarray, q_pred: np.ndarray) -> Result:
    """Cross-entropy of two distributions and its two parts."""
    _fit(q_pred, p_true)
    if max(abs(dist.sum() - 1) for dist in (p_true, q_pred)) > 1e-3:
        raise refuse("p 与 q 的和都应为 1", "p and q must each sum to 1")
    if ((q_pred == 0) & (p_true > 0)).any():
        raise refuse("q 为 0 而 p 大于 0 处交叉熵无穷大", "infinite: q is 0 where p is positive")
    held = p_true > 0
    loss = float(-(p_true[held] * np.log(q_pred[held])).sum())
    entropy = float(-(p_true[held] * np.log(p_true[held])).sum())
    parts = f"{loss:.4f} = {entropy:.4f} + {loss - entropy:.4f}"
    insight = Text(
        f"交叉熵 = 熵 + KL:{parts}；真值固定时最小化交叉熵就是最小化 KL",
        f"Cross-entropy = entropy + KL: {parts}; minimising one minimises the other",
    )
    names, rows = _classes(len(p_true)), (tuple(p_true.tolist()), tuple(q_pred.tolist()))
    groups = Text("真值 p", "truth p"), Text("预测 q", "prediction q")
    bars = Bars(Text("两个分布", "Both distributions"), *AXES, names, rows, groups)
    formula = rf"-\sum p\log q={entropy:.4f}+{loss - entropy:.4f}={loss:.4f}"
    values = {"loss": loss, "entropy": entropy, "kl": loss - entropy}
    return Result(values, insight, (bars,), formula)


def run_logits(kind: str, logits: np.ndarray, target: np.ndarray) -> Result:
    """Softmax cross-entropy of class scores, the mean over the rows."""
    rows, classes = np.atleast_2d(logits), np.atleast_1d(target)
    if len(rows) != len(classes) or (classes >= rows.shape[1]).any():
        raise refuse("target 应为每行一个类别编号", "target must be one class number per row")
    log_q = log_softmax(rows)
    loss = float(-log_q[np.arange(len(rows)), classes].mean())
    insight = Text(f"损失 −log q[y] = {loss:.4f} nats", f"loss −log q[y] = {loss:.4f} nats")
    first = tuple(np.exp(log_q[0]).tolist())
    bars = Bars(Text("softmax", "softmax"), *AXES, _classes(len(first)), (first,))
    return Result({"loss": loss}, insight, (bars,), r"-z_y+\log\sum_k e^{z_k}")


def run_regression(kind: str, y_pred: np.ndarray, y_true: np.ndarray) -> Result:
    """Squared, absolute or hinge loss."""
    if kind == "hinge" and (np.abs(y_true) != 1).any():
        raise refuse("hinge 的 y_true 只能是 −1 或 1", "hinge needs targets of −1 or 1")
    loss = {"mse": losses.squared, "mae": losses.absolute, "hinge": losses.hinge}[kind]
    return _mean(kind, loss(*_fit(y_pred, y_true)))


def run_huber(kind: str, y_pred: np.ndarray, y_true: np.ndarray, delta: float) -> Result:
    """Huber loss."""
    return _mean(kind, losses.huber(*_fit(y_pred, y_true), delta))


def run_smooth_l1(kind: str, y_pred: np.ndarray, y_true: np.ndarray, beta: float) -> Result:
    """Huber divided by its threshold."""
    return _mean(kind, losses.smooth_l1(*_fit(y_pred, y_true), beta))


def run_dice(kind: str, y_pred: np.ndarray, y_true: np.ndarray, smooth: float) -> Result:
    """One minus the soft Dice coefficient."""
    _fit(y_pred, y_true)
    total = float(y_pred.sum() + y_true.sum()) + smooth
    if total <= 0:
        raise refuse("两者全为 0 且 smooth=0,Dice 无定义", "Dice is undefined: all is 0")
    overlap = 2 * float((y_pred * y_true).sum()) + smooth
    insight = Text("Dice 只看重叠，不被背景淹没", "Dice looks at overlap, not at background")
    formula = rf"1-\frac{{{overlap:g}}}{{{total:g}}}"
    return Result({"loss": 1 - overlap / total}, insight, (loss_curves(),), formula)


def run_bce(kind: str, logits: np.ndarray, y_true: np.ndarray) -> Result:
    """Binary cross-entropy of scores before the sigmoid."""
    return _mean(kind, losses.bce_with_logits(*_fit(logits, y_true)))


def _classes(n: int) -> tuple[Text, ...]:
    return tuple(Text(str(i), str(i)) for i in range(n))


def _fit(y_pred: np.ndarray, y_true: np.ndarray) -> losses.Pair:
    if y_pred.shape != y_true.shape:
        raise refuse("预测与真值的形状不同", "the prediction and the truth differ in shape")
    return y_pred, y_true


def _mean(kind: str, pair: losses.Pair) -> Result:
    loss, grad = float(pair[0].mean()), pair[1] / pair[1].size
    insight = Text(
        f"平均损失 {loss:.4g}；误差大时 MSE 梯度一直增大，MAE 与 Huber 有界",
        f"The mean loss is {loss:.4g}; far out MSE's gradient grows, those of MAE and Huber do not",
    )
    charts = loss_curves(), loss_curves(slope=True)
    return Result({"loss": loss, "grad": grad}, insight, charts, FORMULAS[kind])


def _numbers(
    name: str, zh: str, default: object, low: float = -1e6, high: float = 1e6, axes: int = 2
) -> Array:
    return Array(name, Text(zh, name.replace("_", " ")), default, (1, axes), low, high)


PRED, TRUE = _numbers("y_pred", "预测", [0.5, 2.0, -1.0]), _numbers("y_true", "真值", [1, -1, -1])
REGRESSION = Choice("kind", Text("损失", "loss"), "mse", ("mse", "mae", "hinge"))
BETA = Text("阈值", "threshold")
BINARY = _numbers("y_true", "真值", [1, 0, 1], 0, 1)
MODES = (
    Mode(
        run_distributions,
        (
            selector("kind", "cross_entropy_dist"),
            _numbers("p_true", "真值 p", [0.1, 0.2, 0.7], 0, 1, 1),
            _numbers("q_pred", "预测 q", [0.2, 0.2, 0.6], 0, 1, 1),
        ),
        Text("分布", "distributions"),
    ),
    Mode(
        run_logits,
        (
            selector("kind", "cross_entropy_logits"),
            _numbers("logits", "得分", [2, 1, 0.1]),
            Array("target", Text("类别", "class"), 0, (0, 1), low=0, whole=True),
        ),
        Text("得分", "logits"),
    ),
    Mode(run_regression, (REGRESSION, PRED, TRUE), Text("回归", "regression")),
    Mode(
        run_huber,
        (
            selector("kind", "huber"),
            PRED,
            TRUE,
            Float("delta", BETA, 1, 0, 1e6, (0.1, 3), above=True),
        ),
    ),
    Mode(
        run_smooth_l1,
        (selector("kind", "smooth_l1"), PRED, TRUE, Float("beta", BETA, 1, 0, 1e6, (0, 3))),
    ),
    Mode(
        run_dice,
        (
            selector("kind", "dice"),
            _numbers("y_pred", "预测", [0.9, 0.2, 0.8], 0, 1),
            BINARY,
            Float("smooth", Text("平滑项", "smooth"), 1, 0, 1e6, (0, 10)),
        ),
    ),
    Mode(
        run_bce, (selector("kind", "bce_logits"), _numbers("logits", "得分", [2, -1, 0.5]), BINARY)
    ),
)

DEMO = Demo(
    title=Text("损失函数：CE/KL/Huber/Dice", "Loss functions"),
    group="loss",
    modes=MODES,
    topics=("loss-function", "cross-entropy-loss", "kl-divergence", "huber-loss", "dice-loss"),
    source="Huber 1964; Girshick 2015; Milletari 2016",
    asks=(Text("交叉熵和 KL 散度什么关系？", "How do cross-entropy and KL relate?"),),
    presets=(
        Preset(
            Text("边框回归", "box regression"),
            {"kind": "smooth_l1", "beta": 1},
            "Girshick, Fast R-CNN, ICCV 2015, equation 3",
        ),
    ),
    examples=(Example({"kind": "huber", "y_pred": [3], "y_true": [0]}, {"loss": 2.5}, "closed"),),
)
