"""Gradient descent on a quadratic bowl, where every step can be written down.

    f(x) = ½ Σ λ_i x_i²,   x_i(t) = (1 − η λ_i)^t x_i(0)

It converges iff η < 2/L with L the largest eigenvalue (μ the smallest, κ = L/μ). The best fixed
step is 2/(L + μ); the error then shrinks by (κ − 1)/(κ + 1) per step.

Source: Nesterov, Introductory Lectures on Convex Optimization, 2004, theorem 2.1.15.
"""

import numpy as np

from bot.demos._charts import Chart, Contour, Lines
from bot.demos._curves import curve, positive
from bot.demos._params import Array, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.text import Text

DRAWN_STEPS = 60


def run(eigenvalues: np.ndarray, lr: float, steps: int, start: np.ndarray) -> Result:
    """Where ``steps`` steps lead from ``start``, and the limits on the learning rate."""
    if len(eigenvalues) != len(start):
        raise refuse(
            f"start 有 {len(start)} 个数，eigenvalues 有 {len(eigenvalues)} 个",
            f"start has {len(start)} numbers but eigenvalues has {len(eigenvalues)}",
        )
    large, small = float(eigenvalues.max()), float(eigenvalues.min())
    x_final = _positions(eigenvalues, lr, np.array([steps]), start)[0]
    if not np.isfinite(x_final).all():
        raise refuse("已发散到无法表示", "it has diverged beyond what a number can hold")
    values = {
        "x_final": x_final,
        "converges": bool((np.abs(1 - lr * eigenvalues) < 1).all()),
        "max_lr": 2 / large,
        "best_lr": 2 / (large + small),
        "condition_number": large / small,
        "best_rate": (large - small) / (large + small),
    }
    charts = (*_path(eigenvalues, lr, steps, start), _losses(eigenvalues, lr, steps, start))
    formula = rf"\eta<\frac{{2}}{{L}}=\frac{{2}}{{{large:g}}}={2 / large:.4g},\quad\eta={lr:g}"
    return Result(values, _insight(lr, 2 / large, 2 / (large + small)), charts, formula)


def _positions(eigenvalues: np.ndarray, lr: float, t: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The positions at the steps ``t``, shape ``(len(t), dimensions)``; inf where too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray((1 - lr * eigenvalues) ** t[:, None] * start)


def _insight(lr: float, limit: float, best: float) -> Text:
    if lr < limit:
        return Text(
            f"学习率 {lr:g} 小于上限 2/L = {limit:.4g}，收敛；最优是 2/(L+μ) = {best:.4g}",
            f"The rate {lr:g} is below 2/L = {limit:.4g}, so it converges; "
            f"the best is 2/(L+μ) = {best:.4g}",
        )
    return Text(
        f"学习率 {lr:g} 不小于上限 2/L = {limit:.4g}：最陡方向来回跳，不收敛",
        f"The rate {lr:g} is not below 2/L = {limit:.4g}: the steepest direction never settles",
    )


def _path(eigenvalues: np.ndarray, lr: float, steps: int, start: np.ndarray) -> tuple[Contour, ...]:
    """The path over the level sets of the first two directions."""
    if len(eigenvalues) < 2:
        return ()
    reach = float(np.abs(start[:2]).max()) * 1.3 or 1.0
    points = _positions(eigenvalues[:2], lr, np.arange(min(steps, DRAWN_STEPS) + 1), start[:2])
    points = points[(np.abs(points) <= reach).all(axis=1)]
    axis = np.linspace(-reach, reach, 41)
    z = (eigenvalues[0] * axis[None, :] ** 2 + eigenvalues[1] * axis[:, None] ** 2) / 2
    name = Text("梯度下降", "gradient descent")
    title = Text("等高线上的路径", "The path over the level sets")
    labels = Text("x₁", "x₁"), Text("x₂", "x₂")
    path = [(float(a), float(b)) for a, b in points]
    return (
        Contour(title, *labels, axis.tolist(), axis.tolist(), z.tolist(), ((name, "main", path),)),
    )


def _losses(eigenvalues: np.ndarray, lr: float, steps: int, start: np.ndarray) -> Chart:
    t = np.unique(np.linspace(0, steps, 200).round().astype(int))
    rates = (
        (lr, "main", Text("当前", "current")),
        (_best(eigenvalues), "good", Text("最优", "best")),
    )
    lines = []
    for rate, role, name in rates:
        x = _positions(eigenvalues, rate, t, start)
        with np.errstate(over="ignore", invalid="ignore"):
            loss = (eigenvalues * x**2).sum(axis=1) / 2
        label = Text(f"{name.zh} η={rate:.3g}", f"{name.en} η={rate:.3g}")
        lines.append(curve(label, t, positive(loss), role))
    title = Text("损失随步数的变化", "Loss over the steps")
    return Lines(title, Text("步", "step"), Text("损失 f", "loss f"), tuple(lines), log_y=True)


def _best(eigenvalues: np.ndarray) -> float:
    return float(2 / (eigenvalues.max() + eigenvalues.min()))


PARAMS = (
    Array("eigenvalues", Text("曲率(特征值)", "curvatures (eigenvalues)"), [1, 10], low=1e-9),
    Float(
        "lr",
        Text("学习率", "learning rate"),
        0.1,
        0,
        1e9,
        (0.001, 0.25),
        0.001,
        above=True,
        cues=("学习率", "learning rate", "lr"),
    ),
    Int("steps", Text("步数", "steps"), 30, 0, 1_000_000, slider=(1, 100)),
    Array("start", Text("起点", "start"), [1, 1]),
)

DEMO = Demo(
    title=Text("梯度下降与学习率上限", "Gradient descent and the step limit"),
    topics=("gradient-descent", "learning-rate", "step-size-limit", "condition-number"),
    group="training",
    modes=(Mode(run, PARAMS),),
    source="Nesterov, Introductory Lectures on Convex Optimization, 2004",
    asks=(
        Text("学习率过大会怎样？", "What happens when the learning rate is too large?"),
        Text("为什么归一化输入能加快收敛？", "Why does normalising the inputs speed it up?"),
    ),
    presets=(
        Preset(Text("最优步长", "best step"), {"lr": 2 / 11}, "Nesterov, 2004, theorem 2.1.15"),
        Preset(Text("刚好振荡", "just oscillating"), {"lr": 0.2}),
        Preset(Text("病态", "ill-conditioned"), {"eigenvalues": [1, 100], "lr": 0.019}),
    ),
    examples=(
        Example(
            {"lr": 0.1}, {"max_lr": 0.2, "best_rate": 9 / 11, "converges": True}, "closed form"
        ),
        Example({"lr": 0.2, "steps": 3}, {"x_final": [0.512, -1.0], "converges": False}, "closed"),
    ),
)
