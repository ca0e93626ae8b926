"""Edges of the definitions, worked out by hand: empty boxes, ties, lone samples, absent classes."""

from math import log, sqrt

import pytest

from bot.demos import get_demo
from bot.demos._spec import plain
from tests.demos.test_golden import assert_close

POINT, SQUARE, FLAT = [3, 3, 3, 3], [0, 0, 2, 2], [0, 0, 4, 0]
EDGES = [
    # Two boxes without area overlap nowhere, and nothing is divided by their union or hull.
    ("iou", {"box_a": POINT, "box_b": POINT}, {"union": 0.0, "iou": 0.0, "giou": 0.0, "ciou": 0.0}),
    # Hull 4×2 and area 8, diagonal² 20; centres (2, 0) and (1, 1) lie √2 apart.
    ("iou", {"box_a": FLAT, "box_b": SQUARE}, {"iou": 0.0, "giou": -0.5, "diou": -0.1}),
    # Of identical boxes with one score the first stays.
    ("nms", {"boxes": [SQUARE] * 3, "scores": [0.5] * 3}, {"keep": [0], "n_kept": 1}),
    # 1 − IoU = 0 takes the whole score of a copy; a score of 0 is not below a threshold of 0.
    (
        "nms",
        {"boxes": [SQUARE] * 2, "scores": [0.5, 0.5], "method": "soft_linear"},
        {"keep": [0, 1], "scores_out": [0.5, 0.0]},
    ),
    # Equal scores keep their order: 1/1, 1/2, 2/3; the envelope lifts 1/2 to 2/3.
    (
        "average-precision",
        {"tp": [1, 0, 1], "scores": [0.5, 0.5, 0.5], "n_gt": 2},
        {"precision": [1.0, 1 / 2, 2 / 3], "ap_all_points": 5 / 6, "ap_step": 5 / 6},
    ),
    # One score for everybody is one diagonal step.
    (
        "roc-auc",
        {"y_true": [0, 1, 1], "scores": [7, 7, 7]},
        {"auc": 0.5, "auc_rank": 0.5, "fpr": [0.0, 1.0], "tpr": [0.0, 1.0], "max_youden": 0.0},
    ),
    # One positive in a hundred, none found: accurate and blind.
    (
        "confusion-metrics",
        {"tp": 0, "fp": 0, "fn": 1, "tn": 99},
        {"accuracy": 0.99, "precision": 0.0, "recall": 0.0, "f1": 0.0},
    ),
    # Class 2 is nowhere: 0 in the mean of IoUs, left out of the mean of recalls.
    (
        "segmentation-metrics",
        {"y_true": [0, 1], "y_pred": [0, 1], "n_classes": 3},
        {"iou": [1.0, 1.0, 0.0], "miou": 2 / 3, "mean_acc": 1.0},
    ),
    # One image of two pixels has a variance (1, unbiased 2); one vector has none and needs none.
    (
        "batchnorm",
        {"x": [[[[1, 3]]]], "eps": 1e-9},
        {"y": [[[[-1.0, 1.0]]]], "running_mean": [0.2], "running_var": [1.1]},
    ),
    (
        "batchnorm",
        {"x": [[1, 2]], "training": False, "eps": 1.0},
        {"y": [[1 / sqrt(2), 2 / sqrt(2)]]},
    ),
    # A stride beyond the kernel leaves pixels out: columns 0 and 3 of 0 … 4.
    (
        "conv2d-stepper",
        {"x": [[0, 1, 2, 3, 4]], "w": [[1]], "stride": 3},
        {"y": [[0.0, 3.0]], "out_h": 1, "out_w": 2},
    ),
    # An even kernel cannot keep the size with one padding for both sides: 2 → 3.
    (
        "conv2d-stepper",
        {"x": [[1, 2], [3, 4]], "w": [[1, 1], [1, 1]], "padding": 1},
        {"y": [[1.0, 3.0, 2.0], [4.0, 10.0, 6.0], [3.0, 7.0, 4.0]]},
    ),
    # The windows of columns 0–1 and 3–4; the first of equal maxima takes the gradient.
    (
        "pooling",
        {"x": [[5, 5, 9, 1, 2], [0, 0, 9, 0, 0]], "k": 2, "stride": 3},
        {"y": [[5.0, 2.0]], "grad": [[1.0, 0.0, 0.0, 0.0, 1.0], [0.0] * 5]},
    ),
    # A teacher who knows nothing teaches nothing but the hard label.
    (
        "distillation",
        {"teacher_logits": [0, 0], "student_logits": [0, 0], "alpha": 0.5, "target": 1},
        {"kd_loss": 0.0, "hard_loss": log(2), "teacher_entropy": log(2)},
    ),
    # p(1 − p) of a hopelessly wrong answer is 0 to a float; the loss stays finite.
    ("ce-vs-mse", {"logit": -1000, "target": 1}, {"ce": 1000.0, "grad_ce": -1.0, "grad_mse": 0.0}),
    # Half the models wrong is no majority, so four models are better off than three.
    ("dropout-family", {"n_models": 4, "error": 0.5}, {"ensemble_error": 5 / 16}),
]


@pytest.mark.parametrize(("demo_id", "params", "outputs"), EDGES)
def test_the_edge_is_as_the_definition_says(
    demo_id: str, params: dict[str, object], outputs: dict[str, object]
) -> None:
    got = plain(get_demo(demo_id)(**params).values)
    for name, expected in outputs.items():
        assert_close(got[name], expected, 1e-8, name)
