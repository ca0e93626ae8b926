"""Cases of the classical image demos, from scipy.ndimage, scikit-image, OpenCV and scikit-learn.

Run as ``python tests/demos/oracles/classical_images.py`` where those are installed.
"""

import warnings

import cv2
import numpy as np
from _cases import answer, refusal, write
from scipy import ndimage as ndi
from skimage.feature import corner_harris
from skimage.filters import apply_hysteresis_threshold, threshold_otsu
from skimage.segmentation import flood, watershed
from sklearn.cluster import KMeans

RNG = np.random.default_rng(0)
EIGHT = np.ones((3, 3))


def grey(*shape):
    return RNG.integers(0, 256, shape).astype(float)


def image_filters():
    cases = []
    for kind, shape, size in [
        ("mean", (5, 6), 3),
        ("mean", (4, 4), 4),
        ("mean", (3, 2), 7),
        ("median", (6, 5), 3),
        ("median", (5, 5), 5),
        ("median", (4, 5), 2),
    ]:
        x = grey(*shape)
        y = ndi.uniform_filter(x, size) if kind == "mean" else ndi.median_filter(x, size)
        params = {"x": x, "kind": kind, "border": "reflect", "size": size}
        cases.append(answer(params, {"y": y}, "scipy.ndimage"))
    for shape, sigma, truncate in [((5, 6), 1.0, 4.0), ((4, 4), 2.3, 3.0), ((1, 7), 0.4, 4.0)]:
        x = grey(*shape)
        params = {
            "x": x,
            "kind": "gaussian",
            "border": "reflect",
            "sigma": sigma,
            "truncate": truncate,
        }
        cases.append(
            answer(params, {"y": ndi.gaussian_filter(x, sigma, truncate=truncate)}, "scipy.ndimage")
        )
    for kind, function in [
        ("sobel_x", lambda x: ndi.sobel(x, 1)),
        ("sobel_y", lambda x: ndi.sobel(x, 0)),
        ("laplacian", ndi.laplace),
    ]:
        for shape in [(5, 6), (2, 1)]:
            x = grey(*shape)
            params = {"x": x, "kind": kind, "border": "reflect"}
            cases.append(answer(params, {"y": function(x)}, "scipy.ndimage"))
    x = [[1.0, 2.0]]
    cases += [
        refusal(x=x, kind="median", size=0),
        refusal(x=x, kind="gaussian", sigma=0),
        refusal(x=[[1.0], [2.0, 3.0]], kind="mean"),
        refusal(x=x, kind="box"),
    ]
    write("image-filters", cases)


def otsu():
    cases = []
    images = [
        grey(6, 6),
        np.where(RNG.random((8, 8)) < 0.3, 200.0, 40.0),
        grey(1, 5),
        RNG.normal(70, 15, (9, 9)).round().clip(0, 255),
        np.full((3, 3), 7.0),
        np.concatenate([RNG.normal(70, 15, 60), RNG.normal(170, 15, 40)]).round().clip(0, 255),
    ]
    for x in images:
        t = float(threshold_otsu(x.astype(np.uint8)))
        cv = cv2.threshold(x.astype(np.uint8).reshape(1, -1), 0, 255, cv2.THRESH_OTSU)[0]
        above = x > t
        w = above.mean()
        variance = w * (1 - w) * (x[above].mean() - x[~above].mean()) ** 2 if 0 < w < 1 else 0.0
        if 0 < w < 1 and np.ptp(x) > 0:
            assert cv == t, (cv, t)
        outputs = {
            "threshold": t,
            "foreground_fraction": float(w),
            "between_class_variance": float(variance),
        }
        cases.append(answer({"x": x}, outputs, "skimage threshold_otsu = cv2 THRESH_OTSU"))
    write("otsu-threshold", [*cases, refusal(x=[]), refusal(x="cat")])


