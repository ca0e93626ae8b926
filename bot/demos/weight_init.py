"""How wide random weights must be so that a signal keeps its size through the layers.

    LeCun 1/fan_in      Xavier 2/(fan_in + fan_out)      He 2/fan_in        (variances)

A uniform law on [−b, b] with b = √3·std has the same spread. ReLU halves the second moment, so He
doubles LeCun's variance; SELU has a fixed point at mean 0 and variance 1.

Sources: Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998; Klambauer et al. 2017.
"""

import math

import numpy as np

from bot.demos._charts import Chart, Lines
from bot.demos._curves import curve, positive
from bot.demos._fields import Values, selector
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.initialisation import fans, gain, relu_second_moment, selu_moments, weight_std
from bot.text import Text

LAYERS = 20


def run_scheme(weight_shape: np.ndarray, scheme: str) -> Result:
    """Fans of the weight and the spread the scheme gives it."""
    if not 2 <= len(weight_shape) <= 5:
        raise refuse(
            "weight_shape 应有 2 到 5 个数：输出，输入，核的各边",
            "weight_shape needs 2 to 5 numbers: out, in and kernel sides",
        )
    fan_in, fan_out = fans(weight_shape.tolist())
    family, law = scheme.split("_")
    std = weight_std(family, fan_in, fan_out)
    values: Values = {"fan_in": fan_in, "fan_out": fan_out, "std": std}
    if law == "uniform":
        values["bound"] = math.sqrt(3) * std
    insight = Text(
        f"fan_in={fan_in:,},{scheme} 的标准差是 {std:.4g}；ReLU 砍掉一半，所以 He 用 2/fan_in",
        f"fan_in={fan_in:,}, {scheme} has std {std:.4g}; ReLU halves the second moment, "
        "so He uses 2/fan_in",
    )
    rule = {"he": r"2/n_{in}", "xavier": r"2/(n_{in}+n_{out})", "lecun": r"1/n_{in}"}[family]
    formula = rf"\sigma=\sqrt{{{rule}}}={std:.4g},\quad n_{{in}}={fan_in},\ n_{{out}}={fan_out}"
    return Result(values, insight, (_spread(fan_in, fan_out, std),), formula)


def run_gain(op: str, nonlinearity: str, negative_slope: float) -> Result:
    """The factor PyTorch recommends before an activation."""
    value = gain(nonlinearity, negative_slope)
    insight = Text(
        f"{nonlinearity} 的增益是 {value:.6g}；PyTorch 给 SELU 的是 3/4",
        f"The gain of {nonlinearity} is {value:.6g}; PyTorch gives SELU 3/4",
    )
    return Result(
        {"gain": value},
        insight,
        (_spread(256, 256, value / 16),),
        r"\sigma=\mathrm{gain}/\sqrt{n_{in}}",
    )


def run_selu(op: str, mean: float, var: float) -> Result:
    """Mean and variance after SELU of a Gaussian, by its closed-form moments."""
    mean_out, var_out = selu_moments(mean, var)
    insight = Text(
        f"({mean:g}, {var:g}) 经 SELU 变成 ({mean_out:.4g}, {var_out:.4g})；不动点是 (0, 1)",
        f"SELU sends ({mean:g}, {var:g}) to ({mean_out:.4g}, {var_out:.4g}); (0, 1) stays put",
    )
    variances = np.linspace(0.1, 3, 60)
    after = [selu_moments(mean, float(v))[1] for v in variances]
    lines = (
        curve(Text("SELU 之后", "after SELU"), variances, after),
        curve(Text("不变", "unchanged"), variances, variances, "muted", dashed=True),
    )
    title = Text("SELU 前后的方差", "Variance before and after SELU")
    chart = Lines(title, Text("之前的方差", "before"), Text("之后的方差", "after"), lines)
    formula = rf"\mathrm{{SELU}}:\ ({mean:g},{var:g})\mapsto({mean_out:.4g},{var_out:.4g})"
    return Result({"mean_out": mean_out, "var_out": var_out}, insight, (chart,), formula)


