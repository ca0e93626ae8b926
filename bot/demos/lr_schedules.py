"""Learning-rate schedules; ``lr[t]`` is the rate of step t, from 0 (noam: from 1).

Sources are in ``numerics/schedules.py``.
"""

from collections.abc import Callable

import numpy as np

from bot.demos._fields import selector
from bot.demos._params import Array, Float, Int, Param, refuse
from bot.demos._rates import show
from bot.demos._spec import Demo, Example, Mode, Only, Preset, Result
from bot.numerics import schedules
from bot.text import Text

LONGEST = 50_000  # steps


def run_cosine(kind: str, base_lr: float, n: int, t_max: int, eta_min: float) -> Result:
    """Half a cosine from the base rate down to ``eta_min``."""
    formula = rf"\eta_t={eta_min:g}+({base_lr:g}-{eta_min:g})\frac{{1+\cos(\pi t/{t_max})}}{{2}}"
    return show(kind, base_lr, schedules.cosine(_steps(n), base_lr, t_max, eta_min), formula)


def run_step(kind: str, base_lr: float, n: int, step_size: int, gamma: float) -> Result:
    """A factor γ every ``step_size`` steps."""
    formula = rf"\eta_t={base_lr:g}\cdot{gamma:g}^{{\lfloor t/{step_size}\rfloor}}"
    return show(kind, base_lr, schedules.step_decay(_steps(n), base_lr, step_size, gamma), formula)


def run_multistep(
    kind: str, base_lr: float, n: int, milestones: np.ndarray, gamma: float
) -> Result:
    """A factor γ at each milestone."""
    rates = schedules.multistep(_steps(n), base_lr, milestones, gamma)
    return show(kind, base_lr, rates, rf"\eta_t={base_lr:g}\cdot{gamma:g}^{{\#\{{m\le t\}}}}")


def run_exponential(kind: str, base_lr: float, n: int, gamma: float) -> Result:
    """A factor γ every step."""
    formula = rf"{base_lr:g}\cdot{gamma:g}^t"
    return show(kind, base_lr, schedules.exponential(_steps(n), base_lr, gamma), formula)


def run_restarts(
    kind: str, base_lr: float, n: int, t_0: int, t_mult: int, eta_min: float
) -> Result:
    """Cosine decay that starts again, each period ``t_mult`` times as long."""
    rates = schedules.cosine_restarts(_steps(n), base_lr, t_0, t_mult, eta_min)
    return show(kind, base_lr, rates, rf"T_i={t_0}\cdot{t_mult}^i")


def run_linear(
    kind: str, base_lr: float, n: int, start_factor: float, end_factor: float, total_iters: int
) -> Result:
    """A straight line between two factors of the base rate."""
    rates = schedules.linear(_steps(n), base_lr, start_factor, end_factor, total_iters)
    a, b = start_factor, end_factor
    return show(kind, base_lr, rates, rf"{base_lr:g}\,[{a:g}+({b:g}-{a:g})t/{total_iters}]")


def run_polynomial(kind: str, base_lr: float, n: int, total_iters: int, power: float) -> Result:
    """A power of the remaining share, the usual choice in segmentation."""
    rates = schedules.polynomial(_steps(n), base_lr, total_iters, power)
    return show(kind, base_lr, rates, rf"{base_lr:g}\,(1-t/{total_iters})^{{{power:g}}}")


def run_cyclic(
    kind: str, base_lr: float, n: int, base: float, max_lr: float, step_size_up: int
) -> Result:
    """A triangle wave between ``base`` and ``max_lr``; it replaces ``base_lr``."""
    rates = schedules.cyclic(_steps(n), base, max_lr, step_size_up)
    return show(kind, base, rates, rf"{base:g}\to{max_lr:g}\to{base:g}")


def run_warmup(kind: str, base_lr: float, n: int, start_factor: float, total_iters: int) -> Result:
    """A straight rise from a fraction of the base rate to the base rate."""
    rates = schedules.linear(_steps(n), base_lr, start_factor, 1.0, total_iters)
    a = start_factor
    return show(kind, base_lr, rates, rf"{base_lr:g}\,[{a:g}+(1-{a:g})t/{total_iters}]")


def run_noam(kind: str, d_model: int, warmup: int, steps: np.ndarray) -> Result:
    """The transformer's schedule at the given steps, or at steps 1 … n for one number n."""
    if steps.ndim == 0 and steps > LONGEST:
        raise refuse(f"至多 {LONGEST} 步", f"at most {LONGEST} steps")
    at = steps.astype(float) if steps.ndim else np.arange(1.0, float(steps) + 1)
    formula = rf"{d_model}^{{-1/2}}\min(s^{{-1/2}},\,s\cdot{warmup}^{{-3/2}})"
    return show(kind, (d_model * warmup) ** -0.5, schedules.noam(at, d_model, warmup), formula)


