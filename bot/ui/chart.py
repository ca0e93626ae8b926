"""Pictures of demos as Vega-Lite: one pure function per kind of chart, from data to a plain dict.

The charts of :mod:`bot.demos._charts` say what is to be seen; here is how, in either language and
either theme. Nothing is drawn here.
"""

import math
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
from bot.ui import chart_grids
from bot.ui.chart_base import Look, axis, base, colour, equal_scales, points_of

Spec = dict[str, Any]


def vega_lite(figure: Figure, look: Look) -> Spec:
    """The Vega-Lite specification of a picture, its data included.

    Raises KeyError for a ``Grid``, which is a table and no picture.
    """
    return _DRAW[type(figure)](figure, look)


def _lines(chart: Lines, look: Look) -> Spec:
    names = [series.name.to(look.language) for series in chart.series]
    rows = [
        {"x": x, "y": y, "name": name, "n": n}
        for name, series in zip(names, chart.series, strict=True)
        for n, (x, y) in enumerate(zip(series.x, series.y, strict=True))
    ]
    encoding = {
        "x": axis("x", chart.x_label, look, log=chart.log_x),
        "y": axis("y", chart.y_label, look, log=chart.log_y),
        "color": colour(names, [s.role for s in chart.series], look),
        "strokeDash": {
            "field": "name",
            "type": "nominal",
            "legend": None,
            "scale": {
                "domain": names,
                "range": [[5, 4] if s.dashed else [1, 0] for s in chart.series],
            },
        },
        "order": {"field": "n", "type": "quantitative"},
        "tooltip": _tips(chart.x_label.to(look.language), chart.y_label.to(look.language)),
    }
    curve = "step-after" if chart.step else "linear"
    layers: list[Spec] = [
        {"mark": {"type": "line", "interpolate": curve, "strokeWidth": 2}, "encoding": encoding}
    ]
    dotted = [n for n, s in zip(names, chart.series, strict=True) if s.points or len(s.x) == 1]
    if dotted:
        layers.append(
            {
                "mark": {"type": "point", "filled": True, "size": 36},
                "encoding": {k: v for k, v in encoding.items() if k != "strokeDash"},
                "transform": [{"filter": {"field": "name", "oneOf": dotted}}],
            }
        )
    layers += [_rule(x, text.to(look.language), look) for x, text in chart.rules_x]
    return base(chart, look, layers, rows)


def _tips(x_label: str, y_label: str) -> list[Spec]:
    return [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "x", "type": "quantitative", "title": x_label, "format": ".4~g"},
        {"field": "y", "type": "quantitative", "title": y_label, "format": ".4~g"},
    ]


def _rule(x: float, text: str, look: Look) -> Spec:
    place = {"x": {"datum": x, "type": "quantitative"}}
    return {
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [3, 3], "color": look.colours.soft},
             "encoding": place},
            {"mark": {"type": "text", "align": "left", "dx": 4, "dy": 10, "baseline": "top",
                      "text": text, "color": look.colours.soft},
             "encoding": {**place, "y": {"value": 0}}},
        ]
    }  # fmt: skip


def _bars(chart: Bars, look: Look) -> Spec:
    names = [name.to(look.language) for name in chart.names]
    groups = [group.to(look.language) for group in chart.groups] or [""]
    rows: list[Spec] = [
        {"name": name, "group": group, "y": value}
        for group, row in zip(groups, chart.values, strict=True)
        for name, value in zip(names, row, strict=True)
    ]
    roles = ["main", "second", "third", "fourth"]
    many = len(names) > 6 or max(map(len, names), default=0) > 14
    label_axis = {"labelAngle": 0, "labelLimit": 130, "ticks": False}
    category = {"field": "name", "type": "nominal", "sort": None, "axis": label_axis,
                "title": chart.x_label.to(look.language)}  # fmt: skip
    amount = axis("y", chart.y_label, look, log=chart.log_y, zero=True)
    offset = {"field": "group", "sort": None}
    sideways = many and len(names) <= 24
    encoding: Spec = {
        ("y" if sideways else "x"): category,
        ("x" if sideways else "y"): amount,
        "color": colour(groups, [roles[i % 4] for i in range(len(groups))], look),
        "tooltip": [
            {"field": "name", "type": "nominal", "title": " "},
            {"field": "y", "type": "quantitative", "title": amount["title"], "format": ",.6~g"},
        ],
    }
    if chart.log_y:
        floor = _log_floor([row["y"] for row in rows])
        top = math.ceil(math.log10(max([row["y"] for row in rows] + [floor * 10])))
        powers = range(round(math.log10(floor)), top + 1)
        amount["scale"] |= {"domain": [floor, 10.0**top], "nice": False}
        amount["axis"] |= {"values": [10.0**n for n in powers][:: math.ceil(len(powers) / 6)]}
        encoding["x2" if sideways else "y2"] = {"datum": floor}
    if len(groups) > 1:
        encoding["yOffset" if sideways else "xOffset"] = offset
    if len(names) > 24:
        category["axis"] = {"labelOverlap": True, "labelAngle": 0}
    mark = {"type": "bar", "cornerRadiusEnd": 2}
    height = max(220, 26 * len(names) * max(1, len(groups) * 0.6)) if sideways else look.height
    return {**base(chart, look, [{"mark": mark, "encoding": encoding}], rows), "height": height}


def _log_floor(values: list[float]) -> float:
    """Where bars on a logarithmic axis stand: the power of ten below the smallest one.

    >>> _log_floor([9_472, 0, 64]), _log_floor([])
    (10.0, 1.0)
    """
    positive = [value for value in values if value > 0]
    return float(10.0 ** math.ceil(math.log10(min(positive)) - 1)) if positive else 1.0


