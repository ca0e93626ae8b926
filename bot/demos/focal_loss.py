"""Focal loss of one binary prediction, from a probability or from a logit.

    FL = −α_t (1 − p_t)^γ log p_t,    p_t = p for positives, 1 − p for negatives

With a logit z and s = +1 (positive) or −1 (negative), p_t = σ(sz), log p_t is a log-sigmoid that
never overflows, and dFL/dz = s α_t (1 − p_t)^γ (γ p_t log p_t + p_t − 1). Detectors divide the sum
by the number of positives. γ = 0 without α is cross-entropy.

Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, equation 5 and appendix B.
"""

import math

import numpy as np

from bot.demos._charts import Bars, Chart, Lines, Series
from bot.demos._params import Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import log_sigmoid
from bot.text import Text

GAMMAS = (0.0, 0.5, 1.0, 2.0, 5.0)
EASY, HARD = (100_000, 0.99), (100, 0.3)  # anchors and their p_t: the imbalance of one image


def run(p: float, target: int, gamma: float, alpha: float | None) -> Result:
    """The loss of a probability ``p`` that the example is positive."""
    p_t = p if target else 1 - p
    if p_t == 0:
        raise refuse(
            "把真实类别的概率说成 0，交叉熵是无穷大",
            "a probability of 0 for the true class has infinite cross-entropy",
        )
    return _result(p_t, -math.log(p_t), target, gamma, alpha)


def run_logit(logit: float, target: int, gamma: float, alpha: float | None) -> Result:
    """The loss of a logit, and its gradient with respect to the logit."""
    sign = 1 if target else -1
    log_p_t = float(log_sigmoid(sign * logit))
    p_t = math.exp(log_p_t)
    result = _result(p_t, -log_p_t, target, gamma, alpha)
    miss = math.exp(float(log_sigmoid(-sign * logit)))
    slope = gamma * p_t * log_p_t - miss
    grad = sign * _weight(target, alpha) * miss**gamma * slope
    loss = _weight(target, alpha) * miss**gamma * -log_p_t
    exact = {"modulating_factor": miss**gamma, "focal_loss": loss, "grad": grad}
    return Result({**result.values, **exact}, result.insight, result.charts, result.formula)


def _weight(target: int, alpha: float | None) -> float:
    if alpha is None:
        return 1.0
    return alpha if target else 1 - alpha


def _result(p_t: float, entropy: float, target: int, gamma: float, alpha: float | None) -> Result:
    weight, factor = _weight(target, alpha), (1 - p_t) ** gamma
    values = {
        "pt": p_t,
        "modulating_factor": factor,
        "cross_entropy": entropy,
        "focal_loss": weight * factor * entropy,
        "alpha_t": weight,
    }
    insight = Text(
        f"γ={gamma:g} 时，p_t={p_t:.3g} 的样本只保留交叉熵的 {factor:.3g} 倍：易样本让位给难样本",
        f"At γ={gamma:g} an example with p_t={p_t:.3g} keeps {factor:.3g} of its cross-entropy: "
        "easy examples give way to hard ones",
    )
    formula = (
        r"\mathrm{FL}=-\alpha_t(1-p_t)^\gamma\log p_t"
        rf"={weight:g}\cdot(1-{p_t:.4g})^{{{gamma:g}}}\cdot{entropy:.4g}"
        rf"={values['focal_loss']:.4g}"
    )
    return Result(values, insight, (_curves(gamma, p_t), _shares(gamma)), formula)


def _curves(gamma: float, p_t: float) -> Chart:
    x = np.linspace(0.01, 1, 100)
    roles = ("second", "third", "fourth", "muted", "bad")
    series = [
        Series(Text(f"γ={g:g}", f"γ={g:g}"), x.tolist(), (-((1 - x) ** g) * np.log(x)).tolist(), r)
        for g, r in zip(GAMMAS, roles, strict=True)
        if g != gamma
    ]
    name = Text(f"当前 γ={gamma:g}", f"current γ={gamma:g}")
    own = Series(name, x.tolist(), (-((1 - x) ** gamma) * np.log(x)).tolist(), "main")
    return Lines(
        Text("不同 γ 的 focal loss", "Focal loss for several γ"),
        Text("真实类别的概率 p_t", "probability of the true class p_t"),
        Text("损失(nat)", "loss (nats)"),
        (own, *series),
        rules_x=((p_t, Text("当前", "current")),),
    )


def _shares(gamma: float) -> Chart:
    """How much of an image's loss comes from easy negatives, at several γ."""
    gammas = sorted({*GAMMAS, gamma})
    losses = [[n * (1 - p) ** g * -math.log(p) for n, p in (EASY, HARD)] for g in gammas]
    return Bars(
        Text("10 万易负样本(p_t=.99)对 100 难正样本(p_t=.3)", "100,000 easy against 100 hard"),
        Text("γ", "γ"),
        Text("占总损失(%)", "share of the loss (%)"),
        tuple(Text(f"{g:g}", f"{g:g}") for g in gammas),
        tuple(tuple(100 * pair[i] / sum(pair) for pair in losses) for i in (0, 1)),
        (Text("易负样本", "easy negatives"), Text("难正样本", "hard positives")),
    )


COMMON = (
    Int("target", Text("真实标签", "true label"), 1, 0, 1),
    Float("gamma", Text("聚焦参数 γ", "focusing γ"), 2.0, 0, 100, (0, 5), 0.1, cues=("γ", "gamma")),
    Float("alpha", Text("平衡参数 α", "balance α"), None, 0, 1, optional=True, cues=("α", "alpha")),
)
PROBABILITY = Float("p", Text("预测为正的概率", "predicted probability"), 0.9, 0, 1, cues=("p_t",))
LOGIT = Float("logit", Text("logit", "logit"), 2.0, -1e6, 1e6, (-10, 10), 0.1)
PAPER = {"p": 0.9, "target": 1, "gamma": 2, "alpha": 0.25}

DEMO = Demo(
    title=Text("Focal Loss", "Focal loss"),
    topics=("focal-loss", "class-imbalance", "cross-entropy-loss"),
    group="loss",
    modes=(
        Mode(run, (PROBABILITY, *COMMON), Text("由概率", "from a probability")),
        Mode(run_logit, (LOGIT, *COMMON), Text("由 logit", "from a logit")),
    ),
    source="Lin et al., ICCV 2017",
    asks=(
        Text("Focal loss 的 α 和 γ 各解决什么问题？", "What do α and γ of focal loss each solve?"),
        Text("为什么一阶段检测器才需要 focal loss？", "Why do one-stage detectors need it?"),
    ),
    presets=(Preset(Text("RetinaNet: γ=2, α=.25", "RetinaNet"), PAPER, "Lin et al., 2017"),),
    examples=(
        Example({"p": 0.9}, {"modulating_factor": 0.01}, "Lin 2017: p_t=.9, 100 times less"),
        Example({"p": 0.3}, {"modulating_factor": 0.49}, "(1 − 0.3)²"),
    ),
)
