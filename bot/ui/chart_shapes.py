"""Boxes on an image and graphs of nodes as Vega-Lite."""

from bot.demos._charts import Boxes, Graph, Rectangle
from bot.ui.chart_base import (
    Look,
    Spec,
    axis,
    base,
    equal_scales,
    points_of,
    round_numbers,
)

NEAR = 0.09
"""Labels closer than this share of the picture would lie on each other."""
_NARROW = r"width < 420 ? replace(datum.label, /[ \n]+/g, '\n') : datum.label"
"""A label with a line per word where nodes stand close together."""
SHORT = 3
"""Characters of a label that fit into a node."""


def boxes(chart: Boxes, look: Look) -> Spec:
    """Rectangles to scale, y pointing down, each with its label at a free corner."""
    rows: list[Spec] = [
        {"x": r.box[0], "y": r.box[1], "x2": r.box[2], "y2": r.box[3], "label": r.label,
         "dashed": r.dashed, "colour": look.colours.of(r.role), "fill": 0.22 if r.filled else 0.0}
        for r in chart.rectangles
    ]  # fmt: skip
    spans = [v for r in rows for v in (r["x"], r["x2"])] + [p[0] for p in chart.points]
    drops = [v for r in rows for v in (r["y"], r["y2"])] + [p[1] for p in chart.points]
    across, down = equal_scales(spans, drops, left=True)
    # Beside a picture that is narrower than its place there is nothing, and no grid either.
    plain = {"grid": False, "domain": False}
    x = {**axis("x", chart.x_label, look), "scale": across,
         "axis": {**plain, "values": round_numbers(spans), "titleAnchor": "start"}}  # fmt: skip
    y = {**axis("y", chart.y_label, look), "scale": {**down, "reverse": True},
         "axis": {**plain, "values": round_numbers(drops)}}  # fmt: skip
    layers = [_frames(x, y, dashed) for dashed in sorted({r.dashed for r in chart.rectangles})]
    reach = max(max(spans, default=1) - min(spans, default=0),
                max(drops, default=1) - min(drops, default=0))  # fmt: skip
    layers += _labels(chart.rectangles, reach or 1, look, x, y)
    if chart.points:
        layers.append(points_of(chart.points, look))
    return base(chart, look, layers, rows)


def _frames(x: Spec, y: Spec, dashed: bool) -> Spec:
    paint = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "transform": [{"filter": {"field": "dashed", "equal": dashed}}],
        "mark": {"type": "rect", "strokeWidth": 2, "strokeDash": [5, 4] if dashed else [1, 0]},
        "encoding": {
            "x": x,
            "y": y,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "stroke": paint,
            "color": paint,
            "fillOpacity": {"field": "fill", "type": "quantitative", "scale": None},
            "tooltip": {"field": "label", "type": "nominal"},
        },
    }


def _labels(
    rectangles: tuple[Rectangle, ...], reach: float, look: Look, x: Spec, y: Spec
) -> list[Spec]:
    """One layer per corner that holds labels; a label that finds no free corner is left out."""
    taken: list[tuple[float, float]] = []
    at: dict[tuple[int, int], list[Spec]] = {}
    for r in rectangles:
        corner = _free_corner(r, taken, reach) if r.label else None
        if corner is not None:
            place = float(r.box[corner[0]]), float(r.box[corner[1]])
            taken.append(place)
            at.setdefault(corner, []).append(
                {"x": place[0], "y": place[1], "label": r.label, "colour": look.colours.of(r.role)}
            )
    return [_corner_texts(corner, rows, x, y) for corner, rows in at.items()]


def _free_corner(
    r: Rectangle, taken: list[tuple[float, float]], reach: float
) -> tuple[int, int] | None:
    """The indices into ``box`` of the first corner that is not near a label already there.

    None, too, for a rectangle that is smaller than a label: pointing at it tells it.
    """
    if min(r.box[2] - r.box[0], r.box[3] - r.box[1]) < NEAR * reach:
        return None
    for corner in ((0, 1), (0, 3), (2, 1), (2, 3)):
        x, y = r.box[corner[0]], r.box[corner[1]]
        if all(max(abs(x - a), abs(y - b)) > NEAR * reach for a, b in taken):
            return corner
    return None


def _corner_texts(corner: tuple[int, int], rows: list[Spec], x: Spec, y: Spec) -> Spec:
    left, top = corner[0] == 0, corner[1] == 1
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "align": "left" if left else "right",
            "baseline": "top" if top else "bottom",
            "dx": 4 if left else -4,
            "dy": 4 if top else -4,
            "fontWeight": 600,
        },
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "label"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def graph(chart: Graph, look: Look) -> Spec:
    """Nodes joined by lines; short labels stand in the nodes, long ones below them."""
    at = {node[0]: node for node in chart.nodes}
    # A third of the way, so that the labels of two edges that cross do not meet.
    edges = [
        {"x": at[a][1], "y": at[a][2], "x2": at[b][1], "y2": at[b][2],
         "mx": at[a][1] + (at[b][1] - at[a][1]) * 0.36,
         "my": at[a][2] + (at[b][2] - at[a][2]) * 0.36,
         "label": text, "colour": look.colours.of(role)}
        for a, b, text, role in chart.edges
    ]  # fmt: skip
    nodes = [
        {"x": x, "y": y, "label": text.replace(" (", "\n("), "colour": look.colours.of(role),
         "inside": len(text) <= SHORT}
        for _, x, y, text, role in chart.nodes
    ]  # fmt: skip
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
        {"mark": {"type": "circle", "size": 460, "opacity": 1},
         "encoding": {"x": x, "y": y, "color": paint}},
        {"transform": [{"filter": "datum.inside"}],
         "mark": {"type": "text", "fontSize": 11, "fontWeight": 600},
         "encoding": {"x": x, "y": y, "text": text, "color": {"value": look.colours.ground}}},
        {"transform": [{"filter": "!datum.inside"}, {"calculate": _NARROW, "as": "label"}],
         "mark": {"type": "text", "dy": 22, "lineBreak": "\n",
                  "fontSize": {"expr": "width < 420 ? 10 : 12"}},
         "encoding": {"x": x, "y": y, "text": text, "color": {"value": look.colours.ink}}},
    ]  # fmt: skip
    return base(chart, look, layers, nodes)
