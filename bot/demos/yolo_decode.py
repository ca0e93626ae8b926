"""YOLO's grid: decoding one prediction, and how many numbers and boxes a head emits.

With cell (c_x, c_y), prior (p_w, p_h) in cells and results in pixels (× stride):

    v2, v3   b_x = (σ(t_x) + c_x) s            b_w = p_w e^{t_w} s
    v5       b_x = (2σ(t_x) − 0.5 + c_x) s     b_w = p_w (2σ(t_w))² s

v1 emits S·S·(B·5 + C) numbers; v3 emits A boxes of 5 + C numbers per cell at strides 8, 16, 32.

Sources: Redmon et al., 2016, 2017, 2018 (v1, v2, v3); Ultralytics YOLOv5.
"""

import numpy as np

from bot.demos._charts import Boxes, Chart, Rectangle
from bot.demos._fields import Values, named_bars, selector, side
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

STRIDES = (8, 16, 32)
SCALES = Text("各尺度的框数", "boxes per scale"), Text("尺度", "scale")
NOTES = {
    "v2": Text("中心锁在本格内", "keeps the centre in its cell"),
    "v5": Text("中心可越出半格，宽高至多 4 倍", "lets the centre leave by half a cell, size ≤ 4×"),
}


def run_decode(
    version: str, t: np.ndarray, cell: np.ndarray, prior: np.ndarray, stride: int
) -> Result:
    """The box that a prediction t = (t_x, t_y, t_w, t_h) stands for."""
    if len(t) != 4 or len(cell) != 2 or len(prior) != 2:
        raise refuse(
            "t 要 4 个数，cell 与 prior 各 2 个", "t takes 4 numbers, cell and prior 2 each"
        )
    gate = 0.5 * (1 + np.tanh(t / 2))  # the logistic function without overflow
    if version == "v2":
        centre, size = gate[:2] + cell, prior * np.exp(t[2:])
    else:
        centre, size = 2 * gate[:2] - 0.5 + cell, prior * (2 * gate[2:]) ** 2
    bx, by, bw, bh = (np.concatenate([centre, size]) * stride).tolist()
    values: Values = {"bx": bx, "by": by, "bw": bw, "bh": bh}
    note = NOTES[version]
    insight = Text(
        f"sigmoid 让{note.zh}：中心 ({bx:.1f}, {by:.1f})，宽高 {bw:.1f}×{bh:.1f} 像素",
        f"The sigmoid {note.en}: centre ({bx:.1f}, {by:.1f}), size {bw:.1f}×{bh:.1f} pixels",
    )
    inner = rf"\sigma({t[0]:g})" if version == "v2" else rf"2\sigma({t[0]:g})-0.5"
    formula = rf"b_x=({inner}+{cell[0]:g})\cdot {stride}={bx:.3f}"
    return Result(values, insight, (_grid(cell, prior, stride, values),), formula)


def _grid(cell: np.ndarray, prior: np.ndarray, stride: int, box: Values) -> Chart:
    """The responsible cell, its prior and the decoded box."""
    (x, y), (w, h) = (cell * stride).tolist(), (prior * stride).tolist()
    cx, cy = x + stride / 2, y + stride / 2
    bx, by, bw, bh = (box[name] for name in ("bx", "by", "bw", "bh"))
    rectangles = (
        Rectangle((x, y, x + stride, y + stride), "cell", "third", filled=True),
        Rectangle((cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2), "prior", "muted", dashed=True),
        Rectangle((bx - bw / 2, by - bh / 2, bx + bw / 2, by + bh / 2), "box", "main"),
    )
    title = Text("负责的格子与解码出的框(像素)", "The responsible cell and the box (pixels)")
    return Boxes(title, Text("x", "x"), Text("y", "y"), rectangles, ((bx, by, ""),))


def run_v1(op: str, version: str, grid: int, boxes: int, classes: int) -> Result:
    """Numbers and boxes of a v1 head."""
    size = grid * grid * (boxes * 5 + classes)
    values = {"output_size": size, "n_boxes": grid * grid * boxes}
    insight = Text(
        f"v1 输出 {size} 个数，只有 {values['n_boxes']} 个框，每格还只判一个类",
        f"v1 emits {size} numbers but only {values['n_boxes']} boxes, with one class per cell",
    )
    formula = rf"S\cdot S(5B+C)={grid}\cdot{grid}\,(5\cdot{boxes}+{classes})={size}"
    return Result(
        values, insight, (named_bars(*SCALES, [(f"{grid}×{grid}", values["n_boxes"])]),), formula
    )


