"""Pictures that are no plots: rectangles of an image plane, nodes with edges."""

from bot.demos._charts import Boxes, Graph
from bot.ui.chart_base import Look, Spec, axis, base, equal_scales, points_of


def boxes(chart: Boxes, look: Look) -> Spec:
    """Rectangles on a plane whose y points down, one unit equally long both ways."""
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


def graph(chart: Graph, look: Look) -> Spec:
    """Nodes with their labels below them, joined by labelled edges."""
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
