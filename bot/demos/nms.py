"""Non-maximum suppression, round by round: hard, and Soft-NMS with linear or Gaussian decay.

    hard:      remove b  if IoU(M, b) > t
    linear:    s_b ← s_b (1 − IoU(M, b))  if IoU(M, b) > t
    Gaussian:  s_b ← s_b exp(−IoU(M, b)² / σ),   whatever t

M is the best box left. A box exactly at the threshold stays, as in OpenCV and torchvision.
Detectors run NMS class by class.

Sources: Felzenszwalb et al., TPAMI 2010; Bodla et al., "Soft-NMS", ICCV 2017, equations 2 and 3.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Boxes, Figure, Grid, Rectangle, Steps
from bot.demos._fields import SEED
from bot.demos._params import Array, Choice, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics.suppression import Round, suppress
from bot.text import Text

MOST_BOXES, MOST_FRAMES = 500, 40


def run(
    boxes: np.ndarray,
    scores: np.ndarray,
    iou_threshold: float,
    score_threshold: float,
    method: str,
    sigma: float,
    convention: str,
) -> Result:
    """Kept boxes in order of selection, with their final scores."""
    boxes = boxes.reshape(-1, 4) if boxes.size == 0 else boxes
    _check(boxes, scores)
    offset = 1.0 if convention == "pixel" else 0.0
    rounds = suppress(boxes, scores, iou_threshold, method, sigma, score_threshold, offset)
    keep = [r.best for r in rounds]
    values = {"keep": keep, "n_kept": len(keep), "scores_out": [r.score for r in rounds]}
    frames = tuple(_frame(boxes, rounds, i) for i in range(min(len(rounds), MOST_FRAMES)))
    steps = Steps(Text("逐轮抑制", "Suppression, round by round"), frames)
    picture = _picture(boxes, set(keep), set(range(len(boxes))) - set(keep))
    formula = _formula(method, iou_threshold, sigma)
    return Result(values, _insight(len(boxes), len(keep), method), (picture, steps), formula)


def _formula(method: str, threshold: float, sigma: float) -> str:
    if method == "soft_gaussian":
        return rf"s_b\leftarrow s_b\,e^{{-\mathrm{{IoU}}(M,b)^2/{sigma:g}}}"
    new = "0" if method == "hard" else r"s_b(1-\mathrm{IoU}(M,b))"
    return rf"s_b\leftarrow {new}\ \mathrm{{if}}\ \mathrm{{IoU}}(M,b)>{threshold:g}"


def _check(boxes: np.ndarray, scores: np.ndarray) -> None:
    if boxes.shape[1] != 4 or len(boxes) != len(scores):
        raise refuse("每个框要 4 个数和一个分数", "each box needs 4 numbers and one score")
    if len(boxes) > MOST_BOXES:
        raise refuse(f"至多 {MOST_BOXES} 个框", f"at most {MOST_BOXES} boxes")
    if (boxes[:, :2] > boxes[:, 2:]).any():
        raise refuse("框应满足 x1≤x2、y1≤y2", "boxes must have x1 <= x2 and y1 <= y2")


def _insight(total: int, kept: int, method: str) -> Text:
    if method == "hard":
        return Text(
            f"{total} 个框留下 {kept} 个；NMS 按类别做，阈值高漏删重复框，低会误删相邻目标",
            f"{kept} of {total} boxes survive; NMS runs per class: a high threshold leaves "
            "duplicates, a low one deletes neighbours",
        )
    return Text(
        f"{total} 个框留下 {kept} 个；Soft-NMS 只降分不删框，拥挤目标更不易丢",
        f"{kept} of {total} boxes stay; Soft-NMS lowers scores instead of deleting boxes, "
        "which saves crowded objects",
    )


def _frame(boxes: np.ndarray, rounds: list[Round], number: int) -> tuple[Text, tuple[Figure, ...]]:
    current = rounds[number]
    staying = {r.best for r in rounds[number + 1 :]}
    removed = {i for i in current.others if i not in staying}
    rows = tuple(
        (i, round(iou, 4), "—" if score is None else round(score, 4))
        for i, iou, score in zip(current.others, current.ious, current.scores, strict=True)
    )
    columns = Text("框", "box"), Text("与它的 IoU", "IoU with it"), Text("新分数", "new score")
    caption = Text(
        f"第 {number + 1} 轮：选中框 {current.best}(分数 {current.score:.3f})",
        f"Round {number + 1}: box {current.best} is best (score {current.score:.3f})",
    )
    chosen = {r.best for r in rounds[: number + 1]}
    table = Grid(Text("其余的框", "The other boxes"), columns, rows)
    return caption, (_picture(boxes, chosen, removed), table)


def _picture(boxes: np.ndarray, good: set[int], bad: set[int]) -> Boxes:
    roles = dict.fromkeys(good, "good") | dict.fromkeys(bad, "bad")
    rectangles = tuple(
        Rectangle(tuple(box), str(i), roles.get(i, "muted"), dashed=roles.get(i) == "bad")
        for i, box in enumerate(boxes.tolist())
    )
    x, y = Text("x(像素)", "x (pixels)"), Text("y(像素)", "y (pixels)")
    return Boxes(Text("留下与去掉的框", "Boxes kept and removed"), x, y, rectangles)


def build(objects: int, per_object: int, jitter: float, seed: int) -> dict[str, Any]:
    """Boxes of side 40 scattered around objects in a row, with random scores."""
    rng = np.random.default_rng(seed)
    corner = np.repeat(np.arange(objects) * 60.0, per_object)[:, None] + [0, 40]
    corner = np.round(corner + rng.normal(0, jitter, corner.shape) - [0, 40], 1)
    boxes = np.concatenate([corner, corner + 40], axis=1)
    scores = np.round(rng.uniform(0.3, 0.99, len(boxes)), 3)
    return {"boxes": boxes.tolist(), "scores": scores.tolist()}


BOXES = [
    [10, 10, 50, 50],
    [12, 12, 52, 52],
    [15, 8, 55, 48],
    [70, 20, 110, 60],
    [74, 24, 114, 64],
    [95, 20, 135, 60],
]
SCORES = [0.9, 0.85, 0.7, 0.95, 0.6, 0.8]
METHODS = ("hard", "soft_linear", "soft_gaussian")
PARAMS = (
    Array("boxes", Text("框", "boxes"), BOXES, ndim=2, may_be_empty=True),
    Array("scores", Text("分数", "scores"), SCORES, low=0, high=1, may_be_empty=True),
    Float("iou_threshold", Text("IoU 阈值", "IoU threshold"), 0.5, 0, 1, cues=("IoU阈值", "IoU")),
    Float("score_threshold", Text("分数阈值", "score threshold"), 0.0, 0, 1),
    Choice("method", Text("方法", "method"), "hard", METHODS),
    Float("sigma", Text("高斯 σ", "Gaussian σ"), 0.5, 0, 1e6, (0.05, 2), above=True),
    Choice("convention", Text("坐标约定", "coordinates"), "continuous", ("continuous", "pixel")),
)
CONTROLS = (
    Int("objects", Text("目标数", "objects"), 2, 1, 6),
    Int("per_object", Text("每个目标的框数", "boxes per object"), 3, 1, 8),
    Float("jitter", Text("位置抖动(像素)", "jitter (pixels)"), 4.0, 0, 30, step=0.5),
    SEED,
)

DEMO = Demo(
    title=Text("NMS 与 Soft-NMS 逐步", "NMS and Soft-NMS, step by step"),
    topics=("non-maximum-suppression", "soft-nms", "intersection-over-union", "object-detection"),
    group="detection",
    modes=(
        Mode(
            run,
            PARAMS,
            controls=CONTROLS,
            build=build,
            only=(
                Only("iou_threshold", "method", METHODS[:2]),
                Only("sigma", "method", METHODS[2:]),
            ),
        ),
    ),
    source="Bodla et al., Soft-NMS, ICCV 2017",
    asks=(
        Text("NMS 的阈值怎么选？", "How do you choose the threshold of NMS?"),
        Text("密集遮挡场景下 NMS 有什么问题？", "What goes wrong with NMS in crowded scenes?"),
    ),
    presets=(
        Preset(
            Text("高斯 Soft-NMS", "Gaussian Soft-NMS"),
            {"method": "soft_gaussian"},
            "Bodla et al., ICCV 2017, σ = 0.5",
        ),
    ),
    examples=(Example({}, {"keep": [3, 0, 5], "n_kept": 3}, "OpenCV dnn.NMSBoxes"),),
)
