"""Cases of the detection and segmentation demos, from torch, scikit-learn and pycocotools.

Run as ``python tests/demos/oracles/detection_geometry.py`` where those are installed.
"""

import warnings

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from pycocotools import mask as coco_mask
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, jaccard_score
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
RNG = np.random.default_rng(0)


def fcn_skip():
    cases = []
    for factor in (1, 2, 3, 4, 8):
        size, padding = 2 * factor - factor % 2, -(-(factor - 1) // 2)
        impulse = F.interpolate(
            torch.eye(1).expand(1, 1, 1, 1)
            * torch.zeros(1, 1, 5, 5).index_fill(2, torch.tensor(2), 1)
            * torch.zeros(1, 1, 5, 5).index_fill(3, torch.tensor(2), 1),
            scale_factor=factor,
            mode="bilinear",
            align_corners=False,
        )[0, 0]
        where = impulse.nonzero()
        low, high = where.min(0).values, where.max(0).values + 1
        kernel = impulse[low[0] : high[0], low[1] : high[1]]
        assert kernel.shape == (size, size), kernel.shape
        outputs = {"kernel_size": size, "padding": padding, "kernel": kernel}
        params = {"op": "bilinear_kernel", "factor": factor}
        cases.append(answer(params, outputs, "response of F.interpolate to an impulse"))
    for shape, ellipse, stride in [
        ((64, 64), (32, 32, 22, 14), 8),
        ((64, 64), (32, 32, 22, 14), 32),
        ((64, 96), (30.5, 40, 9, 30), 16),
        ((16, 8), (3, 3, 2, 2.5), 4),
        ((12, 12), (5, 5, 3, 3), 1),
        ((32, 32), (1, 1, 2, 2), 16),
    ]:
        rows, columns = np.mgrid[: shape[0], : shape[1]]
        cy, cx, ry, rx = ellipse
        mask = ((rows - cy) / ry) ** 2 + ((columns - cx) / rx) ** 2 <= 1
        pooled = F.avg_pool2d(torch.tensor(mask, dtype=torch.float64)[None, None], stride)
        coarse = F.interpolate(pooled, size=shape, mode="nearest")[0, 0].numpy() >= 0.5
        outputs = {
            "area": int(mask.sum()),
            "pixel_acc": accuracy_score(mask.ravel(), coarse.ravel()),
            "iou": jaccard_score(mask.ravel(), coarse.ravel(), zero_division=0),
        }
        params = {"op": "stride_iou", "shape": shape, "ellipse": ellipse, "stride": stride}
        cases.append(
            answer(params, outputs, "torch avg_pool2d, interpolate; sklearn jaccard_score")
        )
    cases += [
        refusal(op="stride_iou", shape=[60, 64], stride=8),
        refusal(op="bilinear_kernel", factor=0),
        refusal(op="stride_iou", ellipse=[1, 1, 0, 1]),
        refusal(op="stride_iou", ellipse=[999, 999, 2, 2]),
    ]
    write("fcn-skip", cases)


def unet_sizes():
    cases = []
    for size, depth, padding in [
        (572, 4, 0),
        (512, 4, 1),
        (188, 4, 0),
        (92, 2, 0),
        (256, 5, 1),
        (44, 2, 0),
        (570, 4, 0),
        (573, 4, 0),
        (100, 3, 1),
    ]:

        def double(padding=padding):
            return nn.Sequential(
                nn.Conv2d(1, 1, 3, padding=padding), nn.Conv2d(1, 1, 3, padding=padding)
            )

        x, skips = torch.zeros(1, 1, size, size, device="meta"), []
        valid = True
        for _ in range(depth):
            x = double().to("meta")(x)
            skips.append(x.shape[-1])
            if x.shape[-1] % 2:
                valid = False
                break
            x = F.max_pool2d(x, 2)
        outputs = {"valid": valid}
        if valid:
            x = double().to("meta")(x)
            outputs |= {"bottleneck": x.shape[-1], "skip_sizes": skips, "crops": []}
            for skip in reversed(skips):
                x = nn.ConvTranspose2d(1, 1, 2, 2, device="meta")(x)
                outputs["crops"].append((skip - x.shape[-1]) // 2)
                x = double().to("meta")(x)
            outputs["output"] = x.shape[-1]
        params = {"input": size, "depth": depth, "padding": padding}
        cases.append(answer(params, outputs, "torch meta forward"))
    cases += [
        refusal(input=20, depth=4),
        refusal(input=0),
        refusal(padding=2),
        refusal(input=140, depth=4),
    ]
    write("unet-sizes", cases)


def segmentation():
    cases = []
    for shape, n, absent in [
        ((6, 6), 2, ()),
        ((5, 7), 3, ()),
        ((4, 4), 5, (4,)),
        ((30,), 4, (1,)),
        ((3, 3), 2, (1,)),
    ]:
        classes = [c for c in range(n) if c not in absent]
        y, p = RNG.choice(classes, shape), RNG.choice(classes, shape)
        flat, labels = (y.ravel(), p.ravel()), list(range(n))
        counts = np.bincount(flat[0], minlength=n)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            iou = jaccard_score(*flat, labels=labels, average=None, zero_division=0)
            outputs = {
                "pixel_acc": accuracy_score(*flat),
                "mean_acc": balanced_accuracy_score(*flat),
                "iou": iou,
                "miou": jaccard_score(*flat, labels=labels, average="macro", zero_division=0),
                "fwiou": float((counts / counts.sum() * iou).sum()),
                "dice": f1_score(*flat, labels=labels, average=None, zero_division=0),
            }
        cases.append(answer({"y_true": y, "y_pred": p, "n_classes": n}, outputs, "sklearn.metrics"))
    cases += [
        refusal(y_true=[0, 1], y_pred=[0]),
        refusal(y_true=[0, 2], y_pred=[0, 1], n_classes=2),
        refusal(y_true=[0.5], y_pred=[0]),
        refusal(y_true=[], y_pred=[]),
    ]
    write("segmentation-metrics", cases)


def coco_ious(wh, anchors):
    def corner(boxes):
        return np.column_stack([np.zeros_like(boxes), boxes])

    return coco_mask.iou(corner(wh), corner(anchors), np.zeros(len(anchors)))


def anchor_kmeans():
    cases = []
    for n, k, max_iter in [(12, 2, 100), (15, 3, 100), (10, 4, 1), (9, 1, 100), (20, 5, 3)]:
        wh = RNG.lognormal(3, 0.8, (n, 2)).round(2)
        anchors = init = wh[:k]
        for _ in range(max_iter):
            assign = coco_ious(wh, anchors).argmax(1)
            new = np.array(
                [wh[assign == j].mean(0) if (assign == j).any() else anchors[j] for j in range(k)]
            )
            if np.array_equal(new, anchors):
                break
            anchors = new
        ious = coco_ious(wh, anchors)
        outputs = {"anchors": anchors, "assign": ious.argmax(1), "mean_iou": ious.max(1).mean()}
        params = {"wh": wh, "init": init, "max_iter": max_iter, "update": "mean"}
        cases.append(answer(params, outputs, "Lloyd on pycocotools IoU"))
    cases += [
        refusal(wh=[[1, 2, 3]], init=[[1, 2, 3]]),
        refusal(wh=[[0, 1]], init=[[1, 1]]),
        refusal(wh=[], init=[]),
    ]
    write("anchor-kmeans", cases)


def yolo():
    cases = []
    for version in ("v2", "v5"):
        for scale in (0.0, 1.0, 3.0, 10.0):
            t = torch.randn(4) * scale
            cell, prior = torch.randint(0, 13, (2,)).double(), torch.rand(2) * 5 + 0.1
            stride = int(RNG.choice([8, 16, 32]))
            s = torch.sigmoid(t)
            xy = s[:2] + cell if version == "v2" else 2 * s[:2] - 0.5 + cell
            wh = prior * (t[2:].exp() if version == "v2" else (2 * s[2:]) ** 2)
            outputs = dict(
                zip(("bx", "by", "bw", "bh"), (torch.cat([xy, wh]) * stride).tolist(), strict=True)
            )
            params = {"version": version, "t": t, "cell": cell, "prior": prior, "stride": stride}
            cases.append(answer(params, outputs, "torch sigmoid"))
    for grid, boxes, classes in [(7, 2, 20), (3, 1, 1), (14, 5, 80)]:
        head = torch.zeros(grid, grid, boxes * 5 + classes)
        params = {"op": "shape", "version": "v1", "grid": grid, "boxes": boxes, "classes": classes}
        outputs = {"output_size": head.numel(), "n_boxes": head[..., : boxes * 5].numel() // 5}
        cases.append(answer(params, outputs, "torch tensor shape"))
    for size, per, classes in [(416, 3, 80), (608, 3, 20), (32, 1, 1)]:
        maps = [
            F.conv2d(
                torch.zeros(1, 1, size, size), torch.zeros(per * (5 + classes), 1, s, s), stride=s
            )
            for s in (8, 16, 32)
        ]
        outputs = {
            "n_boxes": sum(m.shape[-1] * m.shape[-2] * per for m in maps),
            "channels": maps[0].shape[1],
        }
        params = {
            "op": "shape",
            "version": "v3",
            "input": size,
            "anchors_per_scale": per,
            "classes": classes,
        }
        cases.append(answer(params, outputs, "torch strided maps"))
    cases += [
        refusal(t=[0, 0, 0]),
        refusal(op="shape", version="v3", input=400),
        refusal(op="shape", version="v5"),
        refusal(prior=[0, 1]),
        refusal(t=[0, 0, 9999, 0]),
    ]
    write("yolo-decode", cases)


def stages():
    cases = []
    ssd = {"fmaps": [38, 19, 10, 5, 3, 1], "per_cell": [4, 6, 6, 6, 4, 4]}
    for preset, more, count in [
        ("SSD300", {}, 8732),
        ("SSD512", {}, 24_564),
        ("YOLOv3-416", {}, 10_647),
        ("RPN conv4 38x63", {}, 21_546),
        ("SSD300", ssd, 8732),
        ("YOLOv3-416", {"fmaps": [[52, 52], [26, 26], [13, 13]], "per_cell": 3}, 10_647),
        ("RPN conv4 38x63", {"fmaps": [38, 63], "per_cell": 9}, 21_546),
    ]:
        cases.append(answer({"preset": preset, **more}, {"n_anchors": count}, "published"))
    for h, w, strides, a, pos, proposals in [
        (800, 1333, [8, 16, 32, 64, 128], 9, 10, 300),
        (37, 53, [4, 8], 3, 1, 50),
        (1, 1, [32], 1, 1, 1),
    ]:
        levels = []
        for s in strides:
            cells = F.max_pool2d(torch.zeros(1, 1, h, w), s, s, ceil_mode=True).shape
            levels.append(cells[-1] * cells[-2] * a)
        n = sum(levels)
        outputs = {
            "per_level": levels,
            "n_anchors": n,
            "neg_pos_ratio": (n - pos) / pos,
            "second_stage_ratio": (proposals - pos) / pos,
        }
        params = {
            "image_h": h,
            "image_w": w,
            "strides": strides,
            "anchors_per_cell": a,
            "n_positive": pos,
            "proposals": proposals,
        }
        cases.append(answer(params, outputs, "torch ceil-mode pooling of an empty image"))
    params = {"backbone_ms": 30, "head_ms_per_roi": 0.2, "rois": 300, "dense_head_ms": 8}
    outputs = {
        "two_stage_ms": 90.0,
        "one_stage_ms": 38.0,
        "two_stage_fps": 100 / 9,
        "one_stage_fps": 500 / 19,
    }
    cases.append(answer(params, outputs, "closed form"))
    cases += [
        refusal(n_positive=0),
        refusal(n_positive=500, proposals=100),
        refusal(preset="SSD300", per_cell=[4, 6]),
        refusal(backbone_ms=0, rois=0, dense_head_ms=1),
        refusal(preset="YOLOv9"),
    ]
    write("one-vs-two-stage", cases)


def tiling():
    cases = []
    for w, h, tile, overlap, px, size, stride in [
        (4000, 3000, 640, 0.2, 16, 640, 8),
        (640, 480, 640, 0.2, 30, 640, 32),
        (1000, 999, 333, 0.0, 5, 416, 16),
        (1281, 640, 640, 0.5, 64, 640, 8),
        (300, 2000, 512, 0.25, 10, 1280, 4),
    ]:
        step = round(tile * (1 - overlap))
        axes = []
        for length in (w, h):
            found, at = [0], 0
            while at + tile < length:
                at = min(at + step, length - tile)
                found.append(at)
            axes.append(found)
        full, tiled = px * size / max(w, h), px * size / tile
        outputs = {
            "tiles_x": len(axes[0]),
            "tiles_y": len(axes[1]),
            "n_tiles": len(axes[0]) * len(axes[1]),
            "x_starts": axes[0],
            "object_px_full": full,
            "object_px_tiled": tiled,
            "cells_full": full / stride,
            "cells_tiled": tiled / stride,
        }
        params = {
            "image_w": w,
            "image_h": h,
            "tile": tile,
            "overlap": overlap,
            "object_px": px,
            "model_input": size,
            "stride": stride,
        }
        cases.append(answer(params, outputs, "walking along each axis"))
    cases += [
        refusal(overlap=1),
        refusal(tile=0),
        refusal(tile=1, overlap=0.9),
        refusal(object_px=0),
    ]
    write("small-object-tiling", cases)


def fpn():
    cases = []
    for w, h, level in [
        (224, 224, 4),
        (112, 112, 3),
        (448, 448, 5),
        (223.9, 224, 3),
        (8, 8, 2),
        (1000, 2000, 5),
        (56, 224, 3),
        (447, 448, 4),
        (28, 28, 2),
    ]:
        outputs = {"level": level, "stride": 2**level, "cells": (w * h) ** 0.5 / 2**level}
        params = {"box_w": w, "box_h": h, "k0": 4, "canonical": 224, "k_min": 2, "k_max": 5}
        cases.append(answer(params, outputs, "by hand from equation 1"))
    for c, o, small, large in [
        (3, 2, (2, 2), (4, 4)),
        (2, 4, (3, 2), (5, 3)),
        (1, 1, (1, 1), (3, 4)),
    ]:
        top, lateral, w = torch.randn(o, *small), torch.randn(c, *large), torch.randn(o, c, 1, 1)
        merged = F.interpolate(top[None], size=large, mode="nearest") + F.conv2d(lateral[None], w)
        params = {"top": top, "lateral": lateral, "w_lateral": w}
        cases.append(answer(params, {"merged": merged[0]}, "torch interpolate + conv2d"))
    cases += [
        refusal(k_min=5, k_max=2),
        refusal(box_w=0),
        refusal(top=[[[1.0]]], lateral=[[[1.0]]], w_lateral=[[1.0, 2.0]]),
    ]
    write("fpn-levels", cases)


def spp():
    cases = []
    for shape, levels in [
        ((2, 6, 8), [1, 2, 4]),
        ((3, 5, 7), [3, 1]),
        ((1, 2, 2), [4]),
        ((4, 1, 9), [2]),
    ]:
        x = torch.randn(shape)
        vector = torch.cat([F.adaptive_max_pool2d(x[None], n).flatten() for n in levels])
        outputs = {"vector": vector, "length": len(vector)}
        cases.append(answer({"x": x, "levels": levels}, outputs, "torch adaptive_max_pool2d"))
    cases.append(
        answer({"channels": 256, "levels": [1, 2, 3, 6]}, {"length": 12_800}, "He et al., 2014")
    )
    cases.append(answer({"channels": 3, "levels": [5]}, {"length": 75}, "closed form"))
    write(
        "spp",
        [
            *cases,
            refusal(levels=[0]),
            refusal(levels=[]),
            refusal(levels=[1.5]),
            refusal(channels=0),
        ],
    )


if __name__ == "__main__":
    for make in (fcn_skip, unet_sizes, segmentation, anchor_kmeans, yolo, stages, tiling, fpn, spp):
        make()
