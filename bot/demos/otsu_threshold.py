"""Otsu's threshold: split the histogram where the two classes differ most.

    σ_B²(t) = w0 w1 (m1 − m0)²,   t* = argmax,   foreground = x > t*

with shares w and means m of the values ≤ t and > t. Total variance is fixed, so the largest
between-class variance is the smallest within-class variance. Ties take the smallest threshold.

Source: Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines, Series
from bot.demos._fields import SEED, Values, picture
from bot.demos._params import Array, Float
from bot.demos._pictures import humps
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.images import otsu_curve
from bot.text import Text

TIE = 1e-12  # relative difference of variances below which two thresholds tie


def run(x: np.ndarray, manual: float | None) -> Result:
    """The best threshold of the values of ``x``, and how a manual one compares."""
    thresholds, variances = otsu_curve(x)
    threshold, variance = float(x.flat[0]), 0.0
    if thresholds.size:
        best = int(np.argmax(variances >= variances.max() * (1 - TIE)))
        threshold, variance = float(thresholds[best]), float(variances[best])
    values: Values = {
        "threshold": int(threshold) if threshold.is_integer() else threshold,
        "foreground_fraction": float((x > threshold).mean()),
        "between_class_variance": variance,
    }
    if manual is not None:
        values["manual_foreground_fraction"] = float((x > manual).mean())
        values["manual_between_class_variance"] = _variance(x, manual)
    charts = _charts(x, thresholds, variances, values, manual)
    return Result(values, _insight(values, x), charts, _formula(x, threshold, values))


def _variance(x: np.ndarray, threshold: float) -> float:
    above = x > threshold
    if above.all() or not above.any():
        return 0.0
    share = float(above.mean())
    return share * (1 - share) * float(x[above].mean() - x[~above].mean()) ** 2


def _insight(values: Values, x: np.ndarray) -> Text:
    total = float(x.var())
    if total == 0:
        return Text("图像只有一个值，没有可分的阈值", "One single value: there is nothing to split")
    share, best = values["between_class_variance"] / total, values["threshold"]
    return Text(
        f"最大化类间方差就是最小化类内方差：阈值 {best:g} 解释了 {share:.1%} 的总方差",
        f"Maximal between-class variance is minimal within-class variance: {best:g} explains "
        f"{share:.1%} of the total",
    )


def _formula(x: np.ndarray, threshold: float, values: Values) -> str:
    above = x > threshold
    if not above.any():
        return ""
    w1, m0, m1 = float(above.mean()), float(x[~above].mean()), float(x[above].mean())
    best = values["between_class_variance"]
    return (
        r"\sigma_B^2=w_0w_1(m_1-m_0)^2="
        rf"{1 - w1:.3f}\cdot{w1:.3f}\cdot({m1:.1f}-{m0:.1f})^2={best:.1f}"
    )


def _charts(
    x: np.ndarray,
    thresholds: np.ndarray,
    variances: np.ndarray,
    values: Values,
    manual: float | None,
) -> tuple[Chart, ...]:
    grey, counts = np.unique(x, return_counts=True)
    rules = [(values["threshold"], Text("Otsu", "Otsu"))]
    rules += [] if manual is None else [(manual, Text("手动", "manual"))]
    curve = variances / max(float(variances.max(initial=0.0)), 1e-300) * float(counts.max())
    series = (
        Series(Text("像素数", "pixels"), grey.tolist(), counts.tolist()),
        Series(
            Text("类间方差(缩放)", "between-class variance (scaled)"),
            thresholds.tolist(),
            curve.tolist(),
            "second",
        ),
    )
    title = Text("直方图与类间方差", "Histogram and between-class variance")
    axes = Text("灰度", "grey value"), Text("像素数", "pixels")
    histogram = Lines(title, *axes, series, rules_x=tuple(rules))
    if x.ndim != 2:
        return (histogram,)
    used = values["threshold"] if manual is None else manual
    mask = picture(Text("前景 x > t", "Foreground x > t"), (x > used).astype(float))
    return histogram, mask, picture(Text("图像", "Image"), x)


def build(
    seed: int, dark: float, bright: float, spread: float, dark_share: float
) -> dict[str, Any]:
    """An image whose grey values form two humps, dark rows on top."""
    return {"x": humps((dark, bright), (dark_share, 1 - dark_share), spread, seed).tolist()}


def _grey(name: str, zh: str, en: str, default: float) -> Float:
    return Float(name, Text(zh, en), default, 0, 255, step=1)


HUMPS = build(0, 70, 170, 15, 0.6)["x"]
X = Array("x", Text("灰度值", "grey values"), HUMPS, ndim=(1, 2), low=-1e6, high=1e6)
MANUAL = Float(
    "manual", Text("手动阈值", "manual threshold"), None, -1e6, 1e6, (0, 255), 1.0, optional=True
)
CONTROLS = (
    SEED,
    _grey("dark", "暗峰均值", "mean of the dark hump", 70),
    _grey("bright", "亮峰均值", "mean of the bright hump", 170),
    Float("spread", Text("标准差", "spread"), 15, 0, 80, step=1),
    Float("dark_share", Text("暗像素比例", "share of dark pixels"), 0.6, 0, 1),
)

DEMO = Demo(
    title=Text("阈值分割与 Otsu", "Thresholding and Otsu"),
    topics=(
        "otsu",
        "thresholding",
        "between-class-variance",
        "histogram",
        "segmentation-algorithms",
    ),
    group="classical",
    modes=(Mode(run, (X, MANUAL), controls=CONTROLS, build=build),),
    source="Otsu, IEEE Transactions on Systems, Man, and Cybernetics, 1979",
    asks=(
        Text(
            "Otsu 怎样选阈值？什么时候失效？",
            "How does Otsu choose a threshold, and when does it fail?",
        ),
    ),
    presets=(Preset(Text("两种灰度", "two grey values"), {"x": [10, 10, 10, 200]}),),
    examples=(
        Example(
            {"x": [0, 0, 0, 10]},
            {"threshold": 0.0, "foreground_fraction": 0.25, "between_class_variance": 18.75},
            source="closed form: 3/4 · 1/4 · 10²",
        ),
    ),
)
