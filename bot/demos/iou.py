"""Intersection over union of two boxes, and the losses built on it.

    IoU  = |A ∩ B| / |A ∪ B|
    GIoU = IoU − (|C| − |A ∪ B|) / |C|           C the smallest box around both
    DIoU = IoU − ρ² / c²                          ρ centre distance, c diagonal of C
    CIoU = DIoU − α v,   v = 4/π² (atan(w_b/h_b) − atan(w_a/h_a))²,   α = v / (1 − IoU + v)

Sources: Rezatofighi et al., GIoU, CVPR 2019, algorithm 1; Zheng et al., DIoU and CIoU, AAAI 2020,
equations 7 to 11. Continuous coordinates unless the pixel convention (+1) is asked for.
"""

import math

import numpy as np

from bot.demos._charts import Boxes, Rectangle
from bot.demos._params import Array, Choice, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.boxes import areas, intersections
from bot.text import Text


def run(box_a: np.ndarray, box_b: np.ndarray, convention: str) -> Result:
    """All overlap measures of two boxes."""
    for name, box in (("box_a", box_a), ("box_b", box_b)):
        _check(name, box)
    offset = 1.0 if convention == "pixel" else 0.0
    a, b = box_a[None, :], box_b[None, :]
    inter = float(intersections(a, b, offset)[0, 0])
    union = float(areas(a, offset)[0] + areas(b, offset)[0]) - inter
    iou = inter / union if union > 0 else 0.0
    values = {
        "intersection": inter,
        "union": union,
        "iou": iou,
        **_penalised(a, b, iou, union, offset),
    }
    return Result(values, _insight(values), (_picture(box_a, box_b),), _formula(inter, union, iou))


def _check(name: str, box: np.ndarray) -> None:
    if len(box) != 4:
        raise refuse(f"{name} 应有 4 个数 x1,y1,x2,y2", f"{name} needs 4 numbers x1, y1, x2, y2")
    if box[0] > box[2] or box[1] > box[3]:
        raise refuse(f"{name} 应满足 x1≤x2、y1≤y2", f"{name} must have x1 <= x2 and y1 <= y2")


def _penalised(
    a: np.ndarray, b: np.ndarray, iou: float, union: float, offset: float
) -> dict[str, float]:
    hull = np.concatenate([np.minimum(a[:, :2], b[:, :2]), np.maximum(a[:, 2:], b[:, 2:])], axis=1)
    hull_area = float(areas(hull, offset)[0])
    giou = iou - (hull_area - union) / hull_area if hull_area > 0 else iou
    diagonal = float(((hull[0, 2:] - hull[0, :2] + offset) ** 2).sum())
    centres = (a[0, :2] + a[0, 2:] - b[0, :2] - b[0, 2:]) / 2
    diou = iou - float((centres**2).sum()) / diagonal if diagonal > 0 else iou
    (w_a, h_a), (w_b, h_b) = a[0, 2:] - a[0, :2] + offset, b[0, 2:] - b[0, :2] + offset
    v = 4 / math.pi**2 * (math.atan2(w_b, h_b) - math.atan2(w_a, h_a)) ** 2
    alpha = v / (1 - iou + v) if v > 0 else 0.0
    return {"giou": giou, "diou": diou, "ciou": diou - alpha * v}


def _insight(values: dict[str, float]) -> Text:
    if values["iou"] > 0:
        return Text(
            f"两框的 IoU 是 {values['iou']:.4f};CIoU 还看中心距离和长宽比",
            f"The boxes have IoU {values['iou']:.4f}; CIoU also looks at centres and aspect ratio",
        )
    return Text(
        f"不相交时 IoU=0 没有梯度,GIoU 仍有 {values['giou']:.3f}",
        f"Disjoint boxes have IoU 0 and no gradient; GIoU is still {values['giou']:.3f}",
    )


def _formula(inter: float, union: float, iou: float) -> str:
    return (
        rf"\mathrm{{IoU}}=\frac{{|A\cap B|}}{{|A\cup B|}}=\frac{{{inter:g}}}{{{union:g}}}={iou:.4f}"
    )


def _picture(box_a: np.ndarray, box_b: np.ndarray) -> Boxes:
    low, high = np.maximum(box_a[:2], box_b[:2]), np.minimum(box_a[2:], box_b[2:])
    overlap = (Rectangle((*low.tolist(), *high.tolist()), "A∩B", "good", filled=True),)
    hull = (*np.minimum(box_a[:2], box_b[:2]).tolist(), *np.maximum(box_a[2:], box_b[2:]).tolist())
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
    )


PARAMS = (
    Array("box_a", Text("框 A: x1,y1,x2,y2", "box A: x1, y1, x2, y2"), (0, 0, 10, 10)),
    Array("box_b", Text("框 B: x1,y1,x2,y2", "box B: x1, y1, x2, y2"), (5, 5, 15, 15)),
    Choice("convention", Text("坐标约定", "coordinates"), "continuous", ("continuous", "pixel")),
)

DEMO = Demo(
    title=Text("IoU / GIoU / DIoU / CIoU", "IoU and its family"),
    topics=("iou", "giou", "diou", "ciou", "bounding-box-regression"),
    group="detection",
    modes=(Mode(run, PARAMS),),
    source="Rezatofighi et al., CVPR 2019; Zheng et al., AAAI 2020",
    asks=(
        Text(
            "IoU 作损失有什么问题?GIoU 怎么解决?",
            "What is wrong with IoU as a loss, and how does GIoU help?",
        ),
        Text("NMS 里怎么用 IoU?", "How does NMS use IoU?"),
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
