"""Histograms of oriented gradients: votes by direction, normalised over blocks of cells.

Central differences (zero on the rim) give each pixel a magnitude and an unsigned direction in
[0°, 180°); a cell adds the magnitudes per direction bin and divides by its area. A block of cells
is divided by √(‖v‖² + ε²). Dalal's interpolation between bins is left out, as in scikit-image.

Source: Dalal and Triggs, CVPR 2005; conventions of skimage.feature.hog.
"""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bot.demos._charts import Bars
from bot.demos._fields import picture, selector
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._segments import gradient_arrows
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.text import Text

EPSILON = 1e-5


def run(x: np.ndarray, orientations: int, cell: int, block: int, block_norm: str) -> Result:
    """The feature vector, ordered block row, block column, cell row, cell column, direction."""
    rows, columns = x.shape[0] // cell, x.shape[1] // cell
    if min(rows, columns) < block:
        raise refuse(
            f"图像只有 {rows}×{columns} 个单元，放不下 {block}×{block} 的块",
            f"the image has {rows}×{columns} cells, too few for a {block}×{block} block",
        )
    if rows * columns * block**2 * orientations > 1_000_000:
        raise refuse("描述子太长", "the descriptor is too long")
    histograms = _cells(x, orientations, cell)
    feature = _blocks(histograms, block).ravel()
    strongest = int(histograms.sum(axis=(0, 1)).argmax())
    width = 180 / orientations
    values = {"feature": feature, "length": feature.size, "strongest_bin": strongest}
    insight = Text(
        f"主方向在 {strongest * width:.0f}°–{(strongest + 1) * width:.0f}°；块归一化抗光照，"
        f"描述子长 {feature.size}",
        f"Most votes lie in {strongest * width:.0f}°–{(strongest + 1) * width:.0f}°; block "
        f"normalisation buys lighting invariance; length {feature.size}",
    )
    charts = (
        _votes(histograms.mean(axis=(0, 1)), width),
        gradient_arrows(*_slopes(x)),
        picture(Text("图像", "image"), x),
    )
    formula = r"v\leftarrow v/\sqrt{\|v\|_2^2+\varepsilon^2},\quad\varepsilon=10^{-5}"
    return Result(values, insight, charts, formula)


def _slopes(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Central differences to the right and down, zero on the rim."""
    down, right = np.zeros_like(x), np.zeros_like(x)
    down[1:-1] = x[2:] - x[:-2]
    right[:, 1:-1] = x[:, 2:] - x[:, :-2]
    return right, down


def _cells(x: np.ndarray, orientations: int, cell: int) -> np.ndarray:
    """Mean votes of every cell, shape ``(rows, columns, orientations)``."""
    right, down = _slopes(x)
    magnitude, direction = np.hypot(right, down), np.rad2deg(np.arctan2(down, right)) % 180
    rows, columns = x.shape[0] // cell, x.shape[1] // cell
    inside = np.s_[: rows * cell, : columns * cell]
    edges = 180 / orientations * np.arange(1, orientations)
    bins = np.searchsorted(edges, direction[inside], side="right")
    owner = np.arange(rows * cell)[:, None] // cell * columns + np.arange(columns * cell) // cell
    votes = np.bincount(
        (owner * orientations + bins).ravel(),
        magnitude[inside].ravel(),
        rows * columns * orientations,
    )
    return np.asarray(votes.reshape(rows, columns, orientations) / cell**2)


def _blocks(histograms: np.ndarray, block: int) -> np.ndarray:
    """Every block of cells divided by its length."""
    view = sliding_window_view(histograms, (block, block), axis=(0, 1))
    blocks = np.moveaxis(view, 2, -1)  # (rows, columns, cell row, cell column, direction)
    norms = np.sqrt((blocks**2).sum(axis=(2, 3, 4), keepdims=True) + EPSILON**2)
    return np.asarray(blocks / norms)


def _votes(mean: np.ndarray, width: float) -> Bars:
    names = tuple(Text(f"{i * width:.0f}°", f"{i * width:.0f}°") for i in range(len(mean)))
    title, axis = Text("方向直方图", "Orientation histogram"), Text("方向", "direction")
    return Bars(title, axis, Text("平均票数", "mean votes"), names, (tuple(mean.tolist()),))


def build(angle: float, side: int) -> dict[str, Any]:
    """A ramp that rises in the given direction."""
    rows, columns = np.indices((side, side))
    turn = np.deg2rad(angle)
    ramp = np.cos(turn) * columns + np.sin(turn) * rows
    return {"x": (10 * (ramp - ramp.min())).round(6).tolist()}


CONTROLS = (
    Float("angle", Text("梯度方向", "gradient direction"), 45, 0, 180, (0, 180), 1, "°"),
    Int("side", Text("边长", "side"), 8, 3, 128, slider=(8, 32)),
)
PARAMS = (
    Array("x", Text("图像", "image"), build(45, 8)["x"], 2, -1e6, 1e6),
    Int("orientations", Text("方向数", "orientations"), 9, 1, 360, slider=(2, 18)),
    Int("cell", Text("单元边长", "cell side"), 8, 1, 512, slider=(2, 16), unit="px"),
    Int("block", Text("块边长(单元)", "block side (cells)"), 1, 1, 64, slider=(1, 4)),
    selector("block_norm", "L2"),
)

DEMO = Demo(
    title=Text("HOG 描述子", "HOG descriptor"),
    topics=("hog", "feature-descriptor", "image-gradient", "feature-extraction"),
    group="classical",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Dalal and Triggs, CVPR 2005; scikit-image",
    asks=(Text("HOG 为什么对光照不敏感？", "Why is HOG robust against lighting?"),),
    presets=(
        Preset(Text("4 像素单元、2×2 块", "4-pixel cells"), {"cell": 4, "block": 2}),
        Preset(
            Text("原文的默认值", "the paper's default"),
            {**build(45, 16), "block": 2},
            "Dalal and Triggs, CVPR 2005: 9 bins, 8-pixel cells, 2×2 blocks",
        ),
    ),
)
