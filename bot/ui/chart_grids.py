"""Matrices as pictures: heat maps with their numbers."""

import math
from typing import Any

from bot.demos._charts import Heatmap
from bot.text import Text
from bot.ui.chart_base import Look, Spec, base, outline
from bot.ui.palette import Palette

FEW_COLUMNS = 16
_LEGEND = {"orient": "top", "title": None, "gradientLength": 160, "tickCount": 4}
"""Above the cells: at the side it would take a phone's width, and stand far off on a desktop."""
TALLEST, WIDEST = 320, 660
"""Pixels of a picture of square cells: on a phone, where it shrinks, its room does not."""
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
    room = 100 if paint["legend"] else 60
    return {**base(chart, look, layers, rows), "height": height * row + room}


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
    side = max(min(36, TALLEST / max(height, 1), WIDEST / max(width, 1)), 4)
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
        "mark": {"type": "rect", "filled": False, "stroke": look.colours.of(outline(role)),
                 "strokeWidth": 2.5},
        "encoding": place,
    }  # fmt: skip
