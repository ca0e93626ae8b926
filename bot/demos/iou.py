"""Intersection over union of two boxes, and the losses built on it.

    IoU  = |A ∩ B| / |A ∪ B|
    GIoU = IoU − (|C| − |A ∪ B|) / |C|           C the smallest box around both
    DIoU = IoU − ρ² / c²                          ρ centre distance, c diagonal of C
    CIoU = DIoU − α v,   v = 4/π² (atan(w_b/h_b) − atan(w_a/h_a))²,   α = v / (1 − IoU + v)

Sources: Rezatofighi et al., GIoU, CVPR 2019, algorithm 1; Zheng et al., DIoU and CIoU, AAAI 2020,
equations 7 to 11. Continuous coordinates unless the pixel convention (+1) is asked for.
"""

import numpy as np

from bot.demos._charts import Boxes, Lines, Rectangle
from bot.demos._curves import curve
from bot.demos._params import Array, Choice, Float, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.boxes import overlap_measures
from bot.text import Text

SLIDE = 81
CURVES = (
    ("iou", "IoU", "main"),
    ("giou", "GIoU", "second"),
    ("diou", "DIoU", "third"),
    ("ciou", "CIoU", "fourth"),
)


def run(box_a: np.ndarray, box_b: np.ndarray, convention: str) -> Result:
    """All overlap measures of two boxes."""
    for name, box in (("box_a", box_a), ("box_b", box_b)):
        _check(name, box)
    offset = 1.0 if convention == "pixel" else 0.0
    values = overlap_measures(box_a[None, :], box_b[None, :], offset)
    charts = (_picture(box_a, box_b), _slide(box_a, box_b, offset))
    return Result(values, _insight(values), charts, _formula(values))


def _check(name: str, box: np.ndarray) -> None:
    if len(box) != 4:
        raise refuse(f"{name} 应有 4 个数 x1,y1,x2,y2", f"{name} needs 4 numbers x1, y1, x2, y2")
    if box[0] > box[2] or box[1] > box[3]:
        raise refuse(f"{name} 应满足 x1≤x2、y1≤y2", f"{name} must have x1 <= x2 and y1 <= y2")


def _insight(values: dict[str, float]) -> Text:
    if values["iou"] > 0:
        return Text(
            f"两框的 IoU 是 {values['iou']:.4f}；CIoU 还看中心距离和长宽比",
            f"The boxes have IoU {values['iou']:.4f}; CIoU also looks at centres and aspect ratio",
        )
    return Text(
        f"不相交时 IoU=0 没有梯度，GIoU 仍有 {values['giou']:.3f}",
        f"Disjoint boxes have IoU 0 and no gradient; GIoU is still {values['giou']:.3f}",
    )


def _formula(values: dict[str, float]) -> str:
    inter, union = values["intersection"], values["union"]
    fraction = rf"\frac{{{inter:g}}}{{{union:g}}}" if union > 0 else "0"
    return rf"\mathrm{{IoU}}=\frac{{|A\cap B|}}{{|A\cup B|}}={fraction}={values['iou']:.4f}"


def _slide(box_a: np.ndarray, box_b: np.ndarray, offset: float) -> Lines:
    """The measures while B slides along x past A."""
    reach = float(box_a[2] - box_a[0] + box_b[2] - box_b[0]) or 1.0
    start = (box_a[0] + box_a[2] - box_b[0] - box_b[2]) / 2
    shifts = np.linspace(-reach, reach, SLIDE)
    moved = [box_b + np.array([start + d, 0, start + d, 0]) for d in shifts]
    rows = [overlap_measures(box_a[None, :], box[None, :], offset) for box in moved]
    lines = tuple(
        curve(Text(label, label), shifts, [row[name] for row in rows], role, dashed=name == "ciou")
        for name, label, role in CURVES
    )  # between boxes of one aspect ratio CIoU is DIoU: dashed, it leaves that to be seen
    title = Text("B 沿 x 滑过 A 时", "While B slides past A")
    x = Text("中心的水平距离(像素)", "horizontal distance of the centres (pixels)")
    return Lines(title, x, Text("值", "value"), lines, rules_x=((-start, Text("当前", "current")),))


def _picture(box_a: np.ndarray, box_b: np.ndarray) -> Boxes:
    low, high = np.maximum(box_a[:2], box_b[:2]), np.minimum(box_a[2:], box_b[2:])
    overlap = (Rectangle((*low.tolist(), *high.tolist()), "A∩B", "good", filled=True),)
    hull = (*np.minimum(box_a[:2], box_b[:2]).tolist(), *np.maximum(box_a[2:], box_b[2:]).tolist())
    centres = ("A", box_a), ("B", box_b)
    rectangles = (
        Rectangle(hull, "C", "muted", dashed=True),
        *(overlap if (low < high).all() else ()),
        Rectangle(tuple(box_a.tolist()), "A", "main"),
        Rectangle(tuple(box_b.tolist()), "B", "second"),
    )
    return Boxes(
        Text("两个框与外接框", "Both boxes and their hull"),
        Text("x", "x"),
        Text("y", "y"),
        rectangles,
        tuple((*((box[:2] + box[2:]) / 2).tolist(), name) for name, box in centres),
    )


def build(dx: float, dy: float, width: float, height: float) -> dict[str, list[float]]:
    """A box of side 10 at the origin, and B of any size at any offset from it."""
    return {"box_a": [0, 0, 10, 10], "box_b": [dx, dy, dx + width, dy + height]}


def _control(name: str, zh: str, en: str, default: float, low: float) -> Float:
    return Float(name, Text(zh, en), default, low, 100, (low, 30), 0.5)


PARAMS = (
    Array("box_a", Text("框 A: x1,y1,x2,y2", "box A: x1, y1, x2, y2"), (0, 0, 10, 10)),
    Array("box_b", Text("框 B: x1,y1,x2,y2", "box B: x1, y1, x2, y2"), (5, 5, 15, 15)),
    Choice("convention", Text("坐标约定", "coordinates"), "continuous", ("continuous", "pixel")),
)

CONTROLS = (
    _control("dx", "B 的左边(像素)", "left of B (pixels)", 5, -30),
    _control("dy", "B 的上边(像素)", "top of B (pixels)", 5, -30),
    _control("width", "B 的宽(像素)", "width of B (pixels)", 10, 0),
    _control("height", "B 的高(像素)", "height of B (pixels)", 10, 0),
)

DEMO = Demo(
    title=Text("IoU / GIoU / DIoU / CIoU", "IoU and its family"),
    topics=(
        "intersection-over-union",
        "giou",
        "diou",
        "ciou",
        "bounding-box-regression",
        "object-detection",
    ),
    group="detection",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Rezatofighi et al., CVPR 2019; Zheng et al., AAAI 2020",
    asks=(
        Text(
            "IoU 作损失有什么问题？GIoU 怎么解决？",
            "What is wrong with IoU as a loss, and how does GIoU help?",
        ),
        Text("NMS 里怎么用 IoU？", "How does NMS use IoU?"),
    ),
    presets=(
        Preset(Text("相交", "overlapping"), {"box_a": [0, 0, 10, 10], "box_b": [5, 5, 15, 15]}),
        Preset(Text("不相交", "disjoint"), {"box_a": [0, 0, 4, 4], "box_b": [6, 6, 10, 10]}),
    ),
    examples=(
        Example(
            {"box_a": [0, 0, 10, 10], "box_b": [5, 5, 15, 15]},
            {"intersection": 25.0, "union": 175.0, "iou": 1 / 7},
            source="closed form: 25 / (100 + 100 − 25)",
        ),
    ),
)