def run_relu(op: str, fan_in: int, std: float, depth: int) -> Result:
    """The second moment after ``depth`` ReLU layers, starting from 1."""
    moment = relu_second_moment(fan_in, std, depth)
    if math.isinf(moment):
        raise refuse("信号已大到无法表示", "the signal has grown beyond what a number can hold")
    factor = fan_in * std**2 / 2
    insight = Text(
        f"每层乘 fan_in·σ²/2 = {factor:.4g},{depth} 层后是 {moment:.4g}",
        f"Each layer multiplies by fan_in·σ²/2 = {factor:.4g}; after {depth} it is {moment:.4g}",
    )
    formula = rf"({fan_in}\cdot{std:.4g}^2/2)^{{{depth}}}={moment:.4g}"
    return Result({"second_moment": moment}, insight, (_spread(fan_in, fan_in, std),), formula)


def _spread(fan_in: int, fan_out: int, std: float) -> Chart:
    """Second moment over the ReLU layers for the current spread and the usual schemes."""
    layers = range(LAYERS + 1)
    known = [
        (name, weight_std(name.lower(), fan_in, fan_out), role)
        for name, role in (("He", "good"), ("Xavier", "second"))
    ]
    lines = []
    for name, spread, role in (*known, ("0.01", 0.01, "bad"), (f"σ={std:.3g}", std, "main")):
        moments = [relu_second_moment(fan_in, spread, layer) for layer in layers]
        lines.append(curve(Text(name, name), list(layers), positive(moments), role))
    title = Text("信号经过 ReLU 层后的二阶矩", "Second moment of the signal over ReLU layers")
    axis = Text("二阶矩", "second moment")
    return Lines(title, Text("层", "layer"), axis, tuple(lines), log_y=True)


SCHEMES = (
    "he_normal",
    "he_uniform",
    "xavier_normal",
    "xavier_uniform",
    "lecun_normal",
    "lecun_uniform",
)
ACTIVATIONS = ("relu", "leaky_relu", "tanh", "sigmoid", "selu", "linear")
MODES = (
    Mode(
        run_scheme,
        (
            Array(
                "weight_shape",
                Text("权重形状 [出, 入, …]", "weight shape [out, in, …]"),
                [256, 256],
                low=1,
                high=1e6,
                whole=True,
            ),
            Choice("scheme", Text("方案", "scheme"), "he_normal", SCHEMES),
        ),
        Text("方案", "scheme"),
    ),
    Mode(
        run_gain,
        (
            selector("op", "gain"),
            Choice("nonlinearity", Text("激活", "activation"), "relu", ACTIVATIONS),
            Float("negative_slope", Text("负半轴斜率", "negative slope"), 0.01, 0, 1e6, (0, 1)),
        ),
        Text("增益", "gain"),
        only=(Only("negative_slope", "nonlinearity", ("leaky_relu",)),),
    ),
    Mode(
        run_selu,
        (
            selector("op", "selu_fixed_point"),
            Float("mean", Text("均值", "mean"), 0, -10, 10, (-2, 2)),
            Float("var", Text("方差", "variance"), 1, 0, 100, (0.1, 4), above=True),
        ),
        Text("SELU 不动点", "SELU fixed point"),
    ),
    Mode(
        run_relu,
        (
            selector("op", "relu_variance"),
            Int("fan_in", Text("输入数", "fan-in"), 256, 1, 10**7, (1, 1024)),
            Float("std", Text("权重标准差", "weight std"), 0.0884, 0, 1e3, (0, 0.2), 0.001),
            Int("depth", Text("层数", "depth"), 20, 0, 10_000, (0, 50)),
        ),
        Text("ReLU 方差", "ReLU layers"),
    ),
)

DEMO = Demo(
    title=Text("权重初始化与 SELU", "Weight initialisation and SELU"),
    topics=("weight-initialization", "kaiming-init", "xavier-init", "lecun-init", "selu"),
    group="training",
    modes=MODES,
    source="Glorot 2010; He 2015; LeCun 1998; Klambauer 2017",
    asks=(Text("权重能不能全初始化为 0？", "Can all weights start at 0?"),),
    presets=(
        Preset(
            Text("512 通道的 3×3", "3×3 with 512 channels"),
            {"weight_shape": [512, 512, 3, 3]},
            "He et al., ICCV 2015, section 2.2: 0.021",
        ),
    ),
    examples=(
        Example({"op": "gain", "nonlinearity": "tanh"}, {"gain": 5 / 3}, "PyTorch"),
        Example({"op": "selu_fixed_point"}, {"mean_out": 0.0, "var_out": 1.0}, "Klambauer 2017"),
    ),
)
