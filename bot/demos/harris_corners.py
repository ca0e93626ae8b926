"""Harris corners: both eigenvalues of the structure tensor must be large.

    M = Σ w [Ix², IxIy; IxIy, Iy²],   R = det M − k (trace M)²,   Shi-Tomasi: min eigenvalue

R > 0 at corners, R < 0 on edges, R ≈ 0 on flat ground; it scales with the 4th power of contrast.
Gradients are 3×3 Sobel, products are smoothed by a Gaussian, the image is zero outside.

Sources: Harris and Stephens, 1988; Shi and Tomasi, 1994; borders as in skimage.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines, Series
from bot.demos._fields import SEED, Values, grey_image, picture
from bot.demos._latex import scientific
from bot.demos._params import Float
from bot.demos._pictures import scene, with_noise
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.images import structure_tensor
from bot.text import Text

CORNERS = 10  # strongest local maxima that are marked
NAMES = {"corner": "角点", "edge": "边缘", "flat": "平坦"}


def run_tensor(sxx: float, sxy: float, syy: float, k: float) -> Result:
    """Response of one structure tensor."""
    middle, spread = (sxx + syy) / 2, math.hypot((sxx - syy) / 2, sxy)
    low, high = middle - spread, middle + spread
    det, trace = sxx * syy - sxy * sxy, sxx + syy
    response = det - k * trace * trace
    values: Values = {
        "eigenvalues": [low, high],
        "det": det,
        "trace": trace,
        "response": response,
        "shi_tomasi": low,
    }
    kind = "corner" if response > 0 else "edge" if response < 0 else "flat"
    insight = Text(
        f"特征值 {low:.4g} 与 {high:.4g}:R = {response:.4g}，是{NAMES[kind]}；两个都大才是角点",
        f"Eigenvalues {low:.4g} and {high:.4g}: R = {response:.4g}, {kind}; "
        "a corner needs both large",
    )
    parts = tuple(scientific(number, 5) for number in (det, trace, response))
    numbers = rf"{parts[0]}-{k:g}\cdot({parts[1]})^2={parts[2]}"
    formula = rf"R=\det M-k\,(\mathrm{{tr}}M)^2={numbers}"
    return Result(values, insight, (_ellipse(sxx, sxy, syy), _along(high, k)), formula)


def run_image(x: np.ndarray, k: float, sigma: float) -> Result:
    """The response at every pixel."""
    s_xx, s_xy, s_yy = structure_tensor(x, sigma)
    response = s_xx * s_yy - s_xy**2 - k * (s_xx + s_yy) ** 2
    corners = _peaks(response)
    insight = Text(
        f"两个特征值都大才是角点：找到 {len(corners)} 个，最大 R = {response.max():.4g}；"
        f"R<0 的边缘像素 {int((response < 0).sum())} 个",
        f"A corner needs two large eigenvalues: {len(corners)} found, the largest R = "
        f"{response.max():.4g}; {int((response < 0).sum())} pixels have R < 0, as on an edge",
    )
    charts = (
        picture(Text("响应 R", "Response R"), response, "diverging"),
        picture(Text("图像", "Image"), x),
    )
    return Result(
        {"response": response, "corners": corners}, insight, charts, r"R=\det M-k\,(\mathrm{tr}M)^2"
    )


def _peaks(response: np.ndarray) -> list[list[int]]:
    """[row, column] of the strongest local maxima above 1% of the largest response."""
    padded = np.pad(response, 1, constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3)).max(axis=(2, 3))
    found = np.argwhere((response == windows) & (response > 0.01 * max(response.max(), 0.0)))
    order = np.argsort([-response[i, j] for i, j in found], kind="stable")[:CORNERS]
    return [found[n].tolist() for n in order]


def _ellipse(sxx: float, sxy: float, syy: float) -> Chart:
    """How fast the window changes when it is shifted in each direction: sqrt(d' M d)."""
    angles = np.linspace(0, 2 * np.pi, 121)
    c, s = np.cos(angles), np.sin(angles)
    change = np.sqrt(np.maximum(sxx * c * c + 2 * sxy * c * s + syy * s * s, 0))
    title = Text("各方向移动时的变化", "Change when shifted in each direction")
    series = (Series(title, (change * c).tolist(), (change * s).tolist()),)
    return Lines(title, Text("x 方向", "along x"), Text("y 方向", "along y"), series)


def _along(high: float, k: float) -> Chart:
    """R as the smaller eigenvalue grows from 0 to the larger one."""
    top = high if high > 0 else 1.0
    small = np.linspace(0, top, 61)
    response = small * top - k * (small + top) ** 2
    title = Text("较小特征值对 R 的影响", "R against the smaller eigenvalue")
    axes = Text("较小特征值", "smaller eigenvalue"), Text("R", "R")
    return Lines(title, *axes, (Series(Text("R", "R"), small.tolist(), response.tolist()),))


def build(seed: int, noise: float) -> dict[str, Any]:
    """A small noisy scene."""
    return {"x": with_noise(scene(), "gaussian", noise, seed).tolist()}


def _entry(name: str, default: float) -> Float:
    return Float(name, Text(name, name), default, -1e12, 1e12, slider=(-10, 10), step=0.1)


SQUARE = np.pad(np.ones((6, 6)), 3).tolist()
K = Float("k", Text("经验常数 k", "k"), 0.05, 0, 1, slider=(0.04, 0.06), step=0.005)
SIGMA = Float("sigma", Text("窗口 σ", "window sigma"), 1, 0, 20, slider=(0.5, 4), above=True)

DEMO = Demo(
    title=Text("Harris 角点", "Harris corners"),
    topics=(
        "harris-corner",
        "corner-detection",
        "structure-tensor",
        "shi-tomasi",
        "feature-detection",
    ),
    group="classical",
    modes=(
        Mode(
            run_image,
            (grey_image("x", SQUARE), K, SIGMA),
            Text("图像", "image"),
            (SEED, Float("noise", Text("噪声量", "noise"), 0.02, 0, 1)),
            build,
        ),
        Mode(
            run_tensor,
            (_entry("sxx", 4), _entry("sxy", 1), _entry("syy", 3), K),
            Text("一个结构张量", "one structure tensor"),
        ),
    ),
    source="Harris and Stephens, A Combined Corner and Edge Detector, 1988",
    asks=(Text("Harris 怎样区分角点和边缘？", "How does Harris tell corners from edges?"),),
    presets=(Preset(Text("边缘", "an edge"), {"sxx": 9, "sxy": 0, "syy": 0.1}),),
    examples=(
        Example(
            {"sxx": 2, "sxy": 0, "syy": 1, "k": 0.04},
            {"response": 1.64, "trace": 3.0},
            source="closed form: 2·1 − 0.04·3²",
        ),
    ),
)
