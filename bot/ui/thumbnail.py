"""A picture of a demo's first chart small enough for a gallery: an SVG of a few kilobytes.

Ninety live charts on one page would keep a browser busy for seconds; these cost nothing. Colours
are readable on both themes, since an image does not know the theme around it.
"""

import base64
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bot.demos._charts import (
    Bars,
    Boxes,
    Chart,
    Contour,
    Graph,
    Grid,
    Heatmap,
    Lines,
    Scatter,
    Series,
    Steps,
)

WIDTH, HEIGHT, MARGIN = 160.0, 90.0, 8.0
MOST_CELLS, MOST_POINTS = 20, 60
COLOURS = {
    "main": "#2a9d8f",
    "second": "#d97b3f",
    "third": "#7d78d6",
    "fourth": "#b79a2e",
    "good": "#3f9e66",
    "bad": "#d2584b",
    "muted": "#8b9096",
}
Point = tuple[float, float]


def data_url(chart: Chart) -> str:
    """The thumbnail of a chart as an address that holds the whole picture."""
    body = "".join(_DRAW[type(chart)](chart))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{body}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _colour(role: str) -> str:
    return COLOURS.get(role, COLOURS["main"])


def _place(points: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Points of the plane, y up, put into the picture."""
    x1, y1, x2, y2 = box
    wide, tall = (x2 - x1) or 1.0, (y2 - y1) or 1.0
    return [
        (
            MARGIN + (x - x1) / wide * (WIDTH - 2 * MARGIN),
            HEIGHT - MARGIN - (y - y1) / tall * (HEIGHT - 2 * MARGIN),
        )
        for x, y in points
    ]


def _bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True) if (points := list(points)) else ((0.0,), (0.0,))
    return min(xs), min(ys), max(xs), max(ys)


def _line(points: Sequence[Point], role: str, dashed: bool = False) -> str:
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<polyline points="{text}" fill="none" stroke="{_colour(role)}" stroke-width="2"{dash}/>'
    )


def _rect(x: float, y: float, w: float, h: float, fill: str, extra: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"{extra}/>'


def _thin(values: Sequence[Any], most: int) -> list[Any]:
    step = math.ceil(len(values) / most) or 1
    return list(values[::step])


def _log(value: float, on: bool) -> float:
    return math.log10(value) if on and value > 0 else float(value)


def _lines(chart: Lines) -> Iterable[str]:
    curves = [
        (series, _thin(run, MOST_POINTS)) for series in chart.series for run in _runs(series, chart)
    ]
    box = _bounds(point for _, curve in curves for point in curve)
    if chart.plane:
        box = box[0], box[3], box[2], box[1]
    for series, curve in curves:
        if series.bare:
            yield from _dots(_place(curve, box), series.role)
        else:
            yield _line(_place(curve, box), series.role, series.dashed)


def _runs(series: Series, chart: Lines) -> list[list[Point]]:
    """The points of a line between its breaks."""
    runs: list[list[Point]] = [[]]
    for x, y in zip(series.x, series.y, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append((_log(x, chart.log_x), _log(y, chart.log_y)))
    return [run for run in runs if run]


def _dots(points: Sequence[Point], role: str) -> Iterable[str]:
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{_colour(role)}"/>'


def _bars(chart: Bars) -> Iterable[str]:
    rows = [[_log(v, chart.log_y) for v in row] for row in chart.values]
    # On a logarithmic axis bars stand on the power of ten below the least value, as in the chart.
    floor = math.floor(min((v for row in rows for v in row), default=0)) if chart.log_y else 0
    rows = [[value - floor for value in row] for row in rows]
    values = [value for row in rows for value in row]
    count = max(map(len, chart.values), default=1)
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    tall = (high - low) or 1.0
    slot = (WIDTH - 2 * MARGIN) / max(count, 1)
    each = slot * 0.75 / max(len(chart.values), 1)
    roles = ("main", "second", "third", "fourth")
    zero = HEIGHT - MARGIN - (0 - low) / tall * (HEIGHT - 2 * MARGIN)
    for g, row in enumerate(rows):
        for i, value in enumerate(row):
            size = abs(value) / tall * (HEIGHT - 2 * MARGIN)
            top = zero - size if value >= 0 else zero
            left = MARGIN + i * slot + g * each + slot * 0.12
            yield _rect(left, top, each * 0.92, max(size, 0.6), _colour(roles[g % 4]))


def _heatmap(chart: Heatmap) -> Iterable[str]:
    rows = [_thin(row, MOST_CELLS) for row in _thin(chart.matrix, MOST_CELLS)]
    cells = [v for row in rows for v in row if v is not None]
    low, high = min(cells, default=0), max(cells, default=1)
    reach = (high - low) or 1
    side = min(
        (WIDTH - 2 * MARGIN) / max(map(len, rows), default=1), (HEIGHT - 2 * MARGIN) / len(rows)
    )
    left = (WIDTH - side * max(map(len, rows), default=1)) / 2
    top = (HEIGHT - side * len(rows)) / 2
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is not None:
                share = 0.12 + 0.88 * (value - low) / reach
                yield _rect(left + j * side, top + i * side, side * 0.94, side * 0.94,
                            COLOURS["main"], f' opacity="{share:.2f}"')  # fmt: skip


def _scatter(chart: Scatter) -> Iterable[str]:
    groups = [
        [(_log(x, chart.log_x), _log(y, chart.log_y)) for x, y in _thin(points, MOST_POINTS)]
        for _, _, points in chart.groups
    ]
    box = _bounds(point for group in groups for point in group)
    for points, (_, role, _) in zip(groups, chart.groups, strict=True):
        yield from _dots(_place(points, box), role)


def _boxes(chart: Boxes) -> Iterable[str]:
    corners = [(float(x), float(y)) for r in chart.rectangles
               for x, y in (r.box[:2], r.box[2:])]  # fmt: skip
    x1, y1, x2, y2 = _bounds(corners)
    scale = min((WIDTH - 2 * MARGIN) / ((x2 - x1) or 1), (HEIGHT - 2 * MARGIN) / ((y2 - y1) or 1))
    left, top = (WIDTH - (x2 - x1) * scale) / 2, (HEIGHT - (y2 - y1) * scale) / 2
    for r in _thin(chart.rectangles, MOST_POINTS):
        paint = _colour(r.role)
        extra = f' stroke="{paint}" stroke-width="1.6" fill-opacity="{0.3 if r.filled else 0}"'
        extra += ' stroke-dasharray="4 3"' if r.dashed else ""
        yield _rect(left + (r.box[0] - x1) * scale, top + (r.box[1] - y1) * scale,
                    (r.box[2] - r.box[0]) * scale, (r.box[3] - r.box[1]) * scale,
                    paint, extra)  # fmt: skip


def _contour(chart: Contour) -> Iterable[str]:
    rows = [_thin(row, 24) for row in _thin(chart.z, 14)][::-1]
    cells = sorted(v for row in rows for v in row if v is not None)
    wide, tall = WIDTH / max(map(len, rows), default=1), HEIGHT / max(len(rows), 1)
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is not None:
                share = 1 - cells.index(value) / max(len(cells), 1)
                yield _rect(j * wide, i * tall, wide + 0.3, tall + 0.3, COLOURS["main"],
                            f' opacity="{0.08 + 0.6 * round(share * 6) / 6:.2f}"')  # fmt: skip
    box = (chart.x[0], chart.y[0], chart.x[-1], chart.y[-1])
    for _, role, points in chart.paths:
        yield _line(_place(_thin(points, MOST_POINTS), box), "second" if role == "main" else role)
    for _, role, points in chart.dots:
        yield from _dots(_place(_thin(points, MOST_POINTS), box), role)


def _graph(chart: Graph) -> Iterable[str]:
    box = _bounds((x, -y) for _, x, y, _, _ in chart.nodes)
    at = dict(
        zip((n[0] for n in chart.nodes), _place([(n[1], -n[2]) for n in chart.nodes], box),
            strict=True)
    )  # fmt: skip
    for start, end, _, role in chart.edges:
        yield _line([at[start], at[end]], role)
    for name, _, _, _, role in chart.nodes:
        x, y = at[name]
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_colour(role)}"/>'


def _grid(chart: Grid) -> Iterable[str]:
    for row in range(min(6, len(chart.rows) + 1)):
        for column in range(min(4, len(chart.columns))):
            role = "main" if row == 0 else "muted"
            yield _rect(MARGIN + column * 37, MARGIN + row * 13, 30, 7, _colour(role),
                        ' opacity="0.7" rx="2"')  # fmt: skip


def _steps(chart: Steps) -> Iterable[str]:
    """The middle frame, where most is going on."""
    figures = chart.frames[len(chart.frames) // 2][1] if chart.frames else ()
    return _DRAW[type(figures[0])](figures[0]) if figures else ()


_DRAW: Mapping[type, Callable[[Any], Iterable[str]]] = {
    Lines: _lines,
    Bars: _bars,
    Heatmap: _heatmap,
    Scatter: _scatter,
    Boxes: _boxes,
    Contour: _contour,
    Graph: _graph,
    Grid: _grid,
    Steps: _steps,
}
