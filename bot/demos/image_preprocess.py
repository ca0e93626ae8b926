"""What is done to a picture before a network sees it.

    equalise     v → round(255 (cdf(v) − cdf_min) / (n − cdf_min))
    gamma        v → 255 (v / 255)^γ, γ < 1 brightens       grey   0.299 R + 0.587 G + 0.114 B
    normalise    (v / 255 − mean) / std per RGB channel, after scaling to [0, 1]
    letterbox    one scale for both sides, the rest padded on both sides

Whole numbers 0–255 are an 8-bit picture: grey and gamma give whole numbers back. Numbers in [0, 1]
stay real. Colour is [3][H][W] or [H][W][3], in RGB order (OpenCV reads BGR).

Sources: OpenCV; ImageNet statistics of torchvision; YOLOv5's letterbox.
"""

import numpy as np

from bot.demos._charts import Bars, Boxes, Rectangle
from bot.demos._fields import picture, selector, side
from bot.demos._params import Array, Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.demos._tones import tones
from bot.numerics.pixels import GREY, equalize
from bot.text import Text

SHOWN = Text("处理前", "before"), Text("处理后", "after")
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def run_equalize(op: str, x: np.ndarray) -> Result:
    """Histogram equalisation of an 8-bit picture."""
    y = equalize(x)
    insight = Text(
        f"灰度范围 [{x.min()}, {x.max()}] 拉到 [{y.min()}, {y.max()}]：用累计分布当映射",
        f"Greys [{x.min()}, {x.max()}] are spread to [{y.min()}, {y.max()}]: "
        "the cumulative histogram is the mapping",
    )
    pictures = picture(SHOWN[0], x), picture(SHOWN[1], y)
    return Result({"y": y}, insight, (*pictures, *tones(x, y)), r"y=255\cdot\mathrm{cdf}(x)")


def run_gray(op: str, x: np.ndarray) -> Result:
    """Luma of an RGB picture."""
    luma = np.tensordot(GREY, _channels_first(x), axes=1)
    y = np.floor(luma + 0.5).astype(int) if _eight_bit(x) else luma
    insight = Text("眼睛对绿色最敏感，所以 G 占 0.587", "The eye sees green best: G weighs 0.587")
    return Result({"y": y}, insight, (picture(Text("灰度图", "grey"), y),), "0.299R+0.587G+0.114B")


def run_normalize(op: str, x: np.ndarray) -> Result:
    """Standardised by the ImageNet mean and spread, in the layout that came in."""
    first = x.ndim == 1 or x.shape[0] == 3
    shape = (3, *[1] * (x.ndim - 1)) if first else (3,)
    _channels_first(x)
    y = (x / _top(x) - MEAN.reshape(shape)) / STD.reshape(shape)
    insight = Text(
        f"先除以 255 再减均值除以标准差，范围 [{y.min():.3f}, {y.max():.3f}]",
        f"Scaled to [0, 1] first, then standardised: range [{y.min():.3f}, {y.max():.3f}]",
    )
    names = tuple(Text(name, name) for name in "RGB")
    means = tuple(float(v) for v in _channels_first(y).reshape(3, -1).mean(axis=1))
    title, axis = Text("归一化后的均值", "Mean afterwards"), Text("通道", "channel")
    chart = Bars(title, axis, title, names, (means,))
    return Result({"y": y}, insight, (chart,), r"(x/255-\mu)/\sigma")


def run_gamma(op: str, x: np.ndarray, gamma: float) -> Result:
    """Power-law brightness."""
    y = _top(x) * (x / _top(x)) ** gamma
    y = np.round(y).astype(int) if _eight_bit(x) else y
    insight = Text(
        f"γ={gamma:g}：均值从 {x.mean():.4g} 到 {y.mean():.4g}；γ<1 变亮，γ>1 变暗",
        f"γ={gamma:g}: the mean goes from {x.mean():.4g} to {y.mean():.4g}; "
        "γ<1 brightens, γ>1 darkens",
    )
    flat = (m.reshape(-1, m.shape[-1]) for m in (x, y))
    charts = tuple(picture(t, m) for t, m in zip(SHOWN, flat, strict=True))
    return Result({"y": y}, insight, charts, rf"y=255\,(x/255)^{{{gamma:g}}}")


