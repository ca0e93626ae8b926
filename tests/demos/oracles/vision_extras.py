"""Cases of the small vision demos, from torch, OpenCV, scikit-image and scipy.

Run as ``python tests/demos/oracles/vision_extras.py`` where these are installed.
"""

# ruff: noqa: E501 - a table of cases reads best with one case a line

import itertools
import math

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from _cases import answer, refusal, write
from scipy.ndimage import map_coordinates
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow
from skimage import exposure
from skimage.feature import hog
from skimage.transform import ProjectiveTransform

rng = np.random.default_rng(3)
torch.set_default_dtype(torch.float64)


def normal(*shape):
    return rng.normal(0, 1, shape).round(3)


def deformable_conv():
    cases = []
    for channels, size, k, outs, padding, spread in ((0, (5, 5), 3, 0, 1, 0.8), (2, (4, 6), 3, 2, 1, 2.0),
                                                     (1, (5, 5), 2, 3, 0, 0.5), (0, (3, 3), 1, 0, 0, 3.0)):  # fmt: skip
        x = normal(*size) if channels == 0 else normal(channels, *size)
        w = normal(k, k) if outs == 0 else normal(outs, channels, k, k)
        height, width = (n + 2 * padding - k + 1 for n in size)
        offset = (spread * normal(2 * k * k, height, width)).round(3)
        image, weight = x.reshape(-1, *size), w.reshape(outs or 1, -1, k, k)
        y = np.zeros((outs or 1, height, width))
        for i, j in np.ndindex(height, width):
            for a, b in np.ndindex(k, k):
                t = 2 * (a * k + b)
                place = [
                    [i - padding + a + offset[t, i, j]],
                    [j - padding + b + offset[t + 1, i, j]],
                ]
                for c in range(len(image)):
                    value = map_coordinates(image[c], place, order=1, mode="grid-constant")[0]
                    y[:, i, j] += weight[:, c, a, b] * value
        params = {"x": x, "w": w, "offset": offset, "padding": padding}
        cases.append(
            answer(params, {"y": y if outs else y[0]}, "scipy map_coordinates, grid-constant")
        )
    x, w = normal(2, 5, 4), normal(3, 2, 3, 3)
    y = F.conv2d(torch.tensor(x)[None], torch.tensor(w), padding=1)[0]
    cases.append(
        answer({"x": x, "w": w, "offset": np.zeros((18, 5, 4)), "padding": 1}, {"y": y}, "F.conv2d")
    )
    cases.append(answer({"x": x, "w": w, "padding": 1}, {"y": y}, "F.conv2d"))
    cases += [refusal(x=[[1, 2], [3, 4]], padding=0), refusal(offset=[[[0]]]),
              refusal(x=[[[1, 2], [3, 4]]] * 2, w=[[1]])]  # fmt: skip
    write("deformable-conv", cases)


