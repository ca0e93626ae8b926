"""Cross-entropy against squared error after a sigmoid: which one still learns when badly wrong.

With p = σ(z):

    CE  = −y log p − (1 − y) log(1 − p),    dCE/dz  = p − y
    MSE = (p − y)²,                         dMSE/dz = 2 (p − y) p (1 − p)

The factor p(1 − p) is at most ¼ and vanishes at both ends. Gradients are with respect to the
logit z; there is no ½ before the square.

Source: Bishop, "Pattern Recognition and Machine Learning", 2006, sections 4.3.2 and 5.2; Glorot
and Bengio 2010 on the plateaus of the quadratic cost.
"""

import math

import numpy as np

from bot.demos._charts import Chart, Lines, Series
from bot.demos._params import Float, Int
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import log_sigmoid, sigmoid
from bot.text import Text


def run(logit: float, target: int) -> Result:
    """Both losses of one logit and their gradients."""
    values = {name: float(v) for name, v in _losses(logit, target).items()}
    formula = (
        rf"\frac{{\partial \mathrm{{CE}}}}{{\partial z}}=p-y={values['grad_ce']:.4g},\quad "
        rf"\frac{{\partial \mathrm{{MSE}}}}{{\partial z}}=2(p-y)\,p(1-p)={values['grad_mse']:.4g}"
    )
    return Result(values, _insight(values), _charts(logit, target), formula)


def _losses(z: np.ndarray | float, y: int) -> dict[str, np.ndarray]:
    """By output name; computed from log-sigmoids so that no logit overflows."""
    p, rest = sigmoid(z), sigmoid(-z)
    error = -rest if y else p  # p − y without cancellation
    return {
        "p": p,
        "ce": -log_sigmoid(z if y else -z),
        "mse": error**2,
        "grad_ce": error,
        "grad_mse": 2 * error * p * rest,
    }


def _insight(values: dict[str, float]) -> Text:
    p, ce, mse = values["p"], abs(values["grad_ce"]), abs(values["grad_mse"])
    factor = 2 * p * (1 - p)
    if math.isclose(factor, 0, abs_tol=1e-12):
        zh, en = "已经消失", "has vanished"
    else:
        zh, en = f"只有它的 {factor:.2g} 倍", f"is {factor:.2g} of that"
    return Text(
        f"p={p:.3f} 时 CE 梯度大小 {ce:.3g},MSE 梯度 {mse:.2g}{zh}；错得越离谱差距越大",
        f"At p={p:.3f} the gradient of CE is {ce:.3g} in size and MSE's {mse:.2g} {en}: "
        "the worse the error, the wider the gap",
    )


def _charts(logit: float, target: int) -> tuple[Chart, ...]:
    reach = max(8.0, min(abs(logit) * 1.2, 1000.0))
    z = np.linspace(-reach, reach, 161)
    curves = {name: v.tolist() for name, v in _losses(z, target).items()}
    axis = Text("logit z", "logit z")
    here = ((logit, Text("当前", "current")),)
    gradients = Lines(
        Text("对 logit 的梯度", "Gradient with respect to the logit"),
        axis,
        Text("梯度", "gradient"),
        _pair(z.tolist(), curves["grad_ce"], curves["grad_mse"]),
        rules_x=here,
    )
    losses = Lines(
        Text("两种损失", "The two losses"),
        axis,
        Text("损失", "loss"),
        _pair(z.tolist(), curves["ce"], curves["mse"]),
        rules_x=here,
    )
    return gradients, losses


def _pair(z: list[float], ce: list[float], mse: list[float]) -> tuple[Series, ...]:
    entropy = Series(Text("交叉熵", "cross-entropy"), z, ce, "main")
    return entropy, Series(Text("均方误差", "squared error"), z, mse, "second")


PARAMS = (
    Float("logit", Text("logit z", "logit z"), -4.0, -1e6, 1e6, (-10, 10), 0.1),
    Int("target", Text("真实标签 y", "true label y"), 1, 0, 1),
)

DEMO = Demo(
    title=Text("为什么用交叉熵不用 MSE", "Why cross-entropy, not MSE"),
    topics=("cross-entropy-loss", "mse-loss", "sigmoid", "gradient-vanishing"),
    group="loss",
    modes=(Mode(run, PARAMS),),
    source="Bishop, Pattern Recognition and Machine Learning, 2006",
    asks=(
        Text("交叉熵对 logit 的梯度是什么？", "What is cross-entropy's gradient in the logit?"),
        Text("回归任务为什么反而用 MSE？", "Why is MSE the loss of regression, then?"),
    ),
    presets=(
        Preset(
            Text("错得自信的神经元", "a confident wrong neuron"),
            {"logit": 4, "target": 0},
            "Nielsen, Neural Networks and Deep Learning, 2015, chapter 3",
        ),
        Preset(Text("错得离谱", "badly wrong"), {"logit": -8, "target": 1}),
        Preset(Text("拿不准", "undecided"), {"logit": 0, "target": 1}),
    ),
    examples=(
        Example(
            {"logit": 0.0, "target": 1},
            {"p": 0.5, "ce": math.log(2), "mse": 0.25, "grad_ce": -0.5, "grad_mse": -0.25},
            "closed form at z = 0",
        ),
    ),
)
