"""Smoothing and derivative filters on a grey image, borders repeated (d c b a | a b c d).

    mean, median   over a size×size window
    Gaussian       w(i) ∝ exp(−i²/2σ²), radius int(truncate·σ + 0.5), separable
    Sobel          −1 0 1 along one axis, 1 2 1 along the other, not divided
    Laplacian      1 −2 1 along both axes, summed

Source: Gonzalez and Woods, Digital Image Processing, chapter 3; conventions of scipy.ndimage.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines, Series
from bot.demos._fields import SEED, Values, grey_image, picture, selector
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._pictures import scene, with_noise
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics import images
from bot.text import Text

MOST_READS = 20_000_000
DERIVATIVES = ("sobel_x", "sobel_y", "laplacian")
FORMULAS = {
    "sobel_x": r"g_x=[1,2,1]^T*[-1,0,1]*I",
    "sobel_y": r"g_y=[-1,0,1]^T*[1,2,1]*I",
    "laplacian": r"\nabla^2I=[1,-2,1]*I+[1,-2,1]^T*I",
}
NAMES = {
    "mean": Text("均值滤波", "mean filter"),
    "median": Text("中值滤波", "median filter"),
    "gaussian": Text("高斯滤波", "Gaussian filter"),
    **{kind: Text(kind, kind) for kind in DERIVATIVES},
}


def run_window(
    x: np.ndarray, kind: str, border: str, size: int, clean: np.ndarray | None
) -> Result:
    """Mean or median of a square window."""
    _limit(x.size * size * size)
    y = images.mean_filter(x, size) if kind == "mean" else images.median_filter(x, size)
    formula = rf"\frac{{1}}{{{size}^2}}\sum_{{i,j}}x_{{ij}}" if kind == "mean" else ""
    return _result(x, y, kind, clean, formula)


def run_gaussian(
    x: np.ndarray, kind: str, border: str, sigma: float, truncate: float, clean: np.ndarray | None
) -> Result:
    """Gaussian smoothing."""
    _limit(x.size * (2 * truncate * sigma + 1))
    y = images.gaussian_blur(x, sigma, truncate)
    weights = images.gaussian_weights(sigma, truncate)
    offsets = range(-(len(weights) // 2), len(weights) // 2 + 1)
    axes = (Text("偏移(像素)", "offset (pixels)"), Text("权重", "weight"))
    series = (Series(NAMES[kind], offsets, weights.tolist()),)
    bell = Lines(Text("核的一行", "One row of the kernel"), *axes, series)
    return _result(x, y, kind, clean, rf"w(i)\propto e^{{-i^2/(2\cdot{sigma:g}^2)}}", bell)


def run_derivative(x: np.ndarray, kind: str, border: str) -> Result:
    """First or second derivatives."""
    y = images.laplacian(x) if kind == "laplacian" else images.sobel(x, int(kind == "sobel_x"))
    return _result(x, y, kind, None, FORMULAS[kind])


def _limit(reads: float) -> None:
    if reads > MOST_READS:
        raise refuse("窗口太大", "the window is too large for this image")


def _result(
    x: np.ndarray, y: np.ndarray, kind: str, clean: np.ndarray | None, formula: str, *more: Chart
) -> Result:
    values: Values = {"y": y}
    if clean is not None:
        if clean.shape != x.shape:
            raise refuse("clean 与 x 尺寸不同", "clean and x differ in size")
        values |= {"psnr_before": images.psnr(clean, x), "psnr_after": images.psnr(clean, y)}
    scale = "diverging" if kind in DERIVATIVES else "gray"
    charts = (picture(NAMES[kind], y, scale), picture(Text("输入", "input"), x), *more)
    return Result(values, _insight(kind, values), charts, formula)


def _insight(kind: str, values: Values) -> Text:
    if kind in DERIVATIVES:
        low, high = float(values["y"].min()), float(values["y"].max())
        return Text(
            f"导数滤波器响应边缘，平坦处为 0：这里从 {low:.4g} 到 {high:.4g}",
            f"A derivative filter answers at edges only: here from {low:.4g} to {high:.4g}",
        )
    general = Text(
        "椒盐噪声用中值，高斯噪声用高斯", "Median for salt-and-pepper, Gaussian for Gaussian"
    )
    before, after = values.get("psnr_before"), values.get("psnr_after")
    if before is None or after is None:
        return general
    return Text(
        f"{general.zh}；{NAMES[kind].zh}使 PSNR 从 {before:.1f} dB 变为 {after:.1f} dB",
        f"{general.en}; the {NAMES[kind].en} takes PSNR from {before:.1f} to {after:.1f} dB",
    )


def build(seed: int, noise: str, amount: float) -> dict[str, Any]:
    """A small scene and the same with noise."""
    clean = scene()
    return {"x": with_noise(clean, noise, amount, seed).tolist(), "clean": clean.tolist()}


def build_one(seed: int, noise: str, amount: float) -> dict[str, Any]:
    """The noisy scene alone."""
    return {"x": build(seed, noise, amount)["x"]}


STEP = [[20] * 3 + [200] * 4 for _ in range(7)]
STEP[2][1], STEP[4][5] = 255, 0
X = grey_image("x", STEP)
CLEAN = Array("clean", Text("无噪声图像", "clean image"), None, ndim=2, optional=True)
BORDER = selector("border", "reflect")
KIND = Text("滤波器", "filter")
CONTROLS = (
    SEED,
    Choice("noise", Text("噪声", "noise"), "salt-and-pepper", ("salt-and-pepper", "gaussian")),
    Float("amount", Text("噪声量", "amount"), 0.1, 0, 1, slider=(0, 0.5)),
)
SIZE = Int("size", Text("窗口边长", "window"), 3, 1, 99, slider=(3, 9), unit="px")
SIGMA = Float("sigma", Text("标准差 σ", "sigma"), 1, 0, 100, (0.3, 5), above=True, unit="px")
TRUNCATE = Float("truncate", Text("截断(σ 的倍数)", "truncate (sigmas)"), 4, 0, 20, (1, 6))
WINDOW = (X, Choice("kind", KIND, "median", ("median", "mean")), BORDER, SIZE, CLEAN)
GAUSSIAN = (X, selector("kind", "gaussian"), BORDER, SIGMA, TRUNCATE, CLEAN)
DERIVATIVE = (X, Choice("kind", KIND, "sobel_x", DERIVATIVES), BORDER)

DEMO = Demo(
    title=Text("图像滤波：均值/高斯/中值/Sobel", "Image filters: mean, Gaussian, median, Sobel"),
    topics=("image-filtering", "median-filter", "gaussian-filter", "mean-filter", "sobel-operator"),
    group="classical",
    modes=(
        Mode(run_window, WINDOW, Text("均值与中值", "mean and median"), CONTROLS, build),
        Mode(run_gaussian, GAUSSIAN, Text("高斯", "Gaussian"), CONTROLS, build),
        Mode(run_derivative, DERIVATIVE, Text("导数", "derivatives"), CONTROLS, build_one),
    ),
    source="Gonzalez and Woods, Digital Image Processing, chapter 3; scipy.ndimage",
    asks=(
        Text("椒盐噪声用什么滤波器？为什么？", "Which filter removes salt-and-pepper, and why?"),
        Text("Sobel 算子求的是什么？", "What does the Sobel operator compute?"),
    ),
    presets=(Preset(Text("高斯平滑", "Gaussian"), {"kind": "gaussian", "sigma": 1.5}),),
)
