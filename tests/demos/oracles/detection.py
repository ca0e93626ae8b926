"""Oracles for iou, nms, average-precision and roc-auc: pycocotools, OpenCV, scikit-learn, scipy."""

import contextlib
import io
import math

import cv2
import numpy as np
import torch
from _cases import answer, refusal, write
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy.stats import mannwhitneyu
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

RNG = np.random.default_rng(3)


def boxes(n, size=40.0, spread=100.0, decimals=1):
    corner = RNG.uniform(0, spread, (n, 2))
    sides = RNG.uniform(1, size, (n, 2))
    return np.round(np.concatenate([corner, corner + sides], axis=1), decimals)


def xywh(b):
    b = np.asarray(b, float).reshape(-1, 4)
    return np.concatenate([b[:, :2], b[:, 2:] - b[:, :2]], axis=1)


def family(a, b):
    """GIoU, DIoU and CIoU in torch, after the papers."""
    a, b = (torch.tensor(v, dtype=torch.float64) for v in (a, b))
    area = lambda t: (t[2] - t[0]) * (t[3] - t[1])  # noqa: E731
    w = (torch.min(a[2], b[2]) - torch.max(a[0], b[0])).clamp(min=0)
    h = (torch.min(a[3], b[3]) - torch.max(a[1], b[1])).clamp(min=0)
    inter = w * h
    union = area(a) + area(b) - inter
    cw, ch = (
        torch.max(a[2], b[2]) - torch.min(a[0], b[0]),
        torch.max(a[3], b[3]) - torch.min(a[1], b[1]),
    )
    iou, hull = inter / union, cw * ch
    rho = ((a[0] + a[2] - b[0] - b[2]) ** 2 + (a[1] + a[3] - b[1] - b[3]) ** 2) / 4
    diou = iou - rho / (cw**2 + ch**2)
    gap = torch.atan((b[2] - b[0]) / (b[3] - b[1])) - torch.atan((a[2] - a[0]) / (a[3] - a[1]))
    v = 4 / math.pi**2 * gap**2
    alpha = v / (1 - iou + v) if v > 0 else torch.tensor(0.0)
    return {"intersection": inter, "union": union, "giou": iou - (hull - union) / hull,
            "diou": diou, "ciou": diou - alpha * v}  # fmt: skip


def iou():
    cases = []
    for _ in range(12):
        a, b = boxes(2, 60, 40)
        coco = mask.iou(xywh(a), xywh(b), [0])[0, 0]
        cases.append(
            answer(
                {"box_a": a, "box_b": b, "convention": "continuous"},
                {"iou": coco, **family(a, b)},
                "pycocotools; papers in torch",
            )
        )
    for a, b in (([0, 0, 10, 10], [10, 0, 20, 10]), ([0, 0, 4, 4], [0, 0, 4, 4]),
                 ([0, 0, 9, 9], [2, 2, 4, 5])):  # fmt: skip
        coco = mask.iou(xywh(a), xywh(b), [0])[0, 0]
        cases.append(answer({"box_a": a, "box_b": b}, {"iou": coco, **family(a, b)}, "pycocotools"))
    for _ in range(4):
        a, b = RNG.integers(0, 20, (2, 4))
        a, b = np.sort(a.reshape(2, 2), 0).ravel(), np.sort(b.reshape(2, 2), 0).ravel()
        one = [x + np.array([0, 0, 1, 1]) for x in (a, b)]
        coco = mask.iou(xywh(one[0]), xywh(one[1]), [0])[0, 0]
        cases.append(answer({"box_a": a, "box_b": b, "convention": "pixel"}, {"iou": coco},
                            "pycocotools on boxes widened by one pixel"))  # fmt: skip
    cases.append(answer({"box_a": [1, 1, 1, 1], "box_b": [1, 1, 1, 1]}, {"iou": 0.0}, "no area"))
    cases += [refusal(box_a=[3, 0, 1, 5]), refusal(box_a=[0, 0, 1]), refusal(box_a=[[0, 0, 1, 1]]),
              refusal(box_a=[0, 0, 1, float("nan")]), refusal(convention="coco")]  # fmt: skip
    write("iou", cases)


