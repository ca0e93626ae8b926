"""Pictures of optimisers on a surface: paths over level sets, and losses over steps."""

from collections.abc import Callable

import numpy as np

from bot.demos._charts import Chart, Contour, Lines
from bot.demos._curves import over_steps, positive
from bot.numerics.optimisers import OPTIMISERS, Gradient, Rates, minimise
from bot.text import Text

Surface = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
DRAWN_STEPS = 200
GRID, FAR = 41, 1e30  # a path beyond it has no map worth drawing
COLOURS = ("second", "third", "fourth", "muted", "bad", "main", "good")
ROLES = dict(zip(OPTIMISERS, COLOURS, strict=True))


def rivals(
    gradient: Gradient, start: np.ndarray, rates: Rates, steps: int
) -> dict[str, np.ndarray]:
    """The first steps of every optimiser."""
    few = min(steps, DRAWN_STEPS)
    return {name: minimise(gradient, start, name, rates, few) for name in OPTIMISERS}


def race_charts(surface: Surface, paths: dict[str, np.ndarray], chosen: str) -> tuple[Chart, ...]:
    """The map, where there are two variables and the path stays near, and the losses."""
    losses = loss_curves(surface, paths, chosen)
    if paths[chosen].shape[1] != 2 or np.abs(paths[chosen]).max() > FAR:
        return (losses,)
    return level_sets(surface, paths, chosen), losses


def level_sets(surface: Surface, paths: dict[str, np.ndarray], chosen: str) -> Chart:
    """Level sets around the chosen path; each other path until it leaves the window."""
    own = paths[chosen]
    margin = 0.3 * np.ptp(own, axis=0).max() + 0.5
    low, high = own.min(axis=0) - margin, own.max(axis=0) + margin
    x, y = np.linspace(low, high, GRID).T
    with np.errstate(all="ignore"):
        z = np.log10(surface(np.stack(np.meshgrid(x, y), axis=-1))[0] + 1e-9)
    order = [*(name for name in OPTIMISERS if name != chosen), chosen]
    lines = tuple(
        (
            Text(name, name),
            ROLES[name],
            _within(paths[name], low, high),
        )
        for name in order
    )
    title = Text("等高线(log₁₀ f)与路径", "Level sets of log₁₀ f and the paths")
    axes = Text("x₁", "x₁"), Text("x₂", "x₂")
    return Contour(title, *axes, x.tolist(), y.tolist(), z.tolist(), lines)


def _within(path: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[tuple[float, float]]:
    out = ~((low <= path) & (path <= high)).all(axis=1)
    return [(a, b) for a, b in path[: np.argmax(np.append(out, True))].tolist()]


def loss_curves(surface: Surface, paths: dict[str, np.ndarray], chosen: str) -> Chart:
    with np.errstate(all="ignore"):
        losses = {name: positive(surface(path)[0]) for name, path in paths.items()}
    lines = tuple(
        over_steps(Text(name, name), loss, ROLES[name], name != chosen)
        for name, loss in losses.items()
    )
    axes = Text("步", "step"), Text("f(x)(对数)", "f(x) (log)")
    return Lines(Text("损失", "Loss"), *axes, lines, log_y=True)
