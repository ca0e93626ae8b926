"""What all pictures share: fonts, axes, colours by role, the frame of a specification."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.text import Text
from bot.ui.palette import Palette

Spec = dict[str, Any]


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
        "legend": {**words, "orient": "bottom", "title": None, "columns": 3, "labelLimit": 220,
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
) -> Spec:
    """A quantitative axis over the field of the same name."""
    scale: Spec = {"type": "log"} if log else {"zero": bool(zero)}
    ticks: Spec = {"format": "~s" if log else "", "tickCount": 6, "labelOverlap": True}
    if not ticks["format"]:
        del ticks["format"]
    return {
        "field": channel,
        "type": "quantitative",
        "title": title.to(look.language),
        "scale": scale,
        "axis": ticks,
    }


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


def equal_scales(x: Sequence[float], y: Sequence[float]) -> tuple[Spec, Spec]:
    """Scales for both axes on which one unit is equally long, whatever the width of the place.

    x, y:  the values to be seen; a margin of 6 % is added
    """
    low_x, high_x, low_y, high_y = *_padded(x), *_padded(y)
    unit = f"max({high_x - low_x} / width, {high_y - low_y} / height)"
    return tuple(  # type: ignore[return-value]
        {
            "zero": False,
            "nice": False,
            "domainMin": {"expr": f"{(low + high) / 2} - {unit} * {side} / 2"},
            "domainMax": {"expr": f"{(low + high) / 2} + {unit} * {side} / 2"},
        }
        for low, high, side in ((low_x, high_x, "width"), (low_y, high_y, "height"))
    )


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.06 or 1.0
    return low - room, high + room
