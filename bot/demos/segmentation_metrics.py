"""Pixel accuracy, mIoU and Dice from the confusion matrix of a segmentation.

Rows of the confusion are the truth. Per class, with TP on its diagonal:

    IoU = TP / (TP + FP + FN),   Dice = 2 TP / (2 TP + FP + FN) = 2 IoU / (1 + IoU)

A class absent from both masks counts 0 in IoU, Dice and their means. Mean accuracy averages recall
over the classes present in the truth. Over a data set the confusion is summed first.

Sources: Long et al., FCN, 2015, section 5; Dice, 1945.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Chart, Heatmap
from bot.demos._fields import SEED, Values, picture
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

SIDE = 16


def run(y_true: np.ndarray, y_pred: np.ndarray, n_classes: int) -> Result:
    """All metrics of a predicted mask."""
    if y_true.shape != y_pred.shape:
        raise refuse("两个掩膜的尺寸不同", "the masks differ in size")
    highest = max(int(y_true.max()), int(y_pred.max()))
    if highest >= n_classes:
        raise refuse(
            f"标签 {highest} 超出 {n_classes} 类", f"label {highest} is beyond {n_classes} classes"
        )
    confusion = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(confusion, (y_true.ravel(), y_pred.ravel()), 1)
    hit, truth, predicted = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    iou = _ratio(hit, truth + predicted - hit)
    values: Values = {
        "pixel_acc": float(hit.sum() / confusion.sum()),
        "mean_acc": float(_ratio(hit, truth)[truth > 0].mean()),
        "iou": iou,
        "miou": float(iou.mean()),
        "fwiou": float((truth / truth.sum() * iou).sum()),
        "dice": _ratio(2 * hit, truth + predicted),
        "confusion": confusion,
    }
    charts = (*_masks(y_true, y_pred), _bars(values), _matrix(confusion))
    return Result(values, _insight(values, truth), charts, _formula(values, truth, predicted, hit))


def _ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(top, bottom, out=np.zeros(len(top)), where=bottom > 0))


def _insight(values: Values, truth: np.ndarray) -> Text:
    rare = float(truth[truth > 0].min() / truth.sum())
    return Text(
        f"像素准确率 {values['pixel_acc']:.1%} 会掩盖小目标(最小类只占 {rare:.1%})："
        f"mIoU 只有 {values['miou']:.3f}；Dice = 2IoU/(1+IoU) 总不小于 IoU",
        f"Pixel accuracy of {values['pixel_acc']:.1%} hides small objects (the rarest class has "
        f"{rare:.1%}): mIoU is {values['miou']:.3f}; Dice = 2IoU/(1+IoU) is never below IoU",
    )


def _formula(values: Values, truth: np.ndarray, predicted: np.ndarray, hit: np.ndarray) -> str:
    last = len(hit) - 1
    union = int(truth[last] + predicted[last] - hit[last])
    ratio = rf"\frac{{{hit[last]}}}{{{union}}}={values['iou'][last]:.4f}"
    return rf"\mathrm{{IoU}}_{{{last}}}={ratio}" if union else ""


def _masks(y_true: np.ndarray, y_pred: np.ndarray) -> tuple[Chart, ...]:
    if y_true.ndim != 2:
        return ()
    wrong = np.where(y_true == y_pred, 0, np.where(y_true > y_pred, -1, 1))
    return (
        picture(
            Text("差异：1 多分,−1 漏分", "Differences: 1 too much, −1 missed"), wrong, "diverging"
        ),
        picture(Text("真值", "Truth"), y_true, "sequential"),
        picture(Text("预测", "Prediction"), y_pred, "sequential"),
    )


def _bars(values: Values) -> Chart:
    return Bars(
        Text("各类 IoU 与 Dice", "IoU and Dice by class"),
        Text("类别", "class"),
        Text("值", "value"),
        tuple(Text(str(k), str(k)) for k in range(len(values["iou"]))),
        (tuple(values["iou"].tolist()), tuple(values["dice"].tolist())),
        (Text("IoU", "IoU"), Text("Dice", "Dice")),
    )


def _matrix(confusion: np.ndarray) -> Chart:
    axes = Text("预测", "predicted"), Text("真值", "truth")
    return Heatmap(Text("混淆矩阵", "Confusion matrix"), *axes, confusion.tolist())


def build(seed: int, object_share: float, shift: int, noise: float) -> dict[str, Any]:
    """A square object and a prediction of it that is shifted and noisy."""
    side = max(1, round((object_share * SIDE * SIDE) ** 0.5))
    truth = np.zeros((SIDE, SIDE), dtype=int)
    truth[2 : 2 + side, 2 : 2 + side] = 1
    flipped = np.random.default_rng(seed).random(truth.shape) < noise
    predicted = np.where(flipped, 1 - truth, np.roll(truth, shift, axis=1))
    return {"y_true": truth.tolist(), "y_pred": predicted.tolist(), "n_classes": 2}


TRUTH = np.zeros((6, 6), dtype=int)
TRUTH[1:3, 1:3] = 1
MASK = {"ndim": (1, 2, 3), "low": 0, "high": 255, "whole": True}
PARAMS = (
    Array("y_true", Text("真值", "truth"), TRUTH.tolist(), **MASK),  # type: ignore[arg-type]
    Array("y_pred", Text("预测", "prediction"), np.roll(TRUTH, 1, 1).tolist(), **MASK),  # type: ignore[arg-type]
    Int("n_classes", Text("类别数", "classes"), 2, 1, 256, slider=(2, 5)),
)
CONTROLS = (
    SEED,
    Float("object_share", Text("目标占比", "object share"), 0.1, 0.01, 0.6),
    Int("shift", Text("预测平移", "shift of the prediction"), 1, 0, 8, unit="px"),
    Float("noise", Text("翻转比例", "share of flipped pixels"), 0.02, 0, 0.5),
)

DEMO = Demo(
    title=Text("分割指标：mIoU 与 Dice", "Segmentation metrics: mIoU and Dice"),
    topics=(
        "mean-iou",
        "dice-coefficient",
        "pixel-accuracy",
        "evaluation-metric",
        "image-segmentation",
    ),
    group="metric",
    modes=(Mode(run, PARAMS, controls=CONTROLS, build=build),),
    source="Long et al., FCN, 2015, section 5; Dice, 1945",
    asks=(Text("mIoU 怎么算？与 Dice 什么关系？", "How are mIoU and Dice computed and related?"),),
    presets=(Preset(Text("全判背景", "all background"), {"y_pred": [[0] * 6] * 6}),),
    examples=(
        Example(
            {"y_true": [0, 0, 1, 1], "y_pred": [0, 1, 1, 1], "n_classes": 2},
            {"iou": [0.5, 2 / 3], "dice": [2 / 3, 0.8], "pixel_acc": 0.75},
            source="closed form",
        ),
    ),
)
