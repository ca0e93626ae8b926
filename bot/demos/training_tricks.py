"""Four small rules of training: accumulation, linear scaling, early stopping, iterations.

    accumulate   Σ over micro-batches of (size/n) · gradient = gradient of the whole batch
    scale        lr = base_lr · batch / base_batch, reached by a warmup over the first epochs
    stop         after ``patience`` epochs without an improvement of more than min_delta
    iterate      ⌈n / batch⌉ steps per epoch, ⌊n / batch⌋ when the last one is dropped

The first uses a linear model with mean squared error. Epochs count from 0.

Sources: Goyal et al., 2017 (linear scaling); Prechelt, 1998 (early stopping); PyTorch DataLoader.
"""

from typing import Any

import numpy as np

from bot.demos._charts import Bars, Lines
from bot.demos._curves import over_steps
from bot.demos._fields import SEED, named_bars, selector
from bot.demos._params import Array, Flag, Float, Int, refuse
from bot.demos._spec import Demo, Example, Mode, Preset, Result
from bot.numerics.training import accumulated_gradient, early_stop, mse_gradient
from bot.text import Text


def run_accumulate(
    op: str, x: np.ndarray, y: np.ndarray, w: np.ndarray, micro_batch: int
) -> Result:
    """The gradient of the whole batch, and the sum of the weighted micro-batch gradients."""
    if len(x) != len(y) or x.shape[1] != len(w):
        raise refuse(
            "x 应为 样本×特征，与 y、w 相符", "x must be samples × features, fitting y and w"
        )
    n_micro = -(-len(x) // micro_batch)
    full, accumulated = mse_gradient(x, y, w), accumulated_gradient(x, y, w, micro_batch)
    values = {"grad_full": full, "grad_accumulated": accumulated, "n_micro": n_micro}
    gap = float(np.abs(full - accumulated).max())
    insight = Text(
        f"{n_micro} 个小批累积后与整批梯度最多差 {gap:.1e}；记得除以次数，BN 统计量不会累积",
        f"{n_micro} micro-batches give the batch gradient up to {gap:.1e}; divide the loss, and "
        "note that BN statistics are not accumulated",
    )
    names = tuple(Text(f"w{i}", f"w{i}") for i in range(len(w)))
    groups = Text("整批", "whole batch"), Text("累积", "accumulated")
    rows = tuple(full.tolist()), tuple(accumulated.tolist())
    title, axes = (
        Text("两种梯度", "Both gradients"),
        (Text("参数", "weight"), Text("梯度", "gradient")),
    )
    formula = r"\nabla L=\sum_m\frac{n_m}{n}\nabla L_m"
    return Result(values, insight, (Bars(title, *axes, names, rows, groups),), formula)


def run_scaling(op: str, base_lr: float, base_batch: int, batch: int, warmup_epochs: int) -> Result:
    """The rate for a larger batch, and the rates of the warmup epochs that lead to it."""
    lr = base_lr * batch / base_batch
    share = np.arange(warmup_epochs + 1) / max(warmup_epochs, 1)
    ramp = base_lr + (lr - base_lr) * share if warmup_epochs else np.array([lr])
    insight = Text(
        f"批大小 ×{batch / base_batch:g}，学习率也 ×{batch / base_batch:g} 到 {lr:.4g}；"
        f"先用 {warmup_epochs} 轮 warmup",
        f"The batch grows {batch / base_batch:g} times, so does the rate, to {lr:.4g}, after "
        f"{warmup_epochs} epochs of warmup",
    )
    line = over_steps(Text("学习率", "learning rate"), ramp)
    title, axis = Text("预热", "Warmup"), Text("轮", "epoch")
    chart = Lines(title, axis, Text("学习率", "learning rate"), (line,))
    formula = rf"{base_lr:g}\cdot\frac{{{batch}}}{{{base_batch}}}={lr:.4g}"
    return Result({"lr": lr, "warmup_lr": ramp}, insight, (chart,), formula)


def run_stopping(op: str, val_loss: np.ndarray, patience: int, min_delta: float) -> Result:
    """The epoch after which training stops (the last one if it never does) and the best epoch."""
    stop, best_epoch, stopped = early_stop(val_loss, patience, min_delta)
    values = {"stop_epoch": stop, "best_epoch": best_epoch, "stopped_early": stopped}
    insight = Text(
        f"第 {best_epoch} 轮最好，第 {stop} 轮" + ("停止" if stopped else "结束，没有触发早停"),
        f"Epoch {best_epoch} is best; training " + (f"stops after {stop}" if stopped else "ends"),
    )
    rules = ((best_epoch, Text("最好", "best")), (stop, Text("停止", "stop")))
    line = over_steps(Text("验证损失", "validation loss"), val_loss)
    title, axes = Text("早停", "Early stopping"), (Text("轮", "epoch"), Text("损失", "loss"))
    chart = Lines(title, *axes, (line,), rules_x=rules)
    return Result(values, insight, (chart,), rf"L_t<L_{{best}}-{min_delta:g}")


def run_iterations(op: str, n_samples: int, batch: int, drop_last: bool, epochs: int) -> Result:
    """Steps per epoch and in all."""
    per_epoch = n_samples // batch if drop_last else -(-n_samples // batch)
    last = min(batch, n_samples - (per_epoch - 1) * batch) if per_epoch else 0
    insight = Text(
        f"每轮 {per_epoch} 步，共 {per_epoch * epochs} 步；最后一批 {last} 个样本",
        f"{per_epoch} steps per epoch, {per_epoch * epochs} in all; the last batch has {last}",
    )
    named = (("epoch", float(per_epoch)), ("total", float(per_epoch * epochs)))
    chart = named_bars(Text("步数", "steps"), Text("范围", "span"), named)
    sign = "floor" if drop_last else "ceil"
    formula = rf"\l{sign} {n_samples}/{batch}\r{sign}={per_epoch}"
    values = {"per_epoch": per_epoch, "total": per_epoch * epochs, "last_batch": last}
    return Result(values, insight, (chart,), formula)


def build(seed: int, n: int) -> dict[str, Any]:
    """n random samples of three features."""
    rng = np.random.default_rng(seed)
    return {
        name: rng.normal(0, 1, shape).round(3).tolist()
        for name, shape in (("x", (n, 3)), ("y", n), ("w", 3))
    }


def _count(name: str, zh: str, en: str, default: int, top: int, low: int = 1) -> Int:
    return Int(name, Text(zh, en), default, low, 10**9, (low, top))


DEFAULT = build(0, 8)
CONTROLS = (SEED, Int("n", Text("样本数", "samples"), 8, 1, 1000, (2, 64)))
LOSSES = [1.0, 0.8, 0.7, 0.65, 0.66, 0.64, 0.67, 0.68, 0.7, 0.72]
MODES = (
    Mode(
        run_accumulate,
        (
            selector("op", "accumulate"),
            *(
                Array(name, Text(name, name), DEFAULT[name], axes, -1e6, 1e6)
                for name, axes in (("x", 2), ("y", 1), ("w", 1))
            ),
            _count("micro_batch", "小批大小", "micro-batch", 2, 8),
        ),
        Text("累积", "accumulation"),
        CONTROLS,
        build,
    ),
    Mode(
        run_scaling,
        (
            selector("op", "linear_scaling"),
            Float("base_lr", Text("基准学习率", "base rate"), 0.1, 0, 1e6, (0.01, 1)),
            _count("base_batch", "基准批大小", "base batch", 256, 1024),
            _count("batch", "批大小", "batch size", 8192, 16_384),
            Int("warmup_epochs", Text("预热轮数", "warmup epochs"), 5, 0, 10_000, (0, 20)),
        ),
        Text("线性缩放", "linear scaling"),
    ),
    Mode(
        run_stopping,
        (
            selector("op", "early_stopping"),
            Array("val_loss", Text("每轮验证损失", "validation losses"), LOSSES, 1, -1e9, 1e9),
            _count("patience", "耐心", "patience", 3, 10),
            Float("min_delta", Text("最小改进", "min_delta"), 0, 0, 1e9, (0, 0.1), 0.001),
        ),
        Text("早停", "early stopping"),
    ),
    Mode(
        run_iterations,
        (
            selector("op", "iterations"),
            _count("n_samples", "样本", "samples", 50_000, 99_999),
            _count("batch", "批大小", "batch size", 128, 1024),
            Flag("drop_last", Text("丢弃不足一批", "drop last"), False),
            _count("epochs", "轮数", "epochs", 90, 300),
        ),
        Text("步数", "iterations"),
    ),
)

DEMO = Demo(
    title=Text(
        "训练技巧：累积·线性缩放·早停", "Training tricks: accumulation, linear scaling, early stop"
    ),
    topics=(
        "training-tricks",
        "gradient-accumulation",
        "early-stopping",
        "large-batch-training",
        "training-loop",
    ),
    group="training",
    modes=MODES,
    source="Goyal et al., 2017; Prechelt, 1998; PyTorch DataLoader",
    asks=(Text("显存不够怎么用大批量？", "Can gradient accumulation give a large batch?"),),
    presets=(
        Preset(
            Text("一小时训练 ImageNet", "ImageNet in an hour"),
            {"op": "linear_scaling", "base_batch": 256, "batch": 8192},
            "Goyal et al., 2017, section 2",
        ),
    ),
    examples=(Example({"op": "linear_scaling"}, {"lr": 3.2}, "Goyal 2017: 0.1 · 8192/256"),),
)
