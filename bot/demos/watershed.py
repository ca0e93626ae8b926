"""Splitting touching discs by a watershed on their distance map.

The distance transform (Euclid, to the nearest background pixel) peaks in the middle of each disc
and has a saddle at the neck between them. Flooding the negated map from one marker per disc meets
at the neck. Without markers every local peak starts a basin, which over-segments real masks.

Pixels belong to a disc when (row − r0)² + (column − c0)² ≤ r²; components are 4-connected.
Sources: Meyer, 1994 (flooding); Vincent and Soille, 1991.
"""

import numpy as np

from bot.demos._charts import Chart, Steps
from bot.demos._fields import Values, grey_image, picture
from bot.demos._params import Array, Int, refuse
from bot.demos._spec import Demo, Mode, Preset, Result
from bot.numerics.regions import distances, flood, label
from bot.text import Text

LEVELS = 8  # frames of the flooding
MOST_PIXELS = 160_000


def run_discs(shape: np.ndarray, radius: float, distance: int, center: np.ndarray) -> Result:
    """Two discs side by side: how they touch and how the watershed parts them."""
    mask, seeds = _discs(shape, radius, distance, center)
    edt = distances(mask)
    markers = np.zeros(mask.shape, dtype=np.int64)
    for number, seed in enumerate(sorted(set(seeds)), start=1):
        markers[seed] = number
    regions = flood(-edt, markers, mask)
    row, column = seeds[0]
    values: Values = {
        "area": int(mask.sum()),
        "components_before": label(mask, 4)[1],
        "regions_after": int(regions.max()),
        "max_distance": float(edt.max()),
        "saddle_distance": float(edt[row, column + distance // 2]),
    }
    charts = (_flooding(edt, regions), _regions(regions), _map(edt))
    formula = (
        rf"h_{{peak}}-h_{{saddle}}={values['max_distance']:.3f}-{values['saddle_distance']:.3f}"
    )
    return Result(values, _insight(values), charts, formula)


def run_mask(mask: np.ndarray) -> Result:
    """The distance transform and the components of any mask."""
    inside = mask != 0
    if inside.all():
        raise refuse("掩膜没有背景，距离无从算起", "the mask has no background to measure from")
    edt = distances(inside)
    count = label(inside, 4)[1]
    insight = Text(
        f"{count} 个连通块，离背景最远 {edt.max():.3g} 像素；距离变换的峰就是分水岭的标记点",
        f"{count} components, the deepest pixel {edt.max():.3g} from the background; peaks of the "
        "distance transform are the markers of a watershed",
    )
    return Result({"edt": edt, "components_before": count}, insight, (_map(edt),))


def _discs(
    shape: np.ndarray, radius: float, distance: int, center: np.ndarray
) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The mask of both discs and their centres."""
    if len(shape) != 2 or len(center) != 2 or shape[0] * shape[1] > MOST_PIXELS:
        raise refuse(
            f"shape 与 center 各要两个数，至多 {MOST_PIXELS} 像素",
            f"shape and center take two numbers each, at most {MOST_PIXELS} pixels",
        )
    row, column = (int(c) for c in center)
    if not (0 <= row < shape[0] and column >= 0 and column + distance < shape[1]):
        raise refuse("圆心落在图外", "a centre lies outside the image")
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    seeds = [(row, column), (row, column + distance)]
    mask = np.zeros((int(shape[0]), int(shape[1])), dtype=bool)
    for r, c in seeds:
        mask |= (rows - r) ** 2 + (columns - c) ** 2 <= radius**2
    if mask.all():
        raise refuse("圆盘盖满了整幅图", "the discs cover the whole image")
    return mask, seeds


def _insight(values: Values) -> Text:
    before, after = values["components_before"], values["regions_after"]
    peak, saddle = values["max_distance"], values["saddle_distance"]
    return Text(
        f"连通域只数出 {before} 个，分水岭分出 {after} 个：峰高 {peak:.2f}，颈部只有 {saddle:.2f}；"
        "没有标记点就会过分割",
        f"Labelling counts {before}, the watershed {after}: the peak is {peak:.2f} high, the neck "
        f"{saddle:.2f}; without markers it would over-segment",
    )


def _map(edt: np.ndarray) -> Chart:
    return picture(Text("到背景的距离(像素)", "Distance to background (pixels)"), edt, "sequential")


def _regions(regions: np.ndarray) -> Chart:
    return picture(Text("分水岭区域", "Watershed regions"), regions, "sequential")


def _flooding(edt: np.ndarray, regions: np.ndarray) -> Chart:
    """The basins as the water on the negated map rises from the peaks to the background."""
    frames = []
    for level in np.linspace(float(edt.max()), 0, LEVELS + 1)[1:]:
        caption = Text(f"水位：距离 ≥ {level:.2f}", f"water level: distance ≥ {level:.2f}")
        wet = np.where(edt >= level, regions, 0)
        frames.append((caption, (picture(caption, wet, "sequential"),)))
    return Steps(Text("从标记点注水", "Flooding from the markers"), tuple(frames))


PAIR = [[0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 1, 0], [0, 1, 1, 0, 1, 0], [0, 0, 0, 0, 0, 0]]
DISCS = (
    Array("shape", Text("图高、宽", "height, width"), (24, 36), low=1, high=2000, whole=True),
    Int("radius", Text("半径", "radius"), 6, 0, 1000, slider=(3, 9), unit="px"),
    Int(
        "distance", Text("圆心距", "distance of the centres"), 9, 0, 2000, slider=(0, 20), unit="px"
    ),
    Array("center", Text("左圆心 行、列", "left centre: row, column"), (12, 10), whole=True),
)

DEMO = Demo(
    title=Text("分水岭", "Watershed"),
    topics=(
        "watershed",
        "distance-transform",
        "catchment-basin",
        "connected-components",
        "segmentation-algorithms",
    ),
    group="classical",
    modes=(
        Mode(run_discs, DISCS, Text("粘连的圆盘", "touching discs")),
        Mode(run_mask, (grey_image("mask", PAIR, "掩膜", "mask"),), Text("任意掩膜", "any mask")),
    ),
    source="Meyer, Topographic distance and watershed lines, 1994",
    asks=(
        Text("分水岭为何会过分割？怎么解决？", "Why does a watershed over-segment, and the cure?"),
        Text("分水岭怎样分开粘连的细胞？", "How does a watershed separate touching cells?"),
    ),
    presets=(
        Preset(Text("刚好相接", "just touching"), {"radius": 6, "distance": 12}),
        Preset(Text("几乎重合", "nearly merged"), {"radius": 6, "distance": 4}),
    ),
)