def geometric_transform():
    cases = []
    for angle, scale, center in (
        (30, 1, (0, 0)),
        (-45, 2.5, (3, 4)),
        (180, 0.1, (1, -1)),
        (90, 1, (10, 5)),
    ):
        points = normal(4, 2)
        matrix = cv2.getRotationMatrix2D(center, angle, scale)
        out = cv2.transform(points[None], matrix)[0]
        params = {
            "kind": "rotate",
            "angle_deg": angle,
            "scale": scale,
            "center": center,
            "points": points,
        }
        outputs = {"matrix": matrix, "points_out": out, "det": float(np.linalg.det(matrix[:, :2]))}
        cases.append(answer(params, outputs, "cv2.getRotationMatrix2D"))
    for _ in range(4):
        src, dst = rng.uniform(0, 9, (4, 2)).round(2), rng.uniform(0, 9, (4, 2)).round(2)
        matrix = cv2.getPerspectiveTransform(src.astype(np.float32), dst.astype(np.float32))
        exact = ProjectiveTransform(matrix)
        points = rng.uniform(3, 6, (3, 2)).round(2)
        params = {"kind": "homography", "src": src, "dst": dst, "points": points}
        cases.append(
            answer(
                params,
                {"matrix": matrix, "points_out": exact(points)},
                "cv2.getPerspectiveTransform, skimage",
                1e-4,
            )
        )
    for _ in range(3):
        src, dst = rng.uniform(0, 9, (3, 2)).round(2), rng.uniform(0, 9, (3, 2)).round(2)
        matrix = cv2.getAffineTransform(src.astype(np.float32), dst.astype(np.float32))
        params = {"kind": "affine3", "src": src, "dst": dst}
        outputs = {"matrix": matrix, "det": float(np.linalg.det(matrix[:, :2]))}
        cases.append(answer(params, outputs, "cv2.getAffineTransform", 1e-4))
    line = [[0, 0], [1, 1], [2, 2]]
    cases += [
        refusal(kind="affine3", src=line, dst=line), refusal(kind="homography", src=[*line, [0, 1]]),
        refusal(kind="affine3", src=[[0, 0]], dst=[[1, 1]]), refusal(kind="rotate", center=[1]),
        refusal(kind="homography", points=[[-1, 0]], src=[[0, 0], [1, 0], [1, 1], [0, 1]], dst=[[0, 0], [0.5, 0], [0.5, 0.5], [0, 1]]),
    ]  # fmt: skip
    write("geometric-transform", cases)


