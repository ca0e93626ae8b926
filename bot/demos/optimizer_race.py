"""Seven optimisers on the same surface, from the same start.

Surfaces: ½ Σ c_i x_i², Rosenbrock's valley, Beale's function. Adam's first step is about η long in
each direction, whatever the size of the gradient.

The updates, with their sources, are in :mod:`bot.numerics.optimisers`; see also Ruder, "An
overview of gradient descent optimization algorithms", 2016.
"""

from functools import partial

import numpy as np

from bot.demos._latex import scientific
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._race import Surface, race_charts, rivals
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.optimisers import OPTIMISERS, Rates, beale, minimise, quadratic, rosenbrock
from bot.text import Text

BELOW_1 = 1 - 1e-9


def run(
    function: str,
    curvature: np.ndarray,
    start: np.ndarray,
    optimizer: str,
    lr: float,
    steps: int,
    momentum: float,
    rho: float,
    beta1: float,
    beta2: float,
    eps: float | None,
    weight_decay: float,
) -> Result:
    """Where ``optimizer`` stands after one step and after ``steps``."""
    surface = _surface(function, curvature, start)
    slope = partial(_gradient, surface)
    rates = Rates(lr, momentum, rho, beta1, beta2, eps, weight_decay)
    path = minimise(slope, start, optimizer, rates, steps)
    final = _final(surface, path)
    values = {"x_final": path[-1], "f_final": final, "x_after_1": path[1]}
    insight = _insight(optimizer, float(np.abs(path[1] - start).max()), lr, steps, final)
    charts = race_charts(surface, rivals(slope, start, rates, steps), optimizer)
    return Result(values, insight, charts, rf"f(x_{{{steps}}})={scientific(final)}")


def _final(surface: Surface, path: np.ndarray) -> float:
    with np.errstate(all="ignore"):
        final = float(surface(path[-1])[0])
    if not (np.isfinite(path).all() and np.isfinite(final)):
        raise refuse("学习率太大，已发散", "the learning rate is too large: it diverged")
    return final


def _insight(name: str, first: float, lr: float, steps: int, final: float) -> Text:
    return Text(
        f"{name} 首步最大走 {first:.3g}(lr={lr:g}),{steps} 步后 f={final:.3g}；"
        "Adam 首步≈lr，与梯度大小无关",
        f"{name} moves at most {first:.3g} at first (lr={lr:g}) and reaches f={final:.3g} in "
        f"{steps} steps; Adam's first step is about lr whatever the gradient",
    )


def _gradient(surface: Surface, x: np.ndarray) -> np.ndarray:
    return surface(x)[1]


def _surface(function: str, curvature: np.ndarray, start: np.ndarray) -> Surface:
    if function == "quadratic":
        if len(curvature) != len(start):
            raise refuse("curvature 与 start 应等长", "curvature and start must be equally long")
        return partial(quadratic, curvature=curvature)
    if len(start) != 2:
        raise refuse(f"{function} 是二元函数", f"{function} takes two variables")
    return {"rosenbrock": rosenbrock, "beale": beale}[function]


def _rate(name: str, zh: str, en: str, default: float, high: float = 1.0) -> Float:
    return Float(name, Text(zh, en), default, 0, high, (0, min(high, 0.999)), 0.001)


PARAMS = (
    Choice("function", Text("函数", "function"), "quadratic", ("quadratic", "rosenbrock", "beale")),
    Array("curvature", Text("曲率", "curvature"), (1, 20), low=0, high=1e6),
    Array("start", Text("起点", "start"), (4, 3), low=-1e6, high=1e6),
    Choice("optimizer", Text("优化器", "optimizer"), "adam", OPTIMISERS),
    Float("lr", Text("学习率", "learning rate"), 0.1, 0, 1e6, (0.001, 1), 0.001, cues=("lr",)),
    Int("steps", Text("步数", "steps"), 50, 1, 5000, (1, 500)),
    _rate("momentum", "动量 μ", "momentum μ", 0.9),
    _rate("rho", "RMSprop ρ", "RMSprop ρ", 0.99),
    _rate("beta1", "β₁", "β₁", 0.9, BELOW_1),
    _rate("beta2", "β₂", "β₂", 0.999, BELOW_1),
    Float("eps", Text("ε", "ε"), None, 0, 1, (1e-10, 0.01), 1e-10, optional=True, above=True),
    _rate("weight_decay", "权重衰减", "weight decay", 0.01, 1e3),
)

ADAMS = ("adam", "adamw")
ONLY = (
    Only("curvature", "function", ("quadratic",)),
    Only("momentum", "optimizer", ("momentum", "nesterov")),
    Only("rho", "optimizer", ("rmsprop",)),
    Only("beta1", "optimizer", ADAMS),
    Only("beta2", "optimizer", ADAMS),
    Only("eps", "optimizer", ("adagrad", "rmsprop", *ADAMS)),
    Only("weight_decay", "optimizer", ("adamw",)),
)
VALLEY = {"function": "rosenbrock", "start": [-1.2, 1], "lr": 0.05, "steps": 300}

DEMO = Demo(
    title=Text("优化器赛跑", "Optimizer race"),
    topics=("adam", "momentum", "sgd", "rmsprop", "adagrad", "adamw", "optimizer"),
    group="training",
    modes=(Mode(run, PARAMS, only=ONLY),),
    source="Kingma and Ba 2015; Loshchilov and Hutter 2019; Ruder 2016",
    asks=(
        Text("Adam 为什么要做偏差修正？", "Why does Adam correct its bias?"),
        Text("AdamW 和 Adam+L2 有什么区别？", "How does AdamW differ from Adam with L2?"),
    ),
    presets=(
        Preset(
            Text("Rosenbrock 峡谷", "Rosenbrock's valley"),
            VALLEY,
            "Moré et al., ACM TOMS 1981, problem 1",
        ),
        Preset(
            Text("Beale", "Beale"),
            {"function": "beale", "start": [1, 1], "lr": 0.05},
            "Moré et al., ACM TOMS 1981, problem 5",
        ),
    ),
    examples=(
        Example({"start": [400, 3]}, {"x_after_1": [399.9, 2.9]}, "Adam's first step is lr", 1e-6),
        Example({"optimizer": "sgd", "lr": 0.05, "steps": 1}, {"x_final": [3.8, 0.0]}, "by hand"),
    ),
)
