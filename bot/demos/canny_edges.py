"""Canny's edge detector, stage by stage, and the linking of broken edges.

    gradient     3×3 Sobel; magnitude √(gx²+gy²), direction atan2(gy, gx) in degrees (−180, 180]
    thinning     zero unless largest along its gradient
    hysteresis   pixels > low stay only in a component that holds one > high
    linking      components (8-connected) whose closest pixels are at most max_gap apart become one

The direction is that of the gradient. Source: Canny, A Computational Approach to Edge Detection.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Chart
from bot.demos._fields import SEED, Values, grey_image, picture, selector
from bot.demos._params import Float, Int, refuse
from bot.demos._pictures import scene, with_noise
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.images import gaussian_blur, gradient, thin_edges
from bot.numerics.regions import hysteresis, label, linked_components
from bot.text import Text

MOST_EDGE_PIXELS = 3000
EDGES, MAGNITUDE = Text("边缘", "Edges"), Text("梯度幅值", "Gradient magnitude")


def run_gradient(stage: str, x: np.ndarray) -> Result:
    """Magnitude and direction of the Sobel gradient, without blur."""
    magnitude, direction = gradient(x)
    values: Values = {"magnitude": magnitude, "direction_deg": direction}
    top = np.unravel_index(int(magnitude.argmax()), magnitude.shape)
    where = f"{magnitude[top]:.4g}", f"{direction[top]:.0f}°"
    zh, en = "梯度方向垂直于边缘：最大的", "The gradient points across the edge: the largest,"
    insight = Text(f"{zh} {where[0]} 指向 {where[1]}", f"{en} {where[0]}, to {where[1]}")
    angles = picture(Text("方向(度)", "Direction (degrees)"), direction, "diverging")
    charts = picture(MAGNITUDE, magnitude, "sequential"), angles
    return Result(values, insight, charts, r"|\nabla I|=\sqrt{g_x^2+g_y^2}")


def run_hysteresis(
    stage: str, magnitude: np.ndarray, low: float, high: float, connectivity: int
) -> Result:
    """Edges that survive the double threshold."""
    edges = _connected(magnitude, low, high, connectivity)
    charts = (picture(EDGES, edges), *_stages(magnitude, low, high))
    return _edge_result(edges, magnitude, (low, high), connectivity, charts)


def run_link(stage: str, mask: np.ndarray, max_gap: float) -> Result:
    """How many pieces of edge are left when gaps up to ``max_gap`` are bridged."""
    marked = mask != 0
    if marked.sum() > MOST_EDGE_PIXELS:
        raise refuse(
            f"边缘像素超过 {MOST_EDGE_PIXELS} 个", f"more than {MOST_EDGE_PIXELS} edge pixels"
        )
    labels, before = label(marked, 8)
    after = linked_components(marked, max(max_gap, 2**0.5))
    insight = Text(
        f"允许跨过 {max_gap:g} 像素的缺口时，{before} 段边缘连成 {after} 段",
        f"Bridging gaps of up to {max_gap:g} pixels joins {before} pieces of edge into {after}",
    )
    charts = (picture(Text("边缘段编号", "Pieces of edge"), labels, "sequential"),)
    values: Values = {"components_before": before, "components_after": after}
    return Result(values, insight, charts, rf"d_{{\min}}\le {max_gap:g}")


def run_pipeline(stage: str, x: np.ndarray, sigma: float, low: float, high: float) -> Result:
    """Blur, gradient, thinning and hysteresis in one go."""
    blurred = gaussian_blur(x, sigma)
    magnitude, direction = gradient(blurred)
    thin = thin_edges(magnitude, direction)
    edges = _connected(thin, low, high, 8)
    before = picture(MAGNITUDE, magnitude, "sequential"), picture(Text("平滑", "Blurred"), blurred)
    charts = (picture(EDGES, edges), *_stages(thin, low, high), *before)
    result = _edge_result(edges, thin, (low, high), 8, charts)
    values = {**result.values, "magnitude": magnitude, "direction_deg": direction, "thinned": thin}
    return Result(values, result.insight, charts, result.formula)


def _connected(magnitude: np.ndarray, low: float, high: float, connectivity: int) -> np.ndarray:
    if low > high:
        raise refuse(
            f"低阈值 {low:g} 不能大于高阈值 {high:g}", f"low {low:g} exceeds high {high:g}"
        )
    return hysteresis(magnitude, low, high, connectivity)


def _stages(strength: np.ndarray, low: float, high: float) -> tuple[Chart, ...]:
    classes = (strength > low).astype(int) + (strength > high)
    title = Text("双阈值：1 弱，2 强", "Double threshold: 1 weak, 2 strong")
    return picture(title, classes, "sequential"), picture(MAGNITUDE, strength, "sequential")


def _edge_result(
    edges: np.ndarray,
    strength: np.ndarray,
    thresholds: tuple[float, float],
    connectivity: int,
    charts: tuple[Chart, ...],
) -> Result:
    low, high = thresholds
    kept, weak, strong = (int(m.sum()) for m in (edges, strength > low, strength > high))
    count = label(edges, connectivity)[1]
    values = {"edges": edges.astype(int), "n_edge": kept, "n_components": count}
    insight = Text(
        f"弱边只有连着强边才保留：大于低阈值的 {weak} 个像素留下 {kept} 个，其中强边 {strong} 个",
        f"Weak edges survive only when attached to a strong one: {kept} of {weak} pixels above "
        f"the low threshold stay, {strong} of them strong",
    )
    return Result(values, insight, charts, rf"{low:g}<|\nabla I|_{{weak}}\le {high:g}")


def build(seed: int, noise: float) -> dict[str, Any]:
    """A small noisy scene."""
    return {"x": with_noise(scene(), "gaussian", noise, seed).tolist()}


MAGNITUDES = [[0, 0, 4, 0, 0, 0], [0, 5, 9, 5, 0, 4], [0, 4, 8, 0, 0, 5], [0, 0, 0, 5, 0, 4]]
PIECES = [[1, 1, 0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0, 0, 1]]


def _threshold(name: str, zh: str, default: float) -> Float:
    return Float(name, Text(zh, f"{name} threshold"), default, 0, 1e9, (0, 1000), 1)


X = grey_image("x", scene(12).tolist())
CONNECTIVITY = Int("connectivity", Text("连通性", "connectivity"), 8, 4, 8, among=(4, 8))
SIGMA = Float("sigma", Text("平滑 σ", "blur sigma"), 1, 0, 20, slider=(0.3, 5), above=True)
STRENGTH = grey_image("magnitude", MAGNITUDES, "梯度幅值", "magnitude")
MASK = grey_image("mask", PIECES, "边缘图", "edge map")
GAP = Float("max_gap", Text("最大缺口", "largest gap"), 2.5, 0, 1e4, (0, 10), unit="px")
PIPELINE = (
    selector("stage", "pipeline"),
    X,
    SIGMA,
    _threshold("low", "低阈值", 60),
    _threshold("high", "高阈值", 200),
)
HYSTERESIS = (
    selector("stage", "hysteresis"),
    STRENGTH,
    _threshold("low", "低阈值", 3),
    _threshold("high", "高阈值", 7),
    CONNECTIVITY,
)
CONTROLS = (SEED, Float("noise", Text("噪声量", "noise"), 0.05, 0, 1, slider=(0, 0.5)))

DEMO = Demo(
    title=Text("Canny 与边缘连接", "Canny and edge linking"),
    topics=(
        "canny",
        "edge-detection",
        "hysteresis-thresholding",
        "edge-linking",
        "image-gradient",
        "segmentation-algorithms",
    ),
    group="classical",
    modes=(
        Mode(run_pipeline, PIPELINE, Text("全过程", "all stages"), CONTROLS, build),
        Mode(run_gradient, (selector("stage", "gradient"), X), Text("梯度", "gradient")),
        Mode(run_hysteresis, HYSTERESIS, Text("双阈值", "hysteresis")),
        Mode(run_link, (selector("stage", "link"), MASK, GAP), Text("边缘连接", "linking")),
    ),
    source="Canny, A Computational Approach to Edge Detection, 1986",
    asks=(
        Text("Canny 分哪几步？双阈值有何作用？", "What are Canny's steps, and why two thresholds?"),
        Text("断开的边缘怎么连接？", "How are broken edges linked?"),
    ),
    presets=(
        Preset(
            Text("高低比 3:1", "thresholds 3 to 1"),
            {"stage": "pipeline", "low": 60, "high": 180},
            "Canny, PAMI 1986: two or three to one",
        ),
    ),
)