def image_preprocess():
    cases = []
    for x in (
        rng.integers(90, 140, (8, 8)),
        rng.integers(0, 256, (5, 7)),
        np.full((3, 3), 77),
        np.array([[0, 255]]),
        # Exact halves, which single precision rounds down or up.
        np.array(
            [[150, 174, 98], [106, 154, 170], [136, 108, 201], [184, 177, 118], [94, 87, 175]]
        ),
        np.array([[1, 2, 2, 3]]),
    ):
        y = cv2.equalizeHist(x.astype(np.uint8)).astype(int)
        cases.append(answer({"op": "hist_equalize", "x": x}, {"y": y}, "cv2.equalizeHist"))
    for shape in ((4, 5, 3), (2, 2, 3)):
        x = rng.integers(0, 256, shape)
        y = cv2.cvtColor(x.astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(int)
        cases.append(answer({"op": "gray", "x": x}, {"y": y}, "cv2.cvtColor"))
        cases.append(answer({"op": "gray", "x": np.moveaxis(x, -1, 0)}, {"y": y}, "cv2.cvtColor"))
    x = rng.uniform(0, 1, (4, 4, 3)).round(3)
    y = cv2.cvtColor(x.astype(np.float32), cv2.COLOR_RGB2GRAY).astype(float)
    cases.append(answer({"op": "gray", "x": x}, {"y": y}, "cv2.cvtColor of float32", 1e-5))
    for gamma in (0.5, 1, 2.2):
        x = rng.integers(0, 256, (4, 4))
        y = exposure.adjust_gamma(x.astype(np.uint8), gamma).astype(int)
        cases.append(
            answer({"op": "gamma", "x": x, "gamma": gamma}, {"y": y}, "skimage adjust_gamma")
        )
        x = rng.uniform(0, 1, (3, 3)).round(3)
        cases.append(
            answer(
                {"op": "gamma", "x": x, "gamma": gamma},
                {"y": exposure.adjust_gamma(x, gamma)},
                "skimage adjust_gamma",
            )
        )
    for x in (rng.integers(0, 256, (3, 2, 4)), rng.uniform(0, 1, (3, 2, 2)).round(3)):
        scaled = torch.tensor(x / 255 if x.max() > 1 else x)
        mean, std = (
            torch.tensor(v)[:, None, None] for v in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
        )
        cases.append(
            answer({"op": "imagenet_normalize", "x": x}, {"y": (scaled - mean) / std}, "torch")
        )
    for w, h, size, want in ((1280, 720, 640, (0.5, 640, 360, 0, 140)), (500, 1000, 640, (0.64, 320, 640, 160, 0)),
                             (100, 100, 416, (4.16, 416, 416, 0, 0)), (333, 500, 640, (1.28, 426, 640, 107, 0))):  # fmt: skip
        outputs = dict(zip(("scale", "new_w", "new_h", "pad_x", "pad_y"), want, strict=True))
        cases.append(answer({"op": "letterbox", "w": w, "h": h, "size": size}, outputs, "by hand"))
    cases += [refusal(op="hist_equalize", x=[[300]]), refusal(op="gray", x=[[[1, 2]]]), refusal(op="gamma", gamma=0),
              refusal(op="letterbox", w=0), refusal(op="hist_equalize", x=[[0.5]])]  # fmt: skip
    write("image-preprocess", cases)


def graph_cut():
    cases = []
    for shape, smooth, whole in (((3, 4), 3, True), ((3, 4), 0, True), ((2, 2), 20, True), ((3, 4), 1, True),
                                 ((3, 3), 0.5, False), ((1, 6), 2, True), ((6, 7), 2, True)):  # fmt: skip
        bg, fg = (
            rng.integers(0, 13, shape) if whole else rng.uniform(0, 3, shape).round(2)
            for _ in range(2)
        )

        def cost(labels, bg=bg, fg=fg, smooth=smooth):
            own = np.where(labels, fg, bg).sum()
            return own + smooth * (
                (labels[1:] != labels[:-1]).sum() + (labels[:, 1:] != labels[:, :-1]).sum()
            )

        n = bg.size
        if n <= 12:
            every = (np.array(bits).reshape(shape) for bits in itertools.product((0, 1), repeat=n))
            best, oracle = (
                float(min(cost(labels) for labels in every)),
                "brute force over all labellings",
            )
        else:
            graph = np.zeros((n + 2, n + 2), dtype=np.int32)
            graph[n, :n], graph[:n, n + 1] = bg.ravel(), fg.ravel()
            for p in range(n):
                if (p + 1) % shape[1]:
                    graph[p, p + 1] = graph[p + 1, p] = smooth
                if p + shape[1] < n:
                    graph[p, p + shape[1]] = graph[p + shape[1], p] = smooth
            best, oracle = (
                float(maximum_flow(csr_matrix(graph), n, n + 1).flow_value),
                "scipy maximum_flow",
            )
        params = {"cost_bg": bg, "cost_fg": fg, "smoothness": smooth}
        cases.append(answer(params, {"min_cut": best, "energy": best}, oracle))
    params = {"cost_bg": [[5, 0]], "cost_fg": [[0, 4]], "smoothness": 1}
    cases.append(answer(params, {"min_cut": 1.0, "labels": [[1, 0]]}, "by hand"))
    cases += [
        refusal(cost_bg=[[1, 2]], cost_fg=[[1]]),
        refusal(smoothness=-1),
        refusal(cost_bg=[[-1]], cost_fg=[[1]]),
    ]
    write("graph-cut", cases)


def active_contour():
    cases = []
    for n, r, alpha, beta in (
        (64, 3, 1, 1),
        (4, 1, 1, 1),
        (3, 2, 0.5, 2),
        (360, 10, 5, 0),
        (7, 0.3, 0, 4),
    ):
        z = r * np.exp(2j * np.pi * np.arange(n) / n)
        step = np.append(z[1:], z[0]) - z
        bend = np.append(z[1:], z[0]) - 2 * z + np.append(z[-1], z[:-1])
        outputs = {"length": np.abs(step).sum(), "area": n / 2 * r**2 * math.sin(2 * math.pi / n),
                   "elastic": alpha * (np.abs(step) ** 2).sum(), "bending": beta * (np.abs(bend) ** 2).sum()}  # fmt: skip
        params = {"shape": "circle", "n": n, "radius": r, "alpha": alpha, "beta": beta}
        cases.append(answer(params, outputs, "complex numbers"))
    cases += [refusal(n=2), refusal(radius=0), refusal(alpha=-1), refusal(shape="square")]
    write("active-contour", cases)


def hog_descriptor():
    cases = []
    for size, orientations, cell, block in (
        ((8, 8), 9, 8, 1),
        ((8, 8), 9, 4, 2),
        ((16, 12), 6, 4, 2),
        ((9, 11), 8, 3, 1),
        ((6, 6), 4, 2, 3),
    ):
        x = rng.uniform(0, 255, size).round(2)
        feature = hog(
            x, orientations, (cell, cell), (block, block), block_norm="L2", feature_vector=True
        )
        params = {
            "x": x,
            "orientations": orientations,
            "cell": cell,
            "block": block,
            "block_norm": "L2",
        }
        cases.append(answer(params, {"feature": feature}, "skimage.feature.hog"))
    x = np.zeros((4, 4))
    feature = hog(x, 9, (4, 4), (1, 1), block_norm="L2")
    cases.append(
        answer(
            {"x": x, "orientations": 9, "cell": 4, "block": 1, "block_norm": "L2"},
            {"feature": feature},
            "skimage",
        )
    )
    cases += [refusal(cell=9), refusal(block=2), refusal(block_norm="L1"), refusal(x=[1, 2])]
    write("hog-descriptor", cases)


def pixelshuffle():
    cases = []
    for shape, r, inverse in (((4, 2, 2), 2, False), ((9, 1, 2), 3, False), ((2, 8, 2, 1), 2, False),
                              ((1, 4, 6), 2, True), ((2, 3, 3), 3, True), ((1, 2, 4, 4), 4, True), ((3, 2, 2), 1, False)):  # fmt: skip
        x = normal(*shape)
        y = (F.pixel_unshuffle if inverse else F.pixel_shuffle)(torch.tensor(x), r)
        cases.append(answer({"x": x, "r": r, "inverse": inverse}, {"y": y}, "torch pixel_shuffle"))
    cases += [
        refusal(r=3),
        refusal(x=[[[1, 2, 3]]], r=2, inverse=True),
        refusal(r=0),
        refusal(x=[[1]]),
    ]
    write("pixelshuffle", cases)


def face_detector_scales():
    layers = [(3, 2 if i in (1, 2, 11, 16, 19) else 1) for i in range(1, 26)]
    fields, strides = [], []
    for end in (8, 10, 13, 15, 18, 21, 23, 25):
        field = 1
        for k, s in reversed(layers[:end]):
            field = (field - 1) * s + k
        fields.append(field)
        strides.append(math.prod(s for _, s in layers[:end]))
    cases = [answer({"model": "lffd"}, {"rf": fields, "strides": strides}, "backward recurrence")]
    edges = (10, 15, 20, 40, 70, 110, 250, 400, 560)
    for face in (10, 14.9, 15, 30, 70, 109, 110, 399, 400, 559):
        branch = next(i for i in range(8) if edges[i] <= face < edges[i + 1])
        outputs = {
            "branch": branch,
            "branch_rf": fields[branch],
            "rf_to_face": fields[branch] / face,
        }
        cases.append(answer({"model": "lffd", "face_px": face}, outputs, "He 2019 table 2"))
    for h, w, low, factor in (
        (480, 640, 20, 0.709),
        (100, 50, 12, 0.5),
        (1080, 1920, 40, 0.8),
        (10, 10, 20, 0.7),
        (12, 12, 12, 0.9),
    ):
        m, shorter, scales = 12.0 / low, min(h, w) * 12.0 / low, []
        while shorter >= 12:
            scales.append(m)
            m, shorter = m * factor, shorter * factor
        params = {"model": "mtcnn", "image_h": h, "image_w": w, "min_face": low, "factor": factor}
        cases.append(answer(params, {"scales": scales, "n_scales": len(scales)}, "MTCNN's loop"))
    cases += [refusal(model="lffd", face_px=560), refusal(model="lffd", face_px=9), refusal(model="mtcnn", factor=1),
              refusal(model="mtcnn", min_face=0), refusal(model="s3fd")]  # fmt: skip
    write("face-detector-scales", cases)


def aspp():
    cases = []
    for size, k, rates in (
        (33, 3, [6, 12, 18]),
        (9, 3, [1, 8, 9, 20]),
        (17, 5, [2, 7]),
        (1, 3, [1]),
        (65, 3, [36]),
    ):
        valid, centre, effective = [], [], []
        for rate in rates:
            pad = rate * (k - 1) // 2
            counts = F.conv2d(
                torch.ones(1, 1, size, size), torch.ones(1, 1, k, k), padding=pad, dilation=rate
            )
            valid.append((counts.mean() / k**2).item())
            centre.append((counts.round() == 1).double().mean().item())
            effective.append(rate * (k - 1) + 1)
        outputs = {
            "effective_k": effective,
            "valid_tap_fraction": valid,
            "centre_only_fraction": centre,
        }
        cases.append(answer({"size": size, "k": k, "rates": rates}, outputs, "F.conv2d of ones"))
    cases += [refusal(k=2), refusal(rates=[0]), refusal(rates=[]), refusal(size=0)]
    write("aspp", cases)


def bilinear(image, y, x):
    """torchvision's bilinear_interpolate."""
    h, w = image.shape
    if y < -1 or y > h or x < -1 or x > w:
        return 0.0
    y, x = max(y, 0), max(x, 0)
    return map_coordinates(image, [[min(y, h - 1)], [min(x, w - 1)]], order=1, mode="nearest")[0]


def roi_align():
    cases = []
    for channels, roi, size, ratio, scale, aligned in (
        (0, [0.8, 1.3, 5.1, 4.9], 2, 2, 1, True), (2, [0, 0, 31, 24], [2, 3], 2, 0.25, True),
        (1, [1, 1, 1.2, 1.1], 2, 1, 1, False), (0, [-3, -2, 12, 12], 3, 2, 1, False),
        (0, [2, 2, 7.5, 6.5], 2, 0, 1, True), (0, [4, 4, 4, 4], 1, 2, 1, True),
    ):  # fmt: skip
        x = normal(8, 8) if channels == 0 else normal(channels, 8, 8)
        rows, columns = size if isinstance(size, list) else (size, size)
        x1, y1, x2, y2 = (v * scale - (0.5 if aligned else 0) for v in roi)
        width, height = x2 - x1, y2 - y1
        if not aligned:
            width, height = max(width, 1.0), max(height, 1.0)
        bh, bw = height / rows, width / columns
        gh, gw = (ratio, ratio) if ratio > 0 else (max(1, math.ceil(bh)), max(1, math.ceil(bw)))
        images = x.reshape(-1, 8, 8)
        y = np.zeros((len(images), rows, columns))
        for c, i, j in np.ndindex(y.shape):
            spots = [
                (y1 + i * bh + (a + 0.5) * bh / gh, x1 + j * bw + (b + 0.5) * bw / gw)
                for a in range(gh)
                for b in range(gw)
            ]
            y[c, i, j] = np.mean([bilinear(images[c], *spot) for spot in spots])
        params = {
            "x": x,
            "roi": roi,
            "output_size": size,
            "sampling_ratio": ratio,
            "spatial_scale": scale,
            "aligned": aligned,
        }
        cases.append(
            answer(
                params, {"y": y if channels else y[0]}, "torchvision's loop over map_coordinates"
            )
        )
    for box, stride, bins in ((665, 32, 7), (800, 32, 7), (100, 16, 7), (64, 8, 4)):
        exact = box / stride
        inner = int(int(exact) / bins)
        outputs = {"exact_feature": exact, "pooled_feature": int(exact), "bin_exact": exact / bins,
                   "bin_pooled": inner, "pixel_error": exact / bins * stride - inner * stride}  # fmt: skip
        cases.append(
            answer(
                {"op": "quantization", "box_px": box, "stride": stride, "bins": bins},
                outputs,
                "by hand",
            )
        )
    cases += [
        refusal(roi=[5, 0, 1, 1]),
        refusal(roi=[0, 0, 1]),
        refusal(output_size=0),
        refusal(op="quantization", stride=0),
    ]
    write("roi-align", cases)


if __name__ == "__main__":
    for make in (deformable_conv, geometric_transform, image_preprocess, graph_cut, active_contour,
                 hog_descriptor, pixelshuffle, face_detector_scales, aspp, roi_align):  # fmt: skip
        make()