def _steps(n: int) -> np.ndarray:
    return np.arange(n, dtype=float)


def _whole(name: str, zh: str, en: str, default: int, top: int = 100) -> Int:
    return Int(name, Text(zh, en), default, 1, 10_000_000, slider=(1, top))


def _rate(name: str, zh: str, en: str, default: float, high: float = 1e6) -> Float:
    return Float(name, Text(zh, en), default, 0, high, (0, 1), 0.001)


BASE = Float(
    "base_lr",
    Text("初始学习率", "base rate"),
    0.1,
    0,
    1e6,
    (0.001, 1),
    0.001,
    cues=("学习率", "learning rate"),
)
LENGTH = Int("n", Text("步数", "number of steps"), 100, 1, LONGEST, slider=(10, 300))
ETA_MIN = _rate("eta_min", "最低学习率", "lowest rate", 0)
GAMMA = _rate("gamma", "衰减系数 γ", "factor γ", 0.1, 10)
TOTAL = _whole("total_iters", "持续步数", "duration in steps", 20)


def _mode(run: Callable[..., Result], kind: str, zh: str, *params: Param, idle: str = "") -> Mode:
    only = (Only(idle, "kind", ()),) if idle else ()
    return Mode(run, (selector("kind", kind), *params), Text(zh, kind.replace("_", " ")), only=only)


MODES = (
    _mode(
        run_cosine,
        "cosine",
        "余弦",
        BASE,
        LENGTH,
        _whole("t_max", "半周期", "half a period", 100, 300),
        ETA_MIN,
    ),
    _mode(run_step, "step", "分段", BASE, LENGTH, _whole("step_size", "间隔", "every", 30), GAMMA),
    _mode(
        run_multistep,
        "multistep",
        "多里程碑",
        BASE,
        LENGTH,
        Array("milestones", Text("里程碑", "steps"), [30, 60, 90], low=0, whole=True),
        GAMMA,
    ),
    _mode(
        run_exponential,
        "exponential",
        "指数",
        BASE,
        LENGTH,
        _rate("gamma", "衰减系数 γ", "factor γ", 0.95, 1),
    ),
    _mode(
        run_restarts,
        "cosine_restarts",
        "余弦重启",
        BASE,
        LENGTH,
        _whole("t_0", "首周期", "period", 20),
        _whole("t_mult", "倍数", "growth", 2, 4),
        ETA_MIN,
    ),
    _mode(
        run_linear,
        "linear",
        "线性",
        BASE,
        LENGTH,
        _rate("start_factor", "起始比例", "start factor", 1, 1),
        _rate("end_factor", "结束比例", "end factor", 0, 1),
        TOTAL,
    ),
    _mode(
        run_polynomial,
        "polynomial",
        "多项式",
        BASE,
        LENGTH,
        TOTAL,
        _rate("power", "幂", "power", 0.9, 100),
    ),
    _mode(
        run_cyclic,
        "cyclic",
        "周期",
        BASE,
        LENGTH,
        _rate("base", "下限", "lower rate", 0.01),
        _rate("max_lr", "上限", "upper rate", 0.1),
        _whole("step_size_up", "上升步数", "steps up", 20),
        idle="base_lr",
    ),
    _mode(
        run_warmup,
        "warmup",
        "预热",
        BASE,
        LENGTH,
        _rate("start_factor", "起始比例", "start factor", 0.1, 1),
        TOTAL,
    ),
    _mode(
        run_noam,
        "noam",
        "Noam",
        _whole("d_model", "模型维度", "model width", 512, 1024),
        _whole("warmup", "预热步数", "warmup steps", 4000, 8000),
        Array("steps", Text("步数", "steps"), 20_000, ndim=(0, 1), low=1, high=2e5, whole=True),
    ),
)

DEMO = Demo(
    title=Text("学习率衰减", "Learning-rate schedules"),
    group="training",
    modes=MODES,
    topics=("lr-schedule", "cosine-annealing", "warmup", "step-decay", "cyclical-lr"),
    source="Loshchilov and Hutter, SGDR, 2017; Smith, 2017; Vaswani et al., 2017; PyTorch",
    asks=(Text("为什么要先 warmup 再衰减？", "Why warm up before decaying?"),),
    presets=(
        Preset(
            Text("ResNet，单位千步", "ResNet, in thousands"),
            {"kind": "multistep", "n": 64, "milestones": [32, 48]},
            "He et al., 2016, section 4.2",
        ),
    ),
    examples=(Example({"kind": "noam", "steps": [1]}, {"lr": [512**-0.5 * 4000**-1.5]}, "eq. 3"),),
)
