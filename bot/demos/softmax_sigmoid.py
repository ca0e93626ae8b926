"""Softmax and sigmoid of the same logits, with a temperature.

    softmax_i = exp(z_i) / Σ_j exp(z_j),    σ_i = 1 / (1 + exp(−z_i)),    z = logits / T

Softmax shares one unit of probability among exclusive classes; sigmoid judges each label alone.
The largest logit is subtracted before exp, which changes nothing but the overflow.

Source: Goodfellow, Bengio and Courville, "Deep Learning", 2016, section 6.2.2.3; Hinton et al.
2015 for the temperature.
"""

import numpy as np
from scipy.special import logsumexp

from bot.demos._charts import Bars, Chart, Lines, Series
from bot.demos._params import Array, Float
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.activations import log_softmax, sigmoid, softmax
from bot.text import Text

MOST_SHOWN = 20


def run(logits: np.ndarray, temperature: float) -> Result:
    """Both squashings of ``logits`` / ``temperature`` and the entropy of the softmax in nats."""
    z = logits / temperature
    p, log_p, each = softmax(z), log_softmax(z), sigmoid(z)
    values = {
        "softmax": p,
        "log_softmax": log_p,
        "logsumexp": float(logsumexp(z)),
        "sigmoid": each,
        "entropy": float(-(p * log_p).sum()),
    }
    charts = (_bars(p, each), _entropy(logits, temperature))
    return Result(values, _insight(z, p, each), charts, _formula(z, p))


def _insight(z: np.ndarray, p: np.ndarray, s: np.ndarray) -> Text:
    if len(z) == 2:
        return Text(
            f"二分类 softmax 就是 sigmoid(z1−z2)=σ({z[0] - z[1]:.3g})={p[0]:.4f}",
            f"Two-class softmax is a sigmoid of the difference: σ({z[0] - z[1]:.3g})={p[0]:.4f}",
        )
    return Text(
        f"softmax 之和恒为 1(互斥),sigmoid 之和是 {s.sum():.3f}(各标签独立)；减最大值防 exp 溢出",
        f"Softmax sums to 1 (exclusive classes), the sigmoids to {s.sum():.3f} (independent "
        "labels); subtract the maximum or exp overflows",
    )


def _formula(z: np.ndarray, p: np.ndarray) -> str:
    best, top = int(p.argmax()), float(z.max())
    shifted = "+".join(f"e^{{{v - top:.3g}}}" for v in z[:4]) + (r"+\cdots" if len(z) > 4 else "")
    return (
        rf"p_{{{best + 1}}}=\frac{{e^{{z_{{{best + 1}}}-\max z}}}}{{\sum_j e^{{z_j-\max z}}}}"
        rf"=\frac{{1}}{{{shifted}}}={p[best]:.4f}"
    )


def _bars(p: np.ndarray, s: np.ndarray) -> Chart:
    shown = range(1, min(len(p), MOST_SHOWN) + 1)
    return Bars(
        Text("同样的 logits，两种概率", "The same logits, two kinds of probability"),
        Text("类别", "class"),
        Text("概率", "probability"),
        tuple(Text(f"类 {i}", f"class {i}") for i in shown),
        (tuple(p[:MOST_SHOWN].tolist()), tuple(s[:MOST_SHOWN].tolist())),
        (Text("softmax", "softmax"), Text("sigmoid", "sigmoid")),
    )


def _entropy(logits: np.ndarray, temperature: float) -> Chart:
    grid = np.geomspace(0.1, 20, 60)
    logs = log_softmax(logits[None, :] / grid[:, None])
    entropy = -(np.exp(logs) * logs).sum(axis=1)
    return Lines(
        Text("温度越高，分布越平", "A higher temperature flattens the distribution"),
        Text("温度 T", "temperature T"),
        Text("熵(nat)", "entropy (nats)"),
        (Series(Text("熵", "entropy"), grid.tolist(), entropy.tolist()),),
        log_x=True,
        rules_x=((temperature, Text("当前", "current")),),
    )


def build(z1: float, z2: float, z3: float) -> dict[str, list[float]]:
    """Three logits."""
    return {"logits": [z1, z2, z3]}


PARAMS = (
    Array("logits", Text("logits", "logits"), (2, 1, 0.1), low=-1e9, high=1e9),
    Float(
        "temperature",
        Text("温度", "temperature"),
        1.0,
        1e-6,
        1e6,
        (0.1, 10),
        0.1,
        cues=("温度", "temperature"),
    ),
)
CONTROLS = tuple(
    Float(f"z{i}", Text(f"logit {i}", f"logit {i}"), value, -1000, 1000, (-10, 10), 0.1)
    for i, value in ((1, 2.0), (2, 1.0), (3, 0.1))
)

DEMO = Demo(
    title=Text("Softmax 与 Sigmoid", "Softmax and sigmoid"),
    topics=("softmax-vs-sigmoid", "softmax", "sigmoid", "log-softmax", "logits"),
    group="loss",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Goodfellow, Bengio and Courville, Deep Learning, 2016",
    asks=(
        Text("多标签分类用 softmax 还是 sigmoid？", "Softmax or sigmoid for multi-label tasks?"),
        Text("softmax 为什么要减去最大值？", "How do you keep softmax from overflowing?"),
    ),
    presets=(
        Preset(Text("会溢出的 logits", "overflowing logits"), {"logits": [1000, 999, 0]}),
        Preset(Text("二分类", "two classes"), {"logits": [1.5, -0.5]}),
    ),
    examples=(
        Example({}, {"softmax": [0.65900114, 0.24243297, 0.09856589]}, "by hand", 1e-7),
        Example({"logits": [1000.0, 1000.0]}, {"softmax": [0.5, 0.5]}, "by symmetry"),
    ),
)
