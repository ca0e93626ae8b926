"""Matrices as pictures: heat maps with their numbers, and functions of two variables."""

import math
from collections.abc import Sequence
from typing import Any

from bot.demos._charts import Contour, Heatmap
from bot.text import Text
from bot.ui.chart_base import Look, Spec, base, colour, distinct
from bot.ui.palette import Palette

Groups = Sequence[tuple[Text, str, Sequence[tuple[float, float]]]]
FEW_COLUMNS = 16
_LEGEND = {"orient": "right", "title": None, "gradientLength": 120, "tickCount": 4}
MOST_NUMBERS = 200
"""Cells above which a heat map is too dense for printed numbers."""


def heatmap(chart: Heatmap, look: Look) -> Spec:
    """Cells in rows and columns, row 0 on top, with printed values where there is room."""
    rows = _cells(chart)
    height, width = len(chart.matrix), max(map(len, chart.matrix), default=0)
    place = {
        "x": _band("c", chart.x_label, list(chart.column_names) or list(map(str, range(width)))),
        "y": _band("r", chart.y_label, list(chart.row_names) or list(map(str, range(height)))),
    }
    for channel, name in (("x", chart.x_label), ("y", chart.y_label)):
        place[channel]["title"] = name.to(look.language)
    printed = chart.numbers and height * width <= MOST_NUMBERS
    values = [row["v"] for row in rows if row["v"] is not None]
    paint = {
        "field": "v",
        "type": "quantitative",
        "scale": _scale(chart, values, look.colours),
        "legend": None if printed or len(set(values)) < 3 else _LEGEND,
    }
    tip = [{"field": name, "title": title} for name, title in (("r", "r"), ("c", "c"), ("v", "="))]
    edge = {"stroke": look.colours.line, "strokeWidth": 1} if width <= FEW_COLUMNS else {}
    layers: list[Spec] = [
        {"mark": {"type": "rect", **edge},
         "encoding": {**place, "color": paint, "tooltip": tip}}
    ]  # fmt: skip
    if printed:
        layers.append(_numbers(chart, place, look))
    for role in dict.fromkeys(mark[2] for mark in chart.marks):
        layers.append(_outlines(place, role, look))
    row, column = _cell(chart, printed)
    place["x"]["scale"]["range"] = [0, {"expr": f"min(width, {width * column})"}]
    if row == column:
        _keep_square(place, height * row, width * column)
    return {**base(chart, look, layers, rows), "height": height * row + 60}


def _keep_square(place: Spec, tallest: float, widest: float) -> None:
    """Let cells shrink in both directions where the place is narrower than they would like."""
    tall = f"min(height, {tallest:g} * min(width / {widest:g}, 1))"
    place["y"]["scale"]["range"] = [0, {"expr": tall}]
    place["x"]["axis"]["offset"] = {"expr": f"{tall} - height"}


def _cell(chart: Heatmap, printed: bool) -> tuple[float, float]:
    """Height and greatest width of a cell in pixels: square, but for printed numbers.

    A long strip gets cells as tall as needed to be seen.
    """
    height, width = len(chart.matrix), max(map(len, chart.matrix), default=1)
    if printed and chart.scale != "gray":
        return 32, 72
    side = max(min(36, 400 / max(height, 1), 660 / max(width, 1)), 4)
    return max(side, min(24, 120 / max(height, 1))), side


def _cells(chart: Heatmap) -> list[Spec]:
    marks = {(r, c): role for r, c, role in chart.marks}
    columns, rows = list(chart.column_names), list(chart.row_names)
    cells: list[Spec] = [
        {"r": rows[i] if rows else str(i), "c": columns[j] if columns else str(j), "v": value,
         "t": _short(value), "mark": marks.get((i, j), "")}
        for i, row in enumerate(chart.matrix)
        for j, value in enumerate(row)
    ]  # fmt: skip
    values = [cell["v"] for cell in cells if cell["v"] is not None]
    for cell in cells:
        cell["deep"] = cell["v"] is not None and _is_deep(cell["v"], chart.scale, values)
    return cells


