"""What all pictures share: fonts, axes, colours by role, the frame of a specification."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.text import Text
from bot.ui.palette import LIGHT, Palette

Spec = dict[str, Any]
LETTER = 0.014, 0.07
"""Shares of the width and the height of a picture that a letter of a point's label takes."""


@dataclass(frozen=True, slots=True)
class Look:
    """The language, the colours and the height in pixels of a picture."""

    language: str
    colours: Palette
    height: int = 280


def base(chart: Any, look: Look, layers: list[Spec], rows: list[Spec]) -> Spec:
    """A specification of ``layers`` over ``rows``, titled, as wide as its place."""
    return {
        "title": {"text": chart.title.to(look.language), "anchor": "start", "offset": 10},
        "data": {"values": rows},
        "layer": layers,
        "height": look.height,
        "width": "container",
        "autosize": {"type": "fit", "contains": "padding"},
        "config": _config(look.colours),
    }


def _config(colours: Palette) -> Spec:
    words = {"labelColor": colours.soft, "titleColor": colours.soft, "labelFontSize": 12}
    return {
        "background": "transparent",
        "font": "'Source Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', sans-serif",
        "title": {"color": colours.ink, "fontSize": 14, "fontWeight": 600},
        "axis": {**words, "gridColor": colours.line, "domainColor": colours.line,
                 "tickColor": colours.line, "titleFontSize": 12, "titleFontWeight": "normal"},
        "legend": {**words, "orient": "bottom", "title": None, "labelLimit": 220,
                   "columns": {"expr": "width < 300 ? 1 : width < 480 ? 2 : 3"},
                   "symbolStrokeWidth": 2.5},
        "view": {"stroke": None},
        "text": {"color": colours.ink},
    }  # fmt: skip


def axis(
    channel: str,
    title: Text,
    look: Look,
    log: bool = False,
    zero: bool | None = None,
    values: Sequence[float] = (),
) -> Spec:
    """A quantitative axis over the field of the same name.

    values:  what will be drawn; a logarithmic axis then has lines at powers of ten only, and one
             of whole numbers, such as layers, has no ticks between them
    """
    scale: Spec = {"type": "log"} if log else {"zero": bool(zero)}
    ticks: Spec = {"tickCount": 6, "labelOverlap": True, "labelSeparation": 4}
    if values and all(value == round(value) for value in values if math.isfinite(value)):
        ticks["tickMinStep"] = 1
    if log:
        ticks |= {"labelExpr": _LOG_LABEL, **_powers(values)}
    return {
        "field": channel,
        "type": "quantitative",
        "title": title.to(look.language),
        "scale": scale,
        "axis": ticks,
    }


_LOG_LABEL = (
    "datum.value >= 1e6 || datum.value < 1e-3 ? format(datum.value, '.0e')"
    " : datum.value >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"
)


def _powers(values: Sequence[float]) -> Spec:
    """Powers of ten that span the values, at most seven; nothing for less than two decades."""
    positive = [value for value in values if value > 0]
    if not positive or max(positive) < 100 * min(positive):
        return {}
    low, high = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)))
    step = math.ceil((high - low) / 6)
    return {"values": [10.0**power for power in range(low, high + 1, step)]}


def distinct(looks: Sequence[tuple[str, bool]]) -> list[str]:
    """Roles of series, each ``(role, dashed)``: one used twice gives way to an unused colour.

    >>> distinct([("main", False), ("main", True), ("main", False)])
    ['main', 'main', 'second']
    """
    seen: set[tuple[str, bool]] = set()
    asked = {role for role, _ in looks}
    free = [role for role in LIGHT.roles if role not in asked]
    chosen = []
    for look in looks:
        role = free.pop(0) if look in seen and free else look[0]
        seen.add(look)
        chosen.append(role)
    return chosen


def colour(names: Sequence[str], roles: Sequence[str], look: Look, field: str = "name") -> Spec:
    """Colours by their roles of the series that ``field`` names; no legend for a single one."""
    spec: Spec = {
        "field": field,
        "type": "nominal",
        "scale": {"domain": list(names), "range": [look.colours.of(role) for role in roles]},
    }
    if len(names) < 2:
        spec["legend"] = None
    return spec


def outline(role: str) -> str:
    """Cells are tinted with the main colour, so that its outline needs another one."""
    return "second" if role == "main" else role


def points_of(points: Sequence[tuple[Any, Any, str]], look: Look) -> Spec:
    """A layer of labelled points."""
    rows = [{"x": x, "y": y, "label": text} for x, y, text in points]
    place = {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    }
    return {
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "point", "filled": True, "size": 40, "color": look.colours.ink},
             "encoding": place},
            {"mark": {"type": "text", "align": "left", "dx": 6, "dy": -6},
             "encoding": {**place, "text": {"field": "label"}}},
        ],
    }  # fmt: skip


def uncrowded(
    points: Sequence[tuple[Any, Any, str]], log_x: bool = False, log_y: bool = False
) -> list[tuple[Any, Any, str]]:
    """The points, those that would be printed over an earlier label without theirs."""
    places = [(math.log10(x) if log_x else x, math.log10(y) if log_y else y) for x, y, _ in points]
    wide, tall = (max(side) - min(side) or 1 for side in zip(*places, strict=True))
    labelled: list[tuple[float, float, int]] = []
    kept = []
    for (x, y), point in zip(places, points, strict=True):
        letters = len(point[2])
        free = all(
            abs(y - b) > LETTER[1] * tall
            or (a - x if a > x else x - a) > LETTER[0] * wide * (letters if a > x else n)
            for a, b, n in labelled
        )
        labelled += [(x, y, letters)] if free and point[2] else []
        kept.append((*point[:2], point[2] if free else ""))
    return kept


def equal_scales(x: Sequence[float], y: Sequence[float], left: bool = False) -> tuple[Spec, Spec]:
    """Scales for both axes on which one unit is equally long, whatever the width of the place.

    x, y:  the values to be seen; a margin of 6 % is added
    left:  whether what is narrower than its place stands beside its axis, not in the middle
    """
    low_x, high_x, low_y, high_y = *_padded(x), *_padded(y)
    unit = f"max({high_x - low_x} / width, {high_y - low_y} / height)"
    across, down = (
        {
            "zero": False,
            "nice": False,
            "domainMin": {"expr": f"{(low + high) / 2} - {unit} * {side} / 2"},
            "domainMax": {"expr": f"{(low + high) / 2} + {unit} * {side} / 2"},
        }
        for low, high, side in ((low_x, high_x, "width"), (low_y, high_y, "height"))
    )
    if left:
        across |= {"domainMin": low_x, "domainMax": {"expr": f"{low_x} + {unit} * width"}}
    return across, down


def round_numbers(values: Sequence[float], most: int = 6) -> list[float]:
    """Round numbers from the least to the greatest of the values, at most ``most`` of them.

    >>> round_numbers([0, 224]), round_numbers([0.1, 0.4])
    ([0.0, 50.0, 100.0, 150.0, 200.0], [0.1, 0.2, 0.3, 0.4])
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    rough = (high - low) / (most - 1) or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.06 or 1.0
    return low - room, high + room