def nms():
    cases = []
    for n in (1, 2, 5, 8, 12, 20):
        b, s = boxes(n, 40, 30, 0), np.round(RNG.uniform(0.05, 1, n), 3)
        for threshold in (0.3, 0.5):
            keep = cv2.dnn.NMSBoxes(xywh(b).tolist(), s.tolist(), 0.0, threshold)
            keep = np.asarray(keep, int).ravel()
            cases.append(answer({"boxes": b, "scores": s, "iou_threshold": threshold,
                                 "method": "hard", "convention": "continuous"},
                                {"keep": keep, "n_kept": len(keep)}, "cv2 NMSBoxes"))  # fmt: skip
    methods = {"soft_linear": cv2.dnn.SOFT_NMSMETHOD_SOFTNMS_LINEAR,
               "soft_gaussian": cv2.dnn.SOFT_NMSMETHOD_SOFTNMS_GAUSSIAN}  # fmt: skip
    for n in (3, 6, 10):
        b, s = boxes(n, 40, 20, 0), np.round(RNG.uniform(0.05, 1, n), 3)
        for method, code in methods.items():
            scores, keep = cv2.dnn.softNMSBoxes(
                xywh(b).astype(int).tolist(), s.tolist(), 0.1, 0.4, 0, 0.5, code
            )
            cases.append(answer({"boxes": b, "scores": s, "iou_threshold": 0.4, "sigma": 0.5,
                                 "method": method, "score_threshold": 0.1},
                                {"keep": np.asarray(keep, int).ravel(),
                                 "scores_out": np.asarray(scores, float)},
                                "cv2.dnn.softNMSBoxes (float32)", 1e-5))  # fmt: skip
    equal = {"boxes": [[0, 0, 2, 2], [0, 1, 2, 3]], "scores": [0.5, 0.5]}  # IoU 1/3
    cases.append(answer({**equal, "iou_threshold": 1 / 3}, {"keep": [0, 1]}, "at the threshold"))
    cases.append(answer({**equal, "iou_threshold": 0.3}, {"keep": [0]}, "ties keep their order"))
    cases.append(answer({"boxes": [], "scores": []}, {"keep": [], "n_kept": 0}, "nothing"))
    cases += [refusal(boxes=[[0, 0, 1]], scores=[1]), refusal(boxes=[[0, 0, 1, 1]], scores=[1, 1]),
              refusal(boxes=[[2, 0, 1, 1]], scores=[1]), refusal(iou_threshold=1.5),
              refusal(sigma=0)]  # fmt: skip
    write("nms", cases)