def region_growing():
    cases = []
    for shape, tolerance, connectivity in [
        ((8, 8), 60, 4),
        ((8, 8), 60, 8),
        ((6, 9), 0, 4),
        ((5, 5), 255, 8),
        ((1, 7), 90, 4),
        ((9, 9), 100, 4),
    ]:
        x = grey(*shape)
        seed = [int(RNG.integers(n)) for n in shape]
        mask = flood(
            x, tuple(seed), tolerance=tolerance, connectivity=1 if connectivity == 4 else 2
        )
        params = {
            "x": x,
            "seed": seed,
            "tolerance": tolerance,
            "connectivity": connectivity,
            "criterion": "seed",
        }
        outputs = {"mask": mask.astype(int), "size": int(mask.sum())}
        cases.append(answer(params, outputs, "skimage.segmentation.flood"))
    x = [[0.0, 4.0, 8.0, 12.0]]
    drift = {"x": x, "seed": [0, 0], "tolerance": 7, "connectivity": 4, "criterion": "running_mean"}
    cases.append(
        answer(
            drift, {"mask": [[1, 1, 1, 0]], "size": 3}, "by hand: means 0, 2, 4, then 12 − 4 > 7"
        )
    )
    cases += [
        refusal(x=x, seed=[0, 4]),
        refusal(x=x, seed=[-1, 0]),
        refusal(x=x, seed=[0, 0], connectivity=6),
        refusal(x=x, seed=[0, 0], tolerance=-1),
    ]
    write("region-growing", cases)


def kmeans():
    cases = []
    problems = [
        (grey(12), 3, 100),
        (grey(4, 5), 4, 100),
        (RNG.normal(size=(20, 2)), 3, 100),
        (grey(15), 2, 1),
        (RNG.random((10, 5)), 2, 2),
        (grey(3, 4, 3), 3, 100),
    ]
    for x, k, max_iter in problems:
        features = 1 if x.ndim == 1 or x.shape == (4, 5) else x.shape[-1]
        points = x.reshape(-1, features)
        init = points[:k]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = KMeans(k, init=init, n_init=1, max_iter=max_iter, tol=0, algorithm="lloyd").fit(
                points
            )
        labels = model.labels_.reshape(x.shape if features == 1 else x.shape[:-1])
        centers = model.cluster_centers_
        if features == 1:
            init, centers = init.ravel(), centers.ravel()
        params = {"x": x, "init_centers": init, "max_iter": max_iter}
        outputs = {"centers": centers, "labels": labels, "inertia": model.inertia_}
        cases.append(answer(params, outputs, "sklearn KMeans(n_init=1, tol=0)"))
    far = {"x": [0.0, 1.0, 2.0], "init_centers": [1.0, 99.0], "max_iter": 10}
    cases.append(
        answer(
            far,
            {"centers": [1.0, 99.0], "labels": [0, 0, 0], "inertia": 2.0},
            "by hand: an empty cluster keeps its centre",
        )
    )
    cases += [
        refusal(x=[[1.0, 2.0]], init_centers=[[1.0, 2.0, 3.0]]),
        refusal(x=[1.0], init_centers=[]),
        refusal(x=[1.0], max_iter=0),
    ]
    write("kmeans-segmentation", cases)


def canny():
    cases = []
    for shape in [(5, 6), (3, 3), (1, 4)]:
        x = grey(*shape)
        gx, gy = ndi.sobel(x, 1), ndi.sobel(x, 0)
        outputs = {"magnitude": np.hypot(gx, gy), "direction_deg": np.degrees(np.arctan2(gy, gx))}
        cases.append(answer({"stage": "gradient", "x": x}, outputs, "scipy.ndimage.sobel"))
    for shape, low, high, connectivity in [
        ((8, 8), 5, 8, 4),
        ((8, 8), 5, 8, 8),
        ((6, 9), 6, 9, 8),
        ((7, 7), 3, 3, 4),
        ((5, 5), 9, 20, 8),
    ]:
        magnitude = RNG.integers(0, 10, shape).astype(float)
        structure = EIGHT if connectivity == 8 else None
        if connectivity == 4:
            edges = apply_hysteresis_threshold(magnitude, low, high)
        else:
            labels, count = ndi.label(magnitude > low, EIGHT)
            strong = ndi.sum(magnitude > high, labels, range(count + 1)) > 0
            strong[0] = False
            edges = strong[labels]
        outputs = {
            "edges": edges.astype(int),
            "n_edge": int(edges.sum()),
            "n_components": int(ndi.label(edges, structure)[1]),
        }
        params = {
            "stage": "hysteresis",
            "magnitude": magnitude,
            "low": low,
            "high": high,
            "connectivity": connectivity,
        }
        cases.append(answer(params, outputs, "skimage hysteresis / scipy.ndimage.label"))
    for shape, gap, share in [
        ((10, 10), 1.0, 0.2),
        ((10, 10), 2.0, 0.1),
        ((12, 9), 2.5, 0.08),
        ((8, 8), 5.0, 0.05),
    ]:
        mask = (RNG.random(shape) < share).astype(int)
        labels, before = ndi.label(mask, EIGHT)
        groups = list(range(before))
        for a in range(before):
            for b in range(a):
                p, q = np.argwhere(labels == a + 1), np.argwhere(labels == b + 1)
                if np.sqrt(((p[:, None] - q[None]) ** 2).sum(-1)).min() <= gap:
                    old, new = groups[a], groups[b]
                    groups = [new if g == old else g for g in groups]
        outputs = {"components_before": int(before), "components_after": len(set(groups))}
        cases.append(
            answer(
                {"stage": "link", "mask": mask, "max_gap": gap},
                outputs,
                "label + pairwise distances",
            )
        )
    cases += [
        refusal(stage="hysteresis", magnitude=[[1.0]], low=5, high=2),
        refusal(stage="link", mask=[1.0]),
        refusal(stage="blur"),
    ]
    write("canny-edges", cases)


