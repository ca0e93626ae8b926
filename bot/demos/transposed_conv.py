"""Transposed convolution: every input pixel stamps a scaled kernel, and overlaps add up.

    out = (i − 1) s − 2p + k + output_padding

Where k is not a multiple of the stride, neighbouring outputs get unequally many stamps: the
checkerboard. ``padding`` cuts rows off, ``output_padding`` adds rows on one side only, and the
original values do not come back, only the size. The weight is (C_in, C_out, k, k).

Source: Dumoulin and Visin 2016, relationship 14; Odena, Dumoulin and Olah, "Deconvolution and
Checkerboard Artifacts", Distill, 2016.
"""

from functools import partial

import numpy as np

from bot.demos._charts import Chart, Figure, Heatmap, Steps
from bot.demos._fields import COLUMN, ROW
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.demos._steppers import first_map
from bot.numerics.convolution import conv_transpose2d, transposed_size
from bot.numerics.maps import per_image
from bot.text import Text

MOST_WORK, MOST_DRAWN, MOST_FRAMES = 20_000_000, 40, 36


def run(x: np.ndarray, w: np.ndarray, stride: int, padding: int, output_padding: int) -> Result:
    """The output for a map, an image or a batch, and how many stamps each output received."""
    kernel = w[None, None] if w.ndim == 2 else w
    channels = 1 if x.ndim == 2 else x.shape[-3]
    _check(x, kernel, channels, stride, output_padding)
    sizes = tuple(
        transposed_size(n, k, stride, padding, output_padding)
        for n, k in zip(x.shape[-2:], kernel.shape[-2:], strict=True)
    )
    if min(sizes) < 1:
        raise refuse("padding 把输出裁没了", "padding cuts the whole output away")
    stamp = partial(conv_transpose2d, stride=stride, padding=padding, output_padding=output_padding)
    y = per_image(x, partial(stamp, w=kernel))
    overlap = stamp(np.ones((1, *x.shape[-2:])), np.ones((1, 1, *kernel.shape[-2:])))[0]
    uneven = any(k % stride for k in kernel.shape[-2:])
    values = {
        "y": y,
        "out_h": sizes[0],
        "out_w": sizes[1],
        "overlap": overlap.astype(int),
        "checkerboard": uneven,
    }
    k, size = kernel.shape[-2], x.shape[-2]
    formula = (
        rf"H'=({size}-1)\cdot{stride}-2\cdot{padding}+{k}+{output_padding}={sizes[0]},\quad "
        rf"{k}\bmod {stride}={k % stride}"
    )
    charts = (_picture("覆盖次数", "Stamps per output", overlap), _frames(x, kernel, stride))
    return Result(values, _insight(k, stride, uneven), charts, formula)


