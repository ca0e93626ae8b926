"""Deformable convolution: every tap of the kernel reads at a place of its own.

    y(p) = Σ_k w_k · x(p + p_k + Δp_k(p))

Offsets come as ``[2k²][H'][W']``: dy and dx of each tap, taps row by row. Places between pixels are
read bilinearly, which makes the offsets trainable; outside the image is 0, so half a pixel out a
tap still reads half the rim. With zero offsets it is an ordinary convolution of stride 1.

Source: Dai et al., Deformable Convolutional Networks, ICCV 2017, equations 2 to 4.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Boxes, Rectangle
from bot.demos._fields import picture
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Mode, Only, Preset, Result
from bot.numerics.convolution import output_size
from bot.numerics.maps import per_image
from bot.numerics.sampling import sample_zero_outside
from bot.text import Text

MOST_CELLS = 200


def run(x: np.ndarray, w: np.ndarray, offset: np.ndarray | None, padding: int) -> Result:
    """The output map; a plain 2-D ``w`` is one filter of one channel."""
    weight = w[None, None] if w.ndim == 2 else w
    size = _check(x, weight, offset, padding)
    taps = weight.shape[2] * weight.shape[3]
    shift = np.zeros((2 * taps, *size)) if offset is None else offset
    rows, columns = _places(weight.shape[2:], shift, padding)
    y = per_image(x, lambda image: _convolve(image, weight, rows, columns))
    insight = Text(
        f"平均偏移 {np.abs(shift).mean():.3g} 像素；偏移为 0 时就是普通卷积，双线性采样使偏移可导",
        f"The mean offset is {np.abs(shift).mean():.3g} pixels; at 0 it is an ordinary convolution,"
        " and bilinear sampling makes the offsets trainable",
    )
    middle = size[0] // 2, size[1] // 2
    points = [
        (float(c), float(r)) for r, c in zip(rows[:, *middle], columns[:, *middle], strict=True)
    ]
    first = y.reshape(-1, *y.shape[-2:])[0]
    charts = (_taps(x.shape[-2:], points), picture(Text("输出", "output"), first, "sequential"))
    formula = r"y(p)=\sum_k w_k\,x(p+p_k+\Delta p_k)"
    return Result({"y": y}, insight, charts, formula)


def _check(
    x: np.ndarray, w: np.ndarray, offset: np.ndarray | None, padding: int
) -> tuple[int, int]:
    """The size of the output, after refusing what does not fit."""
    if w.shape[1] != (1 if x.ndim == 2 else x.shape[-3]):
        raise refuse(
            "权重的输入通道与输入不符", "the weight does not fit the channels of the input"
        )
    height, width = (
        output_size(n, k, 1, padding) for n, k in zip(x.shape[-2:], w.shape[2:], strict=True)
    )
    if min(height, width) < 1:
        raise refuse("核比补边后的输入大", "the kernel is larger than the padded input")
    shape = (2 * w.shape[2] * w.shape[3], height, width)
    if offset is not None and offset.shape != shape:
        raise refuse(f"offset 的形状应为 {list(shape)}", f"offset must have shape {list(shape)}")
    if shape[0] * height * width * x.size > 2e8:
        raise refuse("输入太大", "the input is too large")
    return height, width


def _places(
    kernel: tuple[int, ...], shift: np.ndarray, padding: int
) -> tuple[np.ndarray, np.ndarray]:
    """Row and column read by each tap at each output position, ``(taps, H', W')`` each."""
    tap_rows, tap_columns = (grid.reshape(-1, 1, 1) for grid in np.indices(kernel))
    out_rows, out_columns = np.indices(shift.shape[1:])
    rows = out_rows - padding + tap_rows + shift[0::2]
    return rows, out_columns - padding + tap_columns + shift[1::2]


def _convolve(
    image: np.ndarray, weight: np.ndarray, rows: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    read = sample_zero_outside(image, rows, columns)  # (C, taps, H', W')
    flat = weight.reshape(*weight.shape[:2], -1)
    return np.asarray(np.einsum("cthw,oct->ohw", read, flat, optimize=True))


def _taps(size: tuple[int, ...], points: list[tuple[float, float]]) -> Boxes:
    """The pixels and where the taps of the middle output read."""
    cells = list(np.ndindex(*size))[:MOST_CELLS]
    pixels = tuple(Rectangle((c - 0.5, r - 0.5, c + 0.5, r + 0.5), "", "muted") for r, c in cells)
    marks = tuple((px, py, str(i)) for i, (px, py) in enumerate(points))
    title = Text("中间输出点的采样位置", "Where the middle output reads")
    return Boxes(title, Text("列(px)", "column (px)"), Text("行(px)", "row (px)"), pixels, marks)


def build(field: str, strength: float, side: int) -> dict[str, Any]:
    """A ramp image and a 3×3 mean kernel with a field of offsets."""
    rows, columns = np.indices((side, side)) - (side - 1) / 2
    dy, dx = {
        "zero": (0 * rows, 0 * columns),
        "shift": (0 * rows, 0 * columns + 1),
        "twist": (columns, -rows),
    }[field]
    offset = np.empty((18, side, side))
    offset[0::2], offset[1::2] = strength * dy, strength * dx
    image = np.arange(side * side, dtype=float).reshape(side, side)
    return {"x": image.tolist(), "offset": offset.round(6).tolist(), "padding": 1}


MEAN = [[1 / 9] * 3] * 3
CONTROLS = (
    Choice("field", Text("偏移场", "offset field"), "zero", ("zero", "shift", "twist")),
    Float("strength", Text("强度", "strength"), 0.3, -10, 10, (0, 2)),
    Int("side", Text("边长", "side"), 5, 3, 16, slider=(3, 9)),
)
PARAMS = (
    Array("x", Text("输入", "input"), np.arange(25).reshape(5, 5).tolist(), (2, 3, 4), -1e6, 1e6),
    Array("w", Text("核", "kernel"), MEAN, (2, 4), -1e6, 1e6),
    Array("offset", Text("偏移", "offsets"), None, 3, -1e4, 1e4, optional=True),
    Int("padding", Text("补边", "padding"), 1, 0, 64, slider=(0, 3), unit="px"),
)

DEMO = Demo(
    title=Text("可变形卷积", "Deformable convolution"),
    topics=("deformable-convolution", "bilinear-interpolation"),
    group="convolution",
    modes=(
        Mode(
            run,
            PARAMS,
            controls=CONTROLS,
            build=build,
            only=(Only("strength", "field", ("shift", "twist")),),
        ),
    ),
    source="Dai et al., Deformable Convolutional Networks, ICCV 2017",
    asks=(Text("可变形卷积的偏移怎么学？", "How are the offsets of a deformable conv learnt?"),),
    presets=(
        Preset(
            Text("训练开始：偏移为 0", "at the start: no offset"),
            {"offset": build("zero", 0.5, 5)["offset"]},
            "Dai et al., ICCV 2017",
        ),
        Preset(Text("整体右移", "all shifted"), {"offset": build("shift", 0.5, 5)["offset"]}),
    ),
)
