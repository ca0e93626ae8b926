"""FCN: the bilinear deconvolution and what a coarse stride costs.

Upsampling by s is a transposed convolution of stride s with a fixed triangular kernel

    size 2s − s mod 2,   padding ⌈(s−1)/2⌉,   w(i) = 1 − |i − c| / s'

with s' = ⌈size/2⌉. A prediction at stride s can at best be the mask averaged over s×s cells: its
IoU with the mask is the ceiling that skip connections to finer layers lift.

Source: Long, Shelhamer and Darrell, "Fully Convolutional Networks", 2015, section 3.3 and 4.2.
"""

import math

import numpy as np

from bot.demos._charts import Bars, Chart
from bot.demos._fields import picture, selector
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

STRIDES = (32, 16, 8, 4)
MOST_PIXELS = 1_000_000


def run_kernel(op: str, factor: int) -> Result:
    """The kernel with which a transposed convolution interpolates bilinearly."""
    size, padding = 2 * factor - factor % 2, math.ceil((factor - 1) / 2)
    reach = (size + 1) // 2
    centre = reach - 1 if size % 2 else reach - 0.5
    row = 1 - np.abs(np.arange(size) - centre) / reach
    kernel = np.outer(row, row)
    insight = Text(
        f"放大 {factor} 倍的双线性插值 = 核 {size}、步长 {factor}、补边 {padding} 的转置卷积",
        f"Bilinear upsampling by {factor} is a transposed convolution with a {size}×{size} kernel, "
        f"stride {factor} and padding {padding}",
    )
    chart = picture(Text("双线性核", "Bilinear kernel"), kernel, "sequential")
    values = {"kernel_size": size, "padding": padding, "kernel": kernel}
    formula = rf"k=2s-s\bmod 2={size},\quad p=\lceil (s-1)/2\rceil={padding}"
    return Result(values, insight, (chart,), formula)


def run_stride(op: str, shape: np.ndarray, ellipse: np.ndarray, stride: int) -> Result:
    """How much of an ellipse survives a map of that stride."""
    mask = _mask(shape, ellipse)
    coarse = _coarse(mask, stride)
    iou = _iou(mask, coarse)
    values = {
        "area": int(mask.sum()),
        "iou": iou,
        "pixel_acc": float((mask == coarse).mean()),
        "coarse_area": int(coarse.sum()),
    }
    finer = _iou(mask, _coarse(mask, stride // 2)) if stride % 2 == 0 else 1.0
    insight = Text(
        f"步长 {stride} 的粗图 IoU 上限只有 {iou:.3f}；接上更细一层的跳跃连接能到 {finer:.3f}",
        f"Stride {stride} caps the IoU at {iou:.3f}; a skip to a finer layer at {finer:.3f}",
    )
    caption = Text(f"步长 {stride} 的最好结果", f"The best at stride {stride}")
    charts = (picture(caption, coarse), picture(Text("真值", "Truth"), mask), _bars(mask, shape))
    formula = (
        rf"\mathrm{{IoU}}=\frac{{{int((mask & coarse).sum())}}}{{{int((mask | coarse).sum())}}}"
    )
    return Result(values, insight, charts, formula + f"={iou:.4f}")


def _mask(shape: np.ndarray, ellipse: np.ndarray) -> np.ndarray:
    if len(shape) != 2 or len(ellipse) != 4 or shape[0] * shape[1] > MOST_PIXELS:
        raise refuse(
            "shape 要高、宽，ellipse 要 cy,cx,ry,rx", "shape is h, w and ellipse cy, cx, ry, rx"
        )
    cy, cx, ry, rx = ellipse
    if min(ry, rx) <= 0:
        raise refuse("椭圆半轴应大于 0", "the half axes of the ellipse must be positive")
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    with np.errstate(over="ignore"):  # outside of a very thin ellipse
        mask = np.asarray(((rows - cy) / ry) ** 2 + ((columns - cx) / rx) ** 2 <= 1)
    if not mask.any():
        raise refuse("椭圆没有盖住任何像素", "the ellipse covers no pixel")
    return mask


def _coarse(mask: np.ndarray, stride: int) -> np.ndarray:
    """Average over stride×stride cells, nearest back up, at least half."""
    height, width = mask.shape
    if height % stride or width % stride:
        raise refuse(
            f"步长 {stride} 要整除图的高和宽", f"stride {stride} must divide height and width"
        )
    cells = mask.reshape(height // stride, stride, width // stride, stride).mean(axis=(1, 3))
    return np.asarray((cells >= 0.5).repeat(stride, axis=0).repeat(stride, axis=1))


def _iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / (a | b).sum())


def _bars(mask: np.ndarray, shape: np.ndarray) -> Chart:
    strides = [s for s in STRIDES if not (shape % s).any()]
    return Bars(
        Text("各步长的 IoU 上限", "Best IoU at each stride"),
        Text("步长(像素)", "stride (pixels)"),
        Text("IoU", "IoU"),
        tuple(Text(str(s), str(s)) for s in strides),
        (tuple(_iou(mask, _coarse(mask, s)) for s in strides),),
    )


KERNEL = (
    selector("op", "bilinear_kernel"),
    Int("factor", Text("放大倍数", "factor"), 2, 1, 128, slider=(2, 32)),
)
STRIDE = (
    selector("op", "stride_iou"),
    Array("shape", Text("图高、宽", "height, width"), (64, 64), low=1, high=4096, whole=True),
    Array("ellipse", Text("椭圆 cy,cx,ry,rx", "ellipse cy, cx, ry, rx"), (32, 32, 22, 14)),
    Int("stride", Text("步长", "stride"), 8, 1, 1024, (8, 32), "px", cues=("步长", "stride")),
)

DEMO = Demo(
    title=Text("FCN：双线性反卷积与跳跃连接", "FCN: bilinear deconvolution and skips"),
    topics=(
        "fully-convolutional-network",
        "skip-connection",
        "transposed-convolution",
        "bilinear-interpolation",
    ),
    group="segmentation",
    modes=(
        Mode(run_stride, STRIDE, Text("步长与精度", "stride against accuracy")),
        Mode(run_kernel, KERNEL, Text("双线性核", "bilinear kernel")),
    ),
    source="Long, Shelhamer and Darrell, Fully Convolutional Networks, CVPR 2015",
    asks=(
        Text("FCN 为什么需要跳跃连接？", "Why does FCN need skip connections?"),
        Text("FCN-32s、16s、8s 有什么区别？", "How do FCN-32s, 16s and 8s differ?"),
    ),
    presets=(
        Preset(
            Text("FCN-32s", "FCN-32s"),
            {"op": "stride_iou", "stride": 32},
            "Long et al., FCN, CVPR 2015",
        ),
        Preset(
            Text("FCN-8s", "FCN-8s"),
            {"op": "stride_iou", "stride": 8},
            "Long et al., FCN, CVPR 2015",
        ),
    ),
    examples=(
        Example(
            {"op": "bilinear_kernel", "factor": 32},
            {"kernel_size": 64, "padding": 16},
            source="Long et al., 2015, FCN-32s",
        ),
    ),
)
