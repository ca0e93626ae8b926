"""Pictures of demos as Vega-Lite: one pure function per kind of chart, from data to a plain dict.

The charts of :mod:`bot.demos._charts` say what is to be seen; here is how, in either language and
either theme. Nothing is drawn here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.demos._charts import (
    Bars,
    Boxes,
    Contour,
    Figure,
    Graph,
    Heatmap,
    Lines,
    Scatter,
)
from bot.ui import chart_bars, chart_contour, chart_grids, chart_shapes
from bot.ui.chart_base import (
    Look,
    axis,
    base,
    colour,
    distinct,
    equal_scales,
    points_of,
    uncrowded,
)

Spec = dict[str, Any]
NEAR = 0.2
"""Names of vertical lines that are closer than this share of the axis would overlap."""


def vega_lite(figure: Figure, look: Look) -> Spec:
    """The Vega-Lite specification of a picture, its data included.

    Raises KeyError for a ``Grid``, which is a table and no picture.
    """
    return _DRAW[type(figure)](figure, look)


def _lines(chart: Lines, look: Look) -> Spec:
    names = [series.name.to(look.language) for series in chart.series]
    rows: list[Spec] = [
        {"x": x, "y": y, "name": name, "n": n}
        for name, series in zip(names, chart.series, strict=True)
        for n, (x, y) in enumerate(zip(series.x, series.y, strict=True))
    ]
    encoding = _line_encoding(chart, look, names, [row for row in rows if row["y"] is not None])
    curve = "step-after" if chart.step else "linear"
    drawn = [n for n, s in zip(names, chart.series, strict=True) if not s.bare]
    layers: list[Spec] = [
        {"mark": {"type": "line", "interpolate": curve, "strokeWidth": 2}, "encoding": encoding,
         "transform": [{"filter": {"field": "name", "oneOf": drawn}}]}
    ]  # fmt: skip
    for dots, size in (([s.points and len(s.x) > 1 for s in chart.series], 36),
                       ([len(s.x) == 1 for s in chart.series], 90)):  # fmt: skip
        dotted = [name for name, dot in zip(names, dots, strict=True) if dot]
        if dotted:
            layers.append(
                {
                    "mark": {"type": "point", "filled": True, "size": size, "opacity": 1},
                    "encoding": {k: v for k, v in encoding.items() if k != "strokeDash"},
                    "transform": [{"filter": {"field": "name", "oneOf": dotted}}],
                }
            )
    layers += _rules(chart, look)
    return base(chart, look, layers, rows)


def _line_encoding(chart: Lines, look: Look, names: list[str], rows: list[Spec]) -> Spec:
    x, y = ([row[name] for row in rows] for name in "xy")
    across = axis("x", chart.x_label, look, log=chart.log_x, values=x)
    up = axis("y", chart.y_label, look, log=chart.log_y, values=y)
    if chart.plane:
        across["scale"], up["scale"] = equal_scales(x, y)
        up["scale"]["reverse"] = True
    strokes = [[5, 4] if s.dashed else [1, 0] for s in chart.series]
    return {
        "x": across,
        "y": up,
        "color": colour(names, distinct([(s.role, s.dashed) for s in chart.series]), look),
        "strokeDash": {
            "field": "name",
            "type": "nominal",
            "scale": {"domain": names, "range": strokes},
            **({} if len(names) > 1 else {"legend": None}),
        },
        "order": {"field": "n", "type": "quantitative"},
        "tooltip": _tips(chart.x_label.to(look.language), chart.y_label.to(look.language)),
    }


def _tips(x_label: str, y_label: str) -> list[Spec]:
    return [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "x", "type": "quantitative", "title": x_label, "format": ".4~g"},
        {"field": "y", "type": "quantitative", "title": y_label, "format": ".4~g"},
    ]


def _rules(chart: Lines, look: Look) -> list[Spec]:
    """Vertical lines; the names of lines that stand close together are on different heights."""
    x = [value for series in chart.series for value in series.x]
    reach = (max(x, default=1) - min(x, default=0)) or 1
    layers, names_at = [], list[tuple[float, int]]()
    for place, text in sorted(chart.rules_x, key=lambda rule: rule[0]):
        near = [row for other, row in names_at if abs(place - other) < NEAR * reach]
        row = next(n for n in range(len(near) + 1) if n not in near)
        names_at.append((place, row))
        layers.append(_rule(place, text.to(look.language), look, row))
    return layers


def _rule(x: float, text: str, look: Look, row: int) -> Spec:
    place = {"x": {"datum": x, "type": "quantitative"}}
    return {
        "data": {"values": [{}]},
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [3, 3], "color": look.colours.soft},
             "encoding": place},
            {"mark": {"type": "text", "align": "left", "dx": 4, "dy": 10 + 16 * row,
                      "baseline": "top", "text": text, "color": look.colours.soft},
             "encoding": {**place, "y": {"value": 0}}},
        ],
    }  # fmt: skip


def _scatter(chart: Scatter, look: Look) -> Spec:
    names = [name.to(look.language) for name, _, _ in chart.groups]
    rows: list[Spec] = [
        {"x": x, "y": y, "name": name}
        for name, (_, _, points) in zip(names, chart.groups, strict=True)
        for x, y in points
    ]
    encoding: Spec = {
        "x": axis("x", chart.x_label, look, log=chart.log_x, values=[r["x"] for r in rows]),
        "y": axis("y", chart.y_label, look, log=chart.log_y, values=[r["y"] for r in rows]),
        "color": colour(names, [role for _, role, _ in chart.groups], look),
        "tooltip": _tips(chart.x_label.to(look.language), chart.y_label.to(look.language)),
    }
    mark = {"type": "point", "filled": True, "size": 48, "opacity": 0.85}
    layers: list[Spec] = [{"mark": mark, "encoding": encoding}]
    if chart.labels:
        layers.append(points_of(uncrowded(chart.labels, chart.log_x, chart.log_y), look))
    if chart.equal_axes:
        scales = equal_scales([row["x"] for row in rows], [row["y"] for row in rows])
        for channel, scale in zip(("x", "y"), scales, strict=True):
            encoding[channel] = {**encoding[channel], "scale": scale}
    return base(chart, look, layers, rows)


_DRAW: Mapping[type, Callable[[Any, Look], Spec]] = {
    Lines: _lines,
    Bars: chart_bars.bars,
    Scatter: _scatter,
    Boxes: chart_shapes.boxes,
    Graph: chart_shapes.graph,
    Contour: chart_contour.contour,
    Heatmap: chart_grids.heatmap,
}

__all__ = ["Look", "vega_lite"]
