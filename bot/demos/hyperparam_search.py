"""Grid against random search of hyper-parameters.

    P(at least one of n random trials is in the best share f) = 1 − (1 − f)^n

59 trials reach the best 5% of the sampled range with 95%, whatever the number of dimensions. A grid
of p^d trials tries only p values of the one axis that matters; random search tries p^d.

Source: Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 2012.
"""

import math

import numpy as np

from bot.demos._charts import Lines, Scatter
from bot.demos._curves import curve
from bot.demos._fields import selector
from bot.demos._params import Float, Int
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

DRAWN = 12


def run_random(op: str, top_fraction: float, trials: int) -> Result:
    """The chance of success, and the trials that make it 95%."""
    success, needed = chance(top_fraction, trials), trials_for(top_fraction, 0.95)
    insight = Text(
        f"{trials} 次随机搜索有 {success:.1%} 的概率进入前 {top_fraction:.3g}；"
        f"95% 需要 {needed} 次",
        f"{trials} random trials reach the top {top_fraction:.3g} with {success:.1%}; 95% takes "
        f"{needed}",
    )
    n = np.unique(np.linspace(1, max(trials, min(needed, 10**6)) * 1.2, 100).round())
    line = curve(Text("成功概率", "probability"), n, [chance(top_fraction, int(k)) for k in n])
    rules = ((trials, Text("当前", "current")), (needed, Text("95%", "95%")))
    title, axes = Text("成功概率", "Chance of success"), (Text("次数", "trials"), Text("概率", "p"))
    chart = Lines(title, *axes, (line,), rules_x=rules)
    formula = rf"1-(1-{top_fraction:g})^{{{trials}}}={success:.4f}"
    values = {"success_probability": success, "trials_for_95": needed}
    return Result(values, insight, (chart,), formula)


def run_grid(op: str, points_per_axis: int, dimensions: int) -> Result:
    """Trials of a grid and the distinct values it tries of each axis."""
    trials = points_per_axis**dimensions
    values = {
        "trials": trials,
        "distinct_per_axis": points_per_axis,
        "random_distinct_per_axis": trials,
    }
    insight = Text(
        f"网格 {points_per_axis}^{dimensions} = {trials:,} 次，每个轴只试 {points_per_axis} 个值；"
        f"随机搜索每个轴试 {trials:,} 个",
        f"A grid of {points_per_axis}^{dimensions} = {trials:,} trials tries {points_per_axis} "
        f"values per axis, random search {trials:,}",
    )
    formula = rf"{points_per_axis}^{{{dimensions}}}={trials}"
    return Result(values, insight, (_dots(min(points_per_axis, DRAWN)),), formula)


def chance(top_fraction: float, trials: int) -> float:
    """Probability that one of the trials falls in the best share.

    >>> round(chance(0.05, 60), 4)
    0.9539
    """
    if top_fraction == 1:
        return 1.0
    return -math.expm1(trials * math.log1p(-top_fraction))


def trials_for(top_fraction: float, probability: float) -> int:
    """The fewest trials that succeed with at least that probability.

    >>> trials_for(0.05, 0.95)
    59
    """
    if top_fraction == 1:
        return 1
    return math.ceil(math.log(1 - probability) / math.log1p(-top_fraction))


def _dots(points: int) -> Scatter:
    """A grid and as many random points in two dimensions, with their shadows on the x axis."""
    axis = (np.arange(points) + 0.5) / points
    grid = [(float(a), float(b)) for a in axis for b in axis]
    scattered = np.random.default_rng(0).random((points**2, 2)).tolist()
    groups = (
        (Text("网格", "grid"), "second", grid),
        (Text("随机", "random"), "main", [(a, b) for a, b in scattered]),
        (Text("网格的投影", "grid, projected"), "bad", [(float(a), -0.05) for a in axis]),
        (Text("随机的投影", "random, projected"), "good", [(a, -0.1) for a, _ in scattered]),
    )
    title = Text("在重要的轴上的投影", "Projected on the axis that matters")
    axes = Text("重要的超参", "important parameter"), Text("不重要的超参", "unimportant parameter")
    return Scatter(title, *axes, groups)


RANDOM = (
    selector("op", "random"),
    Float("top_fraction", Text("前多少比例", "top fraction"), 0.05, 1e-9, 1, (0.01, 0.5)),
    Int("trials", Text("次数", "trials"), 60, 0, 10**9, slider=(1, 200)),
)
GRID = (
    selector("op", "grid"),
    Int("points_per_axis", Text("每轴点数", "points per axis"), 3, 1, 1000, slider=(1, 12)),
    Int("dimensions", Text("超参个数", "dimensions"), 2, 1, 50, slider=(1, 8)),
)
DEMO = Demo(
    title=Text("网格与随机搜索", "Grid vs random search"),
    topics=("hyperparameter", "random-search", "grid-search"),
    group="training",
    modes=(
        Mode(run_random, RANDOM, Text("随机", "random")),
        Mode(run_grid, GRID, Text("网格", "grid")),
    ),
    source="Bergstra and Bengio, JMLR 2012",
    asks=(Text("为什么随机搜索常比网格好？", "Why is random search often better than a grid?"),),
    presets=(Preset(Text("前 1%", "top 1%"), {"top_fraction": 0.01, "trials": 299}),),
    examples=(Example({"top_fraction": 0.05}, {"trials_for_95": 59}, "Bergstra and Bengio 2012"),),
)