def _check(x: np.ndarray, w: np.ndarray, channels: int, stride: int, output_padding: int) -> None:
    if w.ndim != 4 or w.shape[0] != channels:
        raise refuse(
            f"核的形状应为 [{channels}, C_out, k, k]", f"w must be [{channels}, C_out, k, k]"
        )
    if output_padding >= stride:
        raise refuse("output_padding 应小于 stride", "output_padding must be smaller than stride")
    area = (x.shape[-2] * stride + w.shape[-2]) * (x.shape[-1] * stride + w.shape[-1])
    images = x.shape[0] if x.ndim == 4 else 1
    positions = images * x.shape[-2] * x.shape[-1]
    if positions > 10_000 or max(x.size // channels * w.size, images * area) > MOST_WORK:
        raise refuse("输入或核太大", "the input or the kernel is too large")


def _insight(k: int, stride: int, uneven: bool) -> Text:
    if uneven:
        return Text(
            f"k={k} 不能被 stride={stride} 整除，覆盖次数不均 → 棋盘格；它恢复的是尺寸，不是数值",
            f"k={k} is not a multiple of stride {stride}: uneven overlap, the checkerboard. It "
            "restores the size, not the values",
        )
    return Text(
        f"k={k} 能被 stride={stride} 整除，内部覆盖均匀，没有结构性的棋盘格",
        f"k={k} is a multiple of stride {stride}: the inside is covered evenly, no checkerboard",
    )


def _picture(zh: str, en: str, matrix: np.ndarray, numbers: bool = True) -> Heatmap:
    shown = matrix[:MOST_DRAWN, :MOST_DRAWN]
    return Heatmap(
        Text(zh, en), COLUMN, ROW, shown.round(4).tolist(), numbers=numbers and len(shown) <= 14
    )


def _frames(x: np.ndarray, w: np.ndarray, stride: int) -> Chart:
    """The first map stamped pixel by pixel with the first kernel, before padding cuts the rim."""
    source, kernel = first_map(x)[:12, :12], w[0, 0]
    (rows, columns), (kh, kw) = source.shape, kernel.shape
    total = np.zeros(((rows - 1) * stride + kh, (columns - 1) * stride + kw))
    frames: list[tuple[Text, tuple[Figure, ...]]] = []
    for i, j in list(np.ndindex(rows, columns))[:MOST_FRAMES]:
        top, left = i * stride, j * stride
        total[top : top + kh, left : left + kw] += source[i, j] * kernel
        stamped = ((r, c, "main") for r in range(top, top + kh) for c in range(left, left + kw))
        value = f"x[{i},{j}] = {source[i, j]:.4g}"
        picture = _picture("输出累加", "Output so far", total)
        frames.append((Text(value, value), (_marked(picture, tuple(stamped)),)))
    return Steps(Text("逐像素盖章(未裁边)", "Stamp by stamp, before the rim is cut"), tuple(frames))


def _marked(picture: Heatmap, marks: tuple[tuple[int, int, str], ...]) -> Heatmap:
    inside = tuple(m for m in marks if m[0] < MOST_DRAWN and m[1] < MOST_DRAWN)
    return Heatmap(
        picture.title,
        picture.x_label,
        picture.y_label,
        picture.matrix,
        numbers=picture.numbers,
        marks=inside,
    )


def build(side: int, k: int) -> dict[str, list[list[float]]]:
    """A ramp 1, 2, 3 … and a kernel of ones."""
    ramp = np.arange(1.0, side * side + 1).reshape(side, side)
    return {"x": ramp.tolist(), "w": np.ones((k, k)).tolist()}


PARAMS = (
    Array("x", Text("输入", "input"), ((1, 2), (3, 4)), (2, 3, 4), -1e9, 1e9),
    Array("w", Text("核", "kernel"), ((1, 1, 1),) * 3, (2, 4), -1e9, 1e9),
    Int("stride", Text("步长", "stride"), 2, 1, 64, (1, 4), cues=("步长", "stride")),
    Int("padding", Text("裁边", "padding"), 0, 0, 1000, (0, 3)),
    Int("output_padding", Text("单侧补边", "output padding"), 0, 0, 63, (0, 3)),
)
SIDE = Int("side", Text("输入边长", "input side"), 2, 1, 12, (1, 6))
KERNEL = Int("k", Text("核边长", "kernel size"), 3, 1, 12, (1, 6), cues=("kernel", "卷积核"))

DEMO = Demo(
    title=Text("转置卷积与棋盘效应", "Transposed convolution and checkerboard"),
    topics=("transposed-convolution", "checkerboard-artifact", "upsampling"),
    group="convolution",
    modes=(Mode(run, PARAMS, controls=(SIDE, KERNEL), build=build),),
    source="Dumoulin and Visin 2016; Odena et al., Distill 2016",
    asks=(
        Text("转置卷积是卷积的逆运算吗？", "Does a transposed convolution invert a convolution?"),
        Text(
            "棋盘效应从哪来？怎么避免？", "Where do checkerboards come from, and how to avoid them?"
        ),
    ),
    presets=(
        Preset(Text("k=4, s=2 均匀", "k=4, s=2: even"), build(3, 4), "Odena et al., Distill, 2016"),
    ),
    examples=(Example({}, {"out_h": 5, "out_w": 5, "checkerboard": True}, "(2−1)·2+3"),),
)
