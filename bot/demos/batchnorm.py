"""Forward pass of batch normalisation, while training and at inference.

    y = γ (x − μ) / √(σ² + ε) + β

Training takes μ and σ² (biased) over N and all positions of the batch and moves the running
statistics towards them, the variance as its unbiased estimate n/(n − 1) σ²:

    running ← (1 − m) · running + m · batch        m = momentum, the weight of the NEW value

Source: Ioffe and Szegedy, ICML 2015, algorithms 1 and 2; the running statistics are PyTorch's.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Lines
from bot.demos._curves import over_steps
from bot.demos._fields import SEED
from bot.demos._latex import scientific
from bot.demos._params import Array, Flag, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.normalisation import per_channel, standardise, training_moments
from bot.text import Text

BINS, STEPS = 12, 40


def run(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float,
    eps: float,
) -> Result:
    """The normalised batch ``x`` (N, C, ...) and the running statistics after it."""
    named = {"gamma": gamma, "beta": beta, "running_mean": running_mean, "running_var": running_var}
    scale, shift, mean, variance = (_of_channels(n, v, x.shape[1]) for n, v in named.items())
    values: dict[str, Any] = {}
    used = mean, variance
    if training:
        _check_count(x)
        used, (mean, variance) = training_moments(x, mean, variance, momentum)
        values = {"batch_mean": used[0], "batch_var": used[1]}
    mu, var, g, b = (per_channel(part, x.ndim) for part in (*used, scale, shift))
    y = g * standardise(x, mu, var, eps) + b
    values |= {"y": y, "running_mean": mean, "running_var": variance}
    formula = _formula(scale[0], used[0][0], used[1][0], shift[0], eps)
    charts = _histograms(x[:, 0], y[:, 0]), _running(momentum)
    return Result(values, _insight(training, x), charts, formula)


def _check_count(x: np.ndarray) -> None:
    if x.size // x.shape[1] < 2:
        raise refuse("训练时每个通道至少要两个值", "training needs two values per channel")


def _of_channels(name: str, value: np.ndarray, channels: int) -> np.ndarray:
    if value.size not in (1, channels):
        zh, en = f"{name} 应有 1 个或 {channels} 个数", f"{name} needs 1 or {channels} numbers"
        raise refuse(zh, en)
    return np.broadcast_to(value.ravel(), (channels,))


def _formula(scale: float, mean: float, variance: float, shift: float, eps: float) -> str:
    """The first channel's."""
    deviation = rf"\sqrt{{{variance:.4g}+{scientific(eps)}}}"
    return rf"y={scale:.3g}\cdot\frac{{x-({mean:.4g})}}{{{deviation}}}+({shift:.3g})"


def _insight(training: bool, x: np.ndarray) -> Text:
    count = x.size // x.shape[1]
    if training:
        return Text(
            f"训练用批统计：每通道 {count} 个值，均值噪声约 σ/√{count}；批小则噪声大",
            f"Training uses batch statistics: with {count} values the mean is off by σ/√{count}",
        )
    return Text(
        "推理用滑动统计：不再依赖同批的其他样本，能折叠进前面的卷积",
        "Inference uses running statistics: no example depends on its batch; it folds into a conv",
    )


def _histograms(x: np.ndarray, y: np.ndarray) -> Chart:
    edges = np.histogram_bin_edges(np.concatenate([x.ravel(), y.ravel()]), BINS)
    middles = [f"{middle:.3g}" for middle in (edges[:-1] + edges[1:]) / 2]
    names = tuple(Text(middle, middle) for middle in middles)
    counts = tuple(tuple(np.histogram(part, edges)[0].tolist()) for part in (x, y))
    title = Text("通道 0 归一化前后", "Channel 0 before and after")
    axes = Text("值", "value"), Text("个数", "count")
    return Bars(title, *axes, names, counts, (Text("之前", "before"), Text("之后", "after")))


def _running(momentum: float) -> Chart:
    weight = 100 * (1 - (1 - momentum) ** np.arange(STEPS + 1))
    title = Text("滑动统计多快忘掉旧值", "How fast running statistics forget")
    axes = Text("步", "step"), Text("新统计的比重(%)", "weight of the new statistics (%)")
    return Lines(title, *axes, (over_steps(axes[1], weight),))


def build(batch: int, mean: float, spread: float, seed: int) -> dict[str, Any]:
    """A random batch of three channels."""
    x = np.random.default_rng(seed).normal(mean, spread, (batch, 3))
    return {"x": x.round(3).tolist()}


def _stat(name: str, zh: str, en: str, default: float, low: float = -1e9) -> Array:
    return Array(name, Text(zh, en), default, (0, 1), low, 1e9)


PARAMS = (
    Array("x", Text("输入", "input"), build(4, 5.0, 2.0, 0)["x"], (2, 3, 4), -1e9, 1e9),
    _stat("gamma", "缩放 γ", "scale γ", 1.0),
    _stat("beta", "平移 β", "shift β", 0.0),
    _stat("running_mean", "滑动均值", "running mean", 0.0),
    _stat("running_var", "滑动方差", "running variance", 1.0, low=0),
    Flag("training", Text("训练模式", "training"), True),
    Float("momentum", Text("动量", "momentum"), 0.1, 0, 1, (0.01, 1), cues=("momentum",)),
    Float("eps", Text("ε", "ε"), 1e-5, 0, 10, (1e-6, 0.1), 1e-6, above=True),
)
CONTROLS = (
    Int("batch", Text("批大小", "batch size"), 4, 2, 64, (2, 16), cues=("batch size", "批大小")),
    Float("mean", Text("数据均值", "mean of the data"), 5.0, -100, 100, (-10, 10), 0.5),
    Float("spread", Text("数据标准差", "spread of the data"), 2.0, 0, 100, (0, 10), 0.5),
    SEED,
)

DEMO = Demo(
    title=Text("BN 前向：训练与推理", "BatchNorm: training vs inference"),
    topics=("batch-normalization", "running-statistics", "internal-covariate-shift"),
    group="normalisation",
    modes=(
        Mode(
            run,
            PARAMS,
            controls=CONTROLS,
            build=build,
            only=(Only("momentum", "training", (True,)),),
        ),
    ),
    source="Ioffe and Szegedy, ICML 2015",
    asks=(
        Text("BN 训练和推理有什么区别？", "How does BN differ at training and inference?"),
        Text("批很小时 BN 为什么变差？", "Why does BN fail on small batches?"),
    ),
    presets=(
        Preset(
            Text("推理", "inference"), {"training": False}, "Ioffe and Szegedy, 2015, algorithm 2"
        ),
    ),
    examples=(
        Example(
            {"x": [[0.0], [2.0]], "eps": 1e-12},
            {"y": [[-1.0], [1.0]], "batch_var": [1.0], "running_var": [1.1], "running_mean": [0.1]},
            "by hand: biased variance 1, unbiased 2",
        ),
    ),
)
