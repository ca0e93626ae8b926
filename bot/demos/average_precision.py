"""Average precision of a ranked list of detections, by the four rules in use.

    all points   area under the envelope p̂(r) = max_{r' ≥ r} p(r')             (VOC since 2010)
    11 points    mean of p̂ at r = 0, 0.1 … 1                                   (VOC until 2009)
    101 points   mean of p̂ at r = 0, 0.01 … 1                                  (COCO)
    step         Σ (r_i − r_{i−1}) p_i without an envelope                     (scikit-learn)

A ground-truth box matches once: duplicates are false positives. COCO's AP averages over IoU
thresholds 0.50, 0.55 … 0.95 and over classes.

Sources: Everingham et al., IJCV 2010; Lin et al., "Microsoft COCO", 2014.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Boxes, Chart, Lines, Rectangle, Series
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Float, Int, Order, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.coco import THRESHOLDS, match, mean_precisions
from bot.numerics.ranking import average_precisions, envelope, precision_recall
from bot.text import Text

Names = tuple[str, ...]
MOST_ROWS = 2000


def run(tp: np.ndarray, scores: np.ndarray, n_gt: int) -> Result:
    """The four averages of one ranked list."""
    if len(tp) != len(scores):
        raise refuse("tp 与 scores 长度应相同", "tp and scores must be equally long")
    if tp.sum() > n_gt:
        raise refuse("真正例不能多于真实框", "there cannot be more true positives than objects")
    precision, recall = precision_recall(tp.astype(float), scores, n_gt)
    averages = average_precisions(precision, recall)
    values = {"precision": precision, "recall": recall, **averages}
    shown = [f"{averages[f'ap_{rule}']:.3f}" for rule in ("11_point", "all_points", "101_point")]
    insight = Text(
        f"同一检测结果：11 点 {shown[0]}、全点 {shown[1]}、101 点 {shown[2]}，先问用的哪种 AP",
        f"The same detections give {shown[0]} (11 points), {shown[1]} (all points) and {shown[2]} "
        "(101 points): ask which AP is meant",
    )
    formula = rf"\mathrm{{AP}}=\int_0^1\hat p(r)\,dr={averages['ap_all_points']:.4f}"
    return Result(values, insight, (_curve(precision, recall),), formula)


def run_boxes(
    gt: np.ndarray, det: np.ndarray, gt_columns: Names, det_columns: Names, interpolation: str
) -> Result:
    """COCO's averages of boxes, from tables with one row a box."""
    det = det.reshape(-1, len(det_columns)) if det.size == 0 else det
    truth = _reordered("gt", gt, gt_columns, GT_COLUMNS)
    found = _reordered("det", det, det_columns, DET_COLUMNS)
    by_threshold = mean_precisions(truth, found)
    values = {"map_50_95": by_threshold.mean(), "map_50": by_threshold[0]}
    values |= {"map_75": by_threshold[5], "by_threshold": by_threshold}
    shown = (
        f"AP50={values['map_50']:.3f}, AP75={values['map_75']:.3f}, mAP={values['map_50_95']:.3f}"
    )
    insight = Text(f"{shown}：阈值越高，框越要准", f"{shown}: stricter as the IoU threshold rises")
    line = Series(Text("AP", "AP"), THRESHOLDS.tolist(), by_threshold.tolist(), points=True)
    title = Text("不同 IoU 阈值下的 AP", "AP by IoU threshold")
    chart = Lines(title, Text("IoU 阈值", "IoU threshold"), Text("AP", "AP"), (line,))
    charts = (_matching(truth, found), chart)
    return Result(values, insight, charts, rf"\mathrm{{mAP}}={values['map_50_95']:.4f}")


def _reordered(name: str, table: np.ndarray, columns: Names, wanted: Names) -> np.ndarray:
    if table.shape[1] != len(columns) or len(table) > MOST_ROWS:
        zh = f"{name} 每行应有 {len(columns)} 个数，至多 {MOST_ROWS} 行"
        raise refuse(zh, f"{name} needs {len(columns)} columns and at most {MOST_ROWS} rows")
    table = table[:, [columns.index(column) for column in wanted]]
    if (table[:, -4:-2] > table[:, -2:]).any():
        raise refuse("框应满足 x1≤x2、y1≤y2", "boxes must have x1 <= x2 and y1 <= y2")
    return table


