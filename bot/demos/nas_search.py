"""Architecture search: how large the space is and which networks are worth having.

A network is on the Pareto front when no other is at least as cheap and as accurate and better in
one of both. MnasNet's reward trades the two softly:

    reward = accuracy · (cost / target)^w,   w = −0.07

Source: Tan et al., MnasNet, CVPR 2019.
"""

import math
from typing import Any

import numpy as np

from bot.demos._charts import Lines, Scatter
from bot.demos._curves import curve, over_steps
from bot.demos._fields import SEED, selector
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text


def run(
    cost: np.ndarray, accuracy: np.ndarray, budget: float, target: float, exponent: float
) -> Result:
    """Indices of the front, of the best network within the budget and of the best reward."""
    if len(cost) != len(accuracy):
        raise refuse("cost 与 accuracy 个数不同", "cost and accuracy differ in length")
    if len(cost) > 2000:
        raise refuse("至多 2000 个网络", "at most 2000 networks")
    front = np.flatnonzero(~dominated(cost, accuracy))
    with np.errstate(over="ignore"):
        reward = accuracy * (cost / target) ** exponent
    if not np.isfinite(reward).all():
        raise refuse("奖励太大，无法表示", "a reward is too large to be represented")
    fits, winner = np.flatnonzero(cost <= budget), int(np.argmax(reward))
    best = int(fits[np.argmax(accuracy[fits])]) if len(fits) else None
    picks = {"best_under_budget": best, "best_reward": winner}
    insight = Text(
        f"{len(cost)} 个网络里 {len(front)} 个在帕累托前沿；奖励最高的是 {winner} 号",
        f"{len(front)} of {len(cost)} networks are on the front; number {winner} wins the reward",
    )
    formula = rf"\mathrm{{acc}}\cdot(\mathrm{{cost}}/{target:g})^{{{exponent:g}}}"
    charts = _front(cost, accuracy, front, winner), _traces(cost, reward)
    return Result({"pareto": front, "reward": reward, **picks}, insight, charts, formula)


def run_space(op: str, choices_per_layer: int, layers: int) -> Result:
    """How many networks there are."""
    size = choices_per_layer**layers
    digits = layers * math.log10(choices_per_layer)
    insight = Text(
        f"{choices_per_layer}^{layers} ≈ 10^{digits:.1f} 个网络，随层数指数增长，不可能穷举",
        f"{choices_per_layer}^{layers} ≈ 10^{digits:.1f} networks: exponential in the layers, "
        "nobody tries them all",
    )
    depth = np.arange(layers + 1)
    line = curve(Text("网络数", "networks"), depth, depth * math.log10(choices_per_layer))
    title, axis = Text("搜索空间", "Search space"), Text("log₁₀ 网络数", "log₁₀ of the networks")
    chart = Lines(title, Text("层数", "layers"), axis, (line,))
    formula = rf"{choices_per_layer}^{{{layers}}}\approx10^{{{digits:.2f}}}"
    return Result({"space_size": size, "log10_size": digits}, insight, (chart,), formula)


def dominated(cost: np.ndarray, accuracy: np.ndarray) -> np.ndarray:
    """Whether another network is no worse in both and better in one, shape of ``cost`` (n,).

    >>> dominated(np.array([1, 2, 2]), np.array([50, 60, 55])).tolist()
    [False, False, True]
    """
    cheap = cost[None, :] <= cost[:, None]
    good = accuracy[None, :] >= accuracy[:, None]
    better = (cost[None, :] < cost[:, None]) | (accuracy[None, :] > accuracy[:, None])
    return np.asarray((cheap & good & better).any(axis=1))


def _front(cost: np.ndarray, accuracy: np.ndarray, front: np.ndarray, winner: int) -> Scatter:
    points = list(zip(cost.tolist(), accuracy.tolist(), strict=True))
    on_front = set(front.tolist())
    groups = (
        (
            Text("被支配", "dominated"),
            "muted",
            [p for i, p in enumerate(points) if i not in on_front],
        ),
        (Text("前沿", "front"), "good", [points[i] for i in front]),
        (Text("奖励最高", "best reward"), "main", [points[winner]]),
    )
    labels = tuple((*points[i], str(i)) for i in front[:30])
    title, axes = (
        Text("帕累托前沿", "Pareto front"),
        (Text("代价", "cost"), Text("精度", "accuracy")),
    )
    return Scatter(title, *axes, groups, labels)


def _traces(cost: np.ndarray, reward: np.ndarray) -> Lines:
    """Best reward so far: in random order, or always trying the best one's neighbour in cost."""
    order = np.random.default_rng(0).permutation(len(cost))
    tried, left = [int(order[0])], set(order[1:].tolist())
    while left:
        best = max(tried, key=lambda i: reward[i])
        nearest = min(left, key=lambda i: (abs(cost[i] - cost[best]), i))
        left.remove(nearest)
        tried.append(nearest)
    lines = (
        over_steps(Text("随机", "random"), np.maximum.accumulate(reward[order]), "muted"),
        over_steps(Text("变异最优者", "mutate the best"), np.maximum.accumulate(reward[tried])),
    )
    title = Text("搜索过程中的最高奖励", "Best reward found so far")
    return Lines(
        title, Text("试过的网络数", "networks tried"), Text("奖励", "reward"), lines, step=True
    )


def build(seed: int, n: int) -> dict[str, Any]:
    """n random networks whose accuracy saturates with the cost."""
    rng = np.random.default_rng(seed)
    cost = rng.uniform(50, 600, n).round(1)
    accuracy = 80 - 2000 / (cost + 60) + rng.normal(0, 1.5, n)
    return {"cost": cost.tolist(), "accuracy": accuracy.round(2).tolist()}


DEFAULT = build(0, 20)
CONTROLS = (SEED, Int("n", Text("网络数", "networks"), 20, 1, 500, (5, 60)))
PARAMS = (
    Array("cost", Text("代价", "cost"), DEFAULT["cost"], 1, 1e-9, 1e15),
    Array("accuracy", Text("精度", "accuracy"), DEFAULT["accuracy"], 1, 0, 1e6),
    Float("budget", Text("预算", "budget"), 300, 0, 1e15, (50, 600), 10),
    Float("target", Text("目标代价", "target cost"), 80, 0, 1e15, (50, 600), 10, above=True),
    Float("exponent", Text("指数 w", "exponent w"), -0.07, -10, 10, (-1, 0)),
)
SPACE = (
    selector("op", "space"),
    Int("choices_per_layer", Text("每层选择数", "choices per layer"), 6, 1, 1000, (2, 20)),
    Int("layers", Text("层数", "layers"), 17, 1, 1000, (1, 40)),
)
DEMO = Demo(
    title=Text("NAS：搜索空间与帕累托", "NAS: search space and Pareto front"),
    group="compression",
    topics=(
        "neural-architecture-search",
        "pareto-front",
        "search-space",
        "mnasnet",
        "structure-design-compression",
    ),
    modes=(
        Mode(run, PARAMS, Text("帕累托", "Pareto"), CONTROLS, build),
        Mode(run_space, SPACE, Text("搜索空间", "search space")),
    ),
    source="Tan et al., MnasNet, CVPR 2019, equation 2",
    asks=(Text("NAS 的三要素是什么？", "What are the three parts of NAS?"),),
    presets=(
        Preset(
            Text("FBNet 的空间", "the space of FBNet"),
            {"op": "space", "choices_per_layer": 9, "layers": 22},
            "Wu et al., FBNet, 2019: about 10²¹",
        ),
    ),
    examples=(Example({"op": "space"}, {"space_size": 16_926_659_444_736}, "6^17"),),
)