def run_v3(op: str, version: str, input: int, anchors_per_scale: int, classes: int) -> Result:
    """Boxes of a v3 head over its three scales."""
    if input % STRIDES[-1]:
        raise refuse(f"输入 {input} 应是 32 的倍数", f"the input {input} must be a multiple of 32")
    scales = [(f"/{s}", (input // s) ** 2 * anchors_per_scale) for s in STRIDES]
    total = sum(count for _, count in scales)
    values = {"n_boxes": total, "channels": anchors_per_scale * (5 + classes)}
    share = scales[0][1] / total
    insight = Text(
        f"v3 在 {input} 输入上三个尺度共 {total} 个框，最细的步长 8 占 {share:.0%}",
        f"v3 has {total} boxes over three scales at {input}; stride 8 holds {share:.0%}",
    )
    sides = "+".join(rf"{input // s}^2" for s in STRIDES)
    return Result(
        values, insight, (named_bars(*SCALES, scales),), rf"{anchors_per_scale}({sides})={total}"
    )


def build(tx: float, ty: float, tw: float, th: float) -> dict[str, list[float]]:
    """The four outputs of the network."""
    return {"t": [tx, ty, tw, th]}


CONTROLS = tuple(Float(n, Text(n, n), 0, -6, 6, step=0.1) for n in ("tx", "ty", "tw", "th"))
CLASSES = Text("类别数", "classes")
DECODE = (
    Choice("version", Text("版本", "version"), "v2", ("v2", "v5")),
    Array(
        "t", Text("输出 tx,ty,tw,th", "outputs tx, ty, tw, th"), (0, 0, 0, 0), low=-500, high=500
    ),
    Array("cell", Text("格子", "cell"), (6, 6), low=0, high=1e6),
    Array("prior", Text("先验宽高(格)", "prior size (cells)"), (3.3, 5.5), low=1e-9, high=1e6),
    Int("stride", Text("步长", "stride"), 32, 1, 1024, slider=(8, 32), unit="px"),
)
V1 = (
    selector("op", "shape"),
    selector("version", "v1"),
    Int("grid", Text("网格 S", "grid S"), 7, 1, 1000, slider=(3, 19)),
    Int("boxes", Text("每格框数 B", "boxes per cell B"), 2, 1, 1000, slider=(1, 5)),
    Int("classes", CLASSES, 20, 1, 100_000, slider=(1, 100)),
)
V3 = (
    selector("op", "shape"),
    selector("version", "v3"),
    side("input", "输入边长", "input size", 416, (320, 608)),
    Int("anchors_per_scale", Text("每尺度 anchor", "anchors per scale"), 3, 1, 1000, (1, 9)),
    Int("classes", CLASSES, 80, 1, 100_000, slider=(1, 100)),
)

DEMO = Demo(
    title=Text("YOLO 网格与解码", "YOLO grid and box decoding"),
    topics=("yolo", "yolov2", "yolov3", "anchor", "bounding-box-regression", "one-stage-detector"),
    group="detection",
    modes=(
        Mode(run_decode, DECODE, Text("解码一个框", "decode a box"), CONTROLS, build),
        Mode(run_v1, V1, Text("v1 的输出", "output of v1")),
        Mode(run_v3, V3, Text("v3 的输出", "output of v3")),
    ),
    source="Redmon et al., YOLO, 2016; YOLO9000, 2017; YOLOv3, 2018",
    asks=(Text("YOLO 怎样由网络输出得到框？", "How does YOLO turn its outputs into boxes?"),),
    presets=(Preset(Text("v5", "v5"), {"version": "v5"}, "Jocher et al., YOLOv5, 2020"),),
    examples=(
        Example(
            {"op": "shape", "version": "v1", "grid": 7, "boxes": 2, "classes": 20},
            {"output_size": 1470, "n_boxes": 98},
            source="Redmon et al., YOLO, CVPR 2016",
        ),
        Example(
            {"op": "shape", "version": "v3", "input": 416, "anchors_per_scale": 3, "classes": 80},
            {"n_boxes": 10_647, "channels": 255},
            source="YOLOv3, 2018",
        ),
    ),
)