def _curve(precision: np.ndarray, recall: np.ndarray) -> Chart:
    raw = Series(Text("精确率", "precision"), recall.tolist(), precision.tolist(), points=True)
    steps = np.repeat(envelope(precision), 2).tolist()
    x = [0.0, *np.repeat(recall, 2).tolist()[:-1]] if len(recall) else []
    hull = Series(Text("包络", "envelope"), x, steps, "second", dashed=True)
    title = Text("PR 曲线与包络", "Precision-recall curve and its envelope")
    return Lines(title, Text("召回率", "recall"), Text("精确率", "precision"), (raw, hull))


def _matching(truth: np.ndarray, found: np.ndarray) -> Chart:
    """The boxes of the first image; a detection is good if it matches some truth at IoU 0.5."""
    image = truth[0, 0]
    objects, found = truth[truth[:, 0] == image], found[found[:, 0] == image]
    found = found[np.argsort(-found[:, 2], kind="stable")]
    hits = match(objects[:, 2:], found[:, 3:], 0.5)
    boxes = [Rectangle(tuple(box), "gt", "muted", filled=True) for box in objects[:, 2:].tolist()]
    for row, hit in zip(found.tolist(), hits.tolist(), strict=True):
        boxes.append(Rectangle(tuple(row[3:]), f"{row[2]:.2f}", "good" if hit else "bad"))
    title = Text("第一张图的匹配(IoU 0.5)", "Matches in the first image (IoU 0.5)")
    return Boxes(title, Text("x(像素)", "x (pixels)"), Text("y(像素)", "y (pixels)"), tuple(boxes))


def build(n_gt: int, detections: int, hit_rate: float, seed: int) -> dict[str, Any]:
    """Random detections, the better ones hitting more often."""
    rng = np.random.default_rng(seed)
    scores = np.sort(np.round(rng.uniform(0.05, 0.99, detections), 3))[::-1]
    hits = rng.uniform(size=detections) < np.clip(hit_rate * 2 * scores, 0, 1)
    hits &= np.cumsum(hits) <= n_gt
    return {"tp": hits.astype(int).tolist(), "scores": scores.tolist(), "n_gt": n_gt}


N_GT = Int("n_gt", Text("真实框数", "ground-truth objects"), 4, 1, 10**7, (1, 20))
GT_COLUMNS = ("image", "class", "x1", "y1", "x2", "y2")
DET_COLUMNS = ("image", "class", "score", "x1", "y1", "x2", "y2")
GT = [[0, 0, 10, 10, 50, 50], [0, 0, 60, 60, 90, 90], [1, 0, 20, 20, 70, 60]]
DET = [[0, 0, 0.9, 12, 11, 52, 50], [0, 0, 0.6, 55, 62, 88, 95], [1, 0, 0.8, 20, 22, 70, 60]]
RANKED = (
    Array("tp", Text("命中 0/1", "hits 0/1"), (1, 1, 0, 1, 0), 1, 0, 1, True, may_be_empty=True),
    Array("scores", Text("分数", "scores"), (0.9, 0.8, 0.7, 0.6, 0.5), may_be_empty=True),
    N_GT,
)
BOXES = (
    Array("gt", Text("真实框", "ground truth"), GT, ndim=2),
    Array("det", Text("检测框", "detections"), DET, ndim=2, may_be_empty=True),
    Order("gt_columns", Text("真实框的列", "columns of gt"), GT_COLUMNS),
    Order("det_columns", Text("检测框的列", "columns of det"), DET_COLUMNS),
    selector("interpolation", "coco101"),
)
CONTROLS = (
    N_GT,
    Int("detections", Text("检测数", "detections"), 14, 1, 60),
    Float("hit_rate", Text("命中率", "hit rate"), 0.45, 0, 1),
    SEED,
)

DEMO = Demo(
    title=Text("AP / AP50 / AP75 / mAP", "Average precision and mAP"),
    topics=("average-precision", "mean-average-precision", "pr-curve"),
    group="metric",
    modes=(
        Mode(run, RANKED, Text("一列检测", "one ranked list"), CONTROLS, build),
        Mode(run_boxes, BOXES, Text("COCO 评测", "COCO evaluation")),
    ),
    source="Everingham et al., IJCV 2010; Lin et al., Microsoft COCO, 2014",
    asks=(
        Text("mAP@.5:.95 是怎么算的？", "How is mAP@.5:.95 computed?"),
        Text("AP 为什么要取精确率的包络？", "Why does AP take the PR envelope?"),
    ),
    presets=(
        Preset(
            Text("检测重复", "a duplicate"),
            {"tp": [1, 0, 1], "scores": [3, 2, 1]},
            "Everingham et al., PASCAL VOC, IJCV 2010",
        ),
    ),
    examples=(Example({}, {"ap_all_points": 0.6875}, "by hand: 0.25·(1 + 1 + 3/4)"),),
)
