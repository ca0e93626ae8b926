"""Uniform quantisation: scale, zero point, and the error they leave.

    q = clip(round(x/s) + z),    x̂ = s (q − z),    SQNR = 10 log₁₀(mean x² / mean (x − x̂)²)

Each further bit halves the step and gains about 6 dB. One outlier stretches the scale of a whole
tensor, so weights get one scale per output channel (row). The formulas of s and z are in
:mod:`bot.numerics.quantisation`.

Source: Jacob et al., CVPR 2018; Krishnamoorthi, "Quantizing deep convolutional networks for
efficient inference", 2018.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Lines
from bot.demos._curves import curve
from bot.demos._fields import SEED
from bot.demos._params import Array, Flag, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.quantisation import dequantise, quantise, scale_and_zero
from bot.text import Text


def run(x: np.ndarray, bits: int, symmetric: bool, per_channel: bool) -> Result:
    """Integers, what they stand for and the error, with one scale in all or one per row."""
    if per_channel and x.ndim < 2:
        raise refuse("逐通道量化需要至少两维", "one scale per channel needs at least two axes")
    scales, zeros, q, restored = _quantised(x, bits, symmetric, per_channel)
    error = float(np.mean((x - restored) ** 2))
    sqnr = _sqnr(x, restored)
    values: dict[str, Any] = {
        "scale": scales if per_channel else scales[0],
        "zero_point": zeros if per_channel else zeros[0],
        "q": q,
        "dequantized": restored,
        "mse": error,
        "sqnr_db": sqnr,
    }
    shown = "∞" if sqnr is None else f"{sqnr:.1f}"
    insight = Text(
        f"{bits} 位时 scale={scales[0]:.4g}，信噪比 {shown} dB；每多 1 bit 约 +6 dB,0 总是精确的",
        f"With {bits} bits the scale is {scales[0]:.4g} and the SQNR {shown} dB; each bit buys "
        "about 6 dB, and 0 is always exact",
    )
    formula = (
        rf"q=\mathrm{{clip}}\left(\mathrm{{round}}\left(\frac{{x}}{{{scales[0]:.4g}}}\right)"
        rf"+{zeros[0]}\right)"
    )
    charts = (_staircase(x, bits, symmetric), _errors(x - restored), _bits(x, symmetric, bits))
    return Result(values, insight, charts, formula)


def _quantised(
    x: np.ndarray, bits: int, symmetric: bool, per_channel: bool
) -> tuple[list[float], list[int], np.ndarray, np.ndarray]:
    parts = list(x) if per_channel else [x]
    rules = [scale_and_zero(part, bits, symmetric) for part in parts]
    q = [quantise(part, *rule, bits, symmetric) for part, rule in zip(parts, rules, strict=True)]
    restored = [dequantise(part, *rule) for part, rule in zip(q, rules, strict=True)]
    scales, zeros = [scale for scale, _ in rules], [zero for _, zero in rules]
    return scales, zeros, np.reshape(q, x.shape), np.reshape(restored, x.shape)


def _sqnr(x: np.ndarray, restored: np.ndarray) -> float | None:
    """In decibels; None without error or without signal."""
    signal, noise = float(np.mean(x**2)), float(np.mean((x - restored) ** 2))
    return 10 * math.log10(signal / noise) if signal > 0 and noise > 0 else None


def _staircase(x: np.ndarray, bits: int, symmetric: bool) -> Chart:
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    grid = np.linspace(low, high, 400)
    rule = scale_and_zero(x, bits, symmetric)
    steps = dequantise(quantise(grid, *rule, bits, symmetric), *rule)
    lines = (
        curve(Text("量化后", "quantised"), grid, steps),
        curve(Text("原值", "exact"), grid, grid, "muted", dashed=True),
    )
    return Lines(Text("阶梯", "The staircase"), Text("x", "x"), Text("x̂", "x̂"), lines)


def _errors(error: np.ndarray) -> Chart:
    counts, edges = np.histogram(error, 12)
    names = tuple(Text(f"{edge:.2g}", f"{edge:.2g}") for edge in edges[:-1])
    axes = Text("误差 x − x̂", "error x − x̂"), Text("个数", "count")
    return Bars(Text("误差分布", "Errors"), *axes, names, (tuple(counts.tolist()),))


def _bits(x: np.ndarray, symmetric: bool, bits: int) -> Chart:
    widths = [b for b in range(2, 17) if _gain(x, b, symmetric) is not None]
    gains = [_gain(x, b, symmetric) or 0.0 for b in widths]
    line = curve(Text("信噪比", "SQNR"), widths, gains, points=True)
    axes = Text("位数", "bits"), Text("信噪比(dB)", "SQNR (dB)")
    here = ((bits, Text("当前", "current")),)
    return Lines(Text("每位约 6 dB", "About 6 dB a bit"), *axes, (line,), rules_x=here)


def _gain(x: np.ndarray, bits: int, symmetric: bool) -> float | None:
    some = x.ravel()[:2000]
    return _sqnr(some, _quantised(some, bits, symmetric, False)[3])


def build(count: int, low: float, high: float, seed: int) -> dict[str, Any]:
    """Random values between ``low`` and ``high``, both included."""
    inside = np.random.default_rng(seed).uniform(min(low, high), max(low, high), max(count - 2, 0))
    return {"x": [low, high, *inside.round(3).tolist()]}


X = (-1.3, -0.9, -0.45, -0.1, 0.0, 0.3, 0.77, 1.4, 2.05, 2.7)
PARAMS = (
    Array("x", Text("数值", "values"), X, (1, 2, 3, 4), -1e9, 1e9),
    Int("bits", Text("位数", "bits"), 8, 2, 32, (2, 16), cues=("bit", "位")),
    Flag("symmetric", Text("对称", "symmetric"), False),
    Flag("per_channel", Text("逐通道(行)", "per channel (row)"), False),
)
CONTROLS = (
    Int("count", Text("个数", "values"), 10, 2, 2000, (2, 200)),
    Float("low", Text("最小", "smallest"), -1.3, -1e3, 1e3, (-5, 5), 0.1),
    Float("high", Text("最大", "largest"), 2.7, -1e3, 1e3, (-5, 5), 0.1),
    SEED,
)
OUTLIER = {"x": [[0.1, -0.2, 0.3], [0.1, 20.0, 0.2]], "per_channel": True}

DEMO = Demo(
    title=Text("量化：scale 与 zero-point", "Quantization: scale and zero point"),
    topics=("quantization", "zero-point", "per-channel-quantization", "model-compression"),
    group="compression",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Jacob et al., CVPR 2018; Krishnamoorthi 2018",
    asks=(
        Text("对称量化和非对称量化有什么区别？", "Where do symmetric and asymmetric schemes go?"),
        Text("PTQ 和 QAT 有什么区别？", "How do PTQ and QAT differ?"),
    ),
    presets=(Preset(Text("离群值：逐通道", "an outlier, per channel"), OUTLIER),),
    examples=(
        Example({"x": [-1.0, 1.55]}, {"scale": 0.01, "zero_point": 100, "q": [0, 255]}, "by hand"),
    ),
)
