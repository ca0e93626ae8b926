"""Accuracy, precision, recall, F1 and Matthews' coefficient from a confusion matrix.

    precision = tp/(tp + fp),   recall = tp/(tp + fn),   F_β = (1 + β²) P R / (β² P + R)

Rows are the truth. Macro F1 is the mean of the classes' F1s, weighted F1 weighs them by their
size, and micro F1 with one label per example equals accuracy. An empty denominator counts as 0.

Source: Sokolova and Lapalme 2009; the conventions are scikit-learn's.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Heatmap
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.confusion import confusion_matrix, matthews, precision_recall_f
from bot.text import Text

MOST_DRAWN = 12


def run(tp: int, fp: int, fn: int, tn: int, beta: float) -> Result:
    """The scores of the positive class."""
    total = tp + fp + fn + tn
    if total == 0:
        raise refuse("四个数不能全为 0", "the four counts must not all be 0")
    counts = np.array([[tn, fp], [fn, tp]], dtype=float)
    precision, recall, f1 = (float(v[1]) for v in precision_recall_f(counts))
    values = {
        "accuracy": (tp + tn) / total,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "f_beta": float(precision_recall_f(counts, beta)[2][1]),
        "mcc": matthews(counts),
        "confusion": counts.astype(int),
    }
    formula = (
        rf"P=\frac{{{tp}}}{{{tp}+{fp}}}={precision:.4g},\ "
        rf"R=\frac{{{tp}}}{{{tp}+{fn}}}={recall:.4g},\ "
        rf"F_1=\frac{{2\cdot{tp}}}{{2\cdot{tp}+{fp}+{fn}}}={f1:.4g}"
    )
    bars = _bars({name: values[name] for name in ("accuracy", "precision", "recall", "f1", "mcc")})
    insight = _insight((tp + fn) / total, (tp + tn) / total, f1)
    return Result(values, insight, (_matrix(counts, ("−", "+")), bars), formula)


def _insight(share: float, accuracy: float, f1: float) -> Text:
    return Text(
        f"正类占 {share:.1%}：全猜负也有 {1 - share:.1%} 准确率、0 召回；"
        f"这里准确率 {accuracy:.1%}，"
        f"F1 {f1:.3f}",
        f"Positives are {share:.1%}: always saying no is {1 - share:.1%} accurate with no recall; "
        f"here accuracy is {accuracy:.1%} and F1 {f1:.3f}",
    )


def run_labels(y_true: np.ndarray, y_pred: np.ndarray, n_classes: int) -> Result:
    """The scores of every class, and their three averages."""
    if y_true.size != y_pred.size or max(y_true.max(), y_pred.max()) >= n_classes:
        zh, en = f"标签应一样多且小于 {n_classes}", f"labels must be paired and below {n_classes}"
        raise refuse(zh, en)
    counts = confusion_matrix(y_true, y_pred, n_classes)
    precision, recall, f1 = precision_recall_f(counts)
    accuracy = float(np.trace(counts) / counts.sum())
    values: dict[str, Any] = {
        "accuracy": accuracy,
        "micro_f1": accuracy,
        "macro_f1": float(f1.mean()),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "confusion": counts.astype(int),
        "weighted_f1": float(f1 @ counts.sum(axis=1) / counts.sum()),
        "mcc": matthews(counts),
    }
    insight = Text(
        f"micro F1 = 准确率 = {accuracy:.3f}；"
        f"macro F1 = 各类 F1 的均值 = {values['macro_f1']:.3f}，"
        "小类和大类一样重",
        f"Micro F1 equals accuracy, {accuracy:.3f}; macro F1, the mean of the F1s, is "
        f"{values['macro_f1']:.3f} and weighs small classes as much as large ones",
    )
    bars = _bars({n: values[n] for n in ("accuracy", "macro_f1", "weighted_f1", "mcc")})
    matrix = _matrix(counts, tuple(str(i) for i in range(n_classes)))
    return Result(values, insight, (matrix, bars), rf"\mathrm{{F1_{{macro}}}}={f1.mean():.4g}")


def _matrix(counts: np.ndarray, names: tuple[str, ...]) -> Chart:
    shown = counts[:MOST_DRAWN, :MOST_DRAWN].astype(int)
    diagonal = tuple((i, i, "good") for i in range(len(shown)))
    title = Text("混淆矩阵", "Confusion matrix")
    axes = Text("预测", "predicted"), Text("真实", "true")
    names = names[:MOST_DRAWN]
    return Heatmap(
        title, *axes, shown.tolist(), marks=diagonal, row_names=names, column_names=names
    )


def _bars(scores: dict[str, Any]) -> Chart:
    zh = {"accuracy": "准确率", "precision": "精确率", "recall": "召回率", "f1": "F1", "mcc": "MCC"}
    names = tuple(Text(zh.get(n, n.replace("_", " ")), n.replace("_", " ")) for n in scores)
    axes = Text("指标", "metric"), Text("值", "value")
    return Bars(Text("指标", "Scores"), *axes, names, (tuple(float(v) for v in scores.values()),))


def _count(name: str, zh: str, en: str, default: int) -> Int:
    return Int(name, Text(zh, en), default, 0, 10**9, (0, 200))


def _labels(name: str, zh: str, en: str, default: tuple[int, ...]) -> Array:
    return Array(name, Text(zh, en), default, low=0, high=299, whole=True)


COUNTS = (
    _count("tp", "真正例 TP", "true positives", 8),
    _count("fp", "假正例 FP", "false positives", 2),
    _count("fn", "假负例 FN", "false negatives", 4),
    _count("tn", "真负例 TN", "true negatives", 86),
    Float("beta", Text("β", "β"), 1.0, 0, 1000, (0, 4), 0.1, above=True),
)
LABELS = (
    _labels("y_true", "真实标签", "true labels", (0, 0, 0, 1, 1, 2, 2, 2)),
    _labels("y_pred", "预测标签", "predicted labels", (0, 0, 1, 1, 0, 2, 2, 1)),
    Int("n_classes", Text("类别数", "classes"), 3, 2, 300, (2, 10)),
)

DEMO = Demo(
    title=Text("准确率·精确率·召回率·F1", "Accuracy, precision, recall, F1"),
    topics=("confusion-matrix", "precision", "recall", "f1-score", "accuracy", "evaluation-metric"),
    group="metric",
    modes=(
        Mode(run, COUNTS, Text("二分类", "two classes")),
        Mode(run_labels, LABELS, Text("多分类", "several classes")),
    ),
    source="Sokolova and Lapalme 2009",
    asks=(
        Text("样本极不平衡时看什么指标？", "Which score suits very imbalanced data?"),
        Text("macro、micro、weighted F1 有何区别？", "Macro, micro, weighted F1: what differs?"),
    ),
    presets=(Preset(Text("全猜负", "always no"), {"tp": 0, "fp": 0, "fn": 1, "tn": 99}),),
    examples=(Example({}, {"accuracy": 0.94, "precision": 0.8, "recall": 2 / 3}, "by hand"),),
)