def _is_deep(value: float, scale: str, values: list[float]) -> bool:
    """Whether a cell of that value is so strongly coloured that its number must be pale."""
    low, high = _domain(scale, values)
    share = (value - low) / (high - low)
    if scale == "diverging":
        return abs(share - 0.5) > 0.3
    return share > 0.55 if scale == "sequential" else share < 0.5


def _domain(scale: str, values: list[float]) -> tuple[float, float]:
    """The values at the ends of a scale of colours, never the same."""
    low, high = min(values, default=0), max(values, default=1)
    if scale == "diverging":
        reach = max(abs(low), abs(high)) or 1
        return -reach, reach
    low = low if scale == "gray" else min(low, 0)
    return low, high if high > low else low + 1


def _short(value: Any) -> str:
    """A cell's value in at most about five characters.

    >>> _short(0.333333), _short(3.0), _short(None), _short(679.2), _short(12345.6)
    ('0.33', '3', '', '679', '12k')
    """
    if value is None:
        return ""
    if float(value).is_integer() and abs(value) < 10_000:
        return str(int(value))
    for least, unit, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k"), (100, 1, "")):
        if abs(value) >= least:
            return f"{value / unit:.0f}{letter}"
    return f"{value:.2f}" if 0.01 <= abs(value) < 100 else f"{value:.1g}"


def _band(field: str, title: Text, names: list[str]) -> Spec:
    step = math.ceil(len(names) / 16)
    axis: Spec = {"labelAngle": 0, "ticks": False, "domain": False, "labelLimit": 110}
    if step > 1:
        axis["values"] = names[::step]
    return {"field": field, "type": "ordinal", "sort": None, "axis": axis,
            # Whole pixels: else a net of gaps shows between cells without a frame.
            "scale": {"domain": names, "round": True}}  # fmt: skip


def _scale(chart: Heatmap, values: list[float], colours: Palette) -> Spec:
    low, high = _domain(chart.scale, values)
    if chart.scale == "diverging":
        return {"domain": [low, 0, high], "range": list(colours.diverging)}
    return {"domain": [low, high],
            "range": list(colours.gray if chart.scale == "gray" else colours.ramp)}  # fmt: skip


def _numbers(chart: Heatmap, place: Spec, look: Look) -> Spec:
    # A picture in grey is the same in both themes, so its numbers are, too.
    on_deep, else_ = ((look.colours.ground, look.colours.ink) if chart.scale != "gray"
                      else reversed(look.colours.gray))  # fmt: skip
    pale = {"condition": {"test": "datum.deep", "value": on_deep}, "value": else_}
    return {
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {**place, "text": {"field": "t"}, "color": pale},
    }


def _outlines(place: Spec, role: str, look: Look) -> Spec:
    return {
        "transform": [{"filter": {"field": "mark", "equal": role}}],
        "mark": {"type": "rect", "filled": False, "stroke": look.colours.of(_outline(role)),
                 "strokeWidth": 2.5},
        "encoding": place,
    }  # fmt: skip


def _outline(role: str) -> str:
    """Cells are tinted with the main colour, so that its outline needs another one."""
    return "second" if role == "main" else role