def run_letterbox(op: str, w: int, h: int, size: int) -> Result:
    """The scaled size and the padding on each side of a square input."""
    scale = min(size / w, size / h)
    new_w, new_h = max(1, round(w * scale)), max(1, round(h * scale))
    pad_x, pad_y = (size - new_w) / 2, (size - new_h) / 2
    values = {"scale": scale, "new_w": new_w, "new_h": new_h, "pad_x": pad_x, "pad_y": pad_y}
    insight = Text(
        f"{w}×{h} 缩成 {new_w}×{new_h}，左右各补 {pad_x:g}、上下各补 {pad_y:g}，长宽比不变",
        f"{w}×{h} becomes {new_w}×{new_h}, padded by {pad_x:g} left and right and {pad_y:g} above "
        "and below; the aspect ratio stays",
    )
    inner = (pad_x, pad_y, pad_x + new_w, pad_y + new_h)
    boxes = Rectangle((0, 0, size, size), "", "muted"), Rectangle(inner, "", "main", filled=True)
    axes = Text("x(px)", "x (px)"), Text("y(px)", "y (px)")
    chart = Boxes(Text("补边后的输入", "Padded input"), *axes, boxes)
    return Result(values, insight, (chart,), rf"s=\min({size}/{w},{size}/{h})={scale:.4g}")


def _eight_bit(x: np.ndarray) -> bool:
    return bool(x.max() > 1 and (x == np.round(x)).all())


def _top(x: np.ndarray) -> int:
    """White: 1 for numbers in [0, 1], else 255."""
    return 255 if x.max() > 1 else 1


def _channels_first(x: np.ndarray) -> np.ndarray:
    if x.shape[0] != 3 and x.shape[-1] != 3:
        raise refuse("需要 3 个颜色通道", "three colour channels are needed")
    return x if x.shape[0] == 3 else np.moveaxis(x, -1, 0)


def _pixels(default: object, *ndim: int, whole: bool = False) -> Array:
    return Array("x", Text("像素", "pixels"), default, ndim, 0, 255, whole)


RAMP = (np.add.outer(np.arange(8), np.arange(8)) * 4 + 90).tolist()
COLOURS = [[[255, 0], [0, 128]], [[0, 255], [0, 128]], [[0, 0], [255, 128]]]
GAMMA = Float("gamma", Text("γ", "γ"), 2.2, 0, 100, (0.1, 5), 0.1, above=True, cues=("gamma", "γ"))
MODES = (
    Mode(
        run_equalize,
        (selector("op", "hist_equalize"), _pixels(RAMP, 2, whole=True)),
        Text("均衡化", "equalise"),
    ),
    Mode(run_gray, (selector("op", "gray"), _pixels(COLOURS, 3)), Text("灰度", "grey")),
    Mode(
        run_normalize,
        (selector("op", "imagenet_normalize"), _pixels(COLOURS, 1, 3)),
        Text("标准化", "normalise"),
    ),
    Mode(
        run_gamma, (selector("op", "gamma"), _pixels(RAMP, 1, 2, 3), GAMMA), Text("伽马", "gamma")
    ),
    Mode(
        run_letterbox,
        (
            selector("op", "letterbox"),
            side("w", "宽", "width", 1280, (32, 4000)),
            side("h", "高", "height", 720, (32, 4000)),
            side("size", "边长", "side", 640),
        ),
        Text("补边", "letterbox"),
    ),
)

DEMO = Demo(
    title=Text("图像预处理", "Image pre-processing"),
    topics=(
        "image-preprocessing",
        "histogram-equalization",
        "gamma-correction",
        "letterbox",
        "training-tricks",
    ),
    group="classical",
    modes=MODES,
    source="OpenCV; torchvision; YOLOv5",
    asks=(Text("图像预处理一般做哪些？", "What does image pre-processing usually do?"),),
    presets=(
        Preset(
            Text("ImageNet 平均色", "the mean colour of ImageNet"),
            {"op": "imagenet_normalize", "x": [[[124, 116, 104]]]},
            "torchvision: mean .485 .456 .406",
        ),
        Preset(Text("显示器 γ=2.2", "a display: γ = 2.2"), {"op": "gamma", "gamma": 2.2}),
    ),
    examples=(Example({"op": "letterbox"}, {"new_h": 360, "pad_y": 140.0}, "YOLOv5"),),
)
