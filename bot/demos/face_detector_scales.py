"""Two ways to meet faces of every size: LFFD's receptive fields and MTCNN's image pyramid.

LFFD reads eight branches off one chain of 25 3×3 convolutions; each branch answers for the faces
its receptive field covers with context, so small faces get a larger field per face. MTCNN scales
the image by 12/min_face · factor^n while the shorter side stays at least 12 pixels, the size of
P-Net's field.

Sources: He et al., LFFD, arXiv 1904.10633, figure 2 and table 2; Zhang et al., MTCNN, 2016.
"""

from bisect import bisect_right
from itertools import pairwise

from bot.demos._charts import Bars, Lines
from bot.demos._curves import curve, over_steps
from bot.demos._fields import selector, side
from bot.demos._params import Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

STRIDED = (1, 2, 11, 16, 19)  # layers of stride 2, counted from 1
BRANCHES = (8, 10, 13, 15, 18, 21, 23, 25)  # layers that the branches read
FACES = (10, 15, 20, 40, 70, 110, 250, 400, 560)  # branch i takes faces in [FACES[i], FACES[i+1])
NET = 12  # input size of P-Net in pixels


def branches() -> tuple[list[int], list[int]]:
    """Receptive field and stride of each branch, from the chain of 3×3 convolutions.

    >>> branches()[0]
    [55, 71, 111, 143, 223, 383, 511, 639]
    """
    field = jump = 1
    fields, strides = [], []
    for layer in range(1, BRANCHES[-1] + 1):
        field += 2 * jump
        jump *= 2 if layer in STRIDED else 1
        if layer in BRANCHES:
            fields.append(field)
            strides.append(jump)
    return fields, strides


def run_face(model: str, face_px: float) -> Result:
    """The branch that answers for a face of that size."""
    if not FACES[0] <= face_px < FACES[-1]:
        raise refuse(
            f"LFFD 只检测 {FACES[0]} 到 {FACES[-1]} 像素的人脸",
            f"LFFD detects faces of {FACES[0]} up to {FACES[-1]} pixels",
        )
    branch = bisect_right(FACES, face_px) - 1
    fields, strides = branches()
    field = fields[branch]
    ratio = field / face_px
    values = {
        "rf": fields,
        "strides": strides,
        "branch": branch,
        "branch_rf": field,
        "rf_to_face": ratio,
    }
    insight = Text(
        f"{face_px:g} 像素的脸归分支 {branch}：感受野 {field} 是脸的 {ratio:.2f} 倍；"
        "感受野就是天然的 anchor，小脸需要更多上下文",
        f"A face of {face_px:g} pixels goes to branch {branch}: field {field}, {ratio:.2f} times "
        "the face; the field itself is the anchor and small faces need more context",
    )
    formula = rf"\mathrm{{RF}}/\mathrm{{face}}={field}/{face_px:g}={ratio:.3f}"
    return Result(values, insight, (_ladder(face_px), _ratios()), formula)


def run_pyramid(model: str, image_h: int, image_w: int, min_face: float, factor: float) -> Result:
    """The scales of MTCNN's image pyramid, largest first."""
    first = NET / min_face
    scales: list[float] = []
    shorter = min(image_h, image_w) * first
    while shorter >= NET and len(scales) < 10_000:
        scales.append(first * factor ** len(scales))
        shorter *= factor
    pixels = sum(image_h * image_w * scale**2 for scale in scales)
    values = {"scales": scales, "n_scales": len(scales), "pyramid_pixels": pixels}
    insight = Text(
        f"{len(scales)} 层金字塔，P-Net 共扫 {pixels / 1e3:,.0f} 千像素；min_face 翻倍约省 3/4",
        f"{len(scales)} scales, {pixels / 1e3:,.0f} thousand pixels for P-Net; doubling min_face "
        "saves about 3/4",
    )
    line = over_steps(Text("缩放比例", "scale"), scales)
    title = Text("图像金字塔", "Image pyramid")
    chart = Lines(title, Text("层", "level"), Text("比例", "scale"), (line,), log_y=bool(scales))
    formula = rf"s_n=\frac{{12}}{{{min_face:g}}}\cdot{factor:g}^n"
    return Result(values, insight, (chart,), formula)


def _ladder(face_px: float) -> Bars:
    fields, _ = branches()
    names = tuple(Text(f"{low}–{high}", f"{low}–{high}") for low, high in pairwise(FACES))
    here = bisect_right(FACES, face_px) - 1
    rows = tuple(fields), tuple(face_px if i == here else 0 for i in range(len(fields)))
    groups = Text("感受野", "receptive field"), Text("人脸", "face")
    title, axis = (
        Text("8 个分支", "The eight branches"),
        Text("分支负责的脸(px)", "faces of the branch (px)"),
    )
    return Bars(title, axis, Text("像素", "pixels"), names, rows, groups)


def _ratios() -> Lines:
    sizes = list(range(FACES[0], FACES[-1]))
    fields = branches()[0]
    ratios = [fields[bisect_right(FACES, size) - 1] / size for size in sizes]
    line = curve(Text("感受野/脸", "field / face"), sizes, ratios)
    title = Text("上下文随脸的大小变化", "Context against the size of the face")
    return Lines(title, Text("脸(px)", "face (px)"), Text("倍数", "ratio"), (line,), log_x=True)


LFFD = selector("model", "lffd")
FACE = Float("face_px", Text("人脸", "face"), 30, 1, 1e5, (10, 559), 1, "px")
PYRAMID = (
    selector("model", "mtcnn"),
    side("image_h", "图像高", "image height", 480, (48, 2160)),
    side("image_w", "图像宽", "image width", 640, (48, 3840)),
    Float("min_face", Text("最小人脸", "smallest face"), 20, 1, 1e5, (12, 100), 1, "px"),
    Float("factor", Text("缩放因子", "factor"), 0.709, 0.01, 0.999, (0.5, 0.9), 0.001),
)

DEMO = Demo(
    title=Text(
        "轻量人脸检测：LFFD 感受野与 MTCNN 金字塔",
        "Face detectors: LFFD receptive fields, MTCNN pyramid",
    ),
    topics=(
        "lffd",
        "mtcnn",
        "face-detection",
        "receptive-field",
        "image-pyramid",
        "lightweight-face-detector",
    ),
    group="detection",
    modes=(
        Mode(run_face, (LFFD, FACE), Text("LFFD", "LFFD")),
        Mode(run_pyramid, PYRAMID, Text("MTCNN", "MTCNN")),
    ),
    source="He et al., LFFD, arXiv 1904.10633; Zhang et al., MTCNN, 2016",
    asks=(Text("LFFD 为什么不需要 anchor？", "Why does LFFD need no anchors?"),),
    presets=(Preset(Text("小脸", "a small face"), {"model": "lffd", "face_px": 12}),),
    examples=(
        Example(
            {"model": "lffd"}, {"rf": [55, 71, 111, 143, 223, 383, 511, 639]}, "He 2019, table 2"
        ),
    ),
)
