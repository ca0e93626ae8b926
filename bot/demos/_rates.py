"""How a learning-rate schedule is shown."""

import numpy as np

from bot.demos._charts import Lines
from bot.demos._curves import curve, over_steps
from bot.demos._spec import Result
from bot.numerics import schedules
from bot.text import Text


def show(kind: str, base_lr: float, rates: np.ndarray, formula: str) -> Result:
    """The result of a schedule of that kind: its rates over pale curves of common ones."""
    first, last, top = float(rates[0]), float(rates[-1]), float(rates.max())
    insight = Text(
        f"{kind}：从 {first:.3g} 到 {last:.3g}，最高 {top:.3g}；"
        "先 warmup 升、再余弦降是最常用的组合",
        f"{kind}: from {first:.3g} to {last:.3g}, at most {top:.3g}; "
        "warmup and then cosine is the common pair",
    )
    return Result({"lr": rates}, insight, (_chart(kind, base_lr, rates),), formula)


def _chart(kind: str, base_lr: float, rates: np.ndarray) -> Lines:
    """The schedule over pale curves of common ones with the same base rate and length."""
    n = len(rates)
    t = np.arange(n, dtype=float)
    others = {
        "step": schedules.step_decay(t, base_lr, max(1, n // 3), 0.1),
        "linear": schedules.linear(t, base_lr, 1.0, 0.0, n),
        "cosine": schedules.cosine(t, base_lr, n, 0.0),
    }
    pale = [
        curve(Text(name, name), t, y, "muted", dashed=True)
        for name, y in others.items()
        if name != kind
    ]
    lines = (*pale, over_steps(Text(kind, kind), rates))
    title = Text("学习率随步数的变化", "Learning rate over the steps")
    return Lines(title, Text("步 t", "step t"), Text("学习率", "learning rate"), lines)