def contour(chart: Contour, look: Look) -> Spec:
    """A function of two variables as coloured cells in level sets, with paths over it."""
    x, y = list(chart.x), list(chart.y)
    half_x, half_y = _half(x), _half(y)
    cells = [
        {"x": x[j] - half_x, "x2": x[j] + half_x, "y": y[i] - half_y, "y2": y[i] + half_y, "z": z}
        for i, row in enumerate(chart.z)
        for j, z in enumerate(row)
        if z is not None
    ]
    levels = _levels([cell["z"] for cell in cells])
    near, far = look.colours.ramp
    paint = {
        "field": "z",
        "type": "quantitative",
        "legend": None,
        "scale": {
            "type": "threshold",
            "domain": levels,
            "range": _mix(far, near, len(levels) + 1),
        },
    }
    field = {
        "data": {"values": cells},
        "mark": {"type": "rect", "strokeWidth": 1},
        "encoding": {
            **_plane(chart, look, (x[0] - half_x, x[-1] + half_x), (y[0] - half_y, y[-1] + half_y)),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": paint,
            "stroke": paint,
        },
    }  # fmt: skip
    over = _over(chart, look)
    spec = base(chart, look, [field, *([{"layer": over}] if over else [])], [])
    return {**spec, "height": 340, "resolve": {"scale": {"color": "independent"}}}


def _over(chart: Contour, look: Look) -> list[Spec]:
    """Paths and dots over the level sets, with one legend for both."""
    groups = (*chart.paths, *chart.dots)
    names = [name.to(look.language) for name, _, _ in groups]
    place = {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
        "order": {"field": "n", "type": "quantitative"},
        "color": colour(names, _path_roles(groups), look),
    }
    marked = {"size": 22, "filled": True} if not chart.dots else False
    line = {"type": "line", "strokeWidth": 2.2, "clip": True, "point": marked}
    edge = {"stroke": look.colours.ground, "strokeWidth": 0.8}
    dot = {"type": "point", "filled": True, "size": 52, "opacity": 1, "clip": True, **edge}
    count = len(chart.paths)
    return [
        {"data": {"values": _points(part, own)}, "mark": mark, "encoding": place}
        for mark, part, own in (
            (line, chart.paths, names[:count]),
            (dot, chart.dots, names[count:]),
        )
        if part
    ]


def _points(groups: Groups, names: list[str]) -> list[Spec]:
    return [
        {"x": x, "y": y, "name": name, "n": n}
        for name, (_, _, points) in zip(names, groups, strict=True)
        for n, (x, y) in enumerate(points)
    ]


def _path_roles(groups: Groups) -> list[str]:
    """The roles of paths and dots, each once, none the colour of the level sets."""
    roles = [_outline(role) for _, role, _ in groups]
    return distinct([("main", False), *((role, False) for role in roles)])[1:]


def _half(values: list[float]) -> float:
    return (values[-1] - values[0]) / max(len(values) - 1, 1) / 2


def _plane(chart: Contour, look: Look, x: tuple[float, float], y: tuple[float, float]) -> Spec:
    # Directions that may be compared get equal units: a circle must look like one.
    ratio = (x[1] - x[0]) / ((y[1] - y[0]) or 1)
    room = f"min(width, height * {ratio:.6g})" if 0.5 <= ratio <= 2 else "width"
    sizes = {"x": {"range": [0, {"expr": room}]}, "y": {}}
    return {
        name: {"field": name, "type": "quantitative", "title": title.to(look.language),
               "scale": {"domain": list(domain), "nice": False, "zero": False, **sizes[name]},
               "axis": {"grid": False}}
        for name, title, domain in (("x", chart.x_label, x), ("y", chart.y_label, y))
    }  # fmt: skip


def _levels(values: list[float], count: int = 12) -> list[float]:
    """Bounds between level sets, each holding about as many cells as the next."""
    ordered = sorted(values)
    picked = (ordered[len(ordered) * i // (count + 1)] for i in range(1, count + 1))
    return sorted(set(picked)) or [0.0]


def _mix(first: str, last: str, count: int) -> list[str]:
    """``count`` colours from ``first`` to ``last`` as #rrggbb.

    >>> _mix("#000000", "#ffffff", 3)
    ['#000000', '#808080', '#ffffff']
    """
    a, b = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (first, last))
    shares = [i / max(count - 1, 1) for i in range(count)]
    return [
        "#" + "".join(f"{round(p + (q - p) * s):02x}" for p, q in zip(a, b, strict=True))
        for s in shares
    ]
