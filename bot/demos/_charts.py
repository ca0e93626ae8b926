"""What a demo wants drawn, as plain data; how it is drawn is decided by the screen.

Every chart has a title and axis names in both languages, with units in the names where there are
any. Colours are roles, not colours, so that both themes can choose their own:

    "main", "second", "third", "fourth"   distinct series
    "good", "bad", "muted"                kept / removed / background
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.text import Text

Number = int | float
Matrix = Sequence[Sequence[Number | None]]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: ``x`` and ``y`` of equal length; ``role`` is its colour, ``dashed`` its stroke.

    ``points`` marks the points; ``bare`` leaves out the line between them. The line breaks where
    ``y`` is None.
    """

    name: Text
    x: Sequence[Number]
    y: Sequence[Number | None]
    role: str = "main"
    dashed: bool = False
    points: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Curves over a common pair of axes; ``rules_x`` draws labelled vertical lines.

    ``plane`` is for curves in an image: equal units on both axes and y pointing down.
    """

    title: Text
    x_label: Text
    y_label: Text
    series: tuple[Series, ...]
    log_x: bool = False
    log_y: bool = False
    step: bool = False
    rules_x: tuple[tuple[Number, Text], ...] = ()
    plane: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Named values side by side; ``groups`` colours them, ``values`` has one row per group."""

    title: Text
    x_label: Text
    y_label: Text
    names: tuple[Text, ...]
    values: tuple[tuple[Number, ...], ...]
    groups: tuple[Text, ...] = ()
    log_y: bool = False


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A matrix as coloured cells, row 0 on top; ``None`` is an empty cell.

    ``marks`` outlines cells ``(row, column, role)``. ``scale`` is ``"sequential"`` (0 is pale),
    ``"diverging"`` (0 is neutral) or ``"gray"`` (a picture). ``numbers`` prints the values.
    """

    title: Text
    x_label: Text
    y_label: Text
    matrix: Matrix
    scale: str = "sequential"
    numbers: bool = True
    marks: tuple[tuple[int, int, str], ...] = ()
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points ``(x, y)`` in named groups; each group is ``(name, role, points)``."""

    title: Text
    x_label: Text
    y_label: Text
    groups: tuple[tuple[Text, str, Sequence[tuple[Number, Number]]], ...]
    labels: tuple[tuple[Number, Number, str], ...] = ()
    equal_axes: bool = False
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An axis-parallel box ``[x1, y1, x2, y2]`` with a label and a role; ``filled`` shades it."""

    box: tuple[Number, Number, Number, Number]
    label: str = ""
    role: str = "main"
    filled: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """Rectangles on a plane with y pointing down, as in images."""

    title: Text
    x_label: Text
    y_label: Text
    rectangles: tuple[Rectangle, ...]
    points: tuple[tuple[Number, Number, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contour:
    """A function sampled on a grid, drawn as level sets (the lowest stand out), with paths on it.

    ``z[i][j]`` is the value at ``(x[j], y[i])``; each path is ``(name, role, points)``, and each of
    ``dots`` is so, too, but drawn without a line.
    """

    title: Text
    x_label: Text
    y_label: Text
    x: Sequence[Number]
    y: Sequence[Number]
    z: Matrix
    paths: tuple[tuple[Text, str, Sequence[tuple[Number, Number]]], ...] = ()
    dots: tuple[tuple[Text, str, Sequence[tuple[Number, Number]]], ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes ``(id, x, y, label, role)`` joined by edges ``(from, to, label, role)``.

    y points down.
    """

    title: Text
    nodes: tuple[tuple[str, Number, Number, str, str], ...]
    edges: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of numbers or words with a heading per column."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Pictures that a slider walks through; each frame has a caption and its charts."""

    title: Text
    frames: tuple[tuple[Text, tuple["Figure", ...]], ...]


Figure = Lines | Bars | Heatmap | Scatter | Boxes | Contour | Graph | Grid
Chart = Figure | Steps
