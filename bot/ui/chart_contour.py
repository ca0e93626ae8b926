"""Functions of two variables as level sets, with paths and points over them."""

from collections.abc import Sequence

from bot.demos._charts import Contour
from bot.text import Text
from bot.ui.chart_base import Look, Spec, base, colour, distinct, outline

Groups = Sequence[tuple[Text, str, Sequence[tuple[float, float]]]]


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
        "color": _unlike(colour(names, _path_roles(groups), look), look),
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


def _unlike(paint: Spec, look: Look) -> Spec:
    """The colours of a legend, a second use of one replaced by the colour of the text."""
    used = paint["scale"]["range"]
    fresh = [look.colours.ink if c in used[:n] else c for n, c in enumerate(used)]
    return {**paint, "scale": {**paint["scale"], "range": fresh}}


def _points(groups: Groups, names: list[str]) -> list[Spec]:
    return [
        {"x": x, "y": y, "name": name, "n": n}
        for name, (_, _, points) in zip(names, groups, strict=True)
        for n, (x, y) in enumerate(points)
    ]


def _path_roles(groups: Groups) -> list[str]:
    """The roles of paths and dots, each once, none the colour of the level sets."""
    roles = [outline(role) for _, role, _ in groups]
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