def watershed_cases():
    cases = []
    for shape, radius, distance, center in [
        ((24, 36), 6, 9, (12, 10)),
        ((30, 50), 8, 13, (14, 15)),
        ((20, 30), 4, 9, (9, 9)),
        ((21, 33), 5, 1, (10, 12)),
        ((16, 20), 9, 6, (3, 4)),
        ((24, 36), 6, 0, (12, 10)),
    ]:
        rows, columns = np.mgrid[: shape[0], : shape[1]]
        y, x = center
        near = np.minimum((columns - x) ** 2, (columns - x - distance) ** 2)
        mask = (rows - y) ** 2 + near <= radius**2
        edt = ndi.distance_transform_edt(mask)
        exact = cv2.distanceTransform(
            np.pad(mask, 20, mode="edge").astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE
        )
        assert np.abs(exact[20:-20, 20:-20] - edt).max() < 1e-3 or not np.pad(mask, 1).sum()
        markers = np.zeros(shape, int)
        markers[y, x + distance] = 2
        markers[y, x] = 1
        regions = watershed(-edt, markers, mask=mask)
        outputs = {
            "area": int(mask.sum()),
            "components_before": int(ndi.label(mask)[1]),
            "regions_after": len(np.unique(regions[regions > 0])),
            "max_distance": float(edt.max()),
            "saddle_distance": float(edt[y, x + distance // 2]),
        }
        params = {"shape": shape, "radius": radius, "distance": distance, "center": center}
        cases.append(answer(params, outputs, "scipy EDT, label; skimage watershed"))
    for shape, share in [((6, 7), 0.7), ((9, 5), 0.5), ((4, 4), 0.0)]:
        mask = (RNG.random(shape) < share).astype(int)
        outputs = {
            "edt": ndi.distance_transform_edt(mask),
            "components_before": int(ndi.label(mask)[1]),
        }
        cases.append(answer({"mask": mask}, outputs, "scipy.ndimage"))
    cases += [
        refusal(mask=[[1, 1], [1, 1]]),
        refusal(shape=[10, 10], radius=3, distance=9, center=[5, 5]),
        refusal(shape=[10], radius=3, distance=1, center=[5, 5]),
        refusal(radius=-1),
    ]
    write("watershed", cases)


def harris():
    cases = []
    for _ in range(5):
        root = RNG.normal(size=(2, 2))
        m, k = root @ root.T, float(RNG.uniform(0.04, 0.06))
        values = np.linalg.eigvalsh(m)
        outputs = {
            "eigenvalues": values,
            "det": np.linalg.det(m),
            "trace": np.trace(m),
            "response": np.linalg.det(m) - k * np.trace(m) ** 2,
            "shi_tomasi": values[0],
        }
        cases.append(
            answer(
                {"sxx": m[0, 0], "sxy": m[0, 1], "syy": m[1, 1], "k": k}, outputs, "numpy eigvalsh"
            )
        )
    square = np.zeros((12, 12))
    square[3:9, 3:9] = 1
    for x, k, sigma in [
        (square, 0.05, 1.0),
        (RNG.random((7, 9)), 0.04, 1.5),
        (RNG.random((3, 4)), 0.06, 0.5),
    ]:
        outputs = {"response": corner_harris(x, k=k, sigma=sigma)}
        cases.append(answer({"x": x, "k": k, "sigma": sigma}, outputs, "skimage corner_harris"))
    cases += [refusal(x=[[1.0]], sigma=0), refusal(sxx="a"), refusal(sxx=1, x=[[1.0]])]
    write("harris-corners", cases)


if __name__ == "__main__":
    for make in (image_filters, otsu, region_growing, kmeans, canny, watershed_cases, harris):
        make()
