"""YOLOv2's anchors: k-means on box sizes with distance 1 − IoU.

Boxes share a corner, so only width and height count:

    IoU = min(w, w_k) min(h, h_k) / (w h + w_k h_k − intersection)

Each box goes to the anchor of largest IoU (ties to the lowest index), each anchor moves to the
mean (or median) of its boxes, until nothing moves; an anchor without boxes stays. The mean update
does not minimise 1 − IoU exactly, so the mean IoU need not rise in every round.

Source: Redmon and Farhadi, YOLO9000, CVPR 2017, section 2, "Dimension Clusters".
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart, Lines, Scatter, Series
from bot.demos._fields import SEED, Values
from bot.demos._params import Array, Choice, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.clustering import lloyd, squared_distances
from bot.text import Text

ROLES = ("main", "second", "third", "fourth", "good", "bad", "muted")
MOST_PAIRS = 500_000
ELBOW = 9


def run(wh: np.ndarray, init: np.ndarray, max_iter: int, update: str, metric: str) -> Result:
    """The anchors that k-means finds from ``init``."""
    if wh.shape[1] != 2 or init.shape[1] != 2:
        raise refuse("wh 与 init 每行应是宽和高", "each row of wh and init is a width and a height")
    if len(wh) * len(init) > MOST_PAIRS:
        raise refuse("框或 anchor 太多", "too many boxes or anchors")
    history = _fit(wh, init, max_iter, update, metric)
    anchors, assign = history[-1]
    means = [float(_ious(wh, a)[np.arange(len(wh)), k].mean()) for a, k in history]
    values: Values = {
        "anchors": anchors,
        "assign": assign,
        "mean_iou": means[-1],
        "iterations": len(history) - 1,
        "counts": np.bincount(assign, minlength=len(anchors)),
    }
    charts = (_scatter(wh, anchors, assign), _elbow(wh, max_iter, update, metric))
    formula = rf"d=1-\mathrm{{IoU}},\quad \overline{{\mathrm{{IoU}}}}={means[-1]:.4f}"
    return Result(values, _insight(means, len(anchors), metric), charts, formula)


def _fit(
    wh: np.ndarray, init: np.ndarray, max_iter: int, update: str, metric: str
) -> list[tuple[np.ndarray, np.ndarray]]:
    distance = squared_distances if metric == "euclid" else lambda a, b: 1 - _ious(a, b)
    return lloyd(wh, init, max_iter, distance, np.mean if update == "mean" else np.median)


def _ious(wh: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    """IoU of (N, 2) boxes with (K, 2) anchors that share a corner: (N, K)."""
    shared = np.minimum(wh[:, None, :], anchors[None, :, :]).prod(axis=2)
    union = wh.prod(axis=1)[:, None] + anchors.prod(axis=1)[None, :] - shared
    return np.asarray(shared / union)


def _insight(means: list[float], k: int, metric: str) -> Text:
    used = Text("欧氏距离", "Euclidean distance") if metric == "euclid" else Text("1−IoU", "1−IoU")
    return Text(
        f"用{used.zh}聚出 {k} 个 anchor，平均 IoU 从 {means[0]:.3f} 变为 {means[-1]:.3f}；"
        "欧氏距离偏向大框，1−IoU 对大小框公平",
        f"{k} anchors by {used.en} take the mean IoU from {means[0]:.3f} to {means[-1]:.3f}; "
        "Euclid favours big boxes, 1−IoU is scale-fair",
    )


def _scatter(wh: np.ndarray, anchors: np.ndarray, assign: np.ndarray) -> Chart:
    groups = tuple(
        (
            Text(f"anchor {k}", f"anchor {k}"),
            ROLES[k % len(ROLES)],
            [(float(w), float(h)) for w, h in wh[assign == k][:500]],
        )
        for k in range(len(anchors))
    )
    labels = tuple((float(w), float(h), f"a{k}") for k, (w, h) in enumerate(anchors))
    axes = Text("宽", "width"), Text("高", "height")
    return Scatter(Text("框与 anchor", "Boxes and anchors"), *axes, groups, labels)


def _elbow(wh: np.ndarray, max_iter: int, update: str, metric: str) -> Chart:
    """Mean IoU when the first k distinct boxes are the start."""
    distinct = np.array(list(dict.fromkeys(map(tuple, wh[:2000].tolist()))))
    counts, means = range(1, min(ELBOW, len(distinct)) + 1), []
    for k in counts:
        anchors, assign = _fit(wh[:2000], distinct[:k], min(max_iter, 50), update, metric)[-1]
        means.append(float(_ious(wh[:2000], anchors)[np.arange(len(assign)), assign].mean()))
    title = Text("平均 IoU 随 k 变化", "Mean IoU against k")
    axes = Text("anchor 数 k", "anchors k"), Text("平均 IoU", "mean IoU")
    return Lines(title, *axes, (Series(title, counts, means, points=True),))


def _boxes(seed: int, count: int) -> np.ndarray:
    """Log-normal box sizes around 60×80 pixels."""
    sizes = np.random.default_rng(seed).lognormal((4.1, 4.4), (0.7, 0.6), (count, 2))
    return np.asarray(sizes.round(1))


def build(seed: int, count: int, k: int) -> dict[str, Any]:
    """Random boxes; the first k are the initial anchors."""
    wh = _boxes(seed, count)
    return {"wh": wh.tolist(), "init": wh[:k].tolist()}


SIZE = {"ndim": 2, "low": 1e-9, "high": 1e6}
PARAMS = (
    Array("wh", Text("框的宽高", "widths and heights"), _boxes(0, 40).tolist(), **SIZE),  # type: ignore[arg-type]
    Array("init", Text("初始 anchor", "initial anchors"), _boxes(0, 40)[:5].tolist(), **SIZE),  # type: ignore[arg-type]
    Int("max_iter", Text("最多轮数", "most iterations"), 100, 1, 1000, slider=(1, 100)),
    Choice("update", Text("更新方式", "update"), "mean", ("mean", "median")),
    Choice("metric", Text("距离", "distance"), "iou", ("iou", "euclid")),
)
COUNT = Int("count", Text("框数", "boxes"), 40, 10, 500)
CONTROLS = (SEED, COUNT, Int("k", Text("anchor 数 k", "anchors k"), 5, 1, 9))

DEMO = Demo(
    title=Text("YOLOv2 anchor 聚类 (1−IoU)", "YOLOv2 anchors by 1−IoU k-means"),
    topics=("anchor-clustering", "anchor", "yolov2", "k-means", "intersection-over-union"),
    group="detection",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Redmon and Farhadi, YOLO9000, CVPR 2017",
    asks=(Text("YOLOv2 聚类为什么用 1−IoU？", "Why does YOLOv2 cluster anchors by 1−IoU?"),),
    presets=(
        Preset(
            Text("欧氏距离", "Euclidean distance"),
            {"metric": "euclid"},
            "Redmon and Farhadi, YOLO9000, CVPR 2017, table 1",
        ),
    ),
)
