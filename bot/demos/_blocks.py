"""Pictures of a block of convolutions, for the demos of light networks."""

from collections.abc import Sequence

from bot.demos._charts import Bars, Chart, Graph
from bot.demos._fields import PARAMETERS
from bot.numerics.blocks import Conv
from bot.text import Text

Paths = tuple[tuple[int, ...], ...]


def block_charts(convs: Sequence[Conv], paths: Paths) -> tuple[Chart, Chart]:
    """The wiring, and the weights of each convolution.

    Each of ``paths`` lists the convolutions from input to output; an empty one is a shortcut.
    """
    return _diagram(convs, paths), _bars(convs)


def _diagram(convs: Sequence[Conv], paths: Paths) -> Chart:
    """Convolutions from left to right, a path below the other, channels on the edges."""
    middle, last = (len(paths) - 1) / 2, max(len(path) for path in paths) + 1
    nodes = {"in": ("in", 0.0, middle, "in", "second")}
    edges: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for row, path in enumerate(paths):
        before = "in"
        for column, i in enumerate(path, start=1):
            name, shared = f"c{i}", all(i in other for other in paths)
            place = middle if shared else row
            label = f"{convs[i].name} ({convs[i].params:,})"
            nodes.setdefault(name, (name, float(column), place, label, "main"))
            edges[before, name] = (before, name, str(convs[i].c_in), "main")
            before = name
        made, role = (str(convs[path[-1]].c_out), "main") if path else ("", "muted")
        edges[before, "out"] = (before, "out", made, role)
    nodes["out"] = ("out", float(last), middle, "out", "good")
    title = Text("结构(括号内为参数量)", "Structure (weights in brackets)")
    return Graph(title, tuple(nodes.values()), tuple(edges.values()))


def _bars(convs: Sequence[Conv]) -> Chart:
    names = tuple(Text(conv.name, conv.name) for conv in convs)
    title, axis = Text("各卷积的参数量", "Weights by convolution"), Text("卷积", "convolution")
    return Bars(title, axis, PARAMETERS, names, (tuple(conv.params for conv in convs),))