def _scatter(chart: Scatter, look: Look) -> Spec:
    names = [name.to(look.language) for name, _, _ in chart.groups]
    rows: list[Spec] = [
        {"x": x, "y": y, "name": name}
        for name, (_, _, points) in zip(names, chart.groups, strict=True)
        for x, y in points
    ]
    encoding: Spec = {
        "x": axis("x", chart.x_label, look, log=chart.log_x),
        "y": axis("y", chart.y_label, look, log=chart.log_y),
        "color": colour(names, [role for _, role, _ in chart.groups], look),
        "tooltip": _tips(chart.x_label.to(look.language), chart.y_label.to(look.language)),
    }
    mark = {"type": "point", "filled": True, "size": 48, "opacity": 0.85}
    layers: list[Spec] = [{"mark": mark, "encoding": encoding}]
    if chart.labels:
        layers.append(points_of(chart.labels, look))
    if chart.equal_axes:
        scales = equal_scales([row["x"] for row in rows], [row["y"] for row in rows])
        for channel, scale in zip(("x", "y"), scales, strict=True):
            encoding[channel] = {**encoding[channel], "scale": scale}
    return base(chart, look, layers, rows)


def _boxes(chart: Boxes, look: Look) -> Spec:
    rows: list[Spec] = [
        {"x": r.box[0], "y": r.box[1], "x2": r.box[2], "y2": r.box[3], "label": r.label,
         "colour": look.colours.of(r.role), "fill": 0.22 if r.filled else 0.0}
        for r in chart.rectangles
    ]  # fmt: skip
    spans = [v for r in rows for v in (r["x"], r["x2"])] + [p[0] for p in chart.points]
    drops = [v for r in rows for v in (r["y"], r["y2"])] + [p[1] for p in chart.points]
    across, down = equal_scales(spans, drops)
    encoding = {
        "x": {**axis("x", chart.x_label, look), "scale": across},
        "y": {**axis("y", chart.y_label, look), "scale": {**down, "reverse": True}},
        "x2": {"field": "x2"},
        "y2": {"field": "y2"},
    }
    layers: list[Spec] = [
        {
            "transform": [{"filter": {"field": "dashed", "equal": dashed}}],
            "mark": {"type": "rect", "strokeWidth": 2, "strokeDash": [5, 4] if dashed else [1, 0]},
            "encoding": {
                **encoding,
                "stroke": {"field": "colour", "type": "nominal", "scale": None},
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "fillOpacity": {"field": "fill", "type": "quantitative", "scale": None},
                "tooltip": {"field": "label", "type": "nominal"},
            },
        }
        for dashed in sorted({r.dashed for r in chart.rectangles})
    ]
    layers.append(
        {
            "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 4, "dy": 4,
                     "fontWeight": 600},
            "encoding": {
                "x": encoding["x"],
                "y": encoding["y"],
                "text": {"field": "label"},
                "color": {"field": "colour", "type": "nominal", "scale": None},
            },
        }
    )  # fmt: skip
    if chart.points:
        layers.append(points_of(chart.points, look))
    for row, rectangle in zip(rows, chart.rectangles, strict=True):
        row["dashed"] = rectangle.dashed
    return base(chart, look, layers, rows)


def _graph(chart: Graph, look: Look) -> Spec:
    at = {node[0]: node for node in chart.nodes}
    edges = [
        {"x": at[a][1], "y": at[a][2], "x2": at[b][1], "y2": at[b][2],
         "mx": (at[a][1] + at[b][1]) / 2, "my": (at[a][2] + at[b][2]) / 2,
         "label": text, "colour": look.colours.of(role)}
        for a, b, text, role in chart.edges
    ]  # fmt: skip
    nodes = [
        {"x": x, "y": y, "label": text, "colour": look.colours.of(role)}
        for _, x, y, text, role in chart.nodes
    ]
    plain = {"axis": None, "scale": {"zero": False, "padding": 40}}
    x = {"field": "x", "type": "quantitative", **plain}
    y = {"field": "y", "type": "quantitative", **plain, "sort": "descending"}
    paint = {"field": "colour", "type": "nominal", "scale": None}
    text = {"field": "label"}
    layers: list[Spec] = [
        {"data": {"values": edges}, "mark": {"type": "rule", "strokeWidth": 1.5},
         "encoding": {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                      "color": paint}},
        {"data": {"values": edges}, "mark": {"type": "text", "dy": -7, "fontSize": 11},
         "encoding": {"x": {**x, "field": "mx"}, "y": {**y, "field": "my"}, "text": text,
                      "color": {"value": look.colours.soft}}},
        {"mark": {"type": "circle", "size": 420, "opacity": 1},
         "encoding": {"x": x, "y": y, "color": paint}},
        {"mark": {"type": "text", "dy": 21, "fontSize": 12},
         "encoding": {"x": x, "y": y, "text": text, "color": {"value": look.colours.ink}}},
    ]  # fmt: skip
    return base(chart, look, layers, nodes)


def _contour(chart: Contour, look: Look) -> Spec:
    return chart_grids.contour(chart, look)


def _heatmap(chart: Heatmap, look: Look) -> Spec:
    return chart_grids.heatmap(chart, look)


_DRAW: Mapping[type, Callable[[Any, Look], Spec]] = {
    Lines: _lines,
    Bars: _bars,
    Scatter: _scatter,
    Boxes: _boxes,
    Graph: _graph,
    Contour: _contour,
    Heatmap: _heatmap,
}

__all__ = ["Look", "vega_lite"]
