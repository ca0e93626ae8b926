"""Bars as Vega-Lite: upright where the names fit below them, lying where they do not."""

import math
import unicodedata
from typing import Any

from bot.demos._charts import Bars
from bot.ui.chart_base import Look, Spec, axis, base, colour

ROLES = ("main", "second", "third", "fourth", "bad", "good", "muted")
PLACE = 640
"""Pixels across in which names must fit, and a single bar must not look like a wall."""
WIDEST = 80
MOST_NAMED, MOST_VALUES = 24, 16


def bars(chart: Bars, look: Look) -> Spec:
    """Named values side by side, coloured by group, their values printed where there is room."""
    names = [name.to(look.language) for name in chart.names]
    groups = [group.to(look.language) for group in chart.groups] or [""]
    rows: list[Spec] = [
        {"name": name, "group": group, "y": value, "text": amount(value)}
        for group, row in zip(groups, chart.values, strict=True)
        for name, value in zip(names, row, strict=True)
    ]
    lying = _lies(names)
    encoding = _encoding(chart, look, names, groups, lying)
    if chart.log_y:
        _stand_on_power(encoding, [row["y"] for row in rows], lying)
    layers: list[Spec] = [{"mark": {"type": "bar", "cornerRadiusEnd": 2}, "encoding": encoding}]
    if len(rows) <= MOST_VALUES:
        layers.append(_values(encoding, look, lying))
    thick = 28 if len(groups) == 1 else 18 * len(groups)
    height = max(140, thick * len(names) + 60) if lying else look.height
    return {**base(chart, look, layers, rows), "height": height}


def amount(value: float) -> str:
    """A value in about four signs, as printed on its bar.

    >>> amount(108), amount(138_357_544), amount(0.142857), amount(-9_472), amount(2e-7)
    ('108', '138.4M', '0.143', '-9,472', '2e-07')
    """
    for unit, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= max(unit, 1e4):
            return f"{value / unit:.4g}{letter}"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:.3g}"


def _width(text: str) -> int:
    """Pixels that a name takes, roughly."""
    return sum(13 if unicodedata.east_asian_width(c) in "WF" else 7 for c in text) + 12


def _lies(names: list[str]) -> bool:
    """Whether the names are too long to stand side by side; numbers may be left out in between."""
    numbers = all(name.strip("°%").replace("−", "-").lstrip("-").replace(".", "").isdigit()
                  for name in names)  # fmt: skip
    return not numbers and len(names) <= MOST_NAMED and sum(map(_width, names)) > PLACE


def _encoding(
    chart: Bars, look: Look, names: list[str], groups: list[str], lying: bool
) -> dict[str, Any]:
    share = min(0.85, WIDEST * len(groups) * len(names) / PLACE)
    category = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": chart.x_label.to(look.language),
        "axis": {"labelAngle": 0, "labelOverlap": not lying, "labelLimit": 130, "ticks": False},
        "scale": {"paddingInner": 1 - share, "paddingOuter": (1 - share) / 2},
    }
    quantity = axis("y", chart.y_label, look, log=chart.log_y, zero=True)
    tip = {"field": "y", "type": "quantitative", "title": quantity["title"], "format": ",.6~g"}
    encoding: dict[str, Any] = {
        ("y" if lying else "x"): category,
        ("x" if lying else "y"): quantity,
        "color": colour(groups, [ROLES[i % len(ROLES)] for i in range(len(groups))], look, "group"),
        "tooltip": [{"field": "name", "type": "nominal", "title": " "}, tip],
    }
    if len(groups) > 1:
        encoding["yOffset" if lying else "xOffset"] = {"field": "group", "sort": None}
        encoding["tooltip"].insert(1, {"field": "group", "type": "nominal", "title": " "})
    return encoding


def _stand_on_power(encoding: dict[str, Any], values: list[float], lying: bool) -> None:
    """Let bars on a logarithmic axis stand on the power of ten below the smallest one."""
    floor = _log_floor(values)
    top = math.ceil(math.log10(max([*values, floor * 10])))
    powers = range(round(math.log10(floor)), top + 1)
    quantity = encoding["x" if lying else "y"]
    quantity["scale"] |= {"domain": [floor, 10.0**top], "nice": False}
    quantity["axis"] |= {"values": [10.0**n for n in powers][:: math.ceil(len(powers) / 6)]}
    encoding["x2" if lying else "y2"] = {"datum": floor}


def _log_floor(values: list[float]) -> float:
    """The power of ten below the smallest positive value.

    >>> _log_floor([9_472, 0, 64]), _log_floor([])
    (10.0, 1.0)
    """
    positive = [value for value in values if value > 0]
    return float(10.0 ** math.ceil(math.log10(min(positive)) - 1)) if positive else 1.0


def _values(encoding: dict[str, Any], look: Look, lying: bool) -> Spec:
    """The values in words at the ends of their bars."""
    kept = {k: v for k, v in encoding.items() if k in ("x", "y", "xOffset", "yOffset")}
    beside = {"align": {"expr": "datum.y < 0 ? 'right' : 'left'"}, "baseline": "middle",
              "dx": {"expr": "datum.y < 0 ? -4 : 4"}}  # fmt: skip
    above = {"baseline": {"expr": "datum.y < 0 ? 'top' : 'bottom'"},
             "dy": {"expr": "datum.y < 0 ? 3 : -3"}}  # fmt: skip
    return {
        "mark": {"type": "text", "fontSize": 11, **(beside if lying else above)},
        "encoding": {**kept, "text": {"field": "text"}, "color": {"value": look.colours.soft}},
    }