def coco_means(gt, det):
    """COCOeval on in-memory annotations."""
    truth = COCO()
    images = sorted({int(r[0]) for r in [*gt, *det]})
    classes = sorted({int(r[1]) for r in [*gt, *det]})
    truth.dataset = {
        "images": [{"id": i} for i in images],
        "categories": [{"id": c + 1} for c in classes],
        "annotations": [
            {"id": n + 1, "image_id": int(r[0]), "category_id": int(r[1]) + 1, "iscrowd": 0,
             "bbox": [r[2], r[3], r[4] - r[2], r[5] - r[3]], "area": (r[4] - r[2]) * (r[5] - r[3])}
            for n, r in enumerate(gt)
        ],
    }  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        found = truth.loadRes([
            {"image_id": int(r[0]), "category_id": int(r[1]) + 1, "score": r[2],
             "bbox": [r[3], r[4], r[5] - r[3], r[6] - r[4]]} for r in det
        ])  # fmt: skip
        run = COCOeval(truth, found, "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    return dict(zip(("map_50_95", "map_50", "map_75"), map(float, run.stats[:3]), strict=True))


def average_precision():
    cases = []
    for n in (1, 3, 6, 10, 15):
        tp = RNG.integers(0, 2, n)
        scores = np.round(RNG.permutation(np.linspace(0.05, 0.95, n)), 3)
        n_gt = int(tp.sum()) + int(RNG.integers(1, 4))
        order = np.argsort(-scores, kind="stable")
        hits = np.cumsum(tp[order])
        p, r = hits / np.arange(1, n + 1), hits / n_gt
        best = lambda t: max([0.0, *p[r >= t - 1e-12]])  # noqa: B023, E731
        edges = [0.0, *r]
        outputs = {
            "precision": p, "recall": r,
            "ap_11_point": sum(best(i / 10) for i in range(11)) / 11,
            "ap_101_point": sum(best(i / 100) for i in range(101)) / 101,
            "ap_all_points": sum((edges[i + 1] - edges[i]) * max(p[i:]) for i in range(n)),
        }  # fmt: skip
        if tp.sum():
            outputs["ap_step"] = average_precision_score(tp, scores) * tp.sum() / n_gt
        cases.append(answer({"tp": tp, "scores": scores, "n_gt": n_gt}, outputs,
                            "definitions by max over a slice; sklearn for the step"))  # fmt: skip
    for n in (3, 6, 10, 14):
        truth = np.column_stack([RNG.integers(0, 3, n), RNG.integers(0, 2, n), boxes(n, 60, 60)])
        near = truth[RNG.integers(0, n, 2 * n)]
        moved = near[:, 2:] + RNG.normal(0, 3, (2 * n, 4))
        moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2] + 1)
        score = np.round(RNG.permutation(np.linspace(0.1, 0.9, 2 * n)), 3)
        found = np.column_stack([near[:, :2], score, np.round(moved, 1)])
        means = coco_means(truth.tolist(), found.tolist())
        params = {"gt": truth, "det": found, "interpolation": "coco101",
                  "gt_columns": ["image", "class", "x1", "y1", "x2", "y2"],
                  "det_columns": ["image", "class", "score", "x1", "y1", "x2", "y2"]}  # fmt: skip
        cases.append(answer(params, means, "pycocotools COCOeval"))
        swapped = {**params, "gt": truth[:, [1, 0, 2, 3, 4, 5]],
                   "gt_columns": "class,image,x1,y1,x2,y2"}  # fmt: skip
        cases.append(answer(swapped, means, "pycocotools COCOeval, columns in another order"))
    cases.append(answer({"gt": [[0, 0, 0, 0, 9, 9]], "det": []}, {"map_50_95": 0.0}, "none found"))
    cases += [refusal(tp=[1, 1], scores=[0.5]), refusal(tp=[1, 1], scores=[1, 2], n_gt=1),
              refusal(tp=[0.5], scores=[1]), refusal(n_gt=0), refusal(gt=[[0, 0, 0, 0, 9]]),
              refusal(gt_columns=["image"])]  # fmt: skip
    write("average-precision", cases)


def roc_auc():
    cases = []
    for n in (2, 4, 8, 15, 30):
        for decimals in (0, 3):
            y = np.append([0, 1], RNG.integers(0, 2, n - 2))
            s = np.round(RNG.normal(size=n) + y, decimals) + 0.0
            fpr, tpr, _ = roc_curve(y, s, drop_intermediate=False)
            u = mannwhitneyu(s[y == 1], s[y == 0]).statistic / (y.sum() * (n - y.sum()))
            cases.append(answer({"y_true": y, "scores": s},
                                {"auc": roc_auc_score(y, s), "auc_rank": u, "fpr": fpr, "tpr": tpr,
                                 "max_youden": float(np.max(tpr - fpr))},
                                "sklearn roc_curve, scipy mannwhitneyu"))  # fmt: skip
    cases += [refusal(y_true=[1, 1], scores=[1, 2]), refusal(y_true=[0, 1], scores=[1]),
              refusal(y_true=[0, 2], scores=[1, 2])]  # fmt: skip
    write("roc-auc", cases)


if __name__ == "__main__":
    iou()
    nms()
    average_precision()
    roc_auc()
