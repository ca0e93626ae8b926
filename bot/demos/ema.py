"""The exponential moving average and its bias correction.

    v_t = β v_{t−1} + (1 − β) x_t,   v_0 = 0,   v̂_t = v_t / (1 − β^t),   t = 1, 2, …

The average looks back over about 1/(1 − β) steps; a value has lost half its weight after
ln ½ / ln β steps. An average of model weights starts at the weights and is not corrected.

Source: Kingma and Ba, Adam, ICLR 2015, section 3.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED
from bot.demos._params import Array, Float, Int
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.averages import bias_correction, moving_average
from bot.text import Text


def run(x: np.ndarray, beta: float) -> Result:
    """Both averages of a series and how far back they look."""
    ema = moving_average(x, beta)
    corrected = ema / bias_correction(beta, len(x))
    window = 1 / (1 - beta)
    values = {
        "ema": ema,
        "corrected": corrected,
        "effective_window": window,
        "half_life": math.log(0.5) / math.log(beta) if beta > 0 else 0.0,
    }
    insight = Text(
        f"β={beta:g} 约看最近 {window:.3g} 步；第 1 步偏向 0，要除以 1−β = {1 - beta:.3g}",
        f"β={beta:g} averages about {window:.3g} steps; the first value is biased to 0 and must be "
        f"divided by 1−β = {1 - beta:.3g}",
    )
    t = np.arange(1, len(x) + 1)
    chart = Lines(
        Text("原始序列与两种滑动平均", "The series and both averages"),
        Text("步 t", "step t"),
        Text("值", "value"),
        (
            curve(Text("原始", "series"), t, x, "muted", points=True),
            curve(Text("未修正", "uncorrected"), t, ema, "second", dashed=True),
            curve(Text("修正后", "corrected"), t, corrected),
        ),
    )
    formula = (
        rf"v_t={beta:g}\,v_{{t-1}}+{1 - beta:.4g}\,x_t,\quad\hat v_t=\frac{{v_t}}{{1-{beta:g}^t}}"
    )
    return Result(values, insight, (chart,), formula)


def build(seed: int, n: int, noise: float) -> dict[str, Any]:
    """A ramp from 1 to 2 with Gaussian noise."""
    rng = np.random.default_rng(seed)
    return {"x": (np.linspace(1, 2, n) + noise * rng.standard_normal(n)).round(6).tolist()}


CONTROLS = (
    SEED,
    Int("n", Text("长度", "length"), 50, 1, 1000, slider=(10, 200)),
    Float("noise", Text("噪声标准差", "noise (standard deviation)"), 0.3, 0, 10, slider=(0, 2)),
)
PARAMS = (
    Array("x", Text("序列", "series"), build(0, 50, 0.3)["x"]),
    Float(
        "beta",
        Text("衰减 β", "decay β"),
        0.9,
        0,
        0.999999,
        (0, 0.999),
        0.001,
        cues=("β", "beta", "衰减率", "decay"),
    ),
)

DEMO = Demo(
    title=Text("滑动平均与偏差修正", "Moving average and bias correction"),
    topics=("exponential-moving-average", "bias-correction", "adam", "momentum", "training-tricks"),
    group="training",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Kingma and Ba, Adam, ICLR 2015, section 3",
    asks=(
        Text("Adam 为什么要做偏差修正？", "Why does Adam correct the bias?"),
        Text("滑动平均在训练里有什么用？", "What is a moving average good for in training?"),
    ),
    presets=(
        Preset(Text("约 10 步", "about 10 steps"), {"beta": 0.9}),
        Preset(Text("Adam 的二阶矩", "Adam's second moment"), {"beta": 0.999}, "Kingma 2015"),
    ),
    examples=(
        Example(
            {"x": [1, 1, 1], "beta": 0.9},
            {"ema": [0.1, 0.19, 0.271], "corrected": [1.0, 1.0, 1.0], "effective_window": 10.0},
            "closed form 1 − 0.9^t",
        ),
    ),
)
